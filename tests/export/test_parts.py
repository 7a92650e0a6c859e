"""The parts that the forms share: texts made harmless, files that appear whole, numbers, and who is meant by a key."""

from pathlib import Path

import pytest

from autograder.errors import SpecError
from autograder.export.cleaned import for_spreadsheet, number
from autograder.export.delivery import deliver
from autograder.export.marks import Pupil
from autograder.export.matching import match, told
from autograder.export.sheet import Row, Sheet, read_sheet
from autograder.whole import write_whole


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert for_spreadsheet(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ann", "O'Neil", "a=b", "1-2", ""])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert for_spreadsheet(text) == text


@pytest.mark.parametrize(
    ("points", "text"), [(13.0, "13"), (0.0, "0"), (-0.0, "0"), (2.5, "2.5"), (1 / 3, "0.333333"), (1e20, f"{10**20}")]
)
def test_points_have_no_exponent(points: float, text: str) -> None:
    assert number(points) == text


def test_a_file_that_is_replaced_keeps_who_may_read_it(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("old")
    path.chmod(0o600)

    deliver("new\r\n", path)

    assert path.read_bytes() == b"new\r\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["grades.csv"]


def test_a_text_that_cannot_be_written_leaves_what_was_there_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "grades.csv"
    path.write_text("old")

    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "half of it, and \ud800")

    assert {each.name: each.read_text() for each in tmp_path.iterdir()} == {"grades.csv": "old"}


def test_a_dash_is_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    deliver("a,b\r\n", Path("-"))

    assert capsys.readouterr().out == "a,b\r\n"
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="name a file in a folder that exists"):
        deliver("new", tmp_path / "nowhere" / "grades.csv")


def sheet(*logins: str) -> Sheet:
    return Sheet(Path("x.csv"), ("Login",), tuple(Row(line, (login,)) for line, login in enumerate(logins, start=2)))


def test_an_address_that_two_students_have_tells_neither_and_an_id_is_always_its_owners() -> None:
    pupils = (Pupil("ann", email="shared@x"), Pupil("bob", email="shared@x"), Pupil("cy", email="ann"), Pupil("Ann"))

    rows = sheet("shared@x", "ann", "Ann", "BOB", "aNN", "dan")

    matched = match(rows, range(6), ("Login",), pupils)

    assert matched.pupils == {1: "ann", 2: "Ann", 3: "bob"}
    assert matched.unknown == ("dan",)
    assert matched.shared == {"shared@x": ["ann", "bob"], "aNN": ["Ann", "ann", "cy"]}
    assert "(Login: shared@x is ann's and bob's, aNN is Ann's and ann's and cy's)" in told(matched, rows, {})[1]


def test_a_sheet_that_nothing_changed_in_is_written_as_it_was_read(tmp_path: Path) -> None:
    text = '\ufeffA;B\n1;"x;y"\n"two\nlines";"said ""so"""\n'
    path = tmp_path / "x.csv"
    path.write_bytes(text.encode())

    found = read_sheet(path, ("A", "B"))

    assert found.text() == text
    assert [row.line for row in found.rows] == [2, 3]


def test_a_cell_that_is_too_large_for_csv_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("A,B\n1," + "x" * 200_000 + "\n")

    with pytest.raises(SpecError, match="line 2 is no CSV"):
        read_sheet(path, ("A", "B"))
