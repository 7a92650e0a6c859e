"""The student's side: the public cases, in the student's own process. Imports nothing of the walls and no nbgrader."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from autograder.check.card import card_text, overview_text
    from autograder.check.findings import Finding, examine
    from autograder.check.notebook import check, examples_in

__all__ = ["Finding", "card_text", "check", "examine", "examples_in", "overview_text"]

_PLACES: Final = {
    "Finding": "findings",
    "card_text": "card",
    "check": "notebook",
    "examine": "findings",
    "examples_in": "notebook",
    "overview_text": "card",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever is asked for
    """Load what is asked for, and no more: nbgrader's settings name `check.validate` in every command."""
    if name not in _PLACES:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
