"""What a check cell of an autograded notebook says: the verdict in a few lines of plain text."""

import unicodedata
from typing import Final

from autograder.model import CaseVerdict, Judgement, Verdict
from autograder.submission.handed_in import scrubbed

#: Bounds of any text that is put into an autograded notebook.
_MOST_CHARACTERS: Final = 10_000
_MOST_LINES: Final = 100
#: Cases that are named before the rest is counted.
_MOST_CASES: Final = 6


def verdict_text(verdict: Verdict) -> str:
    """Say what came of an exercise: verdict and points, the hint, and the cases that went wrong."""
    lines = [f"{verdict.exercise}: {verdict.judgement} ({verdict.points:g} of {verdict.max_points:g} points)"]
    if verdict.excused_by:
        foundation = verdict.excused_by
        lines.append(f"It stands on {foundation}, which is wrong; judged as if {foundation} were right.")
    if verdict.hint:
        lines.append(f"Hint: {verdict.hint}")
    tried = verdict.judgement not in (Judgement.NOT_IMPLEMENTED, Judgement.MISSING)
    failed = [case for case in verdict.cases if tried and case.judgement is not Judgement.CORRECT]
    lines += [_case_text(case) for case in failed[:_MOST_CASES]]
    if len(failed) > _MOST_CASES:
        lines.append(f"- and {len(failed) - _MOST_CASES} more cases")
    return bounded("\n".join(lines)) + "\n"


def bounded(text: str) -> str:
    """Cut a text to what a notebook should hold, and take out characters that do things to a terminal or a page."""
    kept = "".join(sign if _is_harmless(sign) else "�" for sign in scrubbed(text[: _MOST_CHARACTERS + 1]))
    lines = kept.split("\n")
    if len(lines) > _MOST_LINES or len(text) > _MOST_CHARACTERS:
        lines = "\n".join(lines[:_MOST_LINES])[:_MOST_CHARACTERS].split("\n")
        lines.append("... the rest is left out ...")
    return "\n".join(lines)


def _is_harmless(sign: str) -> bool:
    return sign.isprintable() or sign in "\n\t" or unicodedata.category(sign) == "Zs"


def _case_text(case: CaseVerdict) -> str:
    call = f" {case.call}:" if case.call else ""
    message = f". {case.message}" if case.message else ""
    return f"- {case.label}:{call} {case.judgement}{message}"
