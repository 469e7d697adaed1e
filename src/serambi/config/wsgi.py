"""Pages and API for a web server that speaks WSGI."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
os.environ.setdefault("SERAMBI_POOL", "1")

application = get_wsgi_application()
