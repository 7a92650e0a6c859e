"""nbgrader's database, opened so that it waits its turn, comes back after an outage, and fails in one line."""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from nbgrader.api import Base
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError, NoSuchModuleError

from autograder.errors import GradebookError
from autograder.gradebook.complaints import complaint, secrets_of, without_secrets
from autograder.gradebook.patience import RETURN_SECONDS, Patience

Result = TypeVar("Result")

#: How long a writer waits for another one.
LOCK_SECONDS: Final = 60
#: How libpq, below both drivers, notices a server that is silent because it is gone, unless the URL says otherwise.
_NOTICING: Final = {
    "connect_timeout": 10,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
#: For the length of a transaction: waiting for a lock ends some time, unless the server has a bound of its own; and
#: what was committed survives a crash, for the folders that follow it say that it is there.
_BOUNDED_AND_DURABLE: Final = text(
    "SELECT CASE WHEN current_setting('lock_timeout') = '0' THEN set_config('lock_timeout', :wait, true) END, "
    "CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END"
)


@dataclass(frozen=True, slots=True)
class Database:
    """The gradebook's database. Every failure inside its transactions is a `GradebookError` of one line.

    Args:
        engine: SQLAlchemy's.
        name: what it is called in messages, without a password.
        say: takes a line that tells that a server is waited for.
        patience: how many seconds a server that went away is waited for.
    """

    engine: Engine
    name: str
    say: Callable[[str], None] = lambda _: None
    patience: float = 0.0

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that only reads; on PostgreSQL all it reads is of one moment."""
        with self._one_line_errors(), self._connected() as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction that is committed when the block ends well, and leaves nothing behind otherwise.

        SQLite is asked for its one writer's lock at the start: what is read inside cannot be changed by the formgrader
        before it is written back, and waiting happens here alone.
        """
        with self._one_line_errors(), self._connected() as connection, _committed(connection):
            yield connection

    def write(self, work: Callable[[Connection], Result]) -> Result:
        """Do something in a transaction; all of it once more where the server went away or somebody was faster.

        Args:
            work: reads and writes, and comes to the same when it is done twice. It may be: where the connection breaks
                in mid-commit nobody can tell whether that happened.
        """

        def once() -> Result:
            with self.engine.connect() as connection, _committed(connection):
                return work(connection)

        with self._one_line_errors():
            return self._patiently(once)

    def close(self) -> None:
        """Give back every connection."""
        self.engine.dispose()

    def _connected(self) -> Connection:
        """Connect, once the server is there."""
        return self._patiently(self.engine.connect)

    def _patiently(self, do: Callable[[], Result]) -> Result:
        """Do something, and once more where another try may end better."""
        patience = Patience(self.name, self.say, self.patience)
        while True:
            try:
                result = do()
            except DBAPIError as error:
                if not patience.bears(error):
                    raise
            else:
                patience.ends_well()
                return result

    @contextlib.contextmanager
    def _one_line_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise GradebookError(complaint(self.name, error, secrets_of(self.engine.url))) from error


def open_database(db_url: str, *, say: Callable[[str], None] = lambda _: None) -> Database:
    """Open an existing gradebook.

    Args:
        db_url: the gradebook, as SQLAlchemy names it.
        say: takes a line that tells that a server is waited for, which went away after it was there.

    Raises:
        GradebookError: there is none, it cannot be opened, or it was written by an older nbgrader.
    """
    url = make_url(db_url)
    if "@" in (url.host or ""):  # a part of the password would be shown
        msg = "the password in CourseDirectory.db_url holds an @; write it as %40"
        raise GradebookError(msg)
    name = without_secrets(url)
    file = _file_of(url)
    if file is not None and not file.is_file():
        msg = f"there is no gradebook {file}; run `nbgrader generate_assignment ASSIGNMENT --force`"
        raise GradebookError(msg)
    try:
        engine = create_engine(url, **_engine_settings(url))
    except (ImportError, NoSuchModuleError) as error:
        advice = 'pip install "descent-autograder[postgres]"' if url.get_backend_name() == "postgresql" else "pip"
        said = " ".join(str(error).split())
        msg = f"the gradebook {name} needs a driver that is not installed ({said}); install it with {advice}"
        raise GradebookError(msg) from error
    database = Database(engine, name if file is None else str(file), say, RETURN_SECONDS)
    try:
        _require_todays_tables(replace(database, patience=0.0))  # who is not there now is not waited for
    except BaseException:
        database.close()
        raise
    return database


@contextlib.contextmanager
def _committed(connection: Connection) -> Iterator[None]:
    """Begin to write, and commit at the end."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif connection.dialect.name == "postgresql":
        connection.execute(_BOUNDED_AND_DURABLE, {"wait": f"{round(LOCK_SECONDS * 1000)}ms"})
    yield
    connection.commit()


def _file_of(url: URL) -> Path | None:
    """The file of an SQLite database, or None where it is elsewhere."""
    name = url.database
    is_file = url.get_backend_name() == "sqlite" and name and name != ":memory:" and not name.startswith("file:")
    return Path(name) if name and is_file else None


def _engine_settings(url: URL) -> dict[str, Any]:
    """Make SQLite wait for its lock and PostgreSQL notice an outage, unless the URL already says how long."""
    if url.get_backend_name() == "sqlite":
        return {} if "timeout" in url.query else {"connect_args": {"timeout": LOCK_SECONDS}}
    settings: dict[str, Any] = {"pool_pre_ping": True}
    driver = url.get_driver_name()
    if driver in {"psycopg", "psycopg2"}:
        settings["connect_args"] = {name: value for name, value in _NOTICING.items() if name not in url.query}
    if driver == "psycopg2":  # psycopg sends many rows at once by itself
        settings["executemany_mode"] = "values_plus_batch"
    return settings


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
