"""What students wrote as prose, so that no page made of it runs anything.

nbconvert, and with it the formgrader, renders Markdown with the HTML in it and MathJax with its commands for links and
styles: a teacher who reads an answer would run what a student wrote. The text stays as it was to the eye.
"""

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
