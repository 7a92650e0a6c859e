"""The lower part of the page: the notebook, as text and pictures."""

import pytest

from autograder.feedback import notebook_html
from tests.feedback.made_pages import PNG, SVG, code, notebook, prose, read

STREAM = {"output_type": "stream", "name": "stdout", "text": "double: wrong (0 of 2 points)\n"}
NUMBER = {"output_type": "execute_result", "data": {"text/plain": "0.0"}, "metadata": {}}


def html(*cells: object) -> str:
    return notebook_html(notebook(*cells)).html({}, ())  # type: ignore[arg-type]


def test_prose_code_and_what_it_printed_are_shown() -> None:
    error = {"output_type": "error", "ename": "NameError", "evalue": "no x", "traceback": ["NameError: no x"]}

    whole = html(prose("# Twice\n\n**bold**"), code("x = 1", outputs=[STREAM, error]))

    assert "<h3>Twice</h3>" in whole
    assert "<strong>bold</strong>" in whole
    assert "NameError: no x" in read(whole).text
    assert 'class="py-mi">1' in whole


def test_the_number_of_a_check_is_for_nbgrader_alone() -> None:
    text = read(html(code("check('double')", "check_double", [STREAM, NUMBER], grade=True))).text

    assert text == "Check check('double') double: wrong (0 of 2 points)"


def test_a_number_that_is_all_a_check_says_is_shown() -> None:
    assert read(html(code("check()", "check_double", [NUMBER], grade=True))).text.endswith("0.0")


def test_figures_and_pasted_pictures_are_shown() -> None:
    drawn = {"output_type": "display_data", "data": {"image/png": PNG, "text/plain": "<Figure>"}, "metadata": {}}

    markup = read(html(code("plot()", outputs=[drawn]), prose("![mine](attachment:a.png)", a_png={"image/png": PNG})))

    assert markup.targets == [f"data:image/png;base64,{PNG}"] * 2
    assert "<Figure>" not in markup.text


@pytest.mark.parametrize(
    "bundle",
    [{"image/svg+xml": SVG}, {"image/png": SVG}, {"image/png": 'x" onerror="alert(1)'}, {"text/html": PNG}, {}],
    ids=["svg", "svg-that-says-png", "markup", "html", "nothing"],
)
def test_what_is_no_picture_is_named_and_not_shown(bundle: dict[str, str]) -> None:
    markup = read(html(prose("![mine](attachment:a.png)", a_png=bundle)))

    assert "img" not in markup.tags
    assert "[picture: mine]" in markup.text


def test_an_attachment_is_shown_once_however_often_it_is_named() -> None:
    markup = read(html(prose("![m](attachment:a.png) " * 100, a_png={"image/png": PNG})))

    assert len(markup.targets) == 1


def test_html_of_outputs_is_left_out_and_its_text_shown() -> None:
    rich = {"text/html": "<b>table</b>", "image/svg+xml": "<svg>", "text/plain": "plain table"}

    whole = html(code("frame", outputs=[{"output_type": "execute_result", "data": rich, "metadata": {}}]))

    assert "plain table" in whole
    assert "<b>" not in whole
    assert "svg" not in whole


def test_colours_of_a_terminal_are_taken_out_of_tracebacks() -> None:
    lines = ["\x1b[0;31mZeroDivisionError\x1b[0m", "\x1b[1;32m      1\x1b[0m 1/0"]
    error = {"output_type": "error", "ename": "ZeroDivisionError", "evalue": "", "traceback": lines}

    text = read(html(code("1/0", outputs=[error]))).text

    assert text.endswith("ZeroDivisionError 1 1/0")


def test_hidden_tests_of_other_courses_stay_hidden_with_what_they_printed() -> None:
    source = "assert f(1) == 2\n### BEGIN HIDDEN TESTS\nassert f(77) == 154\n### END HIDDEN TESTS\nprint('end')"
    error = {"output_type": "error", "ename": "AssertionError", "evalue": "f(77)", "traceback": ["assert f(77) == 154"]}

    whole = html(code(source, "test_f", [error], grade=True, locked=True))

    assert "77" not in whole
    assert "assert f(1) == 2 print('end')" in read(whole).text
    assert "what they printed is not shown" in whole


def test_a_mark_scheme_without_an_end_stays_hidden_to_the_end() -> None:
    task = prose("Draw it.\n### BEGIN MARK SCHEME\nhalf a point for axes")
    task["metadata"] = {"nbgrader": {"grade_id": "draw", "task": True}}

    assert "axes" not in html(task)


def test_formulas_become_mathml_and_what_is_none_stays_tex() -> None:
    whole = html(prose(r"$w^2$ and $$\text{goal\_pred}$$ and $\frac{$"))

    assert "<msup><mi>w</mi><mn>2</mn></msup>" in whole
    assert "<mtext>goal_pred</mtext>" in whole
    assert r'<code class="tex">\frac{</code>' in whole


def test_tables_keep_their_columns_apart() -> None:
    whole = html(prose("| a | b |\n|---|--:|\n| 1 | 2 |"))

    assert '<th scope="col" class="right">b</th>' in whole
    assert '<td class="right">2</td>' in whole


def test_long_texts_are_shown_plain_and_endless_ones_cut() -> None:
    whole = html(code("x = 1\n" * 4_000), prose("**a** " * 4_000), code("y" * 10_000_000))

    assert "py-" not in whole
    assert "**a**" in whole
    assert len(whole) < 1_000_000
    assert "the rest is left out" in whole


def test_a_notebook_without_end_is_cut() -> None:
    whole = html(*(code("x") for _ in range(5_000)))

    assert whole.count('class="cell') == 1_000
    assert whole.endswith("The rest of the notebook is left out here.</p>")


def test_of_cells_with_the_same_name_the_first_is_where_links_lead() -> None:
    markup = read(html(code("a", "double"), code("b", "double"), code("c", 'x" onclick="y')))

    assert markup.ids == ["cell-double", "cell-x--onclick--y"]


@pytest.mark.parametrize(
    "odd",
    [
        {},
        {"cells": 3},
        {"cells": [None, 3, {}, {"cell_type": "code", "source": 5, "outputs": {"a": 1}, "metadata": []}]},
        {"cells": [{"cell_type": "code", "source": ["a", 3, "b"], "outputs": [3, {"output_type": "stream"}]}]},
        {"cells": [{"cell_type": "code", "outputs": [{"output_type": "error", "traceback": 3, "ename": []}]}]},
        {"cells": [{"cell_type": "markdown", "source": "![a](attachment:b)", "attachments": {"b": 3}}]},
        {"cells": [{"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": ["x"]}}}]},
        {"cells": [{"cell_type": "code", "outputs": [{"output_type": "display_data", "data": {"image/png": 7}}]}]},
    ],
)
def test_odd_shapes_are_passed_over(odd: dict[str, object]) -> None:
    assert isinstance(notebook_html(odd).html({}, ()), str)


def test_a_card_stands_for_the_call_of_check_and_what_that_printed() -> None:
    body = notebook_html(notebook(code("check('double')", "check_double", [STREAM, NUMBER], grade=True)))

    whole = body.html({"cell-check_double": "<p>the card</p>"}, {"cell-check_double"})

    assert read(whole).text == "the card"
    assert read(whole).ids == ["cell-check_double"]


def test_a_check_of_another_kind_is_shown_with_its_card() -> None:
    body = notebook_html(notebook(code("assert double(1) == 2", "check_double", [STREAM], grade=True)))

    assert read(body.html({"cell-check_double": "<p>the card</p>"}, {"cell-check_double"})).text.endswith(
        "== 2 the card"
    )


def test_what_stock_nbgrader_found_stays_beside_a_teachers_remark() -> None:
    body = notebook_html(notebook(code("assert double(1) == 2", "check_double", [STREAM], grade=True)))

    assert read(body.html({"cell-check_double": "<p>a remark</p>"}, ())).text.endswith("(0 of 2 points) a remark")


def test_the_remark_that_an_answer_stands_elsewhere_is_left_out_where_a_card_follows() -> None:
    remark = "# This cell was not handed in; what stands in other cells was graded."

    text = read(html(code("x = 1"), code(remark, "double", solution=True), code(remark))).text

    assert text == f"x = 1 {remark}"
