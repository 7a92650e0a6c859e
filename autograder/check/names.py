"""Names that lead nowhere -> what may have been meant: a typo, a renamed function, an exercise of another notebook."""

import difflib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any, Final

from autograder.examples import FILE_NAME, Examples

#: Folders beside this one that are looked into.
_MOST_FOLDERS: Final = 50
_MOST_BYTES: Final = 5_000_000
_NAME_CHARACTERS: Final = 60
#: How alike two names must be for the one to be taken for the other, 1 for the same.
_ALIKE: Final = 0.75


def unknown(name: object, examples: Examples, folders: Sequence[Path]) -> str:
    """Say why there is nothing to check under this name, and which one may have been meant."""
    if not isinstance(name, str):
        meant = getattr(name, "__name__", None)
        example = meant if isinstance(meant, str) and meant in examples.order else examples.order[0]
        return f'check: expected the name of an exercise as a text, in quotes: check("{example}")'
    if name in examples.by_hand:
        return f"check: {name} is answered in words: a person reads it, so there is nothing to check."
    shown = name if len(name) <= _NAME_CHARACTERS else f"{name[:_NAME_CHARACTERS]}..."
    elsewhere = _assignment_of(name, folders)
    if elsewhere:
        return (
            f'check: "{shown}" is an exercise of {elsewhere}, and this is {examples.key.assignment}. '
            f"Check it in the notebook of {elsewhere}."
        )
    folded = {each.lower(): each for each in (*examples.order, *examples.by_hand)}
    near = [folded[each] for each in difflib.get_close_matches(name.strip().lower(), folded, n=3)]
    meant = f"Did you mean {_listed(near)}?" if near else f"There are: {', '.join(examples.order)}."
    return f'check: "{shown}" is not an exercise of this notebook ({examples.key.assignment}). {meant}'


def of_another_release(name: str, examples: Examples) -> str:
    """Say that the notebook has an exercise that its examples lack."""
    return (
        f'check: "{name}" is in this notebook and not in {FILE_NAME}, which is of release {examples.release}. '
        f"They are of different releases: fetch {examples.key.assignment} anew, and copy your code into it."
    )


def not_defined(name: str, exercises: Sequence[str] = (), namespace: Mapping[str, Any] | None = None) -> str:
    """Say that there is no such name, and which function of the student's may be meant to bear it."""
    renamed = _renamed(name, exercises, namespace or {})
    if renamed:
        return f"There is no {name}, and there is {renamed}: was it renamed? Name it {name} and run its cell again."
    return f"There is no {name} yet. Run the cell that defines it, then check again; if it was renamed, name it back."


def _renamed(name: str, exercises: Sequence[str], namespace: Mapping[str, Any]) -> str:
    """A function of the notebook's own whose name is near, and that is no exercise itself; or ""."""
    own = {
        each.lower(): each
        for each, value in namespace.items()
        if isinstance(value, FunctionType) and value.__globals__ is namespace and each not in exercises
    }
    near = difflib.get_close_matches(name.lower(), own, n=1, cutoff=_ALIKE)
    return own[near[0]] if near else ""


def _assignment_of(name: str, folders: Sequence[Path]) -> str:
    """The assignment in a folder beside this one that has such an exercise, or ""."""
    beside = [path for folder in folders for path in sorted(folder.parent.glob(f"*/{FILE_NAME}"))[:_MOST_FOLDERS]]
    for path in beside:
        try:
            if path.parent in folders or path.stat().st_size > _MOST_BYTES:
                continue
            body = json.loads(path.read_text(encoding="utf-8"))
            if any(each["name"] == name for each in body["exercises"]):
                return str(body["assignment"])[:_NAME_CHARACTERS]
        except (OSError, ValueError, LookupError, TypeError, RecursionError):
            continue  # it is not this one's turn to be read
    return ""


def _listed(names: Sequence[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)
