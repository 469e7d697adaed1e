"""The event streams of the boards for a web server that speaks ASGI; pages and API are in wsgi.py."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
django.setup()

from serambi.counters.live.streams import Streams  # noqa: E402 - its queries have tables, and these need Django

application = Streams()
