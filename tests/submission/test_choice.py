"""Of several files the one counts that the student worked in, and whoever is passed over is named."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from autograder.errors import SubmissionError
from autograder.submission import parse_template, read
from autograder.submission.choice import Choice, choose
from autograder.submission.folder import MAX_BYTES, quoted, read_bytes

STUB = "def half(x):\n    raise NotImplementedError"
SOLVED = "def half(x):\n    return x / 2"
ANOTHER = "def half(x):\n    return 0.5 * x"
STUBS = {"half": STUB}


def cell(source: str, grade_id: str = "") -> dict[str, Any]:
    settings = {"nbgrader": {"grade_id": grade_id, "solution": True}} if grade_id else {}
    return {"cell_type": "code", "metadata": settings, "source": source}


def notebook(*cells: dict[str, Any]) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


UNTOUCHED = notebook(cell(STUB, "half"))
WRITTEN = notebook(cell(SOLVED, "half"))
WRITTEN_OTHERWISE = notebook(cell(ANOTHER, "half"))
WITH_OWN_CODE = notebook(cell(STUB, "half"), cell("print(3)"))
SCRATCH = notebook(cell("x = 1"))
FOREIGN = notebook(cell("def third(x): return x / 3", "third"))
BROKEN = b'{"cells": ['


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def chosen(folder: Path, files: dict[str, bytes]) -> tuple[str, tuple[str, ...]]:
    choice = choose(put(folder, files), "halves", STUBS)
    return str(choice.counts.relative_to(folder)), choice.notes


def refusal(folder: Path, files: dict[str, bytes]) -> str:
    with pytest.raises(SubmissionError) as refused:
        choose(put(folder, files), "halves", STUBS)
    assert "\n" not in str(refused.value)
    return str(refused.value)


# --------------------------------------------------------------------------------------------------- several notebooks


@pytest.mark.parametrize("name", ["halves (1).ipynb", "halves-Copy1.ipynb", "Halves final.ipynb", "my work.ipynb"])
@pytest.mark.parametrize("written", [WRITTEN, WITH_OWN_CODE], ids=["answer", "own code"])
def test_a_copy_counts_while_the_fetched_notebook_is_as_it_was_handed_out(
    tmp_path: Path, name: str, written: bytes
) -> None:
    counts, notes = chosen(tmp_path, {"halves.ipynb": UNTOUCHED, name: written, "scratch.ipynb": SCRATCH})

    assert counts == name
    assert notes == (f"halves.ipynb is as it was handed out, so {name} counts.",)


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (BROKEN, "cannot be read"),
        (b"", "cannot be read"),
        (notebook(), "cannot be read"),
        (FOREIGN, "holds none of the exercises"),
    ],
    ids=["malformed", "empty", "no cells", "another assignment's"],
)
def test_a_copy_counts_where_the_notebook_is_not_the_assignments(tmp_path: Path, content: bytes, state: str) -> None:
    counts, notes = chosen(tmp_path, {"halves.ipynb": content, "halves (1).ipynb": WRITTEN})

    assert counts == "halves (1).ipynb"
    assert notes == (f"halves.ipynb {state}, so halves (1).ipynb counts.",)


def test_a_copy_counts_where_the_notebook_is_a_link_or_past_all_measure(tmp_path: Path) -> None:
    put(tmp_path, {"halves-Copy1.ipynb": WRITTEN, "scratch.ipynb": SCRATCH, "elsewhere/solved.ipynb": WRITTEN})
    path = tmp_path / "halves.ipynb"
    path.symlink_to(tmp_path / "elsewhere" / "solved.ipynb")

    beside_a_link = choose(tmp_path, "halves", STUBS)
    path.unlink()
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    beside_a_giant = choose(tmp_path, "halves", STUBS)

    assert beside_a_link.counts == beside_a_giant.counts == tmp_path / "halves-Copy1.ipynb"
    assert beside_a_link.notes == (
        "Of several notebooks only halves-Copy1.ipynb was changed, so it counts. Hand it in as halves.ipynb.",
    )


def test_the_assignments_notebook_counts_once_it_is_written_into_and_the_copy_is_named(tmp_path: Path) -> None:
    counts, notes = chosen(
        tmp_path, {"halves.ipynb": WRITTEN, "halves-Copy1.ipynb": WRITTEN_OTHERWISE, "old.ipynb": UNTOUCHED}
    )

    assert counts == "halves.ipynb"
    assert notes == ("halves.ipynb counts. Also changed, and passed over: halves-Copy1.ipynb. Hand in one notebook.",)


@pytest.mark.parametrize("own", [UNTOUCHED, WRITTEN], ids=["untouched", "written"])
@pytest.mark.parametrize("other", [UNTOUCHED, SCRATCH, FOREIGN, BROKEN], ids=["copy", "scratch", "foreign", "broken"])
def test_other_notebooks_that_hold_no_answer_are_not_worth_a_word(tmp_path: Path, own: bytes, other: bytes) -> None:
    assert chosen(tmp_path, {"halves.ipynb": own, "a.ipynb": other}) == ("halves.ipynb", ())


def test_of_several_copies_none_is_guessed_and_all_are_named(tmp_path: Path) -> None:
    counts, notes = chosen(
        tmp_path, {"halves.ipynb": UNTOUCHED, "halves (1).ipynb": WRITTEN, "halves (2).ipynb": WRITTEN_OTHERWISE}
    )

    assert counts == "halves.ipynb"
    assert notes == (
        (
            "halves.ipynb counts, though it is as it was handed out. Changed, and passed over: "
            "halves (1).ipynb, halves (2).ipynb. Hand in one of them, renamed to halves.ipynb."
        ),
    )


@pytest.mark.parametrize("own", [{}, {"halves.ipynb": BROKEN}], ids=["absent", "malformed"])
def test_several_copies_alone_are_refused_with_their_names(tmp_path: Path, own: dict[str, bytes]) -> None:
    message = refusal(tmp_path, {**own, "b.ipynb": WRITTEN, "a.ipynb": WRITTEN_OTHERWISE, "halves.py": b"half = 1"})

    assert message == (
        f"{tmp_path}: a.ipynb, b.ipynb were changed, and it cannot be told which counts; "
        "hand in one of them, renamed to halves.ipynb"
    )


def test_the_same_work_twice_is_one_work(tmp_path: Path) -> None:
    put(tmp_path, {"halves (1).ipynb": WRITTEN, "halves (2).ipynb": WRITTEN})

    without_the_own = choose(tmp_path, "halves", STUBS)
    beside_the_own = chosen(tmp_path, {"halves.ipynb": WRITTEN})

    assert without_the_own.counts == tmp_path / "halves (1).ipynb"
    assert beside_the_own == ("halves.ipynb", ())


def test_of_several_notebooks_the_only_one_with_the_exercises_counts(tmp_path: Path) -> None:
    untouched = chosen(tmp_path, {"a.ipynb": SCRATCH, "b.ipynb": UNTOUCHED, "c.ipynb": FOREIGN})
    written = chosen(tmp_path, {"b.ipynb": WRITTEN})

    assert untouched == ("b.ipynb", ())
    assert written == (
        "b.ipynb",
        ("Of several notebooks only b.ipynb was changed, so it counts. Hand it in as halves.ipynb.",),
    )


def test_of_several_notebooks_without_the_exercises_none_counts(tmp_path: Path) -> None:
    message = refusal(tmp_path, {"a.ipynb": SCRATCH, "b.ipynb": FOREIGN})

    assert message == (
        f"{tmp_path}: holds no halves.ipynb and no single other notebook or .py file; expected halves.ipynb"
    )


def test_one_notebook_without_the_exercises_is_read_all_the_same(tmp_path: Path) -> None:
    assert chosen(tmp_path, {"scratch.ipynb": SCRATCH}) == ("scratch.ipynb", ())


def test_names_that_students_choose_are_bounded_and_printable_in_what_is_said(tmp_path: Path) -> None:
    hostile = "halves\n\x1b[31m\u202e\udcff" + "x" * 120 + ".ipynb"
    (note,) = chosen(tmp_path, {"halves.ipynb": UNTOUCHED, hostile: WRITTEN})[1]

    assert note.isprintable()
    assert note.startswith("halves.ipynb is as it was handed out, so halves??[31m??xxx")
    assert note.endswith("xxx.ipynb counts.")
    assert len(quoted(hostile)) == 60
    many = {f"{hostile[:20]}{number}.ipynb": notebook(cell(f"half = {number}", "half")) for number in range(9)}
    message = refusal(tmp_path, many | {"halves.ipynb": BROKEN})
    assert message.isprintable()
    assert "and 7 more were changed" in message


def test_a_refusal_of_a_file_quotes_its_name_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb\x1b[2J.ipynb"
    template = parse_template(notebook(cell(STUB, "half")), "halves")
    path.write_bytes(BROKEN)

    with pytest.raises(SubmissionError) as refused:
        read(tmp_path, template)
    with pytest.raises(SubmissionError, match="No such file") as gone:
        read_bytes(path.with_suffix(".py"))

    assert str(refused.value).startswith("a?b?[2J.ipynb: is no notebook")
    assert str(gone.value).isprintable()


def test_more_copies_than_anybody_makes_are_not_all_read(tmp_path: Path) -> None:
    others = {f"a{number:03}.ipynb": notebook(cell(f"half = {number}", "half")) for number in range(40)}

    counts, (note,) = chosen(tmp_path, {**others, "halves.ipynb": WRITTEN, "halves-Copy1.ipynb": WRITTEN_OTHERWISE})

    assert counts == "halves.ipynb"
    assert "passed over: halves-Copy1.ipynb, a000.ipynb, a001.ipynb and 17 more" in note


def test_all_copies_together_are_read_up_to_the_measure_of_one_notebook(tmp_path: Path) -> None:
    put(tmp_path, {"halves.ipynb": UNTOUCHED, "halves-Copy1.ipynb": BROKEN, "halves-Copy2.ipynb": WRITTEN})
    before = choose(tmp_path, "halves", STUBS)

    with (tmp_path / "halves-Copy1.ipynb").open("wb") as file:
        file.truncate(MAX_BYTES)
    after = choose(tmp_path, "halves", STUBS)

    assert before.counts == tmp_path / "halves-Copy2.ipynb"
    assert after == Choice(tmp_path / "halves.ipynb")


# ------------------------------------------------------------------------------------------------------ .py beside them


def test_a_script_counts_while_every_notebook_is_as_it_was_handed_out(tmp_path: Path) -> None:
    put(tmp_path, {"halves.ipynb": UNTOUCHED, "halves-Copy1.ipynb": UNTOUCHED, "halves.py": SOLVED.encode()})

    choice = choose(tmp_path, "halves", STUBS)

    assert choice == Choice(tmp_path / "halves.py", (), beside=tmp_path / "halves.ipynb")


@pytest.mark.parametrize("name", ["halves.py", "my work.py"])
def test_a_script_alone_counts(tmp_path: Path, name: str) -> None:
    choice = choose(put(tmp_path, {name: b"print(1)", "data.csv": b""}), "halves", STUBS)

    assert choice == Choice(tmp_path / name)


def test_of_several_scripts_the_one_with_the_name_counts(tmp_path: Path) -> None:
    assert "holds no halves.ipynb" in refusal(tmp_path, {"a.py": b"half = 1", "b.py": b"half = 2"})
    assert chosen(tmp_path, {"halves.py": b"half = 3"}) == ("halves.py", ())


def test_a_copy_that_was_written_into_counts_before_a_script_and_says_so(tmp_path: Path) -> None:
    counts, notes = chosen(
        tmp_path, {"halves.ipynb": UNTOUCHED, "halves-Copy1.ipynb": WRITTEN, "halves.py": SOLVED.encode()}
    )

    assert counts == "halves-Copy1.ipynb"
    assert notes[1:] == ("Both halves-Copy1.ipynb and halves.py were handed in; the notebook counts.",)


@pytest.mark.parametrize("script", [b"import math\n", b"y = half(3)\n# half = 2\n"], ids=["helpers", "uses"])
def test_a_script_without_an_exercise_takes_nothing_from_the_notebook(tmp_path: Path, script: bytes) -> None:
    assert chosen(tmp_path, {"halves.ipynb": UNTOUCHED, "helpers.py": script})[0] == "halves.ipynb"


# --------------------------------------------------------------------------------------------------------- sub-folders


@pytest.mark.parametrize("place", ["halves", "week 1/halves", "a/b/c"])
def test_a_notebook_in_a_sub_folder_counts_where_nothing_lies_at_the_top(tmp_path: Path, place: str) -> None:
    counts, notes = chosen(tmp_path, {f"{place}/halves.ipynb": WRITTEN, "timestamp.txt": b"", "data/x.csv": b""})

    assert counts == f"{place}/halves.ipynb"
    assert notes == (f"{place}/halves.ipynb counts, from a sub-folder: nothing lies at the top of the folder.",)


def test_a_script_in_a_sub_folder_counts_by_the_same_rule(tmp_path: Path) -> None:
    put(tmp_path, {"halves/halves.ipynb": UNTOUCHED, "halves/halves.py": SOLVED.encode()})

    choice = choose(tmp_path, "halves", STUBS)

    assert (choice.counts, choice.beside) == (tmp_path / "halves/halves.py", tmp_path / "halves/halves.ipynb")
    assert "halves/halves.py counts, from a sub-folder" in choice.notes[0]


def test_what_lies_at_the_top_counts_before_any_sub_folder(tmp_path: Path) -> None:
    assert chosen(tmp_path, {"halves.ipynb": UNTOUCHED, "old/halves.ipynb": WRITTEN}) == ("halves.ipynb", ())


def test_of_files_with_the_name_the_one_nearest_to_the_top_counts(tmp_path: Path) -> None:
    counts, notes = chosen(tmp_path, {"halves/halves.ipynb": WRITTEN, "a/old/halves.ipynb": WRITTEN_OTHERWISE})

    assert counts == "halves/halves.ipynb"
    assert "Also changed, and passed over: a/old/halves.ipynb." in notes[1]


def test_of_two_folders_with_the_notebook_the_one_that_was_written_into_counts(tmp_path: Path) -> None:
    one, notes = chosen(tmp_path, {"v1/halves.ipynb": UNTOUCHED, "v2/halves.ipynb": WRITTEN})
    both = refusal(tmp_path, {"v1/halves.ipynb": WRITTEN_OTHERWISE})

    assert one == "v2/halves.ipynb"
    assert len(notes) == 2
    assert "v1/halves.ipynb, v2/halves.ipynb were changed, and it cannot be told which counts" in both


@pytest.mark.parametrize(
    "place",
    [
        ".ipynb_checkpoints/halves.ipynb",
        "halves/.hidden/halves.ipynb",
        "__MACOSX/._halves.ipynb",
        "a/b/c/d/halves.ipynb",
    ],
    ids=["checkpoints", "hidden", "what macOS adds", "too deep"],
)
def test_what_is_hidden_or_too_deep_is_not_looked_at(tmp_path: Path, place: str) -> None:
    (tmp_path / "halves.ipynb").mkdir()  # a folder of that name is no notebook

    assert "holds no halves.ipynb" in refusal(tmp_path, {place: WRITTEN})


def test_links_and_pipes_are_not_followed_anywhere(tmp_path: Path) -> None:
    secret = put(tmp_path / "elsewhere", {"halves.ipynb": WRITTEN, "halves.py": SOLVED.encode()})
    folder = put(tmp_path / "submitted", {"sub/timestamp.txt": b""})
    (folder / "linked").symlink_to(secret)
    (folder / "sub" / "halves.ipynb").symlink_to(secret / "halves.ipynb")
    (folder / "halves.ipynb").symlink_to(secret / "halves.ipynb")
    os.mkfifo(folder / "halves.py")

    assert "holds no halves.ipynb" in refusal(folder, {})


def test_many_sub_folders_are_looked_into_in_bounds(tmp_path: Path) -> None:
    folders = {f"d{number:03}/x.csv": b"" for number in range(150)}

    assert "holds no halves.ipynb" in refusal(tmp_path, {**folders, "z/halves.ipynb": WRITTEN})
    assert chosen(tmp_path, {"d001/halves.ipynb": WRITTEN})[0] == "d001/halves.ipynb"


def test_a_notebook_among_many_scripts_in_a_sub_folder_is_found(tmp_path: Path) -> None:
    scripts = {f"project/a{number:03}.py": b"" for number in range(250)}

    assert chosen(tmp_path, {**scripts, "project/halves.ipynb": WRITTEN})[0] == "project/halves.ipynb"


def test_of_many_notebooks_in_sub_folders_so_many_are_looked_at(tmp_path: Path) -> None:
    notebooks = {f"project/a{number:03}.ipynb": SCRATCH for number in range(250)}

    assert "holds no halves.ipynb" in refusal(tmp_path, {**notebooks, "project/halves.ipynb": WRITTEN})


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SubmissionError, match=r"cannot be read .*; expected a folder"):
        choose(tmp_path / "gone", "halves", STUBS)
