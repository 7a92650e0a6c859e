"""A real PostgreSQL server in a temporary folder, on a free port of this machine alone."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, LiteralString

import psycopg
from sqlalchemy.engine import URL

OWNER: Final = "teacher"
PASSWORD: Final = "open-sesame"  # noqa: S105 - of a server that lives as long as the tests
#: Nobody: PostgreSQL refuses to run as root.
_NOBODY: Final = 65534
#: Power cuts are no part of the tests; a killed server loses nothing by it.
_SETTINGS: Final = """
fsync = off
full_page_writes = off
shared_buffers = 16MB
max_connections = 40
listen_addresses = '127.0.0.1'
logging_collector = off
lc_messages = 'C'
"""
_ADMITTED: Final = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


def find_programs() -> Path | None:
    """The folder of PostgreSQL's own programs, the newest where there are several."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    return found[-1].parent if found else None


@dataclass(frozen=True, slots=True)
class Server:
    """A server that can be stopped and started."""

    programs: Path
    folder: Path
    port: int

    def url(self, database: str, *, driver: str = "psycopg", **parts: Any) -> str:  # noqa: ANN401 - parts of a URL
        """The gradebook's URL, with other parts where they are given."""
        whole = URL.create(f"postgresql+{driver}", OWNER, PASSWORD, "127.0.0.1", self.port, database)
        return whole.set(**parts).render_as_string(hide_password=False)

    def connect(self, database: str = "postgres") -> "psycopg.Connection[Any]":
        """Connect as somebody else, who commits every statement."""
        plain = self.url(database).replace("+psycopg", "")
        return psycopg.connect(plain, autocommit=True)

    def execute(self, *statements: LiteralString, database: str = "postgres") -> None:
        """Run statements as the owner."""
        with self.connect(database) as connection:
            for one in statements:
                connection.execute(one)

    def wait_for_who_waits(self) -> None:
        """Wait until somebody waits for a lock."""
        with self.connect() as watcher:
            while watcher.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchone() == (0,):
                time.sleep(0.01)

    def start(self) -> None:
        self._control("start", "-l", str(self.folder / "log"))

    def stop(self, mode: Literal["fast", "immediate"] = "fast") -> None:
        self._control("stop", "-m", mode)

    def restart(self, mode: Literal["fast", "immediate"]) -> None:
        self._control("restart", "-m", mode, "-l", str(self.folder / "log"))

    def _control(self, *what: str) -> None:
        self.run("pg_ctl", *what, "-w", "-D", str(self.folder / "data"))

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, as nobody where we are root."""
        user = {"user": _NOBODY, "group": _NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}
        with (self.folder / "said").open("w") as said:  # no pipe: the server would hold its end open
            done = subprocess.run(
                [self.programs / program, *arguments],
                **user,  # type: ignore[call-overload]
                cwd=self.folder,
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        assert done.returncode == 0, (self.folder / "said").read_text()


@contextmanager
def running(programs: Path) -> Iterator[Server]:
    """A server, until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = Server(programs, folder, _free_port())
    try:
        (folder / "password").write_text(PASSWORD)
        if os.geteuid() == 0:
            os.chown(folder, _NOBODY, _NOBODY)
        data = folder / "data"
        where = ("-D", str(data), "--encoding", "UTF8", "--locale", "C", "--no-sync")
        server.run("initdb", "--username", OWNER, "--pwfile", str(folder / "password"), *where)
        with (data / "postgresql.conf").open("a") as file:
            file.write(f"{_SETTINGS}port = {server.port}\nunix_socket_directories = '{folder}'\n")
        (data / "pg_hba.conf").write_text(_ADMITTED)
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
