"""A class without names: pseudonyms, days instead of moments, and nothing that names a file.

A pseudonym is the same whenever the same class's report is written again. Who is "student 07" follows from a secret of
the course: neither the alphabet nor the order of submissions tells.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from autograder.report.class_page.record import ClassRecord, Record


def without_names(record: ClassRecord, secret: int) -> ClassRecord:
    """Take everything from a class's record that names or points at a person.

    Args:
        record: of the class.
        secret: the course's; whoever knows it and the roster can tell who is who.
    """
    shuffled = sorted(record.records, key=lambda one: _place(one.student, record.assignment, secret))
    names = pseudonyms(len(shuffled))
    nameless = (_nameless(one, name) for one, name in zip(shuffled, names, strict=True))
    return replace(record, duedate=_day(record.duedate), records=tuple(nameless))


def pseudonyms(number: int) -> Sequence[str]:
    """As many names as there are students, all of one length."""
    width = max(len(str(number)), 2)
    return [f"student {place:0{width}}" for place in range(1, number + 1)]


def _nameless(record: Record, pseudonym: str) -> Record:
    return replace(record, student=pseudonym, name="", timestamp=_day(record.timestamp), details="")


def _place(student: str, assignment: str, secret: int) -> bytes:
    """Where somebody stands in the shuffled class; elsewhere in every assignment, so that reports cannot be joined."""
    key = hashlib.sha256(str(secret).encode()).digest()
    text = f"{assignment}\0{student}".encode("utf-8", "surrogateescape")
    return hashlib.blake2b(text, key=key).digest()


def _day(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(hour=0, minute=0, second=0, microsecond=0)
