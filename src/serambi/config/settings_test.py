"""The settings of the tests: the same service, with keys of no worth and nothing kept between runs."""

import os

from serambi.config import keys, offset

# Tests say themselves when they live, whatever the service of this checkout was told.
os.environ.setdefault(offset.NAME, "0")
for _name, _value in keys.new_secrets().items():
    os.environ.setdefault(_name, _value)

from serambi.config.settings import *  # noqa: E402, F403 - it reads the secrets when imported
from serambi.config.settings import DATABASES, LOGGING, STORAGES  # noqa: E402 - it reads the secrets when imported

# Each thread of a race has a connection of its own, also where a live server has asked for a pool.
DATABASES["default"]["OPTIONS"].pop("pool", None)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; accounts live for one test
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
# pytest takes up what is logged; a handler of our own would write to the output of a test that has ended.
LOGGING["root"] = {"handlers": [], "level": "INFO"}
