"""`check("squared_error")`: what a student runs below an exercise. Says what there is to say, returns the points."""

import difflib
import inspect
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

from autograder.check.card import card_text, overview_text
from autograder.check.findings import examine
from autograder.errors import AutograderError, SpecError
from autograder.examples import Examples, read_examples

FILE_NAME: Final = "examples.json"


def check(name: str | None = None) -> float:
    """Try your function on the lesson's examples and say what is right, what is wrong and, often, why.

    Args:
        name: the exercise, as in check("predict"); without a name all of them, a line each.

    Returns:
        The points earned on the examples, all or nothing for each exercise. (Grading puts more calls.)
    """
    namespace = _globals_of_caller(inspect.currentframe())
    try:
        examples = examples_in(_folders(namespace))
    except AutograderError as error:
        print(f"check: {error}")
        return 0.0
    if name is None:
        findings = [examine(examples, each, namespace) for each in examples.order]
        print(overview_text(findings, examples.by_hand))
        return float(sum(finding.verdict.points for finding in findings))
    if not _is_exercise(name, examples):
        print(_unknown(name, examples))
        return 0.0
    finding = examine(examples, name, namespace)
    print(card_text(finding))
    return float(finding.verdict.points)


def examples_in(folders: Sequence[Path]) -> Examples:
    """Read the first examples.json found; read again only after it has changed.

    Raises:
        SpecError: there is none, or it cannot be read.
    """
    for folder in folders:
        path = folder / FILE_NAME
        try:
            status = path.stat()
            return _read(path, status.st_mtime_ns, status.st_size)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, UnicodeDecodeError) as error:
            msg = f"{path} cannot be read ({error}); fetch the assignment anew"
            raise SpecError(msg) from error
    places = " nor in ".join(map(str, folders))
    msg = (
        f"{FILE_NAME} is not in {places}; expected it beside the notebook it was handed out with, "
        f"so copy it there, or fetch the assignment anew"
    )
    raise SpecError(msg)


@lru_cache(maxsize=4)
def _read(path: Path, _modified: int, _size: int) -> Examples:
    return read_examples(path.read_text(encoding="utf-8"))


def _globals_of_caller(frame: FrameType | None) -> Mapping[str, Any]:
    """The names that the caller's cell sees; in a notebook, everything the student has defined."""
    caller = frame.f_back if frame else None
    return caller.f_globals if caller else {}


def _folders(namespace: Mapping[str, Any]) -> list[Path]:
    """Where to look: the current folder, which is the notebook's own; for a .py file its folder too."""
    file = namespace.get("__file__")
    beside = [Path(file).absolute().parent] if isinstance(file, str) else []
    return list(dict.fromkeys([Path.cwd(), *beside]))


def _is_exercise(name: object, examples: Examples) -> bool:
    return isinstance(name, str) and name in examples.order


def _unknown(name: object, examples: Examples) -> str:
    """Say why there is nothing to check under this name, and which one may have been meant."""
    if not isinstance(name, str):
        meant = getattr(name, "__name__", None)
        example = meant if meant in examples.order else examples.order[0]
        return f'check: expected the name of an exercise as a text, in quotes: check("{example}")'
    if name in examples.by_hand:
        return f"check: {name} is answered in words: a person reads it, so there is nothing to check."
    folded = {each.lower(): each for each in (*examples.order, *examples.by_hand)}
    near = [folded[each] for each in difflib.get_close_matches(name.strip().lower(), folded, n=3)]
    meant = f"Did you mean {_listed(near)}?" if near else f"There are: {', '.join(examples.order)}."
    return f'check: "{name}" is no exercise of {examples.key.assignment}. {meant}'


def _listed(names: Sequence[str]) -> str:
    return " or ".join(f'"{name}"' for name in names)
