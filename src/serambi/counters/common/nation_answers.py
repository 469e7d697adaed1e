"""The national view as JSON-ready objects and lines of a table, for the office alone: small groups are in it."""

from typing import Any

from serambi.counters.common.figure_answers import Answer
from serambi.records.queries.nation import Nation, NationRow, Sums
from serambi.rules.spans import span_text


def nation_answer(found: Nation) -> Answer:
    return {
        "month": span_text(found.month),
        "offices": [_office(row) for row in found.offices],
        "provinces": [{"province": name, **_sums(sums)} for name, sums in found.provinces.items()],
        "nation": _sums(found.sums),
    }


def nation_lines(found: Nation) -> list[Answer]:
    """Offices, then provinces, then the country: a line each, with the same columns."""
    nobody = dict.fromkeys(("office", "province", "state", "zone"), "")
    provinces = [nobody | {"province": name, **_sums(sums)} for name, sums in found.provinces.items()]
    nation = nobody | {"province": "Indonesia", **_sums(found.sums)}
    return [*(_office(row) for row in found.offices), *provinces, nation]


def _office(row: NationRow) -> Answer:
    state = str(row.mode) if row.is_open else "closed"
    return {
        "office": row.code,
        "province": row.province,
        "state": state if row.is_working_day or not row.is_open else "day-off",
        "zone": str(row.zone) if row.zone else None,
        **_sums(row.sums),
    }


def _sums(sums: Sums) -> Answer:
    return {
        "applied": sums.applied,
        "before": sums.before,
        "change_pct": _percent(sums.change),
        "quota": sums.quota,
        "use_pct": _percent(sums.use),
        "issued": sums.issued,
        "promised": sums.promised,
        "promise_kept": sums.kept,
        "promise_kept_pct": _percent(sums.kept_share),
        "overdue": sums.overdue,
    }


def _percent(share: Any) -> float | None:
    return None if share is None else round(float(share) * 100, 1)
