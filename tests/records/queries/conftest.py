"""The planned Serang of the tests of orders."""

from tests.procedures.conftest import serang

__all__ = ["serang"]
