"""The settings of the tests: the same service, with keys of no worth and nothing kept between runs."""

import os

from serambi.config import keys

for _name, _value in keys.new_secrets().items():
    os.environ.setdefault(_name, _value)

from serambi.config.settings import *  # noqa: E402, F403 - it reads the secrets when imported
from serambi.config.settings import STORAGES  # noqa: E402

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; accounts live for one test
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
