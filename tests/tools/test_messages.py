from pathlib import Path

import pytest

from tools import messages

PAGE = """{% load i18n %}
<h1>{% translate "Antrean" %}</h1>
  {% if places %}
    <p>{% blocktranslate count n=places trimmed %}
         Sisa {{ n }} tempat
       {% plural %}
         Sisa {{ n }} tempat lagi
       {% endblocktranslate %}</p>
  {% endif %}
<p title="{% translate 'Buka' context "kantor" %}">{{ _("Tutup") }}</p>
"""
CODE = 'from django.utils.translation import gettext as _\n\nTITLE = _("Papan %(office)s")\n'
ENGLISH = {
    "Antrean": "Queue",
    "Buka": "Open",
    "Tutup": "Closed",
    "Papan %(office)s": "Board of %(office)s",
    "Sisa %(n)s tempat": ("%(n)s place left", "%(n)s places left"),
}


@pytest.fixture
def source(tmp_path, monkeypatch) -> Path:
    package = tmp_path / "src" / "serambi"
    catalogue = package / "locale" / "en" / "LC_MESSAGES" / "django.po"
    (package / "portal" / "templates").mkdir(parents=True)
    (package / "portal" / "templates" / "page.html").write_text(PAGE)
    (package / "board.py").write_text(CODE)
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    monkeypatch.setattr(messages, "SOURCE", package)
    monkeypatch.setattr(messages, "PO", catalogue)
    monkeypatch.setattr(messages, "MO", catalogue.with_suffix(".mo"))
    return package


def _translate(**changes: object) -> None:
    """Write the English of every text, with changes."""
    kept = messages._read(messages.PO)
    for message in messages._entries(kept):
        message.string = (ENGLISH | changes)[messages._key(message)[1]]
    messages.write_catalogue(messages._texts_in_source(), kept)


def test_texts_are_found_in_code_and_templates(source):
    found = {messages._key(message) for message in messages._entries(messages._texts_in_source())}

    assert found == {
        (None, "Antrean"),
        (None, "Sisa %(n)s tempat"),
        ("kantor", "Buka"),
        (None, "Tutup"),
        (None, "Papan %(office)s"),
    }


def test_check_names_file_and_text_without_english(source):
    messages.collect()

    problems = messages.check()

    assert len(problems) == 5
    assert "src/serambi/board.py: no English for 'Papan %(office)s'" in problems
    assert "src/serambi/portal/templates/page.html: no English for 'Antrean'" in problems


def test_check_of_a_complete_catalogue_finds_nothing(source):
    messages.collect()
    _translate()

    assert messages.check() == []


def test_collect_keeps_the_english_and_changes_nothing_the_second_time(source):
    messages.collect()
    _translate()
    first = messages.PO.read_bytes(), messages.MO.read_bytes()

    messages.collect()

    assert (messages.PO.read_bytes(), messages.MO.read_bytes()) == first


def test_check_finds_a_text_no_longer_used(source):
    messages.collect()
    _translate()
    (source / "board.py").write_text("")

    assert messages.check() == [
        "src/serambi/locale/en/LC_MESSAGES/django.po: no longer used: 'Papan %(office)s' (make messages)"
    ]


def test_check_finds_english_that_was_not_compiled(source):
    messages.collect()
    _translate()
    messages.PO.write_text(messages.PO.read_text().replace('"Queue"', '"Line"'))

    assert messages.check() == [
        "src/serambi/locale/en/LC_MESSAGES/django.mo: older than the .po: 'Antrean' (make messages)"
    ]


def test_check_finds_a_guess(source):
    messages.collect()
    _translate()
    messages.PO.write_text(messages.PO.read_text().replace('msgid "Antrean"', '#, fuzzy\nmsgid "Antrean"'))

    assert messages.check()[0] == ("src/serambi/portal/templates/page.html: only a guess (fuzzy) for 'Antrean'")


def test_check_finds_a_lost_placeholder(source):
    messages.collect()
    _translate(**{"Papan %(office)s": "Board"})

    assert messages.check() == [
        "src/serambi/board.py: the English of 'Papan %(office)s' has [] where it needs ['%(office)s']"
    ]
