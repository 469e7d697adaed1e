"""Addresses of the console."""

from django.urls import path

from serambi.counters.console.views import bookings, days, documents, signing_in

app_name = "console"
urlpatterns = [
    path("", days.home, name="home"),
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("search/", bookings.search, name="search"),
    path("bookings/<str:code>/", bookings.booking, name="booking"),
    path("bookings/<str:code>/documents/", documents.documents, name="documents"),
    path("bookings/<str:code>/documents/<str:upload>/file/", documents.file, name="document-file"),
    path("bookings/<str:code>/documents/<str:upload>/pages/<int:page>/", documents.picture, name="document-page"),
    path("bookings/<str:code>/documents/<str:upload>/marks/", documents.marks, name="document-marks"),
    path("<slug:office>/", days.day, name="day"),
    path("<slug:office>/capacity/", days.capacity, name="capacity"),
]
