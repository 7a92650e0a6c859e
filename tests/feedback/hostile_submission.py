"""A submission that is hostile wherever a student can write: every text of it would act if it were more than text."""

import base64
import copy
import json
from collections.abc import Mapping
from typing import Any, Final

from tests.feedback.hostile import MARKDOWN, RUN, TEXTS
from tests.feedback.made_pages import PNG, SVG
from tests.traps.released import ASSIGNMENT, Released, grade_id

#: What a terminal would obey: a title, a cleared screen, colours, text that turns round, and the eight-bit sequences.
STEERS: Final = "\x1b]0;owned\x07\x1b[2J\x1b[31m\u202egnihton\x9b1m\x08\r"
_SVG_TEXT: Final = base64.b64decode(SVG).decode()
#: Every text that a page or a terminal might take for more than text, for a program to print, raise and return.
_EVERYTHING: Final = [*TEXTS, *MARKDOWN, STEERS, _SVG_TEXT]
_CODE: Final = f"""
import sys
import warnings

TEXTS = {_EVERYTHING!a}
EVERYTHING = "\\n".join(TEXTS)

for text in TEXTS:
    print(text)
    print(text, file=sys.stderr)
warnings.warn(EVERYTHING)

class Hostile(Exception):
    def __str__(self):
        return EVERYTHING
    __repr__ = __str__
    def _repr_html_(self):
        return EVERYTHING
    _repr_svg_ = _repr_javascript_ = _repr_latex_ = _repr_markdown_ = _repr_html_

Hostile.__name__ = Hostile.__qualname__ = "<script>{RUN}</script>\\x1b[31m"

def predict(input, weight):
    print(EVERYTHING)
    raise Hostile(EVERYTHING)

def squared_error(pred, goal_pred):
    return EVERYTHING

def squaring_shrinks(error):
    return Hostile()

def mean_squared_error(preds, goal_preds):
    raise type(TEXTS[0], (Exception,), {{}})(STEERS)

def error_of_weight(weight, input, goal_pred):
    return {{EVERYTHING: EVERYTHING}}

predict.__name__ = squared_error.__name__ = EVERYTHING
q_outlier = EVERYTHING
q_cancel = Hostile()
q_parts = [EVERYTHING]
Hostile()
"""
_PASTED: Final = " ".join(f"![{name}](attachment:{name}.png)" for name in "abcd")
#: Files beside the notebook, by names that are texts for pages and terminals; none holds what no file's name can.
FILES: Final[Mapping[str, bytes]] = {
    f"{RUN}.html": f"<script>{RUN}</script>".encode(),
    f'"><img src=x onerror="{RUN}">.txt': b"",
    f"<svg onload={RUN}>.py": b"raise SystemExit",
    "\x1b[2J\x1b]0;owned\x07.py": b"raise SystemExit",
    "\x1b[31m\u202egnp.ipynb": b"{}",
    f"{ASSIGNMENT}.html": f"<script>{RUN}</script>".encode(),
}


def hostile_files(released: Released) -> dict[str, bytes]:
    """The notebook, and what lies beside it."""
    return {**released.submission(_notebook(released)), **FILES}


def hostile_name_files(released: Released) -> dict[str, bytes]:
    """A folder in which no notebook counts, whose names are told to the student and the teacher."""
    return {name: data for name, data in FILES.items() if not name.endswith(".html")} | {
        "examples.json": released.examples
    }


def _notebook(released: Released) -> dict[str, Any]:
    notebook = copy.deepcopy(released.stub)
    notebook["metadata"] = _metadata()
    for cell in notebook["cells"]:
        if grade_id(cell) == "predict":
            cell["source"] = _CODE
        elif grade_id(cell) == "sse":
            cell["source"] = f'"""{"".join(TEXTS[:-1])}"""\nraise KeyError("{STEERS!r}")'
        elif grade_id(cell) in released.answers:
            cell["source"] = "pass"
        elif grade_id(cell) == "why_square":
            cell["source"] = "\n\n".join((*TEXTS, *MARKDOWN, _PASTED))
            cell["attachments"] = _attachments()
    notebook["cells"] += [cell for text in (*TEXTS, *MARKDOWN) for cell in _cells(text)]
    # Halves of characters, as JSON can hold them: what is handed in is bytes, and these are what Python writes.
    return json.loads(json.dumps(notebook))  # type: ignore[no-any-return]


def _metadata() -> dict[str, Any]:
    script = f"<script>{RUN}</script>"
    language = {"name": script, "pygments_lexer": script, "codemirror_mode": script, "file_extension": script}
    return {"kernelspec": {"name": script, "display_name": script}, "language_info": language, "title": script}


def _attachments() -> dict[str, Any]:
    acts = f'x" onerror="{RUN}" x="'
    return {
        "a.png": {"image/svg+xml": SVG, "image/png": PNG},
        "b.png": {"text/html": f"<script>{RUN}</script>"},
        "c.png": {acts: acts},
        "d.png": {"image/png": acts, "image/svg+xml": acts},
        acts: {"image/png": PNG},
    }


def _cells(text: str) -> list[dict[str, Any]]:
    """A cell of every kind with a text in it, and every kind of output."""
    data = dict.fromkeys(("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml"), text)
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": text}, "application/javascript": RUN}
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": text},
        {"output_type": "error", "ename": text, "evalue": text, "traceback": [text]},
        {"output_type": "execute_result", "execution_count": 1, "data": data, "metadata": {text: text}},
        {"output_type": "display_data", "data": view, "metadata": {}},
    ]
    tags = {"tags": [text], text: text, "nbgrader": {"grade_id": text, "comment": text, "schema_version": 3}}
    code = {"cell_type": "code", "execution_count": 1, "outputs": outputs, "source": f"{text}\n#{text}"}
    return [
        {**code, "metadata": tags, "id": text},
        {**code, "source": f"%%html\n{text}", "metadata": {}},
        {**code, "source": f"raise NameError({text!a})", "metadata": {}},
        {
            "cell_type": "markdown",
            "source": f"{text}\n\n{_PASTED}",
            "metadata": {text: text},
            "attachments": _attachments(),
        },
        {"cell_type": "raw", "source": text, "metadata": {"format": "text/html", "raw_mimetype": "text/html"}},
        {"cell_type": text, "source": text, "metadata": {}},
    ]
