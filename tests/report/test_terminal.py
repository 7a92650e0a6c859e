"""What a person at a terminal reads of a score, of a class, and of long work."""

import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.console import Console

from autograder.gradebook.collecting import Excluded
from autograder.gradebook.results import ClassScores, GradedSubmission
from autograder.gradebook.rows import Override
from autograder.model import CaseVerdict, Collected, Judgement, Score, Verdict
from autograder.report import terminal
from autograder.report.terminal import print_class, progress, score_text

FAILED_PUBLIC = CaseVerdict("the example", public=True, call="f(1)", judgement=Judgement.WRONG, message="got 2")
FAILED_HIDDEN = CaseVerdict("a negative input", public=False, call=None, judgement=Judgement.WRONG)


@dataclass(frozen=True)
class Step:
    done: int
    total: int


def verdict(judgement: Judgement, *cases: CaseVerdict, points: float = 0.0, hint: str = "") -> Verdict:
    return Verdict("f", judgement, points=points, max_points=2.0, hint=hint, cases=cases)


def test_the_first_line_says_what_was_earned_and_notes_come_last() -> None:
    score = Score("error", (verdict(Judgement.CORRECT, points=2.0),), notes=("Read this.",))

    lines = score_text(score).splitlines()

    assert lines == ["error: 2 of 2 points", "", "+ f     2 / 2    correct", "Note: Read this."]


def test_a_public_case_that_fails_is_shown_before_a_hidden_one() -> None:
    text = score_text(Score("error", (verdict(Judgement.WRONG, FAILED_HIDDEN, FAILED_PUBLIC, hint="Why?"),)))

    assert "hint: Why?" in text
    assert "the example: f(1) got 2" in text
    assert "and 1 more of 2 cases" in text


def test_of_a_hidden_case_only_its_label_is_told() -> None:
    text = score_text(Score("error", (verdict(Judgement.WRONG, FAILED_HIDDEN),)))

    assert "not right for: a negative input" in text


def test_what_was_not_written_is_not_explained_case_by_case() -> None:
    text = score_text(Score("error", (verdict(Judgement.NOT_IMPLEMENTED, FAILED_PUBLIC),)))

    assert text.endswith("not implemented")


def test_a_class_is_told_who_was_graded_who_was_not_and_what_was_kept(capsys: pytest.CaptureFixture[str]) -> None:
    graded = GradedSubmission("ada", "error", 11.0, 13.0, 11.0, 14.0, 1, late_penalty=1.0, unreadable="")
    lost = Excluded(Collected("bob", "error", Path("submitted/bob/error")), "the disk said no")
    kept = Override("ada", "error", "check_predict", auto=0.0, manual=1.0)
    marked = Override("ada", "error", "why_square", auto=None, manual=0.5)

    print_class(ClassScores((graded,), 3, (lost,), (kept, marked), pages=4, without_page=(lost,)))

    text = capsys.readouterr().out
    assert "1 graded, 3 unchanged" in text
    assert "NOT GRADED bob error: the disk said no" in text
    assert "kept a teacher's 1 point: ada error check_predict (graded: 0)" in text
    assert "kept a teacher's 0.5 points: ada error why_square\n" in text
    row = next(line for line in text.splitlines() if "ada" in line)
    assert [part.strip() for part in row.strip("│").split("│")][:6] == [*["ada", "error", "11", "14", "-1", "1"]]
    assert "4 pages of feedback written" in text
    assert "1 cell to be graded by hand" in text
    assert "NO PAGE of feedback for bob error: the disk said no" in text


def test_markup_in_a_name_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    terminal.print_table("Names", ("name",), [("[bold]ada[/bold]",)])

    assert "[bold]ada[/bold]" in capsys.readouterr().out


def test_elsewhere_than_on_a_terminal_every_piece_has_a_plain_line(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Grading", lambda step: f"piece {step.done}") as show:
        show(Step(1, 2))
        show(Step(2, 2))

    assert capsys.readouterr().out == "[1/2] piece 1\n[2/2] piece 2\n"


def test_on_a_terminal_a_bar_counts_the_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(terminal, "Console", lambda: Console(file=screen, force_terminal=True, width=100))

    with progress("Grading", lambda step: f"piece {step.done}") as show:
        show(Step(2, 2))

    assert "2/2" in screen.getvalue()
    assert "piece 2" in screen.getvalue()
