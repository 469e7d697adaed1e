"""How a call says yes: JSON, and how long it may be kept."""

import json
from typing import Any

from django.http import HttpResponse


def reply(answer: Any, *, status: int = 200, max_age_seconds: int | None = None) -> HttpResponse:
    """`max_age_seconds` None: personal, nobody keeps a copy."""
    kept = "no-store" if max_age_seconds is None else f"public, max-age={max_age_seconds}"
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=status, content_type="application/json", headers={"Cache-Control": kept})
