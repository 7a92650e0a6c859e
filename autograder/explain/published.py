"""The difference that a regrade makes as a file to publish: CSV, Markdown or one HTML page, by the file's ending."""

import html
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from autograder.errors import SpecError
from autograder.explain.regrade import COLUMNS, Row
from autograder.export.cleaned import clean, for_spreadsheet
from autograder.export.sheet import rows_text

#: Keys and figures go out exactly; the rest is prose, which no spreadsheet shall run.
_EXACT: Final = frozenset(
    {"assignment", "student", "points_before", "points_after", "score_before", "score_after", "max_score"}
)
#: What a page or a text of Markdown shows; hints take too much room there.
_SHOWN: Final = tuple(column for column in COLUMNS if not column.startswith("hint"))
_MARKS: Final = re.compile(r"([\\`*_{}\[\]|~])")
_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What regrading changes</title>
<style>
body {{ font: 1rem/1.4 system-ui, sans-serif; margin: 2rem; color: #1b1b1b; background: #fff; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #bbb; padding: .3rem .6rem; text-align: left; vertical-align: top; }}
thead th {{ background: #f1f1f1; }}
</style>
<h1>What regrading changes</h1>
{summary}
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{rows}
</tbody>
</table>
</html>
"""


def form_of(path: Path) -> Callable[[Sequence[Row], Sequence[str]], str]:
    """What writes a file of this name.

    Raises:
        SpecError: its ending says no form that is known.
    """
    forms = {".csv": _as_csv, ".md": _as_markdown, ".html": _as_html}
    if path.suffix.lower() not in forms:
        msg = f"{path}: ends in {path.suffix or 'nothing'!r}; expected a name that ends in {', '.join(forms)}"
        raise SpecError(msg)
    return forms[path.suffix.lower()]


def _as_csv(rows: Sequence[Row], _: Sequence[str]) -> str:
    body = [
        [text if column in _EXACT else for_spreadsheet(text) for column, text in zip(COLUMNS, row.cells, strict=True)]
        for row in rows
    ]
    return rows_text([list(COLUMNS), *body], line_break="\n")


def _as_markdown(rows: Sequence[Row], summary: Sequence[str]) -> str:
    lines = ["# What regrading changes", "", *(f"- {_marked(line)}" for line in summary), ""]
    lines.append(f"| {' | '.join(column.replace('_', ' ') for column in _SHOWN)} |")
    lines.append(f"|{'---|' * len(_SHOWN)}")
    lines += [f"| {' | '.join(_marked(getattr(row, column)) for column in _SHOWN)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _as_html(rows: Sequence[Row], summary: Sequence[str]) -> str:
    heads = "".join(f'<th scope="col">{column.replace("_", " ")}</th>' for column in _SHOWN)
    body = (
        f"<tr>{''.join(f'<td>{html.escape(clean(getattr(row, column)))}</td>' for column in _SHOWN)}</tr>"
        for row in rows
    )
    said = "".join(f"<p>{html.escape(clean(line))}</p>\n" for line in summary)
    return _PAGE.format(summary=said, heads=heads, rows="\n".join(body))


def _marked(text: str) -> str:
    """A text that Markdown shows as it is, on one line."""
    line = " ".join(clean(text).split())
    return _MARKS.sub(r"\\\1", html.escape(line, quote=False))
