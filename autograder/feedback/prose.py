"""Markdown -> HTML that is safe to publish: markup is shown as text, links lead to the web, pictures come along."""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote

from mistune import HTMLRenderer, Markdown, create_markdown
from mistune.plugins.math import math
from mistune.plugins.table import table

from autograder.feedback.formula import formula_html
from autograder.feedback.picture import picture_html
from autograder.feedback.text import escaped

_WEB: Final = re.compile(r"https?://[^\s<>\"'`\\]{1,2000}", re.IGNORECASE)
_DATA: Final = re.compile(r"data:(image/[a-z]+);base64,([^\s]*)")
_ATTACHED: Final = "attachment:"
#: The page's own headings come first, then the notebook's.
_HEADINGS_DOWN: Final = 2


class _Renderer(HTMLRenderer):
    """mistune's way of writing HTML, narrowed. Each attachment is shown once, so a page cannot be blown up."""

    def __init__(self, attachments: Mapping[str, Any]) -> None:
        super().__init__(escape=True)
        self._attachments = dict(attachments)

    def link(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 - mistune's signature
        if not _WEB.fullmatch(url):
            return text
        return f'<a href="{escaped(url)}" rel="nofollow noopener noreferrer">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002 - mistune's signature
        description = html.unescape(re.sub(r"<[^>]*>", "", text))  # mistune has escaped it
        bundle: Any = None
        if url.startswith(_ATTACHED):
            bundle = self._attachments.pop(unquote(url.removeprefix(_ATTACHED)), None)
        elif data := _DATA.fullmatch(url):
            bundle = {data[1]: unquote(data[2])}
        picture = picture_html(bundle, description) if isinstance(bundle, dict) else ""
        return picture or f"<em>[picture: {escaped(description) or 'without a name'}]</em>"

    def heading(self, text: str, level: int, **_: Any) -> str:  # noqa: ANN401 - mistune's signature
        tag = f"h{min(level + _HEADINGS_DOWN, 6)}"
        return f"<{tag}>{text}</{tag}>\n"

    def block_code(self, code: str, info: str | None = None) -> str:  # noqa: ARG002 - mistune's signature
        return f'<pre tabindex="0"><code>{escaped(code)}</code></pre>\n'


def _table_cell(_: object, text: str, align: str | None = None, head: bool = False) -> str:  # noqa: FBT001, FBT002 - mistune's
    where = f' class="{align}"' if align in ("left", "right", "center") else ""
    return f'<th scope="col"{where}>{text}</th>' if head else f"<td{where}>{text}</td>"


def _table(_: object, text: str) -> str:
    return f'<div class="wide"><table>{text}</table></div>\n'


def _markdown(attachments: Mapping[str, Any]) -> Markdown:
    renderer = _Renderer(attachments)
    markdown = create_markdown(renderer=renderer, plugins=[table, math])
    renderer.register("table", _table)
    renderer.register("table_cell", _table_cell)
    renderer.register("block_math", lambda _, text: formula_html(text, display=True))
    renderer.register("inline_math", lambda _, text: formula_html(text, display=False))
    return markdown


_PLAIN: Final = _markdown({})  # making one takes longer than using it


def prose_html(text: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Show a markdown cell.

    Args:
        text: its markdown.
        attachments: pictures pasted into it, {file name: {media type: base64 text}}.
    """
    return str(_markdown(attachments)(text)) if attachments else _without_pictures(text)


@lru_cache(maxsize=256)  # a class hands in the same released prose over and over
def _without_pictures(text: str) -> str:
    return str(_PLAIN(text))
