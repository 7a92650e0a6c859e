"""`check("squared_error")`: what a student runs below an exercise. Says what there is to say, returns the points."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any, Final

from autograder.check.card import card_text, earned_by, one_line, overview_text, total_text
from autograder.check.card_html import card_html, note_html, overview_html, value_html
from autograder.check.findings import RUN_THE_CELL, Finding, examine
from autograder.check.names import of_another_release, unknown
from autograder.check.saved import Saved, compare_with_file, is_in_file
from autograder.check.shell import current_shell, show, valued
from autograder.errors import AutograderError, SpecError
from autograder.examples import FILE_NAME, Examples, read_examples

_FOLDER_IS_GONE: Final = (
    "check: the folder this notebook was opened in is gone or was replaced. "
    "Restart the kernel (menu: Kernel) and run from the top."
)


def check(name: str | None = None) -> float:
    """Try your function on the lesson's examples and say what is right, what is wrong and, often, why.

    Args:
        name: the exercise, as in check("predict"); without a name all of them, a line each.

    Returns:
        The points earned on the examples, all or nothing for each exercise. (Grading puts more calls.)
    """
    namespace = _globals_of_caller(inspect.currentframe())
    try:
        folders = _folders(namespace)
        examples = examples_in(folders)
    except FileNotFoundError:
        return _note(_FOLDER_IS_GONE)
    except AutograderError as error:
        return _note(f"check: {error}")
    if name is None:
        return _check_all(examples, namespace, folders)
    if not _is_exercise(name, examples):
        if any(is_in_file(name, examples, namespace, folder) for folder in folders):
            return _note(of_another_release(name, examples))
        return _note(unknown(name, examples, folders))
    finding = _as_in_a_script(examine(examples, name, namespace))
    show(card_text(finding), lambda: card_html(finding))
    return valued(finding.verdict.points, value_html(finding))


def _as_in_a_script(finding: Finding) -> Finding:
    """Where there is no notebook, there is no cell to run."""
    if current_shell() is not None:
        return finding
    hint = finding.verdict.hint.replace(RUN_THE_CELL, ", save, and run the file again.")
    return replace(finding, verdict=replace(finding.verdict, hint=hint))


def _note(text: str) -> float:
    """Say why there is nothing to check."""
    show(one_line(text), lambda: note_html(text))
    return valued(0.0, "<small>Nothing was checked.</small>")


def _check_all(examples: Examples, namespace: Mapping[str, Any], folders: Sequence[Path]) -> float:
    findings = [examine(examples, each, namespace) for each in examples.order]
    saved = next((each for folder in folders if (each := compare_with_file(examples, namespace, folder))), None)
    text = overview_text(findings, examples.by_hand, _saved_lines(saved))
    show(text, lambda: overview_html(findings, examples.by_hand, saved))
    return valued(earned_by(findings), f"<small>{total_text(findings, examples.by_hand)}</small>")


def _saved_lines(saved: Saved | None) -> list[str]:
    if saved is None or not saved.remarks:
        return []
    return ["", f"Before you submit: the grading reads {saved.file} as it is saved.", *saved.remarks]


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
