"""Pictures inside the page itself: PNG, JPEG and GIF, which cannot hold anything that acts."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final

from autograder.feedback.text import escaped, joined

#: What such a file begins with, in the order of preference.
_BEGINNINGS: Final = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}
_MOST_CHARACTERS: Final = 7_000_000
_BASE64: Final = re.compile(r"[A-Za-z0-9+/]+={0,2}")


def picture_html(bundle: Mapping[str, Any], description: str) -> str:
    """Show the first picture of a bundle {media type: base64 text}, or "" where it holds none that may be shown."""
    for kind, beginning in _BEGINNINGS.items():
        text = joined(bundle.get(kind))
        data = "".join(text.split()) if len(text) <= _MOST_CHARACTERS else ""
        if data and _begins_with(data, beginning):
            return f'<img src="data:{kind};base64,{data}" alt="{escaped(description)}">'
    return ""


def _begins_with(data: str, beginning: bytes) -> bool:
    if not _BASE64.fullmatch(data):
        return False
    try:
        return base64.b64decode(data[:16], validate=True).startswith(beginning)
    except binascii.Error:
        return False
