"""Addresses of the portal."""

from django.urls import URLPattern, URLResolver, include, path

from serambi.counters.portal.views import (
    board,
    bookings,
    cases,
    checking,
    confirming,
    documents,
    draw_requests,
    draws,
    moving,
    offers,
    offices,
    orders,
    people,
    questions,
    resuming,
    services,
    stay,
)

app_name = "portal"
documents_of_booking = [
    path("", documents.documents, name="documents"),
    path("uploads/", resuming.start, name="upload-start"),
    path("uploads/<str:upload>/", resuming.under_way, name="upload"),
    path("uploads/<str:upload>/chunks/", resuming.chunks, name="upload-chunks"),
    path("uploads/<str:upload>/end/", resuming.end, name="upload-end"),
    path("uploads/<str:upload>/removal/", documents.removal, name="upload-removal"),
]
own_booking: list[URLPattern | URLResolver] = [
    path("", bookings.booking, name="booking"),
    path("calendar.ics", bookings.calendar, name="calendar"),
    path("move/", moving.move, name="move"),
    path("cancellation/", bookings.cancellation, name="cancellation"),
    path("offer/", offers.offer, name="offer"),
    path("postponement/", offers.postponement, name="postponement"),
    path("documents/", include(documents_of_booking)),
]
booking_an_office = [
    path("", questions.start, name="book"),
    path("service/", questions.service, name="book-service"),
    path("purpose/", questions.purpose, name="book-purpose"),
    path("wait/", questions.wait, name="book-wait"),
    path("waiting/", questions.waiting, name="book-waiting"),
    path("urgency/", questions.urgency, name="book-urgency"),
    path("line/", questions.line, name="book-line"),
    path("draw/", questions.draw, name="book-draw"),
    path("day/", questions.day, name="book-day"),
    path("time/", questions.time, name="book-time"),
    path("people/", people.people, name="book-people"),
    path("people/<int:number>/", people.person, name="book-person"),
    path("people/<int:number>/removal/", people.without, name="book-person-removal"),
    path("check/", confirming.check, name="book-check"),
    path("done/", confirming.done, name="book-done"),
]
urlpatterns = [
    path("", offices.office_list, name="offices"),
    path("bookings/", bookings.find, name="find-booking"),
    path("bookings/<str:code>/", include(own_booking)),
    path("draw-requests/<str:code>/", draw_requests.draw_request, name="draw-request"),
    path("draw-requests/<str:code>/withdrawal/", draw_requests.withdrawal, name="draw-withdrawal"),
    path("cases/", cases.track, name="cases"),
    path("cases/<str:case>/", cases.case, name="case"),
    path("stay/", stay.stay, name="stay"),
    path("<slug:office>/", offices.office, name="office"),
    path("<slug:office>/board/", board.board, name="board"),
    path("<slug:office>/board/<str:ticket>/", board.ticket, name="board-ticket"),
    path("<slug:office>/orders/", orders.orders, name="orders"),
    path("<slug:office>/draw/", draws.draws, name="draws"),
    path("<slug:office>/draw/<slug:window>/result.json", draws.result, name="draw-result"),
    path("<slug:office>/services/", services.service_list, name="services"),
    path("<slug:office>/services/<slug:service>/", services.service, name="service"),
    path("<slug:office>/services/<slug:service>/check/", checking.check, name="check-requirements"),
    path("<slug:office>/book/", include(booking_an_office)),
]
