"""Notices to the public as they stand now."""

from typing import Literal

from ninja import Schema

from serambi.counters.api.schemas.shapes import Text


class Lines(Schema):
    """Sentences for the public in Indonesian and English."""

    id: list[str]
    en: list[str]


class NoticeVersion(Schema):
    """One published version: from when, what it put right (null for the first), when it was withdrawn (null: not)."""

    number: int
    from_at: str
    correction: Text | None
    withdrawn_at: str | None


class Notice(Schema):
    """`state` is how the notice stands at the time of asking, and `current` whether banners show it. `headline` is the
    title with that said; `now` says how what it is about stands; `changed` names what is otherwise than published.
    `order` is the number of the order it is about, `recompute` where its figures are worked out again; `body` is null
    once it was withdrawn."""

    slug: str
    kind: Literal["order", "figures", "day"]
    state: Literal["coming", "in_force", "amended", "ended", "undone", "withdrawn"]
    current: bool
    order: str | None
    title: Text
    headline: Text
    body: Text | None
    now: Lines
    changed: list[str]
    published_at: str
    updated_at: str
    until: str | None
    versions: list[NoticeVersion]
    page: Text
    recompute: str | None
