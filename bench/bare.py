"""What PostgreSQL alone does here: pgbench with nothing but a booking's compare-and-set and insert."""

import re
import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from serambi.config import postgres

TABLES = """
CREATE TABLE bare_slot (id int PRIMARY KEY, places int NOT NULL, taken int NOT NULL, CHECK (taken <= places));
CREATE TABLE bare_booking (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slot_id int NOT NULL REFERENCES bare_slot,
    identity_hash bytea NOT NULL UNIQUE, booked_at timestamptz NOT NULL
);
INSERT INTO bare_slot SELECT number, 1000000, 0 FROM generate_series(1, {slots}) AS number;
"""
TRANSACTION = """
\\set slot random(1, {slots})
BEGIN;
UPDATE bare_slot SET taken = taken + 1 WHERE id = :slot AND taken < places;
INSERT INTO bare_booking (slot_id, identity_hash, booked_at)
    VALUES (:slot, sha256(gen_random_uuid()::text::bytea), now());
COMMIT;
"""


def make_tables(database_url: str, slots: int) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(TABLES.format(slots=slots))


def transactions_per_second(database_url: str, *, slots: int, clients: int, seconds: int) -> float:
    """Spread over so many slots; 1 is one hot slot. Raises postgres.NoDatabase: there is no pgbench."""
    try:
        program = postgres.binary("pgbench")
    except postgres.NoDatabase as missing:
        raise postgres.NoDatabase(f"{missing} On Debian it comes with: apt-get install postgresql") from missing
    parts = {name: str(value) for name, value in conninfo_to_dict(database_url).items()}
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(TRANSACTION.format(slots=slots))
        script.flush()
        done = subprocess.run(
            [
                *(program, "--no-vacuum", "--protocol=prepared", f"--client={clients}", "--jobs=2"),
                *(f"--time={seconds}", f"--file={script.name}"),
                *(f"--host={parts['host']}", f"--port={parts['port']}", f"--username={parts['user']}"),
                parts["dbname"],
            ],
            capture_output=True,
            text=True,
            cwd=Path("/"),
        )
    found = re.search(r"tps = ([0-9.]+)", done.stdout)
    if found is None:
        raise postgres.NoDatabase(f"pgbench failed:\n{done.stdout}{done.stderr}")
    return float(found[1])
