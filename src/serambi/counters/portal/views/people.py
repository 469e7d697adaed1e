"""Who comes: one page for each person, and the list of them."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serambi.counters.common.refusals import sentence
from serambi.counters.portal.draft import Draft, Way, keep_draft, person_of, step_of
from serambi.counters.portal.forms.person import PersonForm, field_of, typed_again
from serambi.counters.portal.forms.reading import DateParts, error_links
from serambi.counters.portal.pages import questions
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.views.questions import question
from serambi.rules.policy import MAX_PARTY_PEOPLE
from serambi.rules.refusal import Refusal


@question("people")
def people(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    refused = person_of(draft.refusal) if draft.refusal else None
    if not draft.people or refused:
        return redirect("portal:book-person", at.code, refused[0] if refused else 1)
    next_number = len(draft.people) + 1
    shown = {
        "office": at,
        "here": "book",
        "people": draft.people,
        "next_number": next_number if next_number <= MAX_PARTY_PEOPLE else None,
        "most": MAX_PARTY_PEOPLE,
        "back": questions.before_people(draft, at),
        "is_one_time": draft.way is not Way.LINE,
        "errors": [{"text": sentence(draft.refusal)}] if draft.refusal and step_of(draft.refusal) == "people" else [],
    }
    return render(request, "portal/book/people.html", shown)


@question("people")
def person(request: HttpRequest, at: AtOffice, draft: Draft, number: int) -> HttpResponse:
    if not 1 <= number <= min(len(draft.people) + 1, MAX_PARTY_PEOPLE):
        raise Http404
    known = draft.people[number - 1] if number <= len(draft.people) else None
    kept = typed_again(known) if known else {}
    form = PersonForm(_data(request, draft, number), who=draft.who, is_first=number == 1, initial=kept)
    if request.method != "POST":
        _show_refusal(form, draft.refusal, number, draft.way)
    elif _is_sound(form, draft, number, at):
        keep_draft(request.session, at.code, replace(draft.with_person(number, form.applicant()), refusal=None))
        return redirect("portal:book-people", at.code)
    back = questions.url("people", at) if known or number > 1 else questions.before_people(draft, at)
    shown = {"office": at, "here": "book", "form": form, "date": _born(form), "number": number, "back": back}
    shown["errors"] = error_links(form)
    return render(request, "portal/book/person.html", shown, status=422 if request.method == "POST" else 200)


@require_POST
@question("people")
def without(request: HttpRequest, at: AtOffice, draft: Draft, number: int) -> HttpResponse:
    keep_draft(request.session, at.code, replace(draft.without_person(number), refusal=None))
    return redirect("portal:book-people", at.code)


def _data(request: HttpRequest, draft: Draft, number: int) -> dict[str, str] | None:
    """What was typed; a person who was refused comes back as typed, so that the reason stands at the field."""
    if request.method == "POST":
        return {name: str(value) for name, value in request.POST.items()}
    refused = person_of(draft.refusal) if draft.refusal else None
    is_refused = refused is not None and refused[0] == number <= len(draft.people)
    return typed_again(draft.people[number - 1]) if is_refused else None


def _is_sound(form: PersonForm, draft: Draft, number: int, at: AtOffice) -> bool:
    """Whether neither the form nor the rules find a fault; all they find stands at its field at once."""
    form.full_clean()
    form.add_faults(questions.faults_of(draft, number, form.as_typed(), at))
    return not form.errors


def _show_refusal(form: PersonForm, refusal: Refusal | None, number: int, way: Way) -> None:
    concerned = person_of(refusal) if refusal else None
    if refusal is None or not form.is_bound:
        return
    form.is_valid()
    field = field_of(refusal, concerned[1]) if concerned and concerned[0] == number else None
    form.add_error(field, _said(refusal, way))


def _said(refusal: Refusal, way: Way) -> str:
    """Why not; who asks for a place in line may have one already."""
    if way is Way.LINE and refusal.code == "person.already_booked":
        return _("Nomor identitas ini sudah memiliki jadwal atau tempat dalam daftar tunggu. Lihat “Jadwal saya”.")
    return sentence(refusal)


def _born(form: PersonForm) -> DateParts:
    parts = [form[f"born_{part}"] for part in ("day", "month", "year")]
    return DateParts("born", _("Tanggal lahir"), _("Contoh: 17 5 1990."), True, parts)
