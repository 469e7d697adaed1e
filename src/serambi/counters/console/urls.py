"""Addresses of the console."""

from django.urls import path

from serambi.counters.console.views import bookings, case_steps, cases, days, desk, documents, payments, signing_in

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
    path("cases/", cases.cases, name="cases"),
    path("cases/search/", cases.search, name="case-search"),
    path("cases/payments/", payments.payments, name="payments"),
    path("cases/desk/", desk.find, name="find-desk"),
    path("cases/desk/<str:code>/", desk.desk, name="desk"),
    path("cases/desk/<str:code>/slip.pdf", desk.slip, name="desk-slip"),
    path("cases/<str:case>/", cases.case, name="case"),
    path("cases/<str:case>/receipt.pdf", cases.receipt, name="case-receipt"),
    path("cases/<str:case>/payment-slip.pdf", cases.payment_slip, name="case-payment-paper"),
    path("cases/<str:case>/payment-slip/", case_steps.issue_slip, name="case-payment-slip"),
    path("cases/<str:case>/steps/", case_steps.advance, name="case-steps"),
    path("cases/<str:case>/pauses/", case_steps.pause, name="case-pauses"),
    path("cases/<str:case>/resumption/", case_steps.resume, name="case-resumption"),
    path("cases/<str:case>/examination/", case_steps.examine, name="case-examination"),
    path("cases/<str:case>/handover/", case_steps.hand_over, name="case-handover"),
    path("<slug:office>/", days.day, name="day"),
    path("<slug:office>/capacity/", days.capacity, name="capacity"),
]
