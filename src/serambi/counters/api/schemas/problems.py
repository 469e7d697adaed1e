"""How a call says no (RFC 9457)."""

from ninja import Schema


class FieldProblem(Schema):
    """One field that was not right, named by its path in what was sent ("people.0.born_on")."""

    field: str
    code: str
    detail: str


class FaultLine(Schema):
    """One thing wrong in an order or a risk map, at its line from 1."""

    file: str
    line: int
    reason: str


class Problem(Schema):
    """A refusal. `code` is stable; `title` and `detail` are for people, in the language of Accept-Language.

    `field` names the one field at fault, `facts` the figures behind a refusal, `errors` every field of a wrong shape,
    `faults` every fault of an order or a risk map; each is left out where there is none.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    field: str | None = None
    facts: dict[str, str | int] | None = None
    errors: list[FieldProblem] | None = None
    faults: list[FaultLine] | None = None
