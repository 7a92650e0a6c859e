"""One server for the tests of a process, started by the first that asks; a database of its own for each test."""

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gradebook import tiny_course
from tests.postgres.courses import Course, release_tiny, send_to
from tests.postgres.server import Server, find_programs, running

#: The state of this module: how many databases there are, each with a name of its own.
_numbers = itertools.count()


@pytest.fixture(scope="session", name="server")
def start_server() -> Iterator[Server]:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with running(programs) as server:
        yield server


@pytest.fixture(scope="session", name="pattern")
def make_pattern(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course, released by nbgrader into a database that others are copied from."""
    root = tmp_path_factory.mktemp("pattern") / "course"
    tiny_course.make(root)
    server.execute("CREATE DATABASE pattern")
    release_tiny(root, server.url("pattern"))
    return root


@pytest.fixture(name="course")
def copy_course(server: Server, pattern: Path, tmp_path: Path) -> Course:
    name = f"course_{next(_numbers)}"
    with server.connect() as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE pattern".encode())
    root = Path(shutil.copytree(pattern, tmp_path / "course"))
    send_to(root, server.url(name))
    return Course(root, server, name)
