"""What students wrote as prose and as names, so that no page and no log made of it runs anything.

nbconvert, and with it the formgrader, renders Markdown with the HTML in it and MathJax with its commands for links and
styles: a teacher who reads an answer would run what a student wrote. The text stays as it was to the eye.

The formgrader writes a student's id, the name of a folder in the exchange, into its pages as it is; a spreadsheet that
reads a class's scores would run an id that begins as a formula does; and nbgrader's log names the files that it copies.
"""

import html
import logging
import re
from collections.abc import Container
from typing import Final

#: No tag, no comment, no entity begins with it, and nobody sees it.
_INVISIBLE: Final = "\u200b"
_BEGINS_TAG: Final = re.compile(r"<(?=[a-zA-Z/!?])")
#: A link, or the definition of one, that leads elsewhere than to the web, a picture pasted in or a place on the page.
_LEADS_ASTRAY: Final = re.compile(r"\](?=\((?!\s*<?(?:https?://|attachment:|#))|:(?!\s*<?https?://))")
#: A reference to a picture pasted in; nbconvert refuses a whole notebook where one leads nowhere.
_PICTURE: Final = re.compile(r"attachment:(?=([^\s)>\"']*))", re.IGNORECASE)
#: TeX commands of MathJax that link, style, name, place or load.
_COMMANDS: Final = r"href|style|class|cssId|data|require|unicode|mmlToken|bbox|enclose|html\w*"
_REACHES_OUT: Final = re.compile(rf"\\(?=(?:{_COMMANDS})\b)")
#: Why nobody is graded under a name that could act where it is shown.
NO_PLAIN_NAME: Final = (
    "the student's id holds signs that could act in a page, a terminal or a spreadsheet; "
    "give the student another id in the gradebook, and the folder that name"
)
#: What ends a text in HTML, in an attribute, in a string of JavaScript.
_ENDS_TEXT: Final = frozenset('<>"\\`')
#: What a spreadsheet takes for the beginning of a formula. An id is a key: it cannot be given an apostrophe to be safe.
_BEGINS_FORMULA: Final = tuple("=+-@")


def harmless_prose(text: str, pictures: Container[str] = ()) -> str:
    """Take the effect from a student's Markdown: HTML, links that run, commands that reach beyond a formula.

    Args:
        text: what was written.
        pictures: the names of the pictures pasted into it.
    """
    text = _PICTURE.sub(lambda found: found[0] if found[1] in pictures else f"attachment{_INVISIBLE}:", text)
    text = _LEADS_ASTRAY.sub(f"]{_INVISIBLE}", text)
    text = _BEGINS_TAG.sub(f"<{_INVISIBLE}", text)
    return _REACHES_OUT.sub(f"\\\\{_INVISIBLE}", text)


def indented(text: str) -> str:
    """Show any text as it is, as a block of code in Markdown."""
    return "\n".join(f"    {line}" for line in text.splitlines())


def is_plain_name(name: str) -> bool:
    """Whether a student's id can stand in a page as it is, in a terminal, and in a spreadsheet's cell."""
    begins_formula = name.lstrip().startswith(_BEGINS_FORMULA)
    return name.isprintable() and not begins_formula and _ENDS_TEXT.isdisjoint(name) and html.unescape(name) == name


def keep_printable(log: "logging.Logger | logging.LoggerAdapter[logging.Logger]") -> None:
    """Have a log say what names it holds without the signs that a terminal obeys."""
    logger = log.logger if isinstance(log, logging.LoggerAdapter) else log
    logger.addFilter(_in_plain_signs)  # twice is once


def _in_plain_signs(record: logging.LogRecord) -> bool:
    try:
        text = record.getMessage()
    except (TypeError, ValueError):  # a message that does not fit its arguments; logging itself says so
        return True
    record.msg, record.args = _plain(text), None
    if record.exc_info:
        record.exc_text = _plain(logging.Formatter().formatException(record.exc_info))
    return True


def _plain(text: str) -> str:
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "?" for sign in text)
