"""All that grading leaves: every row of the gradebook but its random keys, every file of autograded/ and feedback/."""

import contextlib
import hashlib
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

Row: TypeAlias = tuple[Any, ...]

_GRADES: Final = """
    SELECT a.name, s.student_id, c.name, t.auto_score, t.manual_score, t.extra_credit, t.needs_manual_grade
    FROM grade t
"""
_COMMENTS: Final = "SELECT a.name, s.student_id, c.name, t.auto_comment, t.manual_comment FROM comment t"
_WHOSE: Final = """
    JOIN submitted_notebook n ON n.id = t.notebook_id
    JOIN submitted_assignment s ON s.id = n.assignment_id
    JOIN assignment a ON a.id = s.assignment_id
    JOIN base_cell c ON c.id = t.cell_id
"""
#: What is read of each table.
_QUERIES: Final = {
    "student": "SELECT id, first_name, last_name, email FROM student",
    "submission": """
        SELECT a.name, s.student_id, s.timestamp, s.extension
        FROM submitted_assignment s JOIN assignment a ON a.id = s.assignment_id
    """,
    "notebook": """
        SELECT a.name, s.student_id, b.name, n.late_submission_penalty
        FROM submitted_notebook n
        JOIN submitted_assignment s ON s.id = n.assignment_id
        JOIN assignment a ON a.id = s.assignment_id
        JOIN notebook b ON b.id = n.notebook_id
    """,
    "grade": _GRADES + _WHOSE,
    "comment": _COMMENTS + _WHOSE,
}
#: Rows that hang in the air would not be read above.
_TABLES: Final = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


def look_at(root: Path) -> Counter[Row]:
    """Look at everything; what is there twice counts twice."""
    found: Counter[Row] = Counter()
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as gradebook:
        for name, query in _QUERIES.items():
            found.update((name, *row) for row in gradebook.execute(query))
        for name in _TABLES:
            (rows,) = gradebook.execute(f"SELECT count(*) FROM {name}").fetchone()  # noqa: S608 - the names above
            found["rows of", name, rows] += 1
    for step in ("autograded", "feedback"):
        for path in sorted((root / step).rglob("*")):
            with contextlib.suppress(FileNotFoundError):  # moved meanwhile, by a run that is still at it
                found[_file(path, root)] += 1
    return found


def _file(path: Path, root: Path) -> Row:
    content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
    return "file", path.relative_to(root).as_posix(), oct(path.stat().st_mode), content


def differences(one: Counter[Row], other: Counter[Row]) -> Sequence[str]:
    """What one has and the other has not, each with a sign."""
    return [*(f"- {row}" for row in (one - other)), *(f"+ {row}" for row in (other - one))]


def recorded(root: Path) -> set[tuple[str, str]]:
    """Who has points for what: student and assignment, where every grade of the submission is of today."""
    with contextlib.closing(sqlite3.connect(root / "gradebook.db")) as gradebook:
        found = gradebook.execute(
            "SELECT s.student_id, a.name, s.timestamp FROM submitted_assignment s "
            "JOIN assignment a ON a.id = s.assignment_id "
            "WHERE EXISTS (SELECT 1 FROM submitted_notebook n JOIN grade g ON g.notebook_id = n.id "
            "WHERE n.assignment_id = s.id)"
        ).fetchall()
    return {
        (student, assignment) for student, assignment, time in found if _is_current(root, student, assignment, time)
    }


def _is_current(root: Path, student: str, assignment: str, time: str) -> bool:
    handed_in = (root / "submitted" / student / assignment / "timestamp.txt").read_text()
    return str(time)[:19] == handed_in[:19]
