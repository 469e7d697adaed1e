"""Brings Django up with keys for one run, then measures. Its own process asks the database nothing."""

import os

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings_test"
    django.setup()  # makes the keys, which the server and all children then find in the environment
    from bench.run import main  # here: what it imports has tables, and these need Django

    main()
