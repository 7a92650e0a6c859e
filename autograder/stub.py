"""An assignment as it was handed out -> a .py file in percent format, to be filled in with any editor.

Prose becomes comments, code stays as it is, and checks stand behind `if __name__ == "__main__":`, so that the file can
be run plainly and imported quietly. Pictures stay in the notebook: they need a library that the core install lacks.
"""

import difflib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec

from autograder.errors import SpecError, SubmissionError
from autograder.submission.folder import printable, read_bytes
from autograder.whole import write_whole

_EXAMPLES: Final = "examples.json"
_CODE: Final = "# %%"
_PROSE: Final = "# %% [markdown]"
_PICTURE: Final = "# (Here the notebook draws a picture: {notebook} shows it.)"
_IN_WORDS: Final = (
    "# (A person reads this answer. Write it into {notebook}, below the same question, and hand in both.)"
)


@dataclass(frozen=True, slots=True)
class Stub:
    """A stub that was written.

    Args:
        path: the file.
        notebook: what it was made from.
        is_begun: the notebook holds work of the student's, which the stub has taken over.
    """

    path: Path
    notebook: Path
    is_begun: bool


class _Metadata(msgspec.Struct):
    nbgrader: dict[str, Any] = {}
    tags: list[Any] = []


class _Cell(msgspec.Struct):
    cell_type: str
    source: str | list[str]
    metadata: _Metadata

    @property
    def text(self) -> str:
        """Its source, which may be written as a list of lines."""
        return self.source if isinstance(self.source, str) else "".join(self.source)


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


def write_stub(
    asked: str, places: Sequence[Path], *, released: Path, output: Path | None = None, force: bool = False
) -> Stub:
    """Write the stub of an assignment.

    Args:
        asked: its name, its folder or its notebook.
        places: the folders to look for it in: itself, or one of its name in them.
        released: the course's folder of released assignments, looked into last. Nothing is written there: what was
            handed out is copied into a folder of the assignment's name first.
        output: the file to write; None for one beside the notebook.
        force: write over a file that is there.

    Raises:
        SpecError: there is no such assignment.
        SubmissionError: its notebook cannot be read, or the file is there already.
    """
    notebook = find_notebook(asked, [*places, released])
    if output is None and notebook.is_relative_to(released):
        notebook = _fetched(notebook)
    path = output or notebook.with_suffix(".py")
    if path.is_dir() or not path.absolute().parent.is_dir():
        msg = f"{printable(str(path))}: is a folder, or lies in one that is not there; name a file in one that is"
        raise SubmissionError(msg)
    if path.exists() and not force:
        msg = f"{printable(str(path))}: is there already, with your work perhaps; name another --output, or say --force"
        raise SubmissionError(msg)
    cells = _cells(notebook)
    write_whole(path, _text_of(cells, notebook.name))
    return Stub(path, notebook, any(map(_is_begun, cells)))


def _text_of(cells: Sequence[_Cell], notebook: str) -> str:
    """The text of a stub.

    Args:
        cells: the notebook's.
        notebook: its file name.
    """
    return "\n\n".join(part for cell in cells for part in _parts(cell, notebook)) + "\n"


def find_notebook(asked: str, places: Sequence[Path]) -> Path:
    """Find the notebook of an assignment.

    Raises:
        SpecError: it is nowhere; says which is meant, perhaps.
    """
    named = Path(asked)
    if named.suffix == ".ipynb" and named.is_file():
        return named
    folders = [named, *(place / named.name for place in places), *places]
    for folder in folders:
        notebook = folder / f"{named.resolve().name}.ipynb"
        if (folder / _EXAMPLES).is_file() and notebook.is_file():
            return notebook
    known = sorted(
        {path.parent.name for place in places for path in (*place.glob(f"*/{_EXAMPLES}"), place / _EXAMPLES)}
    )
    known = [name for name in known if any((place / name / f"{name}.ipynb").is_file() for place in places)]
    near = difflib.get_close_matches(named.name, known, n=1)
    listed = f"there are: {', '.join(known)}" if known else "there is none in this folder"
    there = f"did you mean {near[0]}?" if near else listed
    msg = f"{printable(asked)}: is not an assignment that was handed out here; {printable(there)}"
    raise SpecError(msg)


def _fetched(notebook: Path) -> Path:
    """Copy what was handed out with a notebook into a folder here, and leave alone what lies there already."""
    folder = Path(notebook.parent.name)
    folder.mkdir(exist_ok=True)
    for path in notebook.parent.iterdir():
        if path.is_file() and path.suffix != ".py" and not (folder / path.name).exists():
            shutil.copyfile(path, folder / path.name)
    return folder / notebook.name


def _cells(notebook: Path) -> list[_Cell]:
    try:
        return msgspec.json.decode(read_bytes(notebook.resolve()), type=_Notebook).cells
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        msg = f"{printable(str(notebook))}: is no notebook with cells ({error}); fetch the assignment anew"
        raise SubmissionError(msg) from error


def _parts(cell: _Cell, notebook: str) -> Iterator[str]:
    """What stands for a cell."""
    source, settings = cell.text, cell.metadata.nbgrader
    if cell.cell_type != "code":
        is_answer = settings.get("solution") and settings.get("grade")
        text = _IN_WORDS.format(notebook=notebook) if is_answer else _commented(source)
        yield f"{_PROSE}\n{text}"
    elif "demonstration" in cell.metadata.tags:
        yield f"{_PROSE}\n{_PICTURE.format(notebook=notebook)}"
    elif settings.get("grade"):
        body = "\n".join(f"    {line}" if line else "" for line in source.splitlines())
        yield f'{_CODE}\nif __name__ == "__main__":\n{body}'
    elif source.strip():
        yield f"{_CODE}\n{source.rstrip()}"


def _commented(source: str) -> str:
    return "\n".join(f"# {line}".rstrip() for line in source.splitlines())


def _is_begun(cell: _Cell) -> bool:
    """Whether a student wrote into a notebook's cell, or it is one of their own."""
    settings = cell.metadata.nbgrader
    if cell.cell_type != "code" or settings.get("locked"):
        return False
    if not settings:
        return bool(cell.text.strip())
    is_stub = "raise NotImplementedError" in cell.text or cell.text.rstrip().endswith("= None")
    return bool(settings.get("solution")) and not is_stub
