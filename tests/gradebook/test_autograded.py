"""The autograded notebook is valid and bounded, whatever was handed in."""

import base64
import json
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import msgspec
import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbconvert import HTMLExporter
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum, determine_grade

from autograder.gradebook.autograded import autograded_notebook
from autograder.gradebook.handed_in import HandedIn
from autograder.gradebook.released import ReleasedAssignment, ReleasedCell
from autograder.gradebook.verdict_text import verdict_text
from autograder.model import CaseVerdict, CellResult, Drawing, Judgement, Score, Verdict
from autograder.submission.handed_in import read_cells


def released_cell(name: str, source: str, **keys: Any) -> ReleasedCell:  # noqa: ANN401 - the fields of a cell
    fields: dict[str, Any] = {"grade_key": None, "solution_key": None, "task_key": None, "max_score": 0.0} | keys
    return ReleasedCell(name, "code", source, "0" * 32, locked=fields["solution_key"] is None, **fields)


RELEASED = ReleasedAssignment(
    id="a",
    name="tiny",
    duedate=None,
    notebook_id="n",
    notebook="tiny",
    kernelspec={"name": "python3", "display_name": "Python 3"},
    cells=(
        released_cell("setup", "import math"),
        released_cell("double", "raise NotImplementedError", solution_key="s"),
        released_cell("check_double", 'check("double")', grade_key="g", max_score=2.0),
        replace(
            released_cell("essay", "Write here.", grade_key="h", solution_key="e", max_score=3.0), cell_type="markdown"
        ),
    ),
)
SCORE = Score(
    "tiny",
    (Verdict("double", Judgement.CORRECT, 2.0, 2.0),),
    cells=((1, CellResult("printed\n", "ValueError: bad")),),
)


def cell(source: Any, grade_id: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any shape
    metadata = {"nbgrader": {"grade_id": grade_id, "grade": True, "points": 99}} if grade_id else {}
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": [], "id": "x"} | more


def handed_in(*cells: Any) -> HandedIn:  # noqa: ANN401 - any shape
    return HandedIn(read_cells(json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5}).encode()))


def built(*cells: Any, score: Score = SCORE) -> Any:  # noqa: ANN401 - nbformat brings no types
    """The autograded notebook of a notebook with these cells, valid for nbformat and for nbgrader."""
    return valid(autograded_notebook(RELEASED, handed_in(*cells), score))


def valid(data: bytes) -> Any:  # noqa: ANN401 - nbformat brings no types
    notebook = nbformat.reads(data.decode(), as_version=4)
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    return notebook


def grade_ids(notebook: Any) -> list[str]:  # noqa: ANN401 - nbformat brings no types
    return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells]


def test_locked_cells_are_restored_and_solution_cells_are_not() -> None:
    notebook = built(
        cell("import evil", "setup"), cell("return 2", "double"), cell("x = 1", "check_double"), cell("I", "essay")
    )

    assert [one.source for one in notebook.cells] == ["import math", "return 2", 'check("double")', "I"]


def test_points_in_the_students_metadata_are_not_believed() -> None:
    notebook = built(cell("", "double"), cell("", "check_double"), cell("", "essay"), cell("own", "made_up"))

    assert notebook.cells[1].metadata.nbgrader.points == 2.0
    assert notebook.cells[3].metadata == {}


def test_deleted_checks_are_put_back_behind_their_exercise() -> None:
    notebook = built(cell("import math", "setup"), cell("return 2", "double"), cell("own"))

    assert grade_ids(notebook) == ["setup", "double", "check_double", "", "essay"]


def test_a_deleted_answer_is_no_missing_response_for_it_may_stand_elsewhere() -> None:
    notebook = built(cell("def double(x): ..."), cell("", "check_double"))

    cells = {one.metadata.nbgrader.grade_id: one for one in notebook.cells if "nbgrader" in one.metadata}
    assert "other cells" in cells["double"].source
    assert "elsewhere" in cells["essay"].source
    assert determine_grade(cells["essay"])[0] is None
    assert determine_grade(cells["check_double"]) == (2.0, 2.0)


def test_a_demonstration_shows_its_figures() -> None:
    drawings = {0: Drawing((b"\x89PNG one", b"\x89PNG two"), CellResult("drawn\n"))}

    notebook = valid(autograded_notebook(RELEASED, handed_in(cell("import math", "setup")), SCORE, drawings))

    printed, *pictures = notebook.cells[0].outputs
    assert printed.text == "drawn\n"
    assert [base64.b64decode(one.data["image/png"]) for one in pictures] == [b"\x89PNG one", b"\x89PNG two"]


def test_of_cells_with_one_name_the_last_keeps_it() -> None:
    notebook = built(cell("first", "double"), cell("last", "double"), cell("", "check_double"), cell("", "essay"))

    assert grade_ids(notebook) == ["", "double", "check_double", "essay"]
    assert len({one.id for one in notebook.cells}) == 4


def test_a_check_shows_one_number_that_nbgrader_reads_as_the_points() -> None:
    notebook = built(cell("", "double"), cell("", "check_double", outputs=[{"output_type": "error"}]))

    check = notebook.cells[1]
    assert [output.output_type for output in check.outputs] == ["stream", "execute_result"]
    assert check.outputs[0].name == "stdout"
    assert check.outputs[1].data["text/plain"] == "2.0"
    assert determine_grade(check) == (2.0, 2.0)


def test_a_students_cell_shows_what_it_printed_and_how_it_failed() -> None:
    notebook = built(cell("import math", "setup"), cell("print('printed'); raise", "double"))

    outputs = notebook.cells[1].outputs
    assert outputs[0].text == "printed\n"
    assert (outputs[1].ename, outputs[1].evalue) == ("ValueError", "bad")


def test_outputs_that_were_handed_in_are_left_behind() -> None:
    fake = {"output_type": "display_data", "data": {"text/html": "<script>alert(1)</script>"}, "metadata": {}}

    notebook = built(cell("1", outputs=[fake]), cell("", "double"))

    assert "script" not in json.dumps(notebook)


class Scripts(HTMLParser):
    """Finds what a browser would run, follow or fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "svg", "object", "style") or any(name.startswith("on") for name, _ in attrs):
            self.found.append(tag)
        self.found += [value for _, value in attrs if value and value.lower().startswith("javascript:")]


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<!-- --><svg/onload=alert(1)>",
        "```\n</pre><script>alert(1)</script>\n```",
        "    code\r<script>alert(1)</script>",
        "[link](javascript:alert(1)) <https://x onmouseover=alert(1)>",
        "[link][1]\n\n[1]: javascript:alert(1)",
        "[link](java&#115;cript:alert(1)) [link](<javascript:alert(1)>)",
        "[link]( \tJaVaScRiPt\\:alert(1)) <javascript:a>",
        "![picture](javascript:alert(1)) [![p](https://x)](javascript:alert(1))",
        "text\n\n<div onclick=alert(1)>\n\n</div>",
    ],
)
def test_what_students_write_as_prose_runs_nothing_in_a_teachers_browser(kind: str, text: str) -> None:
    for grade_id in ("essay", ""):
        notebook = built(cell(text, grade_id) | {"cell_type": kind})
        page, _ = HTMLExporter(template_name="basic").from_notebook_node(notebook)

        scripts = Scripts()
        scripts.feed(page)
        assert scripts.found == []


PNG = {"image/png": "iVBORw0KGgo="}


def test_a_picture_pasted_into_an_answer_comes_along() -> None:
    answer = cell("Look: ![image.png](attachment:image.png)", "essay", cell_type="markdown")

    notebook = built(answer | {"attachments": {"image.png": PNG}})

    shown = next(one for one in notebook.cells if "Look" in one.source)
    assert shown.attachments["image.png"] == PNG
    assert "attachment:image.png" in shown.source
    HTMLExporter(template_name="basic").from_notebook_node(notebook)


@pytest.mark.parametrize("grade_id", ["essay", ""])
def test_a_picture_that_is_not_there_keeps_nobody_from_reading(grade_id: str) -> None:
    text = "![x](attachment:none.png) ![y][a]\n\n[a]: Attachment:gone.png"

    notebook = built(cell(text, grade_id, cell_type="markdown"))

    HTMLExporter(template_name="basic").from_notebook_node(notebook)


def test_of_cells_with_one_name_the_one_that_was_written_in_counts() -> None:
    written, untouched = (cell(text, "essay", cell_type="markdown") for text in ("Because.", "Write here."))

    for cells in ([written, untouched], [untouched, written]):
        notebook = built(*cells)
        answers = [one for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == "essay"]
        assert [one.source for one in answers] == ["Because."]
        assert "essay" not in handed_in(*cells).unanswered(RELEASED, SCORE)


def test_formulas_cannot_link_style_or_load() -> None:
    notebook = built(
        cell(r"$\href{javascript:alert(1)}{x} \frac{1}{2} \require{html}$", "essay") | {"cell_type": "markdown"}
    )

    source = next(one.source for one in notebook.cells if "frac" in one.source)
    assert r"\href" not in source
    assert r"\require" not in source
    assert r"\frac{1}{2}" in source


def test_remarks_stand_above_everything_as_plain_text() -> None:
    score = Score("tiny", SCORE.verdicts, notes=("Both <b>files</b>\nwere handed in.",))

    notebook = built(cell("", "double"), score=score)

    assert notebook.cells[0].cell_type == "markdown"
    assert "    Both <b>files</b>\n    were handed in." in notebook.cells[0].source


def test_a_script_is_shown_whole_and_every_answer_keeps_its_place() -> None:
    notebook = valid(autograded_notebook(RELEASED, HandedIn(None, "def double(x): ...\ud800"), SCORE))

    assert grade_ids(notebook) == ["", "", "double", "check_double", "essay"]
    assert notebook.cells[1].source == "def double(x): ...?"
    assert "other cells" in notebook.cells[2].source
    assert determine_grade(notebook.cells[3]) == (2.0, 2.0)


def test_what_a_script_leaves_out_is_as_it_was_released() -> None:
    score = Score("tiny", (Verdict("double", Judgement.MISSING, 0.0, 2.0),))

    notebook = valid(autograded_notebook(RELEASED, HandedIn(None, "x = 1"), score))

    assert notebook.cells[2].source == "raise NotImplementedError"


def test_what_a_person_grades_is_taken_from_the_notebook_beside_a_script() -> None:
    beside = handed_in(cell("raise NotImplementedError", "double"), cell("Because.", "essay")).cells

    notebook = valid(autograded_notebook(RELEASED, HandedIn(beside, "def double(x): ..."), SCORE))

    assert [one.source for one in notebook.cells if one.metadata.get("nbgrader", {}).get("grade_id") == "essay"] == [
        "Because."
    ]


def test_where_nothing_can_be_shown_every_cell_is_as_it_was_released() -> None:
    score = Score("tiny", (Verdict("double", Judgement.MISSING, 0.0, 2.0, "no notebook"),), notes=("no notebook",))

    notebook = valid(autograded_notebook(RELEASED, HandedIn(), score))

    assert "no notebook" in notebook.cells[0].source
    assert grade_ids(notebook)[1:] == ["double", "check_double", "essay"]
    assert notebook.cells[1].source == "raise NotImplementedError"
    assert determine_grade(notebook.cells[2]) == (0.0, 2.0)


@pytest.mark.parametrize(
    "odd",
    [
        {"cell_type": 5},
        {"source": {"a": 1}},
        {"source": ["a\n", 7, "b"]},
        {"metadata": {"nbgrader": {"grade_id": ["double"]}}},
        {"metadata": "none"},
        {"id": "x" * 100},
        {"id": None},
        {"cell_type": "markdown", "attachments": {"a.png": {"image/png": "AAAA"}, "b": 7, "c": {"text/plain": [1]}}},
        {"cell_type": "raw", "attachments": []},
        {"source": "\ud800 \x00 \x1b[31m"},
        {"source": "x" * 1_000_000},
    ],
    ids=str,
)
def test_cells_of_any_shape_make_a_valid_notebook(odd: dict[str, Any]) -> None:
    notebook = built(cell("a") | odd, 7, None, cell("", "double"))

    assert "check_double" in grade_ids(notebook)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | json_values,
        "source": st.text() | st.lists(st.text()) | json_values,
        "metadata": st.builds(
            lambda name: {"nbgrader": {"grade_id": name}}, st.sampled_from(["double", "essay", "check_double"])
        )
        | json_values,
        "attachments": json_values,
        "outputs": json_values,
        "id": json_values,
    },
)


@given(st.lists(cells | json_values, max_size=6))
def test_any_notebook_makes_a_valid_one_with_every_cell_of_the_gradebook_once(found: list[Any]) -> None:
    notebook = built(*found)

    assert [grade_ids(notebook).count(name) for name in ("double", "check_double", "essay")] == [1, 1, 1]


def test_fifty_megabytes_of_output_do_not_reach_the_notebook() -> None:
    loud = cell("1", outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}])

    notebook = autograded_notebook(RELEASED, handed_in(loud), SCORE)

    assert len(notebook) < 10_000


def test_what_a_verdict_says_is_bounded_and_free_of_control_characters() -> None:
    cases = tuple(
        CaseVerdict(
            f"case {number}", public=True, call="f(1)", judgement=Judgement.WRONG, message="\x1b[31m" + "x" * 900
        )
        for number in range(50)
    )

    text = verdict_text(Verdict("double", Judgement.WRONG, 0.0, 2.0, "h" * 100_000, None, "half", cases))

    assert len(text) < 11_000
    assert "\x1b" not in text
    assert text.startswith("double: wrong (0 of 2 points)\nIt stands on half")


def test_the_metadata_is_what_nbgrader_released() -> None:
    notebook = built(cell("", "check_double"), cell("", "double"))

    settings = notebook.cells[0].metadata.nbgrader
    assert (settings.checksum, settings.schema_version) == ("0" * 32, 3)
    assert len(compute_checksum(notebook.cells[0])) == 32
    assert msgspec.convert(dict(settings), dict[str, Any])["locked"] is True
