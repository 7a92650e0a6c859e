"""Python code -> HTML with classes for its colours."""

from functools import lru_cache
from typing import Final

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import PythonLexer  # type: ignore[import-untyped]

_LEXER: Final = PythonLexer(stripnl=False, ensurenl=False)
_FORMATTER: Final = HtmlFormatter(nowrap=True, classprefix="py-")


@lru_cache(maxsize=512)  # a class hands in the same released cells, and the same untouched stubs, over and over
def code_html(source: str) -> str:
    """Show Python code; whatever else it is, it is shown as text."""
    return str(highlight(source, _LEXER, _FORMATTER))
