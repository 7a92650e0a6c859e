"""Findings -> plain text: at most five lines for an exercise, or one line each for all of them."""

from collections.abc import Mapping, Sequence
from typing import Final

from autograder.check.findings import ANSWERED, Finding
from autograder.judge import contrast
from autograder.model import Judgement, Verdict
from autograder.report.counted import counted

#: Verdicts that no single example explains.
_WITHOUT_EXAMPLE: Final = frozenset(
    {Judgement.CORRECT, Judgement.NOT_IMPLEMENTED, Judgement.MISSING, Judgement.NOT_GRADED}
)
_READ: Final = "read by a person"


def card_text(finding: Finding) -> str:
    """Write the card of one exercise: the verdict; an example's call, what came and what should; the hint."""
    verdict = finding.verdict
    lines = [f"{verdict.exercise}: {finding.state}{_share_right(finding)}, {_worth(finding)}"]
    if finding.state == ANSWERED:
        lines.append("  It is an answer of the right kind. Whether it is the right answer, the grading will tell.")
    index = _telling_case(verdict) if verdict.judgement not in _WITHOUT_EXAMPLE else None
    if index is not None and finding.answers is not None:
        case = verdict.cases[index]
        told = contrast(finding.answers, index, finding.outcomes[index])
        gap = f"  ({told.gap})" if told.gap else ""
        lines += [f"  {case.call}  # {case.label}", f"    got       {told.got}", f"    expected  {told.expected}{gap}"]
    if verdict.hint:
        lines.append(f"  {verdict.hint}")
    return "\n".join(map(_one_line, lines))


def overview_text(findings: Sequence[Finding], by_hand: Mapping[str, float]) -> str:
    """Write one line for every exercise, with the points in reach, and the total of them below.

    Args:
        findings: of every exercise.
        by_hand: what is answered in words, by its name, and what a person may give for it.
    """
    verdicts = [finding.verdict for finding in findings]
    width = max((len(name) for name in (*(verdict.exercise for verdict in verdicts), *by_hand)), default=0)
    state = max(
        (len(state) for state in (*(finding.state for finding in findings), *(_READ for _ in by_hand))), default=0
    )
    lines = [
        f"{finding.verdict.exercise:<{width}}  {finding.state:<{state}}  {_worth(finding)}" for finding in findings
    ]
    lines += [f"{name:<{width}}  {_READ:<{state}}  of {counted(points, 'point')}" for name, points in by_hand.items()]
    earned, most = sum(verdict.points for verdict in verdicts), sum(verdict.max_points for verdict in verdicts)
    total = f"{'all':<{width}}  {'':<{state}}  {earned:g} of {counted(most, 'point')}, as far as the examples tell"
    return "\n".join([*lines, total])


def _share_right(finding: Finding) -> str:
    """How many examples are right, where that says something."""
    cases = finding.verdict.cases
    right = sum(case.judgement is Judgement.CORRECT for case in cases)
    if not cases or finding.verdict.judgement in _WITHOUT_EXAMPLE - {Judgement.CORRECT}:
        return ""
    return f" on all {right} examples" if right == len(cases) else f" ({right} of {len(cases)} examples right)"


def _telling_case(verdict: Verdict) -> int | None:
    """The first example that went wrong the way the verdict says, else the first that went wrong at all."""
    failed = [index for index, case in enumerate(verdict.cases) if case.judgement is not Judgement.CORRECT]
    like_verdict = [index for index in failed if verdict.cases[index].judgement is verdict.judgement]
    return next(iter(like_verdict + failed), None)


def _worth(finding: Finding) -> str:
    verdict = finding.verdict
    if finding.state == ANSWERED:
        return f"{counted(verdict.points, 'point')} in reach"
    if not verdict.max_points:
        return "a challenge, worth no points"
    return f"{verdict.points:g} of {counted(verdict.max_points, 'point')}"


def _one_line(text: str) -> str:
    """One line, whatever a student's exception may say in it; hints and indents are left whole."""
    return "".join(" " if each.isspace() else each for each in text if each.isprintable() or each.isspace())
