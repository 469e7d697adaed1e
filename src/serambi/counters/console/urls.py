"""Addresses of the console."""

from django.urls import URLPattern, URLResolver, include, path

from serambi.counters.console.views import bookings, calls, counter, days, gate, hall, line, orders, signing_in

app_name = "console"
own_counter = [
    path("", counter.counter, name="counter"),
    path("line/", counter.line, name="counter-line"),
    path("duty/", counter.duty, name="counter-duty"),
    path("call/", counter.call, name="counter-call"),
    path("steps/", counter.step, name="counter-step"),
    path("override/", counter.override, name="counter-override"),
]
own_hall: list[URLPattern | URLResolver] = [
    path("", hall.hall, name="hall"),
    path("gate/", gate.gate, name="gate"),
    path("counter/", hall.choose_counter, name="choose-counter"),
    path("counter/<slug:name>/", include(own_counter)),
    path("closing/", hall.closing, name="closing"),
]
urlpatterns = [
    path("", days.home, name="home"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("search/", bookings.search, name="search"),
    path("bookings/<str:code>/", bookings.booking, name="booking"),
    path("bookings/<str:code>/call/", calls.call, name="call"),
    path("bookings/<str:code>/answer/", calls.answer, name="answer"),
    path("bookings/<str:code>/urgency/", line.judge, name="judge"),
    path("bookings/<str:code>/urgency/audit/", line.audit, name="audit"),
    path("orders/", orders.book, name="orders"),
    path("orders/new/", orders.write, name="new-order"),
    path("orders/preview/", orders.preview, name="preview-order"),
    path("orders/enactment/", orders.enact, name="enact-order"),
    path("orders/proposed/<path:order>/withdrawal/", orders.withdraw, name="withdraw-order"),
    path("orders/proposed/<path:order>/", orders.proposal, name="proposal"),
    path("orders/<path:order>/undoing/", orders.undo, name="undo-order"),
    path("orders/<path:order>/", orders.one, name="order"),
    path("hall/", include(own_hall)),  # before the offices: none is called "hall"
    path("<slug:office>/", days.day, name="day"),
    path("<slug:office>/capacity/", days.capacity, name="capacity"),
    path("<slug:office>/calls/", calls.calls, name="calls"),
    path("<slug:office>/line/", line.line, name="line"),
    path("<slug:office>/triage/", line.triage, name="triage"),
    path("<slug:office>/orders/<path:order>/", orders.dues, name="dues"),
]
