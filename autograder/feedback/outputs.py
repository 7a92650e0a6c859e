"""The outputs of a code cell, whoever ran it: text and pictures. HTML, SVG and scripts of any kind are left out."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from autograder.feedback.picture import picture_html
from autograder.feedback.text import escaped, joined, printed

_MOST_OUTPUTS: Final = 50


def outputs_html(outputs: object, *, is_check: bool) -> str:
    """Show a cell's outputs.

    Args:
        outputs: in the notebook format's own shape, or in none.
        is_check: of a check cell nothing but a number is for nbgrader to read; the table says the same.
    """
    listed = outputs[:_MOST_OUTPUTS] if isinstance(outputs, list) else []
    whole = [one for one in listed if isinstance(one, dict)]
    says_more = any(one.get("output_type") == "stream" for one in whole)
    return "".join(_output(one, is_number_hidden=is_check and says_more) for one in whole)


def _output(output: Mapping[str, Any], *, is_number_hidden: bool) -> str:
    kind = output.get("output_type")
    if kind == "stream":
        return _text(joined(output.get("text")), "stderr" if output.get("name") == "stderr" else "stdout")
    if kind == "error":
        return _text("\n".join(_error_lines(output)), "stderr")
    data = output.get("data")
    if kind not in ("execute_result", "display_data") or not isinstance(data, dict):
        return ""
    picture = picture_html(data, "What this cell draws")
    if picture:
        return f'<figure class="output">{picture}</figure>'
    text = joined(data.get("text/plain"))
    return "" if is_number_hidden and _is_number(text) else _text(text, "result")


def _error_lines(output: Mapping[str, Any]) -> Iterator[str]:
    """The traceback where there is one; it ends with the error."""
    traceback = output.get("traceback")
    lines = [line for line in traceback if isinstance(line, str)] if isinstance(traceback, list) else []
    yield from lines or [f"{joined(output.get('ename'))}: {joined(output.get('evalue'))}"]


def _text(text: str, kind: str) -> str:
    if not text.strip():
        return ""
    return f'<pre class="output {kind}" tabindex="0">{escaped(printed(text).rstrip())}</pre>'


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
