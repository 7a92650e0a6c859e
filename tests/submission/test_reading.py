"""Whatever a student hands in becomes cells with the kinds of the release, or is refused in one line."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import SpecError, SubmissionError
from autograder.model import Cell, CellKind, Submission
from autograder.submission import parse_notebook, parse_script, parse_template, read, read_template
from autograder.submission.choice import MAX_BYTES

STUB = "def half(x):\n    raise NotImplementedError"
SOLVED = "def half(x):\n    return x / 2"


def cell(name: str, source: object, *, kind: str = "code", **settings: object) -> dict[str, Any]:
    nbgrader = {"nbgrader": {"grade_id": name, **settings}} if name else {}
    return {"cell_type": kind, "metadata": nbgrader, "source": source}


def notebook(*cells: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


SETUP = cell("setup", "import numpy as np", locked=True)
CHECK = cell("check_half", 'check("half")', grade=True, locked=True, points=2)
PLOT = cell("curve", "import matplotlib", locked=True)
PLOT["metadata"]["tags"] = ["demonstration"]
RELEASED = notebook(cell("", "# Halves", kind="markdown"), SETUP, cell("half", STUB, solution=True), CHECK, PLOT)
TEMPLATE = parse_template(RELEASED, "halves")


def handed_in(*cells: object) -> Submission:
    return parse_notebook(notebook(*cells), TEMPLATE)


def solution(text: object = SOLVED) -> dict[str, Any]:
    return cell("half", text, solution=True)


def kinds(submission: Submission) -> list[tuple[str, str]]:
    return [(each.kind.value, each.name) for each in submission.cells]


# ----------------------------------------------------------------------------------------------------- the template


def test_the_release_says_what_every_cell_is_for() -> None:
    found = {name: each.kind for name, each in TEMPLATE.cells.items()}

    assert found == {
        "setup": CellKind.SETUP,
        "half": CellKind.SOLUTION,
        "check_half": CellKind.CHECK,
        "curve": CellKind.DEMONSTRATION,
    }
    assert TEMPLATE.stubs == {"half": STUB}


def test_a_release_that_is_not_there_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match=r"error\.ipynb: is not there; run `autograder release error`"):
        read_template(tmp_path / "error.ipynb")


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"cells": [1]}', b'{"cells": [{"metadata": {"nbgrader": {}}}]}'])
def test_a_release_that_is_no_generated_notebook_is_refused(data: bytes) -> None:
    with pytest.raises(SpecError, match="is no generated notebook"):
        parse_template(data, "error")


# --------------------------------------------------------------------------------------------------------- notebooks


def test_cells_get_the_kinds_of_the_release() -> None:
    submission = handed_in(SETUP, cell("", "Notes", kind="markdown"), solution(), cell("", "half(3)"), CHECK, PLOT)

    assert kinds(submission) == [
        ("setup", "setup"),
        ("prose", ""),
        ("solution", "half"),
        ("own", ""),
        ("check", "check_half"),
        ("demonstration", "curve"),
    ]
    assert submission.notes == ()


@pytest.mark.parametrize("source", [SOLVED, SOLVED.splitlines(keepends=True)], ids=["text", "lines"])
def test_a_cells_text_may_be_a_text_or_lines(source: object) -> None:
    assert handed_in(solution(source)).cells[0].source == SOLVED


def test_locked_cells_are_taken_from_the_release_whatever_became_of_them() -> None:
    submission = handed_in(
        cell("setup", "import os; np = None", solution=True), solution(), cell("check_half", "half = None")
    )

    assert submission.cells[0] == TEMPLATE.cells["setup"]
    assert submission.cells[2] == TEMPLATE.cells["check_half"]


def test_a_student_cannot_give_a_cell_another_kind() -> None:
    lying = cell("half", SOLVED, grade=True, locked=True, solution=False)
    lying["metadata"]["tags"] = ["demonstration"]

    assert handed_in(lying).cells[0] == Cell(CellKind.SOLUTION, "half", SOLVED)


def test_a_deleted_setup_cell_comes_back() -> None:
    assert TEMPLATE.cells["setup"] in handed_in(solution()).cells


def test_of_two_cells_with_one_name_both_run_and_the_first_keeps_it() -> None:
    submission = handed_in(solution("def half(x): return x"), solution(), SETUP, SETUP, CHECK, CHECK)

    assert kinds(submission) == [
        ("solution", "half"),
        ("own", "half"),
        ("setup", "setup"),
        ("prose", ""),
        ("check", "check_half"),
        ("prose", ""),
    ]


def test_a_cell_of_unknown_name_is_the_students_own() -> None:
    assert kinds(handed_in(solution(), cell("mine", "x = 1"), cell("", "y = 2", kind="raw")))[:3] == [
        ("solution", "half"),
        ("own", ""),
        ("prose", ""),
    ]


def test_cells_that_are_none_do_not_shift_the_others() -> None:
    submission = handed_in(None, 3, solution(), "text", cell("", "half(3)"))

    assert [(index, each.kind) for index, each in enumerate(submission.cells[:5]) if each.source.strip()] == [
        (2, CellKind.SOLUTION),
        (4, CellKind.OWN),
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"{}",
        b'{"cells": []}',
        b'{"cells": 3}',
        b"[" * 100_000,
        RELEASED[:-9],
    ],
    ids=["empty", "cut", "no text", "null", "list", "object", "no cells", "a number", "nested", "cut at the end"],
)
def test_what_is_no_notebook_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(SubmissionError, match=r"^week 1\.ipynb: is no notebook with cells; expected .*save") as refused:
        parse_notebook(data, TEMPLATE, name="week 1.ipynb")

    assert "\n" not in str(refused.value)


def test_a_byte_order_mark_nan_and_lone_surrogates_are_read_all_the_same() -> None:
    text = '{"cells": [{"cell_type": "code", "metadata": {"x": NaN}, "source": "s = \'\\ud800\'"}]}'

    submission = parse_notebook(b"\xef\xbb\xbf" + text.encode(), TEMPLATE)

    assert submission.cells[0].source == "s = '?'"


def test_the_notebook_of_another_assignment_is_refused_though_both_have_a_setup_cell() -> None:
    with pytest.raises(
        SubmissionError, match=r"another assignment \(its cells are setup, third \.\.\.\); expected 'halves'"
    ):
        handed_in(SETUP, cell("third", "def third(x): return x / 3", solution=True))


def test_a_notebook_in_which_only_the_setup_is_left_is_read() -> None:
    assert kinds(handed_in(SETUP, cell("", SOLVED))) == [("setup", "setup"), ("own", "")]


def test_a_notebook_without_any_names_is_read_as_ones_own_cells() -> None:
    assert kinds(handed_in(cell("", SOLVED)))[0] == ("own", "")


@pytest.mark.parametrize("magic", ["bash", "writefile half.py", "html", "javascript", "cython"])
def test_a_cell_magic_that_is_no_python_is_named(magic: str) -> None:
    (note,) = handed_in(solution(), cell("", f"\n%%{magic}\nls")).notes

    assert note == f"A cell that begins with %%{magic.split(maxsplit=1)[0]} was skipped: only Python is graded."


@pytest.mark.parametrize("magic", ["%%time", "%%timeit -n 1", "%%capture out", "%matplotlib inline", "!ls"])
def test_magics_that_run_are_not_worth_a_word(magic: str) -> None:
    assert handed_in(solution(f"{magic}\n{SOLVED}")).notes == ()


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
FIELDS = ("cell_type", "metadata", "source", "nbgrader", "grade_id", "attachments", "id", "tags")
CELLS = st.recursive(
    st.one_of(JSON, st.sampled_from(("code", "markdown", "half", "setup", "check_half", SOLVED))),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=5)),
    max_leaves=12,
)


@given(st.one_of(JSON, CELLS, st.fixed_dictionaries({"cells": st.one_of(CELLS, st.lists(CELLS, max_size=4))})))
def test_any_json_becomes_a_submission_or_is_refused(body: Any) -> None:  # noqa: ANN401 - any JSON
    _read_or_refuse(json.dumps(body).encode())


@given(st.binary(max_size=300))
def test_any_bytes_become_a_submission_or_are_refused(data: bytes) -> None:
    _read_or_refuse(data)
    assert parse_script(data, TEMPLATE).cells


@given(st.data())
def test_a_notebook_that_was_damaged_becomes_a_submission_or_is_refused(data: st.DataObject) -> None:
    damaged = bytearray(RELEASED)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))

    _read_or_refuse(bytes(damaged))


def _read_or_refuse(data: bytes) -> None:
    try:
        submission = parse_notebook(data, TEMPLATE)
    except SubmissionError as refused:
        assert "\n" not in str(refused)  # noqa: PT017 - either way is right
    else:
        assert TEMPLATE.cells["setup"] in submission.cells
        assert all(each.source.encode() is not None for each in submission.cells)


# ----------------------------------------------------------------------------------------------------------- scripts


def test_a_script_is_one_cell_or_one_for_each_separator() -> None:
    plain = parse_script(SOLVED.encode(), TEMPLATE)
    divided = parse_script(b"import math\n# %% [markdown]\n# words\n#%%\ndef half(x): ...\n", TEMPLATE)

    assert [each.source for each in plain.cells if each.kind is CellKind.OWN] == [SOLVED]
    assert [each.source.strip() for each in divided.cells if each.kind is CellKind.OWN] == [
        "import math",
        "# words",
        "def half(x): ...",
    ]
    assert TEMPLATE.cells["setup"] in plain.cells


def test_a_script_in_another_encoding_is_read_all_the_same() -> None:
    submission = parse_script("\ufeffname = 'Zoë'".encode() + b"\xff", TEMPLATE)

    assert submission.cells[0].source == "name = 'Zoë'\ufffd"


# ----------------------------------------------------------------------------------------------------------- folders


def put(folder: Path, **files: bytes) -> Path:
    for name, data in files.items():
        (folder / name.replace("__", ".")).write_bytes(data)
    return folder


def source_of(submission: Submission) -> str:
    return next(each.source for each in submission.cells if "def half" in each.source)


def test_the_assignments_notebook_counts_among_others(tmp_path: Path) -> None:
    put(tmp_path, halves__ipynb=notebook(solution()), scratch__ipynb=notebook(cell("", "x")))

    assert source_of(read(tmp_path, TEMPLATE)) == SOLVED


def test_the_only_notebook_counts_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / ".ipynb_checkpoints").mkdir()
    put(tmp_path, copy__ipynb=notebook(solution()), notes__txt=b"")
    put(tmp_path / ".ipynb_checkpoints", halves__ipynb=RELEASED)

    assert source_of(read(tmp_path, TEMPLATE)) == SOLVED


def test_a_script_counts_where_the_notebook_is_as_it_was_released(tmp_path: Path) -> None:
    put(tmp_path, halves__ipynb=RELEASED, halves__py=SOLVED.encode())

    submission = read(tmp_path, TEMPLATE)

    assert source_of(submission) == SOLVED
    assert submission.notes == ()


def test_the_notebook_counts_where_both_were_changed_and_says_so(tmp_path: Path) -> None:
    put(tmp_path, halves__ipynb=notebook(solution()), halves__py=b"def half(x): return 0")

    submission = read(tmp_path, TEMPLATE)

    assert source_of(submission) == SOLVED
    assert submission.notes == ("Both halves.ipynb and halves.py were handed in; the notebook counts.",)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match=r"expected halves\.ipynb"):
        read(tmp_path, TEMPLATE)


def test_links_pipes_and_folders_are_no_submissions(tmp_path: Path) -> None:
    (tmp_path / "secret.py").write_text(SOLVED)
    (tmp_path / "link.py").symlink_to(tmp_path / "secret.py")
    os.mkfifo(tmp_path / "pipe.py")

    for name, reason in (("link.py", "cannot be read"), ("pipe.py", "is no plain file"), ("gone.py", "No such file")):
        with pytest.raises(SubmissionError, match=rf"{name}: .*{reason}"):
            read(tmp_path / name, TEMPLATE)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(
        SubmissionError, match=r"halves\.pdf: is neither a notebook nor a \.py file; expected halves\.ipynb"
    ):
        read(put(tmp_path, halves__pdf=b"%PDF") / "halves.pdf", TEMPLATE)


def test_a_file_past_all_measure_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "halves.ipynb"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    with pytest.raises(SubmissionError, match="67,108,865 bytes, at most 67,108,864 are read; clear its outputs"):
        read(path, TEMPLATE)


def test_outputs_are_not_read(tmp_path: Path) -> None:
    loud = solution()
    loud["outputs"] = [{"output_type": "stream", "text": "x" * 2_000_000}]

    submission = read(put(tmp_path, halves__ipynb=notebook(loud)), TEMPLATE)

    assert source_of(submission) == SOLVED


def test_a_script_counts_where_the_notebook_beside_it_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "halves.ipynb").write_text('{"cells": [', encoding="utf-8")
    (tmp_path / "halves.py").write_text(SOLVED, encoding="utf-8")

    submission = read(tmp_path, TEMPLATE)

    assert submission.cells[0].source == SOLVED


# ------------------------------------------------------------------------------------------------ what fuzzing found


def test_code_that_is_too_long_for_anybody_is_skipped_and_the_rest_is_not() -> None:
    submission = handed_in(SETUP, cell("", "# " + "x" * 4_000_000), solution())

    assert kinds(submission) == [("setup", "setup"), ("prose", ""), ("solution", "half")]
    assert any("A cell was skipped" in note for note in submission.notes)


def test_figures_in_a_text_that_was_printed_are_no_pieces_of_the_file() -> None:
    printed = cell("half", SOLVED, solution=True) | {"outputs": [{"text": "[1, 2], " * 1_000_000}]}

    assert kinds(handed_in(SETUP, printed)) == [("setup", "setup"), ("solution", "half")]


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        (b'{"cells": [', b"{},", b"{}]}"),
        (b'{"odd": NaN, "cells": [', b"{},", b"{}]}"),
        (b'{"cells": [{"metadata": {"a": [', b"[],", b"0]}}]}"),
        (b'{"cells": [{"source": [', b'"",', b'""]}]}'),
    ],
    ids=["cells", "cells of no strict JSON", "metadata", "lines"],
)
def test_a_file_of_millions_of_tiny_things_is_refused_unread(before: bytes, piece: bytes, after: bytes) -> None:
    data = before + piece * 2_000_000 + after

    with pytest.raises(SubmissionError, match="its outputs hold millions of values; clear all outputs"):
        parse_notebook(data, TEMPLATE)


def test_a_long_file_of_long_texts_is_read() -> None:
    output = {"output_type": "stream", "name": "stdout", "text": "0.123456 " * 1_000_000}

    assert handed_in(solution() | {"outputs": [output]}).cells[0].source == SOLVED


def test_a_notebook_of_more_cells_than_anyone_writes_is_refused() -> None:
    with pytest.raises(SubmissionError, match="expected a Jupyter notebook \\(JSON\\) of 10,000 cells at most"):
        handed_in(*[cell("", "x = 1")] * 10_001)


def test_what_follows_ten_thousand_separators_in_a_script_is_one_cell() -> None:
    submission = parse_script(b"# %%\nx = 1\n" * 12_000 + b"y = 2\n", TEMPLATE)

    assert len(submission.cells) == 10_000 + len(TEMPLATE.setup)
    assert submission.cells[9_999].source.endswith("# %%\nx = 1\ny = 2\n")


def test_a_note_is_given_once_and_notes_come_to_an_end() -> None:
    same = handed_in(*[cell("", "%%html\n<b>")] * 50)
    others = handed_in(*(cell("", f"%%magic{number}\n") for number in range(500)))

    assert same.notes == ("A cell that begins with %%html was skipped: only Python is graded.",)
    assert len(others.notes) == 20
