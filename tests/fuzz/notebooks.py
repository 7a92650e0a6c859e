"""Notebooks in any shape, from the file to the page: refused in one line, or graded; never for a point unearned."""

import contextlib
import copy
import json
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from hypothesis import strategies as st

from autograder.errors import SubmissionError
from autograder.grade import Grader
from autograder.gradebook.handed_in import look_into
from autograder.gradebook.released import ReleasedAssignment, unreadable
from autograder.model import Judgement, Score, Verdict
from autograder.submission import read
from tests.fuzz.corpus import ODD, corpus
from tests.fuzz.target import Target
from tests.fuzz.told import assert_one_line, assert_told, released_of
from tests.fuzz.wire_bytes import tampered

_OPERATIONS: Final = ("odd", "odd", "odd", "drop", "double", "wrap", "as text", "move")
_ENCODINGS: Final = ("utf-8", "utf-8", "utf-8", "utf-8-sig", "utf-16")
_KINDS: Final = ("file", "file", "file", "file", "link", "link to nothing", "folder", "pipe")
_NAMES: Final = (
    *("\x1b[2J\x1b[31m.ipynb", "a\nb\r.ipynb", "\u202egnp.ipynb", "\udcff.ipynb", f"{'n' * 200}.ipynb", "help.py"),
    *(
        "\x1b]0;title\x07.py",
        ".hidden.ipynb",
        ".ipynb_checkpoints/x.ipynb",
        "a/b/c/d/e.ipynb",
        "\n/\x1b[0m.ipynb",
        "x.pdf",
    ),
)
#: One change: where to, level by level, what to do there, and something odd to do it with.
_Change = tuple[Sequence[float], str, Any]


@dataclass(frozen=True)
class Handing:
    """Hands in what it is given, as a submission of one assignment that was left as it was handed out."""

    grader: Grader
    assignment: str
    released: ReleasedAssignment = field(init=False)
    data: bytes = field(init=False)

    def __post_init__(self) -> None:
        data = (self.grader.course.released / self.assignment / f"{self.assignment}.ipynb").read_bytes()
        object.__setattr__(self, "data", data)
        object.__setattr__(self, "released", released_of(json.loads(data)))

    def corpus(self) -> Mapping[str, Callable[[], bytes]]:
        return corpus(self.data, self.exercise())

    def exercise(self) -> str:
        """The first exercise."""
        return next(cell.name for cell in self.released.cells if cell.solution_key and cell.cell_type == "code")

    def is_read_and_told(self, data: bytes) -> None:
        """Reading ends in a submission or in one line, and either can be told."""
        self._hand_in(data, self._ungraded)

    def is_graded_and_told(self, data: bytes) -> None:
        """Grading ends in a score of nothing, or in one line."""
        self._hand_in(data, lambda path: self.grader.grade(path, self.assignment))

    def is_chosen_from(self, entries: Mapping[str, tuple[str, bytes]]) -> None:
        """Reading a folder ends in a submission or in one line, whatever lies in it under whatever name."""
        with tempfile.TemporaryDirectory() as folder:
            for name, (kind, data) in entries.items():
                _put(Path(folder, name), kind, data)
            try:
                submission = read(Path(folder), self.grader.template_for(self.assignment))
            except SubmissionError as error:
                assert_one_line(str(error).removeprefix(folder))
            else:
                assert all(note.isprintable() for note in submission.notes)
            look_into(Path(folder), self.released)

    def entries(self) -> st.SearchStrategy[Mapping[str, tuple[str, bytes]]]:
        """What may lie in a folder: files, links, folders and pipes, under names that students choose."""
        ours = self.assignment
        names = (f"{ours}.ipynb", f"{ours}.py", f"{ours} (1).ipynb", f"sub/{ours}.ipynb", "sub/x.py", *_NAMES)
        solved = json.loads(self.data)
        for cell in solved["cells"]:
            cell["source"] = ["x = 1\n"] if cell["metadata"].get("nbgrader", {}).get("solution") else cell["source"]
        script = f"def {self.exercise()}(x): ...".encode()
        contents = (self.data, json.dumps(solved).encode(), script, b"", b"\xff\x00", b"{}")
        entry = st.tuples(st.sampled_from(_KINDS), st.sampled_from(contents))
        return st.dictionaries(st.sampled_from(names), entry, max_size=5)

    def _hand_in(self, data: bytes, score_of: Callable[[Path], Score]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"{self.released.notebook}.ipynb")
            path.write_bytes(data)
            try:
                score = score_of(path)
            except SubmissionError as error:
                assert_one_line(str(error).removeprefix(folder))
                score = unreadable(self.released, str(error))
            assert score.points == 0
            assert score.is_graded
            assert len(score.notes) <= 30
            assert_told(score, self.released, look_into(Path(folder), self.released))

    def _ungraded(self, path: Path) -> Score:
        """A score without a run."""
        submission = read(path, self.grader.template_for(self.assignment))
        nothing = tuple(
            Verdict(check.exercise, Judgement.MISSING, 0.0, check.max_score) for check in self.released.checks
        )
        return Score(self.assignment, nothing, submission.notes)


def _put(path: Path, kind: str, data: bytes) -> None:
    """Put something into a folder, unless another thing stands in its way."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        match kind:
            case "file":
                path.write_bytes(data)
            case "link":
                path.symlink_to("/etc/passwd")
            case "link to nothing":
                path.symlink_to(path)
            case "folder":
                path.mkdir()
            case "pipe":
                os.mkfifo(path)


def mutated(data: bytes) -> st.SearchStrategy[bytes]:
    """A notebook with a few changes to its structure, now and then in another encoding or cut."""
    notebook = json.loads(data)
    where = st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=7)
    changes = st.lists(st.tuples(where, st.sampled_from(_OPERATIONS), st.sampled_from(ODD)), max_size=8)
    written = st.builds(lambda each, how: _written(notebook, each, how), changes, st.sampled_from(_ENCODINGS))
    return st.one_of(written, written, written, tampered(written))


def _written(notebook: Mapping[str, Any], changes: Sequence[_Change], encoding: str) -> bytes:
    whole = copy.deepcopy(dict(notebook))
    for where, operation, odd in changes:
        _change(whole, where, operation, odd)
    return json.dumps(whole).encode(encoding)


def _change(whole: Any, where: Sequence[float], operation: str, odd: Any) -> None:  # noqa: ANN401 - JSON
    """Go down to a place and change what stands there."""
    parent: Any = whole
    key: Any = "cells"
    for each in where:
        inner = parent[key] if isinstance(parent, list) or key in parent else None
        if not inner or not isinstance(inner, list | dict):
            break
        parent = inner
        key = int(each * len(inner)) if isinstance(inner, list) else list(inner)[int(each * len(inner))]
    if isinstance(parent, dict) and key not in parent:
        return
    match operation:
        case "odd":
            parent[key] = copy.deepcopy(odd)
        case "drop":
            del parent[key]
        case "double" if isinstance(parent, list):
            parent.insert(key, copy.deepcopy(parent[key]))
        case "wrap":
            parent[key] = [parent[key]]
        case "as text":
            parent[key] = json.dumps(parent[key])
        case "move" if isinstance(parent, list):
            parent.append(parent.pop(key))


def notebook_targets(grader: Grader) -> tuple[Target, ...]:
    """The targets that need a grader: its assignments are what is handed in."""
    first, second = Handing(grader, "hot_cold"), Handing(grader, "error")
    return (
        Target(
            "notebooks-read",
            "a notebook of any shape is read, or refused in one line",
            lambda: mutated(first.data) | st.binary(max_size=100),
            first.is_read_and_told,
            60,
        ),
        Target(
            "notebooks-folder",
            "in a folder of anything a file is chosen, or refused in one line",
            first.entries,
            first.is_chosen_from,
            100,
        ),
        Target(
            "notebooks-graded",
            "a notebook of any shape is graded for nothing, or refused",
            lambda: mutated(second.data),
            second.is_graded_and_told,
            25,
        ),
    )
