"""What is not there: in the console the way leads back to the console, elsewhere to the public list."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

CONSOLE = re.compile(r"/(?:[a-z]{2}/)?console/")
NOT_FOUND = 404


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if CONSOLE.match(request.path_info):
        return render(request, "console/404.html", status=NOT_FOUND)
    return page_not_found(request, exception)
