"""One change under one idempotency key: done once, answered alike ever after."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from serambi.procedures.steps.claim_keys import claim_keys, keep_answers
from serambi.rules.refusal import Refused


def answer_once(scope: str, key: str, content: str, now: datetime, change: Callable[[], Any]) -> Any:
    """Run `change` and keep its JSON-ready answer under the key; a repeated key gets that answer, nothing is done.

    A refused change keeps nothing: trying again later may succeed. Raises Refused: `key.reused`, and what the
    change raises.
    """
    (claim,) = claim_keys(scope, [(key, content)], now)
    if claim.refusal is not None:
        raise Refused(claim.refusal)
    if claim.row_id is None:
        return claim.earlier
    answer = change()
    keep_answers({claim.row_id: answer})
    return answer
