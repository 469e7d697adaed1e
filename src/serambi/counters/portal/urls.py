"""Addresses of the portal."""

from django.urls import include, path

from serambi.counters.portal.views import (
    bookings,
    confirming,
    draw_requests,
    draws,
    figures,
    moving,
    offers,
    offices,
    orders,
    people,
    questions,
    services,
)

app_name = "portal"
own_booking = [
    path("", bookings.booking, name="booking"),
    path("calendar.ics", bookings.calendar, name="calendar"),
    path("move/", moving.move, name="move"),
    path("cancellation/", bookings.cancellation, name="cancellation"),
    path("offer/", offers.offer, name="offer"),
    path("postponement/", offers.postponement, name="postponement"),
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
    path("<slug:office>/", offices.office, name="office"),
    path("<slug:office>/orders/", orders.orders, name="orders"),
    path("<slug:office>/figures/", figures.figures, name="figures"),
    path("<slug:office>/figures/decline/", figures.decline, name="decline"),
    path("<slug:office>/figures/months.csv", figures.months, name="figures-months"),
    path("<slug:office>/figures/days.csv", figures.days, name="figures-days"),
    path("<slug:office>/figures/figures.json", figures.as_json, name="figures-json"),
    path("<slug:office>/figures/datapackage.json", figures.package, name="figures-package"),
    path("<slug:office>/figures/dcat.jsonld", figures.catalogue, name="figures-catalogue"),
    path("<slug:office>/draw/", draws.draws, name="draws"),
    path("<slug:office>/draw/<slug:window>/result.json", draws.result, name="draw-result"),
    path("<slug:office>/services/", services.service_list, name="services"),
    path("<slug:office>/services/<slug:service>/", services.service, name="service"),
    path("<slug:office>/book/", include(booking_an_office)),
]
