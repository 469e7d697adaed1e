"""The questions of a booking, one a page: from the service to the time."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serambi.counters.common.refusals import sentence
from serambi.counters.portal.draft import Draft, is_reachable, keep_draft, next_step, read_draft, step_of
from serambi.counters.portal.forms.booking import ChoiceForm, UrgencyForm, WishesForm, typed_wishes
from serambi.counters.portal.forms.reading import DateParts, ErrorLink, error_links, read_day, typed_parts
from serambi.counters.portal.pages import days, questions
from serambi.counters.portal.pages.draw_request import collecting_page
from serambi.counters.portal.pages.limits import elsewhere, limits_today
from serambi.counters.portal.pages.place import AtOffice, office_or_404
from serambi.counters.portal.pages.waiting import waiting_page

Question = Callable[..., HttpResponse]


def question(step: str) -> Callable[[Question], Question]:
    """Hand a view the office and the draft; whoever skipped a question is led back to it."""

    def decorate(view: Question) -> Question:
        @wraps(view)
        def guarded(request: HttpRequest, office: str, **parts: Any) -> HttpResponse:
            at = office_or_404(office)
            draft = read_draft(request.session, office)
            if not is_reachable(draft, step):
                return redirect(f"portal:book-{next_step(draft)}", office)
            return view(request, at, draft, **parts)

        return guarded

    return decorate


def start(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    wanted = request.GET.get("service", "")
    return redirect(questions.url("service", at) + (f"?service={wanted}" if wanted.replace("-", "").isalnum() else ""))


@question("service")
def service(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    not_open = elsewhere(at)
    if not_open is not None:
        shown = {"office": at, "here": "book", "elsewhere": not_open}
        return render(request, "portal/book/not_open.html", shown)
    services = questions.bookable_services()
    form = ChoiceForm(
        request.POST or None,
        label=_("Apa yang ingin Anda urus?"),
        choices=questions.service_choices(services),
        missing=_("Pilih layanan yang ingin Anda urus."),
        initial={"choice": request.GET.get("service") or draft.service},
    )
    if form.is_valid():
        return go_on(request, at, draft.for_service(services[form.cleaned_data["choice"]]))
    hints = questions.service_hints(services)
    return ask(request, at, draft, "service", form, limits=limits_today(at), hints=hints)


@question("purpose")
def purpose(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    form = ChoiceForm(
        request.POST or None,
        label=_("Untuk keperluan apa?"),
        choices=questions.purpose_choices(draft.service or ""),
        missing=_("Pilih keperluan Anda."),
        hint=_("Ditanyakan juga saat wawancara. Dokumen yang dibawa bergantung pada keperluan."),
        initial={"choice": draft.purpose},
    )
    if form.is_valid():
        return go_on(request, at, replace(draft, purpose=form.cleaned_data["choice"]))
    return ask(request, at, draft, "purpose", form)


@question("wait")
def wait(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    form = ChoiceForm(
        request.POST or None,
        label=_("Apakah permohonan Anda bisa menunggu?"),
        choices=[("yes", _("Ya, bisa menunggu")), ("no", _("Tidak, ini mendesak"))],
        missing=_("Pilih apakah permohonan Anda bisa menunggu."),
        initial={"choice": questions.said_of_waiting(draft)},
    )
    if not form.is_valid():
        return ask(request, at, draft, "wait", form, advice=questions.advice_today(at))
    if form.cleaned_data["choice"] == "no":
        keep_draft(request.session, at.code, replace(draft, can_wait=False, refusal=None))
        return redirect("portal:book-urgency", at.code)
    keep_draft(request.session, at.code, replace(draft, can_wait=True, urgency=None, needed_on=None, refusal=None))
    return redirect("portal:book-waiting", at.code)


@question("urgency")
def waiting(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    if request.method == "POST":
        return go_on(request, at, draft.for_slot(draft.on, draft.slot))
    shown = {
        "office": at,
        "here": "book",
        "back": questions.url("wait", at),
        "page": waiting_page(at, draft.group),
    }
    return render(request, "portal/book/waiting.html", shown)


@require_POST
@question("urgency")
def line(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    """A place in line instead of a day and a time."""
    return go_on(request, at, draft.for_line())


@question("day")
def draw(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    """The days wished for in a draw, instead of a day and a time."""
    page = collecting_page(at, draft.group)
    if page is None:
        return redirect("portal:book-day", at.code)
    form = WishesForm(request.POST or None, days=page.days, initial=typed_wishes(draft.wishes, draft.may_wait))
    if form.is_valid():
        wishes, may_wait = form.wishes(), form.cleaned_data["may_wait"] == "yes"
        entered = replace(draft, in_line=False, window=page.window.code, wishes=wishes, may_wait=may_wait)
        return go_on(request, at, entered)
    return ask(request, at, draft, "draw", form, page=page)


@question("urgency")
def urgency(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    kept = {"urgency": draft.urgency, **typed_parts("needed", draft.needed_on)}
    form = UrgencyForm(request.POST or None, initial=kept)
    if form.is_valid():
        said, needed_on = form.cleaned_data["urgency"], form.cleaned_data["needed_on"]
        refusal = questions.why_not_needed(draft, said, needed_on, at)
        if refusal is None:
            return go_on(request, at, replace(draft, can_wait=False, urgency=said, needed_on=needed_on))
        form.add_error("needed_day", sentence(refusal))
    parts = DateParts(
        "needed",
        _("Kapan dokumen itu diperlukan?"),
        _("Misalnya tanggal berangkat. Contoh: 30 9 2020."),
        False,
        [form[f"needed_{part}"] for part in ("day", "month", "year")],
    )
    return ask(request, at, draft, "urgency", form, date=parts)


@question("day")
def day(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    offered = days.choose_day(
        at,
        group=draft.group,
        contingents=draft.contingents,
        from_on=read_day(request.GET.get("from")) or (at.today + days.WAITING_AHEAD if draft.can_wait else None),
        chosen=read_day(request.POST.get("choice")) or draft.on,
    )
    form = ChoiceForm(
        request.POST or None,
        label=_("Hari apa Anda akan datang?"),
        choices=offered.choices,
        missing=_("Pilih hari yang masih ada tempat."),
        initial={"choice": draft.on},
    )
    if form.is_valid():
        on = read_day(form.cleaned_data["choice"])
        return go_on(request, at, draft.for_slot(on, draft.slot if on == draft.on else None))
    draw_page = collecting_page(at, draft.group)
    return ask(request, at, draft, "day", form, offered=offered, draw=draw_page, is_urgent=bool(draft.urgency))


@question("time")
def time(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    if draft.on is None:
        return redirect("portal:book-day", at.code)
    people = max(1, len(draft.people))
    choices = days.choose_time(at, group=draft.group, contingents=draft.contingents, on=draft.on, people=people)
    form = ChoiceForm(
        request.POST or None,
        label=_("Pukul berapa Anda akan datang?"),
        choices=choices,
        missing=_("Pilih waktu yang masih ada tempat."),
        initial={"choice": draft.slot},
    )
    if form.is_valid():
        return go_on(request, at, draft.for_slot(draft.on, form.cleaned_data["choice"]))
    return ask(request, at, draft, "time", form, choices=choices, on=draft.on)


def ask(request: HttpRequest, at: AtOffice, draft: Draft, step: str, form: Form, **more: Any) -> HttpResponse:
    """Show a question; why the last try failed is shown at the question it concerns."""
    refusal = draft.refusal if request.method != "POST" else None
    refused = sentence(refusal) if refusal and step_of(refusal) == step else ""
    field = "first" if step == "draw" else "choice_0"
    errors = [ErrorLink(f"#id_{field}", refused)] if refused else error_links(form)
    shown = {
        "office": at,
        "here": "book",
        "form": form,
        "errors": errors,
        "refused": refused,
        "back": questions.back_url(step, draft, at),
        **more,
    }
    return render(request, f"portal/book/{step}.html", shown, status=422 if form.errors else 200)


def go_on(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    """Keep the answers and go to the first question that has none."""
    keep_draft(request.session, at.code, replace(draft, refusal=None))
    return redirect(f"portal:book-{next_step(draft)}", at.code)
