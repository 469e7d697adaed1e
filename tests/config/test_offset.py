import os

import pytest

from serambi.config import offset


@pytest.fixture
def no_offset(monkeypatch):
    monkeypatch.delenv(offset.NAME)


def test_keep_offset_is_for_this_process_and_the_next(tmp_path, no_offset, monkeypatch):
    file = offset.clock_file(tmp_path / "var")

    offset.keep_offset(file, -12.5)
    here = os.environ.pop(offset.NAME)
    offset.bring_offset(file)

    assert (here, os.environ[offset.NAME]) == ("-12.5", "-12.5")
    assert [entry.name for entry in file.parent.iterdir()] == ["clock"]


def test_bring_offset_lets_the_environment_win(tmp_path, monkeypatch):
    monkeypatch.setenv(offset.NAME, "7")
    offset.clock_file(tmp_path).write_text("-12.5")

    offset.bring_offset(offset.clock_file(tmp_path))

    assert os.environ[offset.NAME] == "7"


def test_bring_offset_without_a_file_leaves_the_present(tmp_path, no_offset):
    offset.bring_offset(offset.clock_file(tmp_path))

    assert offset.NAME not in os.environ


def test_bring_offset_refuses_what_is_no_number(tmp_path, no_offset):
    offset.clock_file(tmp_path).write_text("soon")

    with pytest.raises(ValueError, match="no number of seconds"):
        offset.bring_offset(offset.clock_file(tmp_path))


def test_forget_offset_twice_is_safe(tmp_path):
    file = offset.clock_file(tmp_path)
    file.write_text("1")

    offset.forget_offset(file)
    offset.forget_offset(file)

    assert not file.exists()
