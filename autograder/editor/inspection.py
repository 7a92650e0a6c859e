"""What there is to know before submitting: how the saved file differs from what was handed out, run and checked."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from autograder.check.findings import ANSWERED, Finding
from autograder.counted import counted
from autograder.editor.cells import Cells, first_line
from autograder.editor.opened import NotebookCell, Opened, counting_instead, read_notebook
from autograder.examples import Examples
from autograder.submission.folder import MAX_BYTES, quoted, read_bytes
from autograder.submission.template import CHECK_PREFIX

#: A file that large takes long to hand in, and is refused when it is twice as large.
_LARGE_BYTES: Final = MAX_BYTES // 2
_UNDEFINED: Final = re.compile(r"^NameError: name '(\w+)' is not defined")
_FLOAT: Final = re.compile(r"-?\d+(?:\.\d*)?(?:e-?\d+)?$")
_NO_DATA: Final = (".py", ".pyc", ".ipynb", ".so", ".pyd", ".pth")
_MOST_NAMES: Final = 5


def before(opened: Opened, examples: Examples) -> Iterator[str]:
    """What the saved file tells, before anything of it has run."""
    size = opened.file.stat().st_size
    if size > _LARGE_BYTES:
        yield f"The file has {size:,} bytes, and at most {MAX_BYTES:,} are taken; clear the outputs of its cells."
    instead = counting_instead(opened, examples)
    if instead is not None:
        yield f"Of the files in this folder {quoted(instead.name)} counts, and not this one."
    if opened.cells:
        yield from _changed(opened.cells)
        yield from _deleted(opened.cells, examples)
        yield from _not_run(opened.cells)
    yield from _in_words(opened, examples)


def after(opened: Opened, cells: Cells, findings: Sequence[Finding], read: Iterable[str]) -> Iterator[str]:
    """What running it has told.

    Args:
        opened: what was run.
        cells: its cells, run.
        findings: on every exercise.
        read: the files that the code has read.
    """
    yield from _undefined(cells)
    yield from _checked_otherwise(opened.cells, findings)
    yield from _data(opened, read)


def watch_reading() -> list[str]:
    """Note from now on what files are opened for reading; the list grows."""
    read: list[str] = []

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], str) and not set(str(arguments[1] or "r")) & set("wax+"):
            read.append(arguments[0])

    sys.addaudithook(note)
    return read


def _changed(cells: Sequence[NotebookCell]) -> Iterator[str]:
    for cell in cells:
        if cell.settings.get("locked") and not cell.is_as_released:
            yield (
                f"{_label(cell)} is locked and was changed. It is put back as it was handed out, so what you added "
                f"there will be gone: move it to a cell of your own."
            )


def _deleted(cells: Sequence[NotebookCell], examples: Examples) -> Iterator[str]:
    there = {cell.name for cell in cells}
    for name in examples.order:
        if name not in there:
            yield f"The cell for {name} was deleted. A cell of your own that defines it counts as well."
    checks = [name for name in examples.order if f"{CHECK_PREFIX}{name}" not in there]
    if checks:
        what = "check cell of" if len(checks) == 1 else "check cells of"
        yield f"The {what} {_listed(checks)} will be put back: your points do not depend on it."


def _not_run(cells: Sequence[NotebookCell]) -> Iterator[str]:
    """What the numbers beside the cells tell."""
    own = [cell for cell in cells if cell.kind == "code" and cell.source.strip()]
    counts = [cell.count for cell in own if cell.count is not None]
    if not counts:
        yield "The notebook was saved without being run, or with its outputs cleared. That costs no points."
        return
    skipped = [str(cell.place) for cell in own if cell.count is None and not cell.name.startswith(CHECK_PREFIX)]
    if skipped:
        yield f"Not run when the notebook was saved: {'cell' if len(skipped) == 1 else 'cells'} {_listed(skipped)}."
    if counts != sorted(counts):
        yield "The cells were run in another order than they stand in. Grading runs them from top to bottom."


def _in_words(opened: Opened, examples: Examples) -> Iterator[str]:
    """Which answers in words are still empty."""
    beside = read_notebook(read_bytes(opened.beside)) if opened.beside else ()
    cells = {cell.name: cell for cell in opened.cells or beside}
    for name, points in examples.by_hand.items():
        cell = cells.get(name)
        worth = counted(points, "point")
        if cell is None:
            yield f"{name} ({worth}) is answered in words, in the notebook, and there is no cell for it here."
        elif not cell.source.strip() or ("checksum" in cell.settings and cell.is_as_released):
            yield f"{name} ({worth}, read by a person) is not answered yet: cell {cell.place} of the notebook."


def _undefined(cells: Cells) -> Iterator[str]:
    """Names that a cell needs before there is anything of that name."""
    told = set()
    for index, result in sorted(cells.results.items()):
        found = _UNDEFINED.match(result.error)
        if not found or found[1] in told:
            continue
        told.add(name := found[1])
        defines = re.compile(rf"^[ \t]*(?:def|class)[ \t]+{name}\b|^[ \t]*{name}[ \t]*(?::.*)?=", re.MULTILINE)
        later = [
            each for each in cells.places() if each > index and defines.search(cells.submission.cells[each].source)
        ]
        if later:
            yield f"{name}, which {cells.where(index)} needs, comes only later: {cells.where(later[0])}. Move it up."
        else:
            yield (
                f"{name}, which {cells.where(index)} needs, is defined nowhere: "
                f"it was only in the memory of a kernel that ran a cell which is gone."
            )


def _checked_otherwise(cells: Sequence[NotebookCell], findings: Sequence[Finding]) -> Iterator[str]:
    """Check cells that show other points than the saved code earns."""
    now = {finding.verdict.exercise: finding for finding in findings if finding.state != ANSWERED}
    other = []
    for cell in cells:
        finding = now.get(cell.name.removeprefix(CHECK_PREFIX))
        shown = _shown_points(cell)
        if finding is not None and shown is not None and shown != finding.verdict.points:
            other.append(f"{finding.verdict.exercise} ({shown:g}, now {finding.verdict.points:g})")
    if other:
        yield (
            f"Checks show other points than the saved code earns: {_listed(other)}. What is saved is not what you "
            f"checked: run all cells, and save."
        )


def _shown_points(cell: NotebookCell) -> float | None:
    """The number that a check cell ended with when it was last run."""
    if not cell.name.startswith(CHECK_PREFIX):
        return None
    for output in cell.outputs:
        data = output.get("data")
        text = data.get("text/plain") if isinstance(data, Mapping) else None
        said = "".join(map(str, text)) if isinstance(text, list) else str(text)
        if output.get("output_type") == "execute_result" and _FLOAT.match(said):
            return float(said)
    return None


def _data(opened: Opened, read: Iterable[str]) -> Iterator[str]:
    """Files that the code reads and that nobody may have when it is graded."""
    folder = opened.file.parent
    handed_out = _texts_handed_out(opened)
    seen = dict.fromkeys(Path(folder, path).resolve() for path in read)
    for path in [path for path in seen if path.is_file() and _is_data(path)][:_MOST_NAMES]:
        name = quoted(path.name)
        if not path.is_relative_to(folder.resolve()):
            yield f"It reads {name}, which lies outside this folder and will not be there when it is graded."
        elif path.name not in handed_out:
            yield f"It reads {name}. Only files that were handed out with the notebook are there when it is graded."


def _texts_handed_out(opened: Opened) -> str:
    """What the teacher wrote into the notebook: a file that it names comes with it."""
    beside = read_notebook(read_bytes(opened.beside)) if opened.beside else ()
    cells = opened.cells or beside
    return "\n".join(cell.source for cell in cells if cell.kind == "markdown" or cell.settings.get("locked"))


def _is_data(path: Path) -> bool:
    """Whether a file was read as data, and not by Python itself or for a library."""
    if path.suffix in _NO_DATA or not path.parts[1:] or path.parts[1] in ("proc", "sys", "etc", "usr"):
        return False
    homes = {sys.prefix, sys.base_prefix, *(each for each in sys.path if each)}
    return not any(path.is_relative_to(home) for home in homes)


def _label(cell: NotebookCell) -> str:
    return f"Cell {cell.place} ({first_line(cell.source)})"


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more
