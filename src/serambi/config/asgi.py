"""The event streams of the boards for a web server that speaks ASGI."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
os.environ.setdefault("SERAMBI_POOL", "1")

application = get_asgi_application()
