"""What a person means: files and folders -> those that can be checked, each with its examples.json beside it."""

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from autograder.errors import SpecError, SubmissionError
from autograder.submission.folder import printable

EXAMPLES: Final = "examples.json"
_ENDINGS: Final = (".ipynb", ".py")


def find_works(asked: Sequence[Path]) -> tuple[Path, ...]:
    """Find what is to be checked.

    Args:
        asked: notebooks, .py files and folders; none for the current folder.

    Returns:
        Absolute paths: files as they were named; a folder with examples.json for itself, any other for those right in
        it that have one.

    Raises:
        SubmissionError: there is no such file, or it is of another kind.
        SpecError: there is no examples.json beside it.
    """
    found = [work for path in asked or (Path(),) for work in _works(path)]
    return tuple(dict.fromkeys(found))


def folder_of(work: Path) -> Path:
    """The folder that holds examples.json; a folder that is gone just now stays the folder it was."""
    return work.parent if work.suffix in _ENDINGS and not work.is_dir() else work


def _works(path: Path) -> Iterator[Path]:
    whole = path.resolve()
    label = printable(str(path))
    if whole.is_dir():
        yield from _in_folder(whole, label)
        return
    if not whole.exists():
        msg = f"{label}: is not there; {_nearest(whole)}"
        raise SubmissionError(msg)
    if whole.suffix not in _ENDINGS:
        msg = f"{label}: is neither a notebook nor a .py file; expected one that was handed out, or its folder"
        raise SubmissionError(msg)
    if not (whole.parent / EXAMPLES).exists():
        raise _no_examples(label)
    yield whole


def _in_folder(folder: Path, label: str) -> Iterator[Path]:
    """The folder itself, or the folders in it."""
    if (folder / EXAMPLES).exists():
        yield folder
        return
    below = sorted(each.parent for each in folder.glob(f"*/{EXAMPLES}"))
    if below:
        yield from below
        return
    if any(each.suffix in _ENDINGS for each in folder.iterdir()):
        raise _no_examples(label)
    msg = (
        f"{_this(label)} holds no assignment; expected a notebook or a .py file with its {EXAMPLES} beside it, "
        "so go to the folder that was handed out, or name it"
    )
    raise SubmissionError(msg)


def _this(label: str) -> str:
    return "this folder" if label == "." else f"{label}:"


def _no_examples(label: str) -> SpecError:
    return SpecError(
        f"{label}: there is no {EXAMPLES} beside it; it comes with the notebook that was handed out, "
        "so copy it there, or fetch the assignment anew"
    )


def _nearest(path: Path) -> str:
    """Say which file may have been meant, or what was expected."""
    if path.parent.is_dir():
        names = [each.name for each in path.parent.iterdir() if each.is_dir() or each.suffix in _ENDINGS]
        near = difflib.get_close_matches(path.name, names, n=1)
        if near:
            return f"did you mean {printable(near[0])}?"
    return "expected a notebook, a .py file or a folder"
