"""Where this installation keeps what it makes: the database, the secrets, the collected static files."""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
_CHECKOUT = PACKAGE.parents[1]


def var_folder() -> Path:
    """`SERAMBI_VAR`, else `var/` of the checkout, else (installed as a wheel) of the present folder."""
    if named := os.environ.get("SERAMBI_VAR"):
        return Path(named).resolve()
    home = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else Path.cwd()
    return home / "var"
