"""Wrong versions before the real grader: handed in, alone or on something wrong; and tried in other forms and cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from autograder.answers import AnswerKey
from autograder.catalogue import Assignment
from autograder.grade import Grader, run_and_judge
from autograder.judge import judge
from autograder.key import Version, build_key, run_versions
from autograder.model import Cell, CellKind, Judgement, Run
from tests.confusion.told import Trial
from tests.confusion.wrongs import Wrong, wrongs_of
from tests.real_course import Handed, handing_in, reference_of


def hand_in(grader: Grader, assignment: Assignment, folder: Path) -> Iterator[Trial]:
    """Hand every wrong version in, in the solution's notebook, and grade that as any other.

    What stands on nothing wrong of the same notebook goes together; so each notebook has several mistakes at once, and
    each is judged by itself all the same.

    Args:
        grader: the course's.
        assignment: whose wrong versions.
        folder: where notebooks may be written.
    """
    handed, key = handing_in(grader, folder), grader.key_for(assignment.name)
    for together in side_by_side(key, wrongs_of(assignment, reference_of(grader, assignment))):
        yield from _graded(handed, assignment, together)


def side_by_side(key: AnswerKey, wrongs: Iterable[Wrong]) -> Iterator[list[Wrong]]:
    """Wrong versions that may stand in one notebook: one of an exercise, and none that stands on another's."""
    waiting: dict[str, list[Wrong]] = {}
    for wrong in wrongs:
        waiting.setdefault(wrong.exercise, []).append(wrong)
    while any(waiting.values()):
        together: list[Wrong] = []
        for name in sorted(waiting, key=lambda name: -len(waiting[name])):
            stands_apart = not any(
                other.exercise in key.foundations_of(name) or name in key.foundations_of(other.exercise)
                for other in together
            )
            if waiting[name] and stands_apart:
                together.append(waiting[name].pop(0))
        yield together


def try_on_wrong_ground(grader: Grader, assignment: Assignment, *, on_every: bool) -> Iterator[Trial]:
    """Run and judge every wrong version that stands on another exercise, and that one wrong, too.

    Its hint then comes from the second run, on a right foundation. Nothing but these two is asked for.

    Args:
        grader: the course's.
        assignment: whose wrong versions.
        on_every: try each on every wrong version of its nearest foundation, and not on one of them, in turn.
    """
    reference, key = reference_of(grader, assignment), grader.key_for(assignment.name)
    known: dict[str, list[Wrong]] = {}
    for wrong in wrongs_of(assignment, reference):
        known.setdefault(wrong.exercise, []).append(wrong)
        for foundation in key.foundations_of(wrong.exercise)[:1]:
            turn = len(known[wrong.exercise]) % len(known[foundation])
            for ground in known[foundation] if on_every else [known[foundation][turn]]:
                cells = {wrong.exercise: wrong.cell, foundation: ground.cell}
                handed_in = replace(reference, cells=tuple(_replaced(cell, cells) for cell in reference.cells))
                asked = tuple(each for each in key.answers if each.exercise.name in cells)
                _, verdicts = run_and_judge(handed_in, AnswerKey(key.assignment, asked), grader.sandbox)
                verdict = next(verdict for verdict in verdicts if verdict.exercise == wrong.exercise)
                yield Trial(wrong, verdict, ground=ground.id)


def try_out(grader: Grader, assignment: Assignment, wrongs: Sequence[Wrong], key: AnswerKey) -> Iterator[Trial]:
    """Run wrong versions behind the wall, each in a copy of the solution's namespace, and judge what they come to.

    Args:
        grader: the course's.
        assignment: whose wrong versions.
        wrongs: what to run.
        key: the answers to judge by.
    """
    reference = reference_of(grader, assignment)
    answers = {each.exercise.name: each for each in key.answers}
    versions = [
        Version(f"_{wrong.exercise}_tried_as_{wrong.id}", wrong.name, wrong.text, answers[wrong.exercise].calls)
        for wrong in wrongs
    ]
    run = run_versions(grader.sandbox, reference, versions)
    for wrong, version in zip(wrongs, versions, strict=True):
        outcomes = Run({wrong.exercise: run.outcomes[version.alias]}, run.cells)
        (verdict,) = judge(AnswerKey(key.assignment, (answers[wrong.exercise],)), reference, outcomes)
        yield Trial(wrong, verdict)


def key_of_seed(grader: Grader, assignment: Assignment, seed: int) -> AnswerKey:
    """The answers, had the hidden cases been drawn from another seed."""
    return build_key(assignment, reference_of(grader, assignment), sandbox=grader.sandbox, seed=seed)


def _replaced(cell: Cell, texts: Mapping[str, str]) -> Cell:
    return replace(cell, source=texts.get(cell.name, cell.source)) if cell.kind is CellKind.SOLUTION else cell


def _graded(handed: Handed, assignment: Assignment, together: Sequence[Wrong]) -> Iterator[Trial]:
    """Hand the solution in with these mistakes in it."""
    score = handed(assignment, **{wrong.exercise: wrong.cell for wrong in together})
    verdicts = {verdict.exercise: verdict for verdict in score.verdicts}
    mistaken = {wrong.exercise for wrong in together}
    harmed = tuple(
        name
        for name, verdict in verdicts.items()
        if name not in mistaken and (verdict.judgement is not Judgement.CORRECT or verdict.points != verdict.max_points)
    )
    for wrong in together:
        yield Trial(wrong, verdicts[wrong.exercise], harmed=harmed)
