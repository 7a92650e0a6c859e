"""Whether students and you can meet at the exchange: it is there, open to everybody, and its course folder is yours."""

import os
import shlex
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from nbgrader.exchange import ExchangeFactory
from nbgrader.exchange.default import Exchange
from nbgrader.utils import self_owned

from autograder.doctor.configured import CONFIG, dotted, nbgrader_in
from autograder.doctor.finding import Finding, State

_SUBJECT: Final = "exchange"
#: What `nbgrader release_assignment` insists on: every student of the machine comes and goes here.
_OPEN_TO_ALL: Final = 0o777
_EVERYTHING: Final = os.R_OK | os.W_OK | os.X_OK
_ELSEWHERE: Final = f"name another folder: c.Exchange.root in {CONFIG}"


def examine(root: Path) -> Iterator[Finding]:
    """Look at the exchange that nbgrader's settings name."""
    with nbgrader_in(root) as app:
        kind = ExchangeFactory(parent=app).exchange
        if kind is not Exchange:
            yield Finding(_SUBJECT, State.OK, f"is {dotted(kind)}, which is not looked into")
            return
        place = Path(Exchange(coursedir=app.coursedir, parent=app).root)
        course_id, shared = app.coursedir.course_id, app.coursedir.groupshared
    closed = _closed(place, shared=shared) or next(_not_yours(place, course_id, shared=shared), None)
    yield closed or Finding(_SUBJECT, State.OK, f"{place} is open to everybody")


def _closed(place: Path, *, shared: bool) -> Finding | None:
    """Why nobody, or not everybody, can go in and out."""
    name = shlex.quote(str(place))
    if not os.path.lexists(place):
        what = f"{place} is not there, so nothing can be released, submitted or collected"
        return Finding(_SUBJECT, State.GAP, what, f"mkdir -p {name} && chmod 777 {name}; or {_ELSEWHERE}")
    if not place.is_dir():
        return Finding(_SUBJECT, State.BROKEN, f"{place} is no folder", _ELSEWHERE)
    mode = stat.S_IMODE(place.stat().st_mode)
    if not os.access(place, _EVERYTHING):
        what = f"you may not read and write {place} (its mode is {mode:o})"
        return Finding(_SUBJECT, State.BROKEN, what, f"have its owner run chmod 777 {name}; or {_ELSEWHERE}")
    if not shared and mode & _OPEN_TO_ALL != _OPEN_TO_ALL:
        what = f"not everybody may write to {place} (its mode is {mode:o}), so students cannot submit"
        return Finding(_SUBJECT, State.GAP, what, f"chmod 777 {name}")
    return None


def _not_yours(place: Path, course_id: str, *, shared: bool) -> Iterator[Finding]:
    """What nbgrader would refuse to work in, inside the exchange."""
    course = place / course_id
    for folder in (course, course / "outbound", course / "inbound") if course_id else ():
        if folder.is_dir() and not os.access(folder, _EVERYTHING):
            what = f"you may not read and write {folder}, so nothing can be released or collected"
            yield Finding(_SUBJECT, State.BROKEN, what, "have its owner change that, or work as its owner")
        elif folder.is_dir() and not shared and not self_owned(folder):
            what = f"{folder} is {folder.owner()}'s, and nbgrader releases only into folders of your own"
            yield Finding(_SUBJECT, State.GAP, what, f"work as {folder.owner()}, or set another course_id in {CONFIG}")
