"""Programs with keys: what calls for staff start from."""

import json

import pytest

from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.issue_staff_token import issue_staff_token
from tests.factories import NOW


@pytest.fixture
def key_of(transactional_db):
    """The header with a new key of a member of staff, who is made when not there."""

    def header(username: str, role: str = "directorate", office: str | None = None) -> dict[str, str]:
        ensure_staff(username=username, password="x", office_code=office, role=role, now=NOW, by="test")
        token = issue_staff_token(username=username, label="test", days=1, now=NOW, by="test")
        return {"Authorization": f"Bearer {token}"}

    return header


@pytest.fixture
def send(client):
    """Post a text under its content type, or JSON."""

    def post(path: str, body, headers: dict[str, str], content_type: str = "application/json"):
        text = body if isinstance(body, str) else json.dumps(body)
        return client.post(f"/api/v1{path}", text, content_type=content_type, headers=headers)

    return post
