"""`autograder grade --dry-run`: what a regrade would change, before and after; nothing is written in the course."""

import argparse
from pathlib import Path

from autograder.catalogue import course_at
from autograder.classroom import Run, rehearse_class
from autograder.cli import status
from autograder.cli.grade import nothing_collected
from autograder.cli.progress import progress_line
from autograder.explain.published import form_of
from autograder.explain.regrade import Row, remarks, rows, totals
from autograder.export.delivery import deliver
from autograder.gradebook.collecting import Wanted
from autograder.report.terminal import print_table, progress
from autograder.submission.folder import printable


def rehearse(root: Path, options: argparse.Namespace) -> int:
    """Tell what a regrade would change; returns the exit status."""
    form = form_of(options.output) if options.output else None  # a name that is none is told before minutes are spent
    wanted = Wanted(tuple(options.assignments), tuple(options.student), again=True)
    run = Run(options.workers, options.unsafe, cluster=options.cluster)
    with progress("Judging", progress_line) as show:
        found = rehearse_class(root, wanted, run=run, on_progress=show)
    order = _taught(root)
    changed, said = list(rows(found, order)), list(totals(found, order))
    if changed:
        columns = ("student", "assignment", "exercise", "before|", "after|", "score|", "verdict", "reason")
        print_table("What a regrade would change", columns, map(_shown, changed))
    for line in (*said, *remarks(found)):
        print(printable(line))
    if not (found.regraded or found.not_graded):
        print(nothing_collected(root, options.assignments))
    if form is not None:
        deliver(form(changed, said), options.output)
    return status.OUR_SIDE if found.not_graded else status.OK


def _taught(root: Path) -> tuple[str, ...]:
    return course_at(root, seed=0).names  # a seed given is a seed not made


def _shown(row: Row) -> tuple[str, ...]:
    verdict = (
        row.verdict_after
        if row.verdict_before in ("", row.verdict_after)
        else f"{row.verdict_before} -> {row.verdict_after}"
    )
    score = f"{row.score_before or '-'} -> {row.score_after}"
    cells = (
        row.student,
        row.assignment,
        row.exercise,
        row.points_before or "-",
        row.points_after,
        score,
        verdict,
        row.reason,
    )
    return tuple(map(printable, cells))
