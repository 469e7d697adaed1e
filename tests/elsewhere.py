"""Calling the office in processes of their own, each on a database of the caller's choice."""

import multiprocessing
import os
from collections.abc import Sequence
from importlib import import_module
from typing import Any


def call(database_url: str, function: str, *arguments: Any) -> Any:
    """Call "package.module:function" in a new process with Django up on that database, and give its answer."""
    return call_each(database_url, function, [arguments])[0]


def call_each(database_url: str, function: str, arguments: Sequence[Sequence[Any]]) -> list[Any]:
    """One process per list of arguments, all at once; their answers in order."""
    with multiprocessing.get_context("spawn").Pool(len(arguments)) as processes:
        return processes.starmap(_call, [(database_url, function, each) for each in arguments], chunksize=1)


def _call(database_url: str, function: str, arguments: Sequence[Any]) -> Any:
    os.environ["DATABASE_URL"] = database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings_test"
    import django  # here: the settings read the address of the database when they are imported

    django.setup()
    module, _, name = function.partition(":")
    return getattr(import_module(module), name)(*arguments)
