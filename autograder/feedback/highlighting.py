"""Python code -> HTML with classes for its colours."""

import re
from functools import lru_cache
from typing import Final

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

_LEXER: Final = PythonLexer(stripnl=False, ensurenl=False)
_FORMATTER: Final = HtmlFormatter(nowrap=True, classprefix="py-")
#: A function's first line and its docstring, which were released and are the same in a whole class.
_HEAD: Final = re.compile(r'def [a-z_0-9]+\([^\n"\'#]*:\n[ \t]+"""(?:[^"\\]|"(?!""))*"""\n')


def code_html(source: str) -> str:
    """Show Python code; whatever else it is, it is shown as text."""
    head = _HEAD.match(source)
    if head is None:
        return _kept(source)
    return _kept(head[0]) + _coloured(source[head.end() :])


def _coloured(source: str) -> str:
    return str(highlight(source, _LEXER, _FORMATTER))


#: A class hands in the same released cells and heads of functions over and over; each body is a student's own.
_kept: Final = lru_cache(maxsize=512)(_coloured)
