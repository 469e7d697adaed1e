from serambi.config import database, postgres


def test_address_names_the_database_that_comes_along(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    assert database.address(tmp_path) == postgres.address(tmp_path / "postgres")


def test_address_prefers_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/serambi")

    assert database.address(tmp_path) == "postgresql://somewhere/serambi"


def test_connection_of_a_full_address():
    settings = database.connection("postgresql://ani:s%40ndi@db.example:6432/antrean?sslmode=verify-full", pooled=False)

    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "antrean",
        "USER": "ani",
        "PASSWORD": "s@ndi",
        "HOST": "db.example",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "verify-full", "options": database.LIMITS},
    }


def test_connection_of_a_socket_with_a_pool():
    settings = database.connection("postgresql://serambi@/serambi?host=%2Fvar%2Frun%2Fx&port=5432", pooled=True)

    assert settings == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "serambi",
        "USER": "serambi",
        "PASSWORD": "",
        "HOST": "/var/run/x",
        "PORT": "5432",
        "OPTIONS": {"pool": {"min_size": 4, "max_size": 16, "timeout": 5}, "options": database.LIMITS},
    }


def test_connection_keeps_the_options_of_an_address_after_ours():
    settings = database.connection("postgresql://db.example/serambi?options=-c%20lock_timeout%3D9s", pooled=False)

    assert settings["OPTIONS"] == {"options": f"{database.LIMITS} -c lock_timeout=9s"}
