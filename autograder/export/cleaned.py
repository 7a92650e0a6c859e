"""Texts made harmless for what reads them. Names, file names and messages come from students."""

import re
from typing import Final

#: What no XML 1.0 file may hold, not even as a reference (what a database's JSON may not hold is among it); and what
#: steers a terminal, or turns the order of the letters around.
_UNPRINTABLE: Final = re.compile(
    "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
#: What a spreadsheet takes for the beginning of a formula; a tab or a line break may stand before it.
_FORMULA: Final = re.compile(r"\s*[=+\-@]|[\t\r\n]")


def clean(text: str, most: int | None = None) -> str:
    """Put U+FFFD in the place of every character that XML or a platform's database refuses, or a terminal obeys.

    Args:
        text: to be cleaned.
        most: how many characters are left of it; the rest is said to be left out.
    """
    cleaned = _UNPRINTABLE.sub("\ufffd", text)
    ending = " [...]"
    return cleaned if most is None or len(cleaned) <= most else cleaned[: most - len(ending)] + ending


def for_spreadsheet(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula and run.

    For what people read (names, remarks). Never for a key: an id with an apostrophe before it is nobody's id, so keys
    go out as they are, and a file of keys is for the platform, not to be opened by double-click.
    """
    cleaned = clean(text)
    return f"'{cleaned}" if _FORMULA.match(cleaned) else cleaned


def number(points: float) -> str:
    """Points as platforms read them: the shortest figures, with a point, without an exponent."""
    text = f"{points:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
