"""Whose row it is: a platform's roster and the gradebook's students, by a column that holds their ids."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.errors import SpecError
from autograder.export.marks import Pupil
from autograder.export.remarks import named
from autograder.export.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Matched:
    """Who stands where.

    Args:
        column: the name of the column that told.
        pupils: the student's id, by the number of the row.
        unknown: what stands in that column where nobody of the gradebook is meant.
        shared: what stands there and is the name of several, with their ids.
    """

    column: str
    pupils: Mapping[int, str]
    unknown: tuple[str, ...]
    shared: Mapping[str, Sequence[str]]


def match(sheet: Sheet, rows: Sequence[int], columns: Sequence[str], pupils: Sequence[Pupil]) -> Matched:
    """Find the students of rows.

    One column tells for the whole file, the one that finds most: an internal number that happens to be somebody else's
    id must not mix two students up.

    Args:
        sheet: the platform's file.
        rows: the numbers of the rows that are students'.
        columns: names of columns that may hold ids, the likeliest first; some may be missing.
        pupils: the gradebook's.

    Raises:
        SpecError: no row is a known student's, or two are the same one's.
    """
    ids, keys = {pupil.id for pupil in pupils}, _keys(pupils)
    places = [(name, place) for name in columns if (place := sheet.column(name)) is not None]
    found = [
        (name, place, _found([(row, sheet.rows[row].cells[place].strip()) for row in rows], ids, keys))
        for name, place in places
    ]
    if not found:
        msg = f"{sheet.path}: has none of the columns {', '.join(columns)}, so nobody can be told from anybody"
        raise SpecError(msg)
    name, place, known = max(found, key=lambda each: len(each[2]))  # the first of equals
    if rows and pupils and not known:
        theirs, ours = sheet.rows[rows[0]], pupils[0]
        there = ", ".join(f"{column} {theirs.cells[place]!r}" for column, place in places)
        msg = (
            f"{sheet.path}: no row is a student's of the gradebook; line {theirs.line} says {there}, the gradebook "
            f"{ours.id!r}; give students their e-mail or LMS id with `nbgrader db student import`"
        )
        raise SpecError(msg)
    _refuse_twice(sheet, name, known)
    others = [sheet.rows[row].cells[place].strip() for row in rows if row not in known]
    shared = {text: sorted(keys[_folded(text)]) for text in others if _folded(text) in keys}
    return Matched(name, known, tuple(text or "(empty)" for text in others if text not in shared), shared)


def told(matched: Matched, sheet: Sheet, scored: Mapping[str, object]) -> list[str]:
    """Say who was not found, on either side."""
    lines = []
    if matched.unknown:
        what = f"{len(matched.unknown)} in {sheet.path.name} are not in the gradebook and stay as they are"
        lines.append(f"{what} ({matched.column}: {named(matched.unknown)})")
    if matched.shared:
        whose = named(f"{text} is {_of(ids)}" for text, ids in matched.shared.items())
        what = f"{len(matched.shared)} in {sheet.path.name} may be one student's or another's and stay as they are"
        lines.append(f"{what} ({matched.column}: {whose}); give each a name of their own in the gradebook")
    absent = sorted(set(scored) - set(matched.pupils.values()))
    if absent:
        lines.append(f"{len(absent)} with a score are not in {sheet.path.name} ({named(absent)})")
    return lines


def _of(ids: Sequence[str]) -> str:
    return " and ".join(f"{each}'s" for each in ids)


def _keys(pupils: Sequence[Pupil]) -> dict[str, set[str]]:
    """Every name that a student goes by, in small letters -> their id, or ids where several go by it."""
    keys: dict[str, set[str]] = {}
    for pupil in pupils:
        for name in {_folded(pupil.email), _folded(pupil.lms_user_id), _folded(pupil.id)} - {""}:
            keys.setdefault(name, set()).add(pupil.id)
    return keys


def _folded(name: str) -> str:
    return name.strip().casefold()


def _found(
    texts: Iterable[tuple[int, str]], ids: Collection[str], keys: Mapping[str, Collection[str]]
) -> dict[int, str]:
    """Whose each row is; an id, letter for letter, is always its owner's. A name that two go by tells neither."""
    meant = ((row, {text} if text in ids else keys.get(_folded(text), ())) for row, text in texts)
    return {row: next(iter(who)) for row, who in meant if len(who) == 1}


def _refuse_twice(sheet: Sheet, column: str, known: Mapping[int, str]) -> None:
    first: dict[str, int] = {}
    for row, who in known.items():
        line = sheet.rows[row].line
        if first.setdefault(who, line) != line:
            msg = f"{sheet.path}: lines {first[who]} and {line} are both {who!r}'s ({column}); take one of them out"
            raise SpecError(msg)
