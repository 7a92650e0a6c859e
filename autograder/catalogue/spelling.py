"""A name spelt wrong: of an assignment, say, of a field of `Exercise`, or to import. Which one was meant?"""

import dataclasses
import difflib
import re
from collections.abc import Sequence
from typing import Final

from autograder import spec

#: What Python says of a name that a module, a field that a class, or an argument that a function does not have.
_NO_NAME: Final = re.compile(r"cannot import name '(\w+)'")
#: How much of two names is the same, at least, where one may be the other spelt wrong.
NEAR: Final = 0.5
_NO_FIELD: Final = re.compile(r"(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'")


def misspelling(error: BaseException) -> str:
    """What is spelt wrong and what to write instead, or "" where an error is about something else."""
    absent = _NO_NAME.match(str(error)) if isinstance(error, ImportError) and error.name == spec.__name__ else None
    if absent:
        return f"{spec.__name__} has no {absent[1]!r}; {meant(absent[1], spec.__all__)}"
    unknown = _NO_FIELD.search(str(error)) if isinstance(error, TypeError) else None
    fields = _fields(unknown[1]) if unknown else ()
    return f"{unknown[1]} has no {unknown[2]!r}; {meant(unknown[2], fields)}" if unknown and fields else ""


def meant(found: str, known: Sequence[str]) -> str:
    """Ask whether the nearest of some names was meant, where one is near, and list them all.

    Args:
        found: what was written.
        known: what there is, at least one.
    """
    there = f"there are: {', '.join(known)}"
    nearest = difflib.get_close_matches(found, known, n=1, cutoff=NEAR)
    return f"did you mean {nearest[0]!r}? ({there})" if nearest else there


def _fields(name: str) -> tuple[str, ...]:
    """What a class of the catalogue is made of, or a function of it takes."""
    known = getattr(spec, name, None) if name in spec.__all__ else None
    if dataclasses.is_dataclass(known):
        return tuple(field.name for field in dataclasses.fields(known))
    return tuple(known.__code__.co_varnames[: known.__code__.co_argcount]) if callable(known) else ()
