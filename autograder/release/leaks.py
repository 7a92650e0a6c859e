"""The proof that a released folder holds nothing of solutions/: no such file, no solution's line or words, no seed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from autograder.catalogue import Assignment, Course
from autograder.release.source import read_source
from autograder.release.text_cell import BY_HAND, TextCell
from autograder.spec import Exercise

_FILES: Final = ("exercises.py", "right_forms.py", ".seed", "gradebook.db")
_FOLDERS: Final = ("__pycache__", ".ipynb_checkpoints")
#: A short seed (a test's) could be any number; the course's own has 128 bits.
_SHORTEST_SEED: Final = 10
#: So many words of a model answer in a row are that answer, however they are set; the lesson may share shorter runs.
_WORDS_IN_A_ROW: Final = 8
_WORD: Final = re.compile(r"[^\W_]+")
_MARKS: Final = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN MARK SCHEME", "END MARK SCHEME")
#: Lines that any program may hold: they tell nothing of the solution.
_TELLS_NOTHING: Final = re.compile(
    r"#.*|pass|break|continue|else:|try:|return|return \(?[\w, ]+\)?|[\w, ]+ = ([\w.]+|\[\])"
    r"|import .*|from .*|for \w+ in range\(\w+\):|[\W\d]*"
)


def leaks(folder: Path, course: Course) -> list[str]:
    """Look for what must not be in a released folder.

    A file is held against the assignment whose folder it lies in (an assignment may give what an earlier one asked
    for), and against all of them where its path names none.

    Args:
        folder: assignments/, a folder in it, or an exported copy of either.
        course: what must not be in it.

    Returns:
        One line for each leak: the file, what it holds, of what.

    Raises:
        SpecError: a text source cannot be read.
    """
    sources = {assignment.name: read_source(assignment) for assignment in course.assignments}
    secrets = {assignment.name: secrets_of(assignment, sources[assignment.name]) for assignment in course.assignments}
    found = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        shown = path.relative_to(folder.parent).as_posix()
        inside = path.relative_to(folder.parent).parts[:-1]
        owners = [name for name in secrets if name in inside] or list(secrets)
        if path.name in {*_FILES, *(f"{name}.py" for name in owners)} or {*inside} & {*_FOLDERS}:
            found.append(f"{shown}: a file of solutions/, or one that tools leave behind")
            continue
        text = _text_of(path)
        for name in owners:
            found += [f"{shown}: holds {what}" for what in given_away(text, secrets[name], sources[name])]
        if any(mark in text for mark in _MARKS):
            found.append(f"{shown}: holds a solution's mark")
        if len(str(course.seed)) >= _SHORTEST_SEED and str(course.seed) in text:
            found.append(f"{shown}: holds the seed of the hidden cases")
    return found


def secrets_of(assignment: Assignment, cells: Sequence[TextCell]) -> dict[str, str]:
    """Texts that must not ship, whitespace evened out, to what they are."""
    secrets = {}
    for cell in cells:
        for line in cell.region if cell.header != BY_HAND else ():
            if line.strip() and (cell.header == "question" or not _TELLS_NOTHING.fullmatch(line.strip())):
                secrets[_even(line)] = f"the solution's line {line.strip()!r} of {cell.name!r}"
    for exercise in assignment.exercises:
        for version in exercise.misconceptions if isinstance(exercise, Exercise) else ():
            if version.source:
                secrets[_even(version.source)] = f"the wrong version {version.id} of {exercise.name!r}"
    return secrets


def given_away(text: str, secrets: Mapping[str, str], cells: Sequence[TextCell]) -> Iterator[str]:
    """What of an assignment's solutions stands in a text: lines of code, and words of model answers."""
    evened = _even(text)
    yield from (what for secret, what in secrets.items() if secret in evened)
    yield from _worded_alike(text, cells)


def _worded_alike(text: str, cells: Sequence[TextCell]) -> Iterator[str]:
    """Find model answers and marking guides by their words, whatever stands between those or around them."""
    answers = [cell for cell in cells if cell.header == BY_HAND]
    words = f" {' '.join(_words(text))} " if answers else ""
    for cell in answers:
        for part, what in ((cell.model_answer, "model answer"), (cell.guide, "marking guide")):
            row = next((row for row in _rows(_words("\n".join(part))) if f" {row} " in words), None)
            if row:
                yield f"the words {row!r} of the {what} of {cell.name!r}"


def _rows(words: Sequence[str]) -> Iterator[str]:
    """Every run of so many words; all of them where there are fewer."""
    runs = max(1, len(words) - _WORDS_IN_A_ROW + 1) if words else 0
    return (" ".join(words[start : start + _WORDS_IN_A_ROW]) for start in range(runs))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _text_of(path: Path) -> str:
    """A file as text; of JSON (a notebook is JSON) the strings alone, so that no escape hides one."""
    text = path.read_bytes().decode(errors="replace")
    if path.suffix in {".ipynb", ".json"}:
        try:
            return "\n".join((text, *_strings(json.loads(text))))
        except ValueError:
            return text
    return text


def _strings(value: Any) -> Iterable[str]:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            # A notebook may keep a cell's text as a list of lines.
            yield from _strings("".join(inner) if _is_lines(inner) else inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _is_lines(value: Any) -> bool:  # noqa: ANN401 - any JSON
    return isinstance(value, list) and all(isinstance(line, str) for line in value)


def _even(text: str) -> str:
    return " ".join(text.split())
