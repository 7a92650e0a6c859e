"""nbgrader's database, opened so that it waits its turn and fails in one line."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from nbgrader.api import Base
from sqlalchemy import Connection, Engine, create_engine, inspect
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, NoSuchModuleError

from autograder.errors import GradebookError

#: How long a writer waits for another one.
LOCK_SECONDS: Final = 60

#: Part of what the database said, and what that means for the person at the command.
_EXPLANATIONS: Final = (
    (
        ("database is locked", "could not obtain lock", "lock timeout", "deadlock"),
        "is locked by another program; what was graded so far is kept: close that program and grade again",
    ),
    (
        ("readonly database", "read-only transaction", "permission denied"),
        "is read-only for you; ask for the right to write to it (the file and its folder), then grade again",
    ),
    (
        ("disk is full", "no space left", "disk i/o error", "disk full"),
        "cannot grow, the disk is full; what was graded so far is kept: free some space and grade again",
    ),
    (
        ("no such column", "no such table", "does not exist"),
        "was written by another version of nbgrader; make a copy of it and run `nbgrader db upgrade`",
    ),
    (
        ("file is not a database", "malformed", "file is encrypted"),
        "is no database, or a damaged one; check CourseDirectory.db_url or restore a copy",
    ),
    (
        ("unable to open",),
        "cannot be opened; check CourseDirectory.db_url, and that the file and its folder are readable and writable",
    ),
)


@dataclass(frozen=True, slots=True)
class Database:
    """The gradebook's database. Every failure inside its transactions is a `GradebookError` of one line."""

    engine: Engine
    name: str

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads."""
        with self._one_line_errors(), self.engine.connect() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is committed when the block ends well, and leaves nothing behind otherwise.

        SQLite is asked for its one writer's lock at the start: what is read inside cannot be changed by the formgrader
        before it is written back, and waiting happens here alone.
        """
        with self._one_line_errors(), self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _one_line_errors(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise  # one submission's rows, not the database: the writer tries them one by one
        except DBAPIError as error:
            said = " ".join(str(error.orig).split())
            meaning = next((text for parts, text in _EXPLANATIONS if any(part in said.lower() for part in parts)), "")
            msg = f"the gradebook {self.name} {meaning or 'refused; check it and grade again'} ({said})"
            raise GradebookError(msg) from error


def open_database(db_url: str) -> Database:
    """Open an existing gradebook.

    Raises:
        GradebookError: there is none, it cannot be opened, or it was written by an older nbgrader.
    """
    url = make_url(db_url)
    name = url.render_as_string(hide_password=True)
    file = _file_of(url)
    if file is not None and not file.is_file():
        msg = f"there is no gradebook {file}; run `nbgrader generate_assignment ASSIGNMENT --force`"
        raise GradebookError(msg)
    try:
        engine = create_engine(url, connect_args=_waiting(url))
    except (ImportError, NoSuchModuleError) as error:
        msg = f"the gradebook {name} needs a driver that is not installed ({error}); install it with pip"
        raise GradebookError(msg) from error
    database = Database(engine, name if file is None else str(file))
    try:
        _require_todays_tables(database)
    except BaseException:
        database.close()
        raise
    return database


def _file_of(url: URL) -> Path | None:
    """The file of an SQLite database, or None where it is elsewhere."""
    name = url.database
    is_file = url.get_backend_name() == "sqlite" and name and name != ":memory:" and not name.startswith("file:")
    return Path(name) if name and is_file else None


def _waiting(url: URL) -> dict[str, Any]:
    """Make SQLite wait for its lock, unless the URL already says how long."""
    if url.get_backend_name() != "sqlite" or "timeout" in url.query:
        return {}
    return {"timeout": LOCK_SECONDS}


def _require_todays_tables(database: Database) -> None:
    """Make sure that every table and column of this nbgrader is there, before anything is read or written."""
    with database.reading() as connection:
        inspector = inspect(connection)
        present = set(inspector.get_table_names())
        if not present:
            msg = f"the gradebook {database.name} is empty; run `nbgrader generate_assignment ASSIGNMENT --force`"
            raise GradebookError(msg)
        for table in Base.metadata.sorted_tables:
            columns = {column["name"] for column in inspector.get_columns(table.name)} if table.name in present else ()
            missing = sorted({column.name for column in table.columns}.difference(columns))
            if missing:
                msg = (
                    f"the gradebook {database.name} was written by an older nbgrader ({table.name} has no "
                    f"{missing[0]}); make a copy of it and run `nbgrader db upgrade`"
                )
                raise GradebookError(msg)
