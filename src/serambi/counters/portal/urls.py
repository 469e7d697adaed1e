"""Addresses of the portal."""

from django.urls import path

from serambi.counters.portal.views import offices, orders, services

app_name = "portal"
urlpatterns = [
    path("", offices.office_list, name="offices"),
    path("<slug:office>/", offices.office, name="office"),
    path("<slug:office>/orders/", orders.orders, name="orders"),
    path("<slug:office>/services/", services.service_list, name="services"),
    path("<slug:office>/services/<slug:service>/", services.service, name="service"),
]
