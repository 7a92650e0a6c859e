"""Which file of a submitted folder counts: the assignment's notebook, a copy of it, or the .py beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from autograder.errors import SubmissionError
from autograder.submission.changes import Notebook, defines_any, look_into
from autograder.submission.folder import MAX_BYTES, Found, find, nearest, printable, quoted

__all__ = ["MAX_BYTES", "Choice", "choose"]

#: So many notebooks beside the assignment's own are looked into; more are an accident.
_MOST_COPIES: Final = 20
#: So many names stand in a message.
_MOST_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """The file that counts.

    Args:
        counts: its path.
        notes: what the student should know about the choice.
        beside: the notebook beside a .py that counts, for what is graded by hand, or None.
    """

    counts: Path
    notes: tuple[str, ...] = ()
    beside: Path | None = None


@dataclass(frozen=True, slots=True)
class _Picked:
    """The notebook that counts, unless nothing was written into any and there is a .py; and what to say of others."""

    name: str
    is_answered: bool
    notes: tuple[str, ...] = ()


def choose(folder: Path, assignment: str, stubs: Mapping[str, str]) -> Choice:
    """Choose the file of a folder that counts; where nothing lies at its top, one in a sub-folder.

    A fetched folder always holds the stub notebook. While nothing was written into it, or it cannot be read, the one
    copy of it that was written into counts; where there is none, a .py that defines any of the exercises. In every
    other case the notebook does.

    Args:
        folder: what was handed in.
        assignment: its name, and its files'.
        stubs: the text of every solution cell as it was released.

    Raises:
        SubmissionError: there is nothing to choose from, or no telling which of several copies is meant.
    """
    found = find(folder)
    script = nearest(found.scripts, f"{assignment}.py")
    if script is None and len(found.notebooks) == 1:  # the everyday case: nothing has to be read
        return _choice(found, found.notebooks[0])
    notebook = _pick(found, assignment, stubs)
    if script is None:
        if notebook is None:
            raise _nothing(found, assignment)
        return _choice(found, notebook.name, notebook.notes)
    if notebook is None or (not notebook.is_answered and defines_any(folder / script, stubs)):
        beside = None if notebook is None else folder / notebook.name
        return replace(_choice(found, script), beside=beside)
    both = f"Both {quoted(notebook.name)} and {quoted(script)} were handed in; the notebook counts."
    return _choice(found, notebook.name, (*notebook.notes, both))


def _pick(found: Found, assignment: str, stubs: Mapping[str, str]) -> _Picked | None:
    """Pick one of the notebooks, or none where none is the assignment's.

    Raises:
        SubmissionError: several were written into, and none has the assignment's name.
    """
    name = nearest(found.notebooks, f"{assignment}.ipynb")
    proper = None if name is None else look_into(found.folder, name, stubs)
    if proper is not None and len(found.notebooks) == 1:
        return _Picked(proper.name, proper.is_answered)
    copies = _copies(found, proper, assignment, stubs)
    changed = {copy.name: copy.is_answered for copy in copies if copy.is_changed}
    if proper is not None and (proper.is_changed or not changed):
        also = (
            f"{quoted(proper.name)} counts. Also changed, and passed over: {_names([*changed])}. Hand in one notebook."
        )
        return _Picked(proper.name, proper.is_answered, (also,) if changed else ())
    if len(changed) == 1:
        ((copy, is_answered),) = changed.items()
        return _Picked(copy, is_answered, (_why(proper, copy, assignment),))
    if not changed:
        return _Picked(copies[0].name, is_answered=False) if copies else None
    return _undecided(found, proper, [*changed], assignment)


def _undecided(found: Found, proper: Notebook | None, changed: Sequence[str], assignment: str) -> _Picked:
    """Let the assignment's own notebook count among several copies, though nothing was written into it.

    Raises:
        SubmissionError: there is none that can be read.
    """
    if proper is None or not proper.is_readable:
        msg = (
            f"{printable(str(found.folder))}: {_names(changed)} were changed, and it cannot be told which counts; "
            f"hand in one of them, renamed to {assignment}.ipynb"
        )
        raise SubmissionError(msg)
    passed_over = (
        f"{quoted(proper.name)} counts, though it is as it was handed out. Changed, and passed over: "
        f"{_names(changed)}. Hand in one of them, renamed to {assignment}.ipynb."
    )
    return _Picked(proper.name, is_answered=True, notes=(passed_over,))


def _copies(found: Found, proper: Notebook | None, assignment: str, stubs: Mapping[str, str]) -> list[Notebook]:
    """Look into the other notebooks, and keep those of the assignment that differ from it and from each other."""
    others = [name for name in found.notebooks if proper is None or name != proper.name]
    others.sort(key=lambda name: not name.rpartition("/")[2].startswith(assignment))
    seen = set() if proper is None else {proper.texts}
    left = MAX_BYTES
    copies = []
    for name in others[:_MOST_COPIES]:
        looked = look_into(found.folder, name, stubs, most_bytes=left)
        left -= looked.size
        if looked.is_ours and looked.texts not in seen:
            seen.add(looked.texts)
            copies.append(looked)
    return copies


def _why(proper: Notebook | None, name: str, assignment: str) -> str:
    """Say why a notebook counts that does not have the assignment's name."""
    if proper is None:
        return f"Of several notebooks only {quoted(name)} was changed, so it counts. Hand it in as {assignment}.ipynb."
    if not proper.is_readable:
        state = "cannot be read"
    else:
        state = "is as it was handed out" if proper.is_ours else "holds none of the exercises"
    return f"{quoted(proper.name)} {state}, so {quoted(name)} counts."


def _choice(found: Found, name: str, notes: Sequence[str] = ()) -> Choice:
    """Choose a file, and say so where it lies in a sub-folder."""
    if "/" in name:
        notes = (f"{quoted(name)} counts, from a sub-folder: nothing lies at the top of the folder.", *notes)
    return Choice(found.folder / name, tuple(notes))


def _nothing(found: Found, assignment: str) -> SubmissionError:
    return SubmissionError(
        f"{printable(str(found.folder))}: holds no {assignment}.ipynb and no single other notebook or .py file; "
        f"expected {assignment}.ipynb"
    )


def _names(names: Sequence[str]) -> str:
    listed = ", ".join(quoted(name) for name in names[:_MOST_NAMES])
    return listed if len(names) <= _MOST_NAMES else f"{listed} and {len(names) - _MOST_NAMES} more"
