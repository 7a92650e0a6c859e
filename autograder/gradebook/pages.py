"""Pages of feedback, in the folder where `nbgrader release_feedback` looks for them.

A page is out of date when it is absent, or when the verdicts or what the gradebook says have changed since: a teacher
who has graded an answer by hand runs `autograder grade` once more, and the page says so.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from autograder.feedback import Standing, notebook_html, page_html
from autograder.gradebook import files
from autograder.gradebook.files import Permissions
from autograder.gradebook.mark import MARK, read_score
from autograder.model import Collected

#: Files that `nbgrader release_feedback` wants to find beside a page.
BESIDE: Final = ("timestamp.txt", "submission_secret.txt")
_MOST_BYTES: Final = 64 * 2**20
_LAST_LINE: Final = "<!-- {digest} -->\n"


@dataclass(frozen=True, slots=True)
class ToShow:
    """A page to write.

    Args:
        collected: whose submission, of what.
        notebook: the notebook's name, without ".ipynb".
        autograded: the folder that holds it, with its mark.
        place: the folder that the page is to lie in.
        standing: what the gradebook says.
        digest: of all that the page rests on.
        permissions: of what is written.
    """

    collected: Collected
    notebook: str
    autograded: Path
    place: Path
    standing: Standing
    digest: str
    permissions: Permissions


@dataclass(frozen=True, slots=True)
class Shown:
    """A page that was written."""


def outdated(pages: Iterable[ToShow]) -> list[ToShow]:
    """Leave out the pages that are there and rest on what holds today."""
    return [page for page in pages if _last_line(page.place / f"{page.notebook}.html") != _signature(page.digest)]


def page_on(
    collected: Collected, notebook: str, folders: tuple[Path, Path], standing: Standing, permissions: Permissions
) -> ToShow | None:
    """Put together what a page needs, or None where nothing complete is there to show.

    Args:
        collected: whose submission, of what.
        notebook: the notebook's name, without ".ipynb".
        folders: the one that holds it, and the one that the page is to lie in.
        standing: what the gradebook says.
        permissions: of what is written.
    """
    autograded, place = folders
    digest = _digest(autograded, notebook, standing)
    if digest is None:
        return None
    return ToShow(collected, notebook, autograded, place, standing, digest, permissions)


def _digest(autograded: Path, notebook: str, standing: Standing) -> str | None:
    """Sum up what a page rests on."""
    mark = files.read_capped(autograded / MARK, _MOST_BYTES)
    try:
        size = (autograded / f"{notebook}.ipynb").stat().st_size
    except OSError:
        return None
    if mark is None:
        return None
    return hashlib.sha256(b"\0".join([mark, str(size).encode(), repr(standing).encode("utf-8", "replace")])).hexdigest()


def show(page: ToShow) -> Shown:
    """Write a page. Its folder appears whole.

    Raises:
        OSError: the disk refused.
    """
    notebook = _object(page.autograded / f"{page.notebook}.ipynb")
    written = page_html(
        student=page.collected.student,
        score=read_score(page.autograded),
        standing=page.standing,
        body=notebook_html(notebook),
        title=page.collected.assignment,
    )
    page.place.parent.mkdir(parents=True, exist_ok=True)
    staged = files.hidden_sibling(page.place)
    staged.mkdir()
    try:
        whole = f"{written.rstrip()}\n".encode() + _signature(page.digest)
        (staged / f"{page.notebook}.html").write_bytes(whole)
        for name in BESIDE:
            files.copy_regular(page.autograded / name, staged / name, most_bytes=_MOST_BYTES)
        _keep_what_else_is_there(page.place, staged)
        files.grant(staged, page.permissions)
        files.put_in_place(staged, page.place)
    finally:
        files.remove(staged)
    return Shown()


def _keep_what_else_is_there(place: Path, staged: Path) -> None:
    """Take along what a teacher has put beside a page."""
    if place.is_dir():
        for name, path in files.regular_files(place):
            if not (staged / name).exists():
                files.copy_regular(path, staged / name, most_bytes=_MOST_BYTES)


def _object(path: Path) -> Mapping[str, object]:
    found = msgspec.json.decode(files.read_capped(path, _MOST_BYTES) or b"{}")
    return found if isinstance(found, dict) else {}


def _signature(digest: str) -> bytes:
    return _LAST_LINE.format(digest=digest).encode()


def _last_line(path: Path) -> bytes:
    length = len(_signature("0" * 64))
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - length))
            return file.read(length)
    except OSError:
        return b""
