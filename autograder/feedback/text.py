"""Text that a page can show: escaped, bounded, and free of signs that do things."""

import html
import re
from typing import Final

#: Bounds of one text that a program gave out.
_MOST_CHARACTERS: Final = 10_000
_MOST_LINES: Final = 120
#: Control characters, marks that turn the direction of reading around, and halves of characters that no file can hold.
_HARMFUL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_TERMINAL_COLOURS: Final = re.compile(r"\x1b\[[0-9;:]*[A-Za-z]")


def without_harm(text: str) -> str:
    """Replace every sign that a page should not hold."""
    return _HARMFUL.sub("\N{REPLACEMENT CHARACTER}", text)


def escaped(text: str) -> str:
    """The text with nothing in it that HTML would read as markup."""
    return html.escape(text, quote=True)


def printed(text: str) -> str:
    """What a program gave out, without terminal colours, cut to what is worth reading."""
    lines = _TERMINAL_COLOURS.sub("", text[: 2 * _MOST_CHARACTERS]).split("\n")
    kept = "\n".join(lines[:_MOST_LINES])[:_MOST_CHARACTERS]
    is_cut = len(lines) > _MOST_LINES or len(kept) == _MOST_CHARACTERS or len(text) > 2 * _MOST_CHARACTERS
    return f"{kept}\n... the rest is left out ..." if is_cut else kept


def joined(source: object) -> str:
    """A text of a notebook, which is a string or a list of lines; anything else is no text."""
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""
