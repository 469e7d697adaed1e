"""Idempotency keys: claim them, find the answer a key already got, and keep the new answer, sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from serambi.records.models import RequestKey
from serambi.records.sealing import pseudonym, seal, unseal
from serambi.rules.refusal import Refusal

KEY_REUSED = Refusal("key.reused", "key")
"""The same key with another content."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What became of one key: `row_id` when it is ours to answer, else the `earlier` answer or a refusal."""

    row_id: int | None
    earlier: Any = None
    refusal: Refusal | None = None


def claim_keys(scope: str, asked: Sequence[tuple[str, str]], now: datetime) -> list[Claim]:
    """Claim (key, content) pairs in a scope; waits for a transaction that holds one of the keys.

    A key twice in one list: the second waits for nothing and is refused as reused unless the content is the same,
    in which case it shares the claim.
    """
    hashes = [pseudonym(f"{scope}|{key}") for key, _ in asked]
    prints = [pseudonym(f"{scope}|{content}") for _, content in asked]
    claimed = RequestKey.objects.claim(dict(zip(hashes, prints, strict=True)), now)
    rest = [key_hash for key_hash in hashes if key_hash not in claimed]
    rows = {bytes(row.key_hash): row for row in RequestKey.objects.filter(key_hash__in=rest)} if rest else {}
    claims = []
    first_print: dict[bytes, bytes] = {}
    for key_hash, fingerprint in zip(hashes, prints, strict=True):
        if key_hash in claimed:
            known = first_print.setdefault(key_hash, fingerprint)
            claims.append(Claim(claimed[key_hash]) if known == fingerprint else Claim(None, None, KEY_REUSED))
            continue
        row = rows[key_hash]
        if bytes(row.fingerprint) != fingerprint or row.sealed_answer is None:
            claims.append(Claim(None, None, KEY_REUSED))
        else:
            claims.append(Claim(None, unseal(row.sealed_answer)))
    return claims


def keep_answers(answers: Mapping[int, Any]) -> None:
    """Store the answers of claimed keys, by row id."""
    RequestKey.objects.answer({row_id: seal(answer) for row_id, answer in answers.items()})
