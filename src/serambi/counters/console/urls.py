"""Addresses of the console."""

from django.urls import path

from serambi.counters.console.views import bookings, days, signing_in

app_name = "console"
urlpatterns = [
    path("", days.home, name="home"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("search/", bookings.search, name="search"),
    path("bookings/<str:code>/", bookings.booking, name="booking"),
    path("bookings/<str:code>/secret/", bookings.secret, name="secret"),
    path("<slug:office>/", days.day, name="day"),
    path("<slug:office>/capacity/", days.capacity, name="capacity"),
]
