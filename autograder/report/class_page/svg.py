"""matplotlib's figures as pictures that a page can hold: named, in the page's own colours and letters, ids its own.

What matplotlib writes is a document that stands alone. Here it becomes a part of a page: colours turn into the page's
(so that one picture serves light, dark and paper), text stays text, and no id occurs twice.
"""

import html
import io
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Final

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.figure import Figure

#: What charts are drawn in, and the page's name for it; the hex is that of the page by daylight.
COLOURS: Final[Mapping[str, str]] = {
    "#fbfaf7": "paper",
    "#ffffff": "sheet",
    "#24272c": "ink",
    "#5c626b": "quiet",
    "#e2dfd8": "line",
    "#2b5f8a": "accent",
    "#2a6a3f": "right",
    "#7d5a00": "part",
    "#a1402c": "wrong",
    "#5b4a8a": "waits",
}
PAPER, SHEET, INK, QUIET, LINE, ACCENT, RIGHT, PART, WRONG, WAITS = COLOURS
#: Text as text, the same ids every time, and little ink.
STYLE: Final[dict[Any, Any]] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "class report",
    "font.size": 11,
    "hatch.linewidth": 0.7,
    "text.color": INK,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "text.parse_math": False,  # a name is a name, whatever stands in it
}
_NO_METADATA: Final = dict.fromkeys(("Date", "Creator", "Format", "Type"))
_FONT: Final = re.compile(r" ?font-family: [^;\"]*;?")
_FILL: Final = re.compile(r' fill="(#[0-9a-f]{6})"')
_OWN_STYLE: Final = re.compile(r"<defs>\s*<style.*?</style>\s*</defs>", re.DOTALL)
_OPENING: Final = re.compile(r"^.*?<svg [^>]*?viewBox=\"([0-9. ]+)\"[^>]*>", re.DOTALL)


def drawn(figure: Figure, *, name: str, title: str, description: str) -> Markup:
    """Write a figure as a part of a page.

    Args:
        figure: made and saved within `matplotlib.rc_context(STYLE)`.
        name: tells it from the page's other pictures; a plain word.
        title: what it is.
        description: what can be seen in it, for those who cannot see it.
    """
    written = io.StringIO()
    figure.savefig(written, format="svg", transparent=True, metadata=_NO_METADATA)
    body = _OWN_STYLE.sub("", written.getvalue())
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = body.replace("url(#", f"url(#{name}-").replace('href="#', f'href="#{name}-')
    body = _FILL.sub(r' style="fill: \1"', _FONT.sub("", body))
    for colour, word in COLOURS.items():
        body = body.replace(colour, f"var(--{word})")
    words = (
        f'<title id="{name}-title">{html.escape(title)}</title><desc id="{name}-desc">{html.escape(description)}</desc>'
    )
    return Markup(_OPENING.sub(lambda found: _opened(name, found[1]) + words, body, count=1))  # noqa: S704 - all text in it is escaped, by matplotlib or above


def style() -> AbstractContextManager[None]:
    """The settings under which figures are made and saved; what was set before comes back."""
    return mpl.rc_context(STYLE)


def _opened(name: str, view_box: str) -> str:
    width = float(view_box.split()[2])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" role="img" '
        f'viewBox="{view_box}" style="max-width:{width:.0f}px" stroke-linejoin="round" '
        f'aria-labelledby="{name}-title {name}-desc">'
    )
