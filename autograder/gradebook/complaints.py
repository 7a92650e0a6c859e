"""What a database complains of: in one line for the person at the command, and whether another try may help.

PostgreSQL names its errors by codes (SQLSTATE), the same in every language that the server speaks. Where there is no
code, as in SQLite and before a connection stands, the words have to do.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

#: What a database says is cut to so many characters: it may quote a whole row.
_MOST_CHARACTERS: Final = 400
#: Options of a URL that are as secret as its password.
_SECRET_OPTIONS: Final = ("password", "sslpassword")
#: A deadlock, and transactions that could not have been one after the other.
_CONFLICTS: Final = ("40P01", "40001")
#: Somebody else was first with the same row.
_FIRST: Final = "23505"
#: Broken connections; a server that goes down, went down, or comes up; a session that it ended.
_GONE: Final = ("08", "57P01", "57P02", "57P03", "57P05", "25P03")
#: The drivers whose errors before there is a connection have no code.
_POSTGRES_DRIVERS: Final = ("psycopg", "psycopg2")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What it means when a database gives a code that starts so, or, where it gives none, says these words."""

    text: str
    words: str
    codes: tuple[str, ...] = ()


#: The first that fits counts.
_MEANINGS: Final = (
    _Meaning(
        "does not let you in; check user and password in CourseDirectory.db_url (or in ~/.pgpass), and that the "
        "server admits them from here",
        r"authentication failed|no password supplied|no pg_hba\.conf entry|permission denied for database"
        r"|role \".*\" (does not exist|is not permitted)",
        ("28",),
    ),
    _Meaning(
        "is not on that server, which answers; check the name in CourseDirectory.db_url, or make the database with "
        "`createdb` and run `nbgrader generate_assignment ASSIGNMENT --force`",
        r"database \".*\" does not exist",
        ("3D000",),
    ),
    _Meaning(
        "takes no more connections; close programs that use it (formgrader, other runs), then grade again",
        r"too many (clients|connections)|remaining connection slots",
        ("53300",),
    ),
    _Meaning(
        "cannot be reached; check host and port in CourseDirectory.db_url and that the server runs, then grade again; "
        "what was graded so far is kept",
        r"connection refused|could not translate host name|failed to resolve host|name or service not known"
        r"|timeout expired|no route to host|network is unreachable|\.s\.pgsql\.|the database system is"
        r"|server closed the connection|connection (is|was|has been)? ?(lost|closed)",
        _GONE,
    ),
    _Meaning(
        "is locked by another program; what was graded so far is kept: close that program and grade again",
        r"database is locked|could not obtain lock|lock timeout|deadlock",
        ("55P03", *_CONFLICTS),
    ),
    _Meaning(
        "gave up on a statement that took longer than it allows; what was graded so far is kept: raise its "
        "statement_timeout for this user and grade again",
        r"statement timeout",
        ("57014",),
    ),
    _Meaning(
        "is read-only for you; ask for the right to write to it (SQLite: the file and its folder; PostgreSQL: SELECT, "
        "INSERT and UPDATE on its tables), then grade again",
        r"readonly database|read-only transaction|permission denied",
        ("25006", "42501"),
    ),
    _Meaning(
        "cannot grow, the disk is full; what was graded so far is kept: free some space and grade again",
        r"disk is full|no space left|disk i/o error|disk full|could not write init file",
        ("53100",),
    ),
    _Meaning(
        "cannot hold a text as long or in such letters; make the database with ENCODING 'UTF8', and shorten names of "
        "more than 128 characters",
        r"value too long|has no equivalent in encoding",
        ("22001", "22P05", "22021"),
    ),
    _Meaning(
        "was written by another version of nbgrader; make a copy of it and run `nbgrader db upgrade`",
        r"no such (column|table)|does not exist",
        ("42P01", "42703"),
    ),
    _Meaning(
        "is no database, or a damaged one; check CourseDirectory.db_url or restore a copy",
        r"file is not a database|malformed|file is encrypted",
        ("XX001", "XX002"),
    ),
    _Meaning(
        "cannot be opened; check CourseDirectory.db_url, and that the file and its folder are readable and writable",
        r"unable to open",
    ),
    _Meaning("refused rows; check it and grade again", r"constraint failed", ("23",)),
)


def complaint(name: str, error: DBAPIError, secrets: Iterable[str]) -> str:
    """Say in one line what is the matter with a gradebook, what it means, and what the database said.

    Args:
        name: of the gradebook, without its password.
        error: what was raised.
        secrets: what must not be printed, should the database repeat it.
    """
    said = " ".join(str(error.orig).split())
    fitting = (one.text for one in _MEANINGS if _fits(one, _code(error), said))
    meaning = next(fitting, "refused; check it and grade again")
    for secret in secrets:
        said = said.replace(secret, "***")
    return f"the gradebook {name} {meaning} ({said[:_MOST_CHARACTERS]})"


def without_secrets(url: URL) -> str:
    """Write a database's URL as it may be shown."""
    hidden = {option: "***" for option in _SECRET_OPTIONS if option in url.query}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def secrets_of(url: URL) -> tuple[str, ...]:
    """What of a database's URL must not be shown."""
    options = (url.query.get(option, ()) for option in _SECRET_OPTIONS)
    values = [one for value in options for one in ([value] if isinstance(value, str) else value)]
    return tuple(value for value in [url.password or "", *values] if value)


def is_lost(error: DBAPIError) -> bool:
    """Whether the server is gone, for now."""
    driver = type(error.orig).__module__.partition(".")[0]
    found_nobody = driver in _POSTGRES_DRIVERS and error.statement is None and isinstance(error, OperationalError)
    code = _code(error)
    return error.connection_invalidated or code.startswith(_GONE) or (found_nobody and not code)


def is_conflict(error: DBAPIError) -> bool:
    """Whether somebody else wrote the same rows at the same moment, so that the next try finds them."""
    return _code(error) in (_FIRST, *_CONFLICTS) or is_unexplained(error)


def is_unexplained(error: DBAPIError) -> bool:
    """Whether rows were refused, and no code says which rule of the database they break."""
    return isinstance(error, IntegrityError) and not _code(error)


def _fits(meaning: _Meaning, code: str, said: str) -> bool:
    return code.startswith(meaning.codes) if code else re.search(meaning.words, said, re.IGNORECASE) is not None


def _code(error: DBAPIError) -> str:
    """The SQLSTATE, under the name that the driver gives it, or ""."""
    return getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or ""
