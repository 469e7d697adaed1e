"""What the document desk noted of a file: enough to make the same slip again."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DeskFindings:
    """Codes only: the conditions that hold, the papers at hand, the questions of the purpose that were answered."""

    conditions: tuple[str, ...] = ()
    brought: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()
