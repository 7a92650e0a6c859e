"""A path -> the file that counts, read as the grader reads it, on a machine that has no release to compare it with.

What was handed out is told by nbgrader's own mark: it keeps a checksum of every cell of its own, so a cell that still
has its checksum is as it was released.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.editor.works import EXAMPLES
from autograder.errors import SubmissionError
from autograder.examples import Examples
from autograder.model import Cell, Submission
from autograder.submission import Template, parse_notebook, parse_script
from autograder.submission.choice import Choice, choose
from autograder.submission.folder import find, quoted, read_bytes
from autograder.submission.handed_in import scrubbed
from autograder.submission.template import CHECK_PREFIX, cell_kind

#: Stands for a stub whose text nobody here knows: no cell has this text.
_UNKNOWN = "\0"


@dataclass(frozen=True, slots=True)
class NotebookCell:
    """A cell of a notebook as it is saved.

    Args:
        place: its number from 1, as a person counts.
        kind: "code" or "markdown".
        source: its text.
        settings: nbgrader's, {} for the student's own.
        tags: what it is tagged with.
        outputs: what is saved below it.
        count: how many cells had been run when it was, or None where it was not.
    """

    place: int
    kind: str
    source: str
    settings: Mapping[str, Any]
    tags: tuple[str, ...] = ()
    outputs: tuple[Any, ...] = ()
    count: int | None = None

    @property
    def name(self) -> str:
        """Its grade_id, or ""."""
        return str(self.settings.get("grade_id", ""))

    @property
    def is_as_released(self) -> bool:
        """Whether it has its checksum; without one there is no telling, and nothing to say."""
        return self.settings.get("checksum") in (None, _checksum(self))


@dataclass(frozen=True, slots=True)
class Opened:
    """A work that was read.

    Args:
        file: the file that counts.
        submission: its cells.
        cells: the notebook's as they are saved; none for a .py file.
        beside: the notebook beside a .py that counts, or None.
        text: a .py file's, "" for a notebook.
    """

    file: Path
    submission: Submission
    cells: tuple[NotebookCell, ...]
    beside: Path | None = None
    text: str = ""


def open_work(work: Path, examples: Examples) -> Opened:
    """Read a file, or the one of a folder that counts.

    Raises:
        SubmissionError: there is none, or it cannot be read.
    """
    assignment = examples.key.assignment
    if not work.is_dir():
        return _open_file(Choice(work), examples)
    return _open_file(choose(work, assignment, _stubs(work, assignment, examples)), examples)


def counting_instead(opened: Opened, examples: Examples) -> Path | None:
    """The file of the same folder that counts, should it be another one."""
    folder, assignment = opened.file.parent, examples.key.assignment
    try:
        counts = choose(folder, assignment, _stubs(folder, assignment, examples)).counts
    except SubmissionError:  # it cannot be told
        return None
    return None if counts == opened.file else counts


def _open_file(choice: Choice, examples: Examples) -> Opened:
    file, notes, assignment = choice.counts, choice.notes, examples.key.assignment
    beside = choice.beside or _notebook_beside(file, assignment)
    data = read_bytes(file)
    if file.suffix == ".py":
        submission = parse_script(data, _template(beside, assignment))
        text = data.decode("utf-8-sig", "replace")
        return Opened(file, _with_notes(submission, notes), (), beside, text)
    cells = read_notebook(data)
    template = _own_template(cells, assignment)
    submission = parse_notebook(data, template, name=quoted(file.name))
    # Assignments may share the names of other cells ("setup"): what counts is whose exercises these are.
    if {CHECK_PREFIX + name for name in examples.order}.isdisjoint(template.cells) and template.stubs.keys().isdisjoint(
        examples.order
    ):
        msg = (
            f"{quoted(file.name)}: holds none of the exercises of {assignment}, whose {EXAMPLES} lies beside it; "
            f"keep every notebook in the folder it was handed out in, or fetch it anew"
        )
        raise SubmissionError(msg)
    return Opened(file, _with_notes(submission, notes), cells)


def read_notebook(data: bytes) -> tuple[NotebookCell, ...]:
    """Read a notebook's cells with their outputs; what is in no notebook's shape is left out."""
    try:
        body = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return ()
    cells = body.get("cells") if isinstance(body, dict) else None
    return tuple(_cells(cells if isinstance(cells, list) else ()))


def _cells(raw: Any) -> Iterator[NotebookCell]:  # noqa: ANN401 - JSON
    for place, cell in enumerate(raw, start=1):
        if not isinstance(cell, dict):
            continue
        outputs, count = cell.get("outputs"), cell.get("execution_count")
        metadata = cell["metadata"] if isinstance(cell.get("metadata"), dict) else {}
        settings, tags = metadata.get("nbgrader"), metadata.get("tags")
        source = cell.get("source")
        yield NotebookCell(
            place=place,
            kind=str(cell.get("cell_type")),
            source=source if isinstance(source, str) else "".join(map(str, source or ())),
            settings=settings if isinstance(settings, dict) else {},
            tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
            outputs=tuple(each for each in outputs if isinstance(each, dict)) if isinstance(outputs, list) else (),
            count=count if isinstance(count, int) else None,
        )


def _own_template(cells: Sequence[NotebookCell], assignment: str) -> Template:
    """What the cells are for, by the notebook's own word: it is the student's own machine."""
    known = [cell for cell in cells if cell.kind == "code" and cell.name]
    return Template(
        assignment,
        {cell.name: Cell(cell_kind(cell.settings, cell.tags), cell.name, scrubbed(cell.source)) for cell in known},
    )


def _template(beside: Path | None, assignment: str) -> Template:
    """What the notebook beside a .py gives it: the locked cells that run."""
    return Template(assignment, {}) if beside is None else _own_template(read_notebook(read_bytes(beside)), assignment)


def _notebook_beside(file: Path, assignment: str) -> Path | None:
    notebook = file.with_name(f"{assignment}.ipynb")
    return notebook if file.suffix == ".py" and notebook.is_file() else None


def _with_notes(submission: Submission, notes: tuple[str, ...]) -> Submission:
    return Submission(submission.assignment, submission.cells, (*submission.notes, *notes))


def _stubs(folder: Path, assignment: str, examples: Examples) -> Mapping[str, str]:
    """The solution cells as they were released, as far as any notebook of the folder still has them so."""
    stubs = dict.fromkeys(examples.order, _UNKNOWN)
    names = [name for name in find(folder).notebooks if "/" not in name]
    for name in sorted(names, key=lambda each: each != f"{assignment}.ipynb"):
        try:
            cells = read_notebook(read_bytes(folder / name))
        except SubmissionError:
            continue
        for cell in cells:
            if cell.settings.get("solution") and cell.kind == "code" and stubs.get(cell.name, _UNKNOWN) == _UNKNOWN:
                stubs[cell.name] = cell.source if cell.settings.get("checksum") == _checksum(cell) else _UNKNOWN
    return stubs


def _checksum(cell: NotebookCell) -> str:
    """Compute a cell's checksum as nbgrader does: of its text, its kind and what it is for."""
    flags = [bool(cell.settings.get(name, False)) for name in ("grade", "solution", "locked")]
    parts = [cell.source, cell.kind, *map(str, flags), cell.name]
    if flags[0]:
        parts.append(str(float(cell.settings.get("points", 0))))
    return hashlib.md5("".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
