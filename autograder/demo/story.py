"""The demo's story: a course folder, a class that works, nbgrader's steps, one run of grading, and a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.catalogue import load_course
from autograder.classroom import Run, grade_class
from autograder.demo import outcome
from autograder.demo.folder import make_folder
from autograder.demo.handing_in import write_work
from autograder.demo.material import read_material
from autograder.demo.outcome import Marked, read_marked
from autograder.demo.roster import Kind, Student, roster
from autograder.demo.rotation import deal
from autograder.demo.workflow import Workflow, open_workflow
from autograder.demo.works import Work, work_of
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.results import ClassScores, Progress


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What came of a demo.

    Args:
        folder: the course folder it left.
        columns: of the table; those of numbers end in "|".
        rows: of the table, one a student.
        next_steps: lines that say what to try next.
        disagreements: where grading and what was deserved differ; empty when all is well.
        marked: every submission with all that is known of it.
    """

    folder: Path
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    next_steps: tuple[str, ...]
    disagreements: tuple[str, ...]
    marked: tuple[Marked, ...]


def demo(  # noqa: PLR0913 - what it shows, and how it tells, belong to its caller
    folder: Path,
    *,
    course_root: Path,
    students: int = 30,
    workers: int | None = None,
    cluster: str | None = None,
    say: Callable[[str], None] = lambda _: None,
    on_progress: Callable[[Progress], None] = lambda _: None,
) -> DemoResult:
    """Take a made-up class from the solutions to a graded gradebook.

    Args:
        folder: where; an earlier demo there is replaced.
        course_root: the course to show; it is only read.
        students: how many.
        workers: how many processes grade; None for one per core.
        cluster: the address of a Dask cluster whose workers grade; "local" starts one; None for none.
        say: told each step as it begins.
        on_progress: told each graded submission.

    Raises:
        SpecError: the course is not in order, or the folder holds something else.
        GradebookError: nbgrader, the database or the disk refused.
        SandboxError: the walls do not stand.
    """
    was_there = folder.is_dir() and any(folder.iterdir())
    root = make_folder(folder, course_root)
    if was_there:
        say(f"{folder} was there from an earlier demo and is made anew; points and comments given in it are lost")
    say(f"The course is copied to {folder}")
    workflow = open_workflow(root)
    people = tuple(roster(students))
    works = _works(root, people)
    names = tuple(works)
    say(f"nbgrader generate_assignment, release_assignment: {', '.join(names)}")
    for name in names:
        workflow.release(name)
    say(f"nbgrader fetch_assignment, submit: {students} students, {len(names)} assignments each")
    _hand_in(workflow, works, people)
    say("nbgrader collect")
    for name in names:
        workflow.collect(name)
    workflow.introduce(people)
    where = f" --cluster {cluster}" if cluster else ""
    say(f"autograder grade{where}: {students * len(names)} submissions")
    scores = grade_class(root, Wanted(), run=Run(workers, cluster=cluster), on_progress=on_progress)
    return _result(workflow, works, people, scores)


def _works(root: Path, people: Sequence[Student]) -> Mapping[str, Mapping[str, Work]]:
    """Write everybody's work, by assignment and student."""
    works = {}
    for assignment in load_course(root).assignments:
        material = read_material(assignment)
        dealt = deal(material, len(people))
        works[assignment.name] = {student.id: work_of(student, material, dealt) for student in people}
    return works


def _hand_in(workflow: Workflow, works: Mapping[str, Mapping[str, Work]], people: Sequence[Student]) -> None:
    """Let everybody fetch, work and submit: first those in time, then the assignment is due, then the late ones."""
    for assignment, by_student in works.items():
        for student in people:
            write_work(by_student[student.id], workflow.fetch(student.id, assignment), assignment)
        for student in people:
            if student.kind is not Kind.LATE:
                workflow.submit(student.id, assignment)
        workflow.close_for(assignment)
        for student in people:
            if student.kind is Kind.LATE:
                workflow.submit(student.id, assignment)


def _result(
    workflow: Workflow, works: Mapping[str, Mapping[str, Work]], people: Sequence[Student], scores: ClassScores
) -> DemoResult:
    names = tuple(works)
    late = {name: workflow.lateness(name) for name in names}
    graded = {(one.student, one.assignment): one for one in scores.graded}
    marked = {
        (who, name): read_marked(
            one, works[name][who], workflow.root / "autograded" / who / name, late[name].get(who, 0.0)
        )
        for (who, name), one in graded.items()
    }
    complete = [person for person in people if all((person.id, name) in marked for name in names)]
    missing = [
        f"{one.collected.student}, {one.collected.assignment}: not graded ({one.reason})" for one in scores.not_graded
    ]
    telling = next((person for person in people if person.kind.makes_mistakes), people[0])
    in_order = [marked[person.id, name] for person in complete for name in names]
    return DemoResult(
        folder=workflow.root,
        columns=outcome.columns(names),
        rows=tuple(outcome.row([marked[person.id, name] for name in names]) for person in complete),
        next_steps=outcome.next_steps(
            workflow.root, names[0], telling.id, waiting=sum(one.waiting for one in scores.graded)
        ),
        disagreements=(*missing, *(line for one in in_order for line in one.disagreements())),
        marked=tuple(in_order),
    )
