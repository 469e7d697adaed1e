import os

import pytest
from cryptography.fernet import Fernet

from serambi.config import keys


@pytest.fixture
def no_secrets(monkeypatch):
    for name in keys.NAMES:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


def test_bring_secrets_makes_them_once(tmp_path, no_secrets, monkeypatch):
    file = tmp_path / "var" / "secrets.env"

    keys.bring_secrets(file)
    first = {name: os.environ[name] for name in keys.NAMES}
    for name in keys.NAMES:
        monkeypatch.delenv(name)
    keys.bring_secrets(file)

    assert {name: os.environ[name] for name in keys.NAMES} == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["secrets.env"]
    Fernet(first["SERAMBI_IDENTITY_KEYS"])
    assert len(bytes.fromhex(first["SERAMBI_PSEUDONYM_KEY"])) == keys.PSEUDONYM_KEY_BYTES


def test_bring_secrets_lets_the_environment_win(tmp_path, no_secrets, monkeypatch):
    file = tmp_path / "secrets.env"
    keys.bring_secrets(file)
    for name in keys.NAMES[1:]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("SERAMBI_SECRET_KEY", "mine")

    keys.bring_secrets(file)

    assert os.environ["SERAMBI_SECRET_KEY"] == "mine"
    assert f"SERAMBI_PSEUDONYM_KEY={os.environ['SERAMBI_PSEUDONYM_KEY']}\n" in file.read_text()


def test_bring_secrets_with_all_of_them_set_writes_nothing(tmp_path, no_secrets, monkeypatch):
    for name, value in keys.new_secrets().items():
        monkeypatch.setenv(name, value)

    keys.bring_secrets(tmp_path / "secrets.env")

    assert list(tmp_path.iterdir()) == []


def test_bring_secrets_refuses_a_file_that_others_may_read(tmp_path, no_secrets):
    file = tmp_path / "secrets.env"
    file.write_text("SERAMBI_SECRET_KEY=x\n")
    file.chmod(0o644)

    with pytest.raises(PermissionError, match="chmod 600"):
        keys.bring_secrets(file)


def test_bring_secrets_adds_what_a_file_from_before_lacks_and_keeps_the_rest(tmp_path, no_secrets, monkeypatch):
    file = tmp_path / "secrets.env"
    before = "".join(f"{name}={value}\n" for name, value in keys.new_secrets().items() if "SIGNING" not in name)
    file.write_text(before)
    file.chmod(0o600)

    keys.bring_secrets(file)
    added = os.environ["SERAMBI_SIGNING_KEYS"]
    monkeypatch.delenv("SERAMBI_SIGNING_KEYS")
    keys.bring_secrets(file)

    assert file.read_text() == f"{before}SERAMBI_SIGNING_KEYS={added}\n"
    assert os.environ["SERAMBI_SIGNING_KEYS"] == added
