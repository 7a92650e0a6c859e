"""The little page that cards are made of: its looks, and the pieces that both kinds of card share.

A front end may be light or dark and may be JupyterLab, the classic Notebook, VS Code or a hosted one. So text takes the
colour that it finds, lines take JupyterLab's where there is one, and what has a colour has a sign and a word, too.
There is no script and nothing to be fetched.
"""

import html
from collections.abc import Iterable
from typing import Final

from autograder.check.card import one_line
from autograder.check.content import SIGNS, Standing

#: Mid-tones that stand out from white and from near black; they carry no text.
_COLOURS: Final = {
    Standing.RIGHT: "#1f8f4e",
    Standing.ANSWERED: "#2f86c9",
    Standing.OPEN: "#7a7a7a",
    Standing.WRONG: "#c96a12",
}
_STYLE: Final = """
.dsc-card{box-sizing:border-box;max-width:46rem;margin:.35rem 0;padding:.6rem .9rem .7rem;
border:1px solid var(--jp-border-color2,rgba(128,128,128,.35));border-left:4px solid var(--dsc-tone);border-radius:6px;
color:inherit;font-family:var(--jp-content-font-family,system-ui,sans-serif);font-size:14px;line-height:1.5}
.dsc-card p{margin:.35rem 0 0;overflow-wrap:anywhere}
.dsc-card .dsc-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:.15rem .6rem;margin:0}
.dsc-card .dsc-sign{flex:none;align-self:center;width:1.35em;height:1.35em;line-height:1.3em;text-align:center;
box-sizing:border-box;border:2px solid var(--dsc-tone);border-radius:50%;font-size:.85em;font-weight:700}
.dsc-card .dsc-name{font-weight:600;font-family:var(--jp-code-font-family,ui-monospace,monospace)}
.dsc-card .dsc-worth{margin-left:auto;font-variant-numeric:tabular-nums}
.dsc-card code,.dsc-card .dsc-values td,.dsc-card .dsc-cols th[scope=col]{
font-family:var(--jp-code-font-family,ui-monospace,monospace);font-size:13px}
.dsc-card.dsc-card.dsc-card code{background:none;color:inherit;padding:0;white-space:pre-wrap;overflow-wrap:anywhere}
.dsc-card .dsc-scroll{overflow-x:auto}
.dsc-card.dsc-card table{border-collapse:collapse;border:0;margin:.4rem 0 0;font-size:14px;table-layout:auto;
color:inherit}
.dsc-card.dsc-card tr.dsc-row{background:none}
.dsc-card.dsc-card th,.dsc-card.dsc-card td{border:0;background:none;padding:.1rem 1.1rem .1rem 0;text-align:left;
vertical-align:top;font-weight:400;white-space:normal;max-width:none}
.dsc-card.dsc-card th[scope=row]{white-space:nowrap}
.dsc-card.dsc-card .dsc-cols td,.dsc-card.dsc-card .dsc-cols th[scope=col]{text-align:right;white-space:nowrap}
.dsc-card.dsc-card .dsc-off{font-weight:700}
.dsc-card .dsc-note{border-left:2px solid var(--jp-border-color2,rgba(128,128,128,.35));padding-left:.7rem}
.dsc-card .dsc-named{display:inline-flex;gap:.5rem;align-items:center}
.dsc-card .dsc-bar{height:6px;margin:.5rem 0 .1rem;border-radius:3px;background:rgba(128,128,128,.3);overflow:hidden}
.dsc-card .dsc-bar>span{display:block;height:100%;background:#1f8f4e}
.dsc-card.dsc-card tr.dsc-row>*{border-top:1px solid rgba(128,128,128,.22)}
.dsc-card figure{margin:.6rem 0 0}
""".replace("\n", "")


def escaped(text: str) -> str:
    """Text for a page, free of what cannot be seen, whoever wrote it."""
    return html.escape(one_line(text))


def sign(standing: Standing) -> str:
    """The sign of a standing; the word beside it says the same."""
    return f'<span class="dsc-sign" style="--dsc-tone:{_COLOURS[standing]}" aria-hidden="true">{SIGNS[standing]}</span>'


def page(label: str, standing: Standing, parts: Iterable[str]) -> str:
    """Put pieces into a card that screen readers announce by its label."""
    return (
        f'<style>{_STYLE}</style><section class="dsc-card" style="--dsc-tone:{_COLOURS[standing]}" '
        f'aria-label="{escaped(label)}">{"".join(parts)}</section>'
    )


def paragraph(text: str, role: str = "") -> str:
    """A paragraph, with a bold word before it; nothing for nothing."""
    if not text:
        return ""
    return f"<p>{f'<strong>{role}</strong> ' if role else ''}{with_code(text)}</p>"


def with_code(text: str) -> str:
    """Text with what stands between backticks set as code."""
    parts = escaped(text).split("`")
    if len(parts) % 2 == 0:  # one backtick without its other
        return escaped(text)
    return "".join(f"<code>{part}</code>" if place % 2 else part for place, part in enumerate(parts))
