"""Findings -> plain text: a few lines for an exercise, or one line each for all of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from autograder.check.content import Content, content_of, worth_of
from autograder.check.findings import ANSWERED, Finding
from autograder.check.sides import Column, Example
from autograder.counted import counted
from autograder.model import Judgement

READ_BY_HAND: Final = "read by a person"
_ROWS: Final = ("", "got", "expected", "difference")


def card_text(finding: Finding) -> str:
    """Write the card of one exercise: the verdict; an example's call, what came and what should; the hint."""
    content = content_of(finding)
    lines = [_head(content)]
    if content.first:
        lines.append(f"  {content.first}")
    if content.example is not None:
        lines += _example_lines(content.example)
    if content.hint:
        lines.append(f"  {content.hint}")
    return "\n".join(map(one_line, lines))


def overview_text(findings: Sequence[Finding], by_hand: Mapping[str, float], saved: Sequence[str] = ()) -> str:
    """Write one line for every exercise, with the points in reach, and the total of them below.

    Args:
        findings: of every exercise.
        by_hand: what is answered in words, by its name, and what a person may give for it.
        saved: what is different between the saved file and what was run, a line each.
    """
    rows = [(each.verdict.exercise, each.state, worth_of(each)) for each in findings]
    rows += [(name, READ_BY_HAND, f"of {counted(points, 'point')}") for name, points in by_hand.items()]
    rows.append(("all", f"{done_of(findings)} of {len(findings)} done", total_text(findings, by_hand)))
    width = max(len(name) for name, _, _ in rows)
    state = max(len(each) for _, each, _ in rows)
    lines = [f"{name:<{width}}  {each:<{state}}  {worth}" for name, each, worth in rows]
    return "\n".join(map(one_line, [*lines, *saved]))


def done_of(findings: Sequence[Finding]) -> int:
    """How many exercises are done, as far as the examples tell."""
    return sum(finding.verdict.judgement is Judgement.CORRECT for finding in findings)


def earned_by(findings: Sequence[Finding]) -> float:
    """The points that the examples show to be earned: nobody here knows whether an answer is right."""
    return sum((finding.verdict.points for finding in findings if finding.state != ANSWERED), 0.0)


def total_text(findings: Sequence[Finding], by_hand: Mapping[str, float]) -> str:
    """How many points are earned and to be had, and who decides about the rest."""
    answers = sum(finding.verdict.points for finding in findings if finding.state == ANSWERED)
    most, from_teacher = sum(finding.verdict.max_points for finding in findings), sum(by_hand.values())
    if_right = f"; {answers:g} more if the answers are right" if answers else ""
    read = f"; {from_teacher:g} more from your teacher" if from_teacher else ""
    return f"{earned_by(findings):g} of {counted(most, 'point')}, as far as the examples tell{if_right}{read}"


def one_line(text: str) -> str:
    """One line, whatever a student's exception may say in it; hints and indents are left whole."""
    return "".join(" " if each.isspace() else each for each in text if each.isprintable() or each.isspace())


def _head(content: Content) -> str:
    share = f" ({content.share})" if content.share.endswith("right") else f" {content.share}" if content.share else ""
    return f"{content.exercise}: {content.state}{share}, {content.worth}"


def _example_lines(example: Example) -> list[str]:
    call = f"  {example.call}  # {example.label}"
    if example.columns:
        return [call, *_table_lines(example.columns)]
    gap = f"  ({example.gap})" if example.gap else ""
    return [call, f"    got       {example.got}", f"    expected  {example.expected}{gap}"]


def _table_lines(columns: Sequence[Column]) -> list[str]:
    """The values in columns, numbers below numbers."""
    texts = [(column.name, column.got, column.expected, column.difference) for column in columns]
    widths = [max(map(len, each)) for each in texts]
    return [
        f"    {title:<10}" + "".join(f"  {each[row]:>{width}}" for each, width in zip(texts, widths, strict=True))
        for row, title in enumerate(_ROWS)
    ]
