"""A class is graded once, again where something changed, and never by halves."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from autograder.classroom import Run, grade_class
from autograder.errors import GradebookError, SandboxError, SpecError, SubmissionError
from autograder.gradebook import rows as rows_module
from autograder.gradebook.collecting import Wanted
from autograder.gradebook.results import ClassScores, Progress
from tests.gradebook import tiny_course
from tests.gradebook.conftest import copy_course, make_pattern  # noqa: F401 - fixtures
from tests.gradebook.stand_in import ENGINE
from tests.gradebook.tiny_course import RIGHT, answered, autograded, rows, stub, submit

ONE = Run(workers=1)
FULL = {"check_double": (2.0, False), "check_q_three": (0.5, False)}
NOTHING = {"check_double": (0.0, False), "check_q_three": (0.0, False)}


def grade(course: Path, wanted: Wanted | None = None, run: Run = ONE) -> ClassScores:
    return grade_class(course, wanted or Wanted(), engine=ENGINE, run=run)


def graded_students(scores: ClassScores) -> list[str]:
    return sorted(one.student for one in scores.graded)


def text_of(course: Path, student: str) -> str:
    return json.dumps(autograded(course, student))


def hidden(course: Path) -> list[Path]:
    return list((course / "autograded").rglob(".*"))


def test_only_what_is_new_is_graded(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)
    submit(course, "bob", stub(course))

    scores = grade(course)

    assert graded_students(scores) == ["bob"]
    assert scores.unchanged == 1
    assert rows(course) == {"ann": FULL, "bob": NOTHING}


@pytest.mark.parametrize(
    "change",
    [
        lambda course: submit(course, "ann", stub(course)),
        lambda course: submit(course, "ann", answered(course, **RIGHT), at="2026-01-11 12:00:00 UTC"),
        lambda course: (course / "submitted/ann/tiny/data.csv").write_text("1"),
        lambda course: (course / "solutions/tiny/version").write_text("2"),
        lambda course: (course / "autograded/ann/tiny/score.json").unlink(),
        lambda course: (course / "autograded/ann/tiny/tiny.ipynb").unlink(),
        lambda course: (
            (course / "autograded/ann/tiny/score.json").chmod(0o644)
            or (course / "autograded/ann/tiny/score.json").write_text('{"sha256": 7}')
        ),
        lambda course: tiny_course.api(course).gradebook.remove_submission("tiny", "ann"),
    ],
    ids=["notebook", "timestamp", "other file", "exercises", "mark gone", "notebook gone", "mark spoilt", "rows gone"],
)
def test_what_changed_is_graded_again(course: Path, change: Callable[[Path], object]) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    submit(course, "bob", stub(course))
    grade(course, Wanted(students=("ann",)))
    grade(course)

    change(course)
    scores = grade(course)

    assert "ann" in graded_students(scores)
    assert grade(course).graded == ()


def test_everything_is_graded_again_on_request(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)

    scores = grade(course, Wanted(again=True))

    assert graded_students(scores) == ["ann"]


def test_a_malformed_resubmission_does_not_keep_the_old_points(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)

    submit(course, "ann", b"{nonsense")
    scores = grade(course)

    assert rows(course) == {"ann": NOTHING}
    assert scores.graded[0].unreadable.startswith("tiny.ipynb is no notebook")
    assert "tiny.ipynb is no notebook" in text_of(course, "ann")


def test_a_resubmission_without_its_checks_does_not_keep_the_old_points(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)
    notebook = stub(course)
    notebook["cells"] = notebook["cells"][:1]

    submit(course, "ann", notebook)
    grade(course)

    assert rows(course) == {"ann": NOTHING}


def test_a_renamed_notebook_does_not_keep_the_old_points(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)

    path = course / "submitted/ann/tiny/tiny.ipynb"
    path.rename(path.with_name("tiny (1).ipynb"))
    grade(course)

    assert rows(course) == {"ann": NOTHING}
    assert "there is no tiny.ipynb" in text_of(course, "ann")


def test_a_script_is_a_submission_of_its_own(course: Path) -> None:
    folder = submit(course, "ann", None)
    (folder / "tiny.py").write_text("def double(x):\n    return 2 * x\nprint(double(1))\n")

    scores = grade(course)

    assert scores.graded[0].points == 2.0
    assert rows(course)["ann"]["check_double"] == (2.0, False)
    assert "print(double(1))" in text_of(course, "ann")
    assert "hello" in text_of(course, "ann")
    assert tiny_course.api(course).generate_feedback("tiny")["success"]
    assert "return" in (course / "feedback/ann/tiny/tiny.html").read_text()


def test_what_could_not_be_judged_keeps_its_old_rows(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    grade(course)
    before = text_of(course, "ann")

    submit(course, "ann", answered(course, double="cannot judge"))
    scores = grade(course)

    assert [(one.collected.student, one.reason) for one in scores.not_graded] == [
        ("ann", "double could not be judged, through no fault of the student's")
    ]
    assert rows(course) == {"ann": FULL}
    assert text_of(course, "ann") == before
    assert hidden(course) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [("our fault", "the zygote died"), ("a bug", "the grader failed with ZeroDivisionError")],
)
def test_our_faults_cost_one_submission_its_turn_and_no_one_a_point(course: Path, text: str, reason: str) -> None:
    submit(course, "ann", answered(course, double=text))
    submit(course, "bob", answered(course, **RIGHT))

    scores = grade(course)

    assert [(one.collected.student, one.reason.rstrip(": ")) for one in scores.not_graded] == [("ann", reason)]
    assert rows(course) == {"bob": FULL}


def test_a_worker_that_dies_is_replaced_and_its_submission_tried_again(course: Path) -> None:
    submit(course, "ann", answered(course, double=f"# kill it once\n{RIGHT['double']}", q_three=RIGHT["q_three"]))
    submit(course, "bob", answered(course, **RIGHT))

    scores = grade(course)

    assert (course / "killed").exists()
    assert scores.not_graded == ()
    assert rows(course) == {"ann": FULL, "bob": FULL}


def test_a_submission_that_kills_every_worker_is_not_graded(course: Path) -> None:
    submit(course, "ann", answered(course, double="kill the grader"))
    for student in ("bob", "cy", "dee", "eve"):
        submit(course, student, answered(course, **RIGHT))

    scores = grade(course, run=Run(workers=2))

    assert [(one.collected.student, one.reason) for one in scores.not_graded] == [
        ("ann", "the grading process ended with status -9, 2 times")
    ]
    assert rows(course) == dict.fromkeys(("bob", "cy", "dee", "eve"), FULL)


def test_progress_tells_of_every_submission(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    submit(course, "bob", answered(course, double="our fault"))
    told: list[Progress] = []

    grade_class(course, Wanted(), engine=ENGINE, run=ONE, on_progress=told.append)

    assert [(one.done, one.total) for one in told] == [(1, 2), (2, 2)]
    assert {one.collected.student: (one.points, one.max_points, one.not_graded) for one in told} == {
        "ann": (2.5, 2.5, ""),
        "bob": (0.0, 0.0, "the zygote died"),
    }
    assert {one.by_hand for one in told} == {0.0}


def test_progress_tells_what_else_a_person_may_give(tmp_path: Path) -> None:
    course = tmp_path / "course"
    tiny_course.make(course, by_hand=True)
    submit(course, "ann", answered(course, **RIGHT))
    told: list[Progress] = []

    grade_class(course, Wanted(), engine=ENGINE, run=ONE, on_progress=told.append)

    assert [(one.max_points, one.by_hand) for one in told] == [(2.5, 4.0)]


def test_a_student_who_handed_in_nothing_is_named_with_a_close_match(course: Path) -> None:
    submit(course, "annabel", stub(course))

    with pytest.raises(
        SubmissionError, match=r"no submission of tiny by 'anabel' in .*submitted; did you mean 'annabel'"
    ):
        grade(course, Wanted(assignments=("tiny",), students=("anabel",)))


def test_an_assignment_that_was_not_released_is_named_with_the_command_that_does_it(course: Path) -> None:
    submit(course, "ann", stub(course))

    with pytest.raises(SpecError, match=r"'smal' is not in the gradebook \(there: tiny\); run `nbgrader generate_assi"):
        grade(course, Wanted(assignments=("smal",)))


def test_a_stray_folder_does_not_stop_the_others(course: Path) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    (course / "submitted/ann/unknown").mkdir()

    scores = grade(course)

    assert graded_students(scores) == ["ann"]
    assert "'unknown' is not in the gradebook" in scores.not_graded[0].reason


def test_a_timestamp_that_is_none_is_no_fault_of_the_students(course: Path) -> None:
    submit(course, "ann", stub(course), at="yesterday, I think")

    scores = grade(course)

    assert "timestamp.txt says 'yesterday, I think'" in scores.not_graded[0].reason
    assert rows(course) == {}


def test_a_student_who_may_not_be_added_is_named(course: Path) -> None:
    submit(course, "ann", stub(course))
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("c.Autograde.create_student = False\n")

    assert "student 'ann' is not in the gradebook" in grade(course).not_graded[0].reason

    with tiny_course.api(course).gradebook as gradebook:
        gradebook.add_student("ann", first_name="Ann")
    assert graded_students(grade(course)) == ["ann"]


def test_an_assignment_with_a_second_notebook_is_refused(course: Path) -> None:
    submit(course, "ann", stub(course))
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.add_notebook("extra", "tiny")

    with pytest.raises(SpecError, match=r"has 2 notebooks in the gradebook \(extra, tiny\); expected one"):
        grade(course)


def test_a_cell_that_is_worth_points_and_names_no_exercise_is_refused(course: Path) -> None:
    submit(course, "ann", stub(course))
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.find_grade_cell("check_double", "tiny", "tiny").name = "test_double"
        gradebook.find_source_cell("check_double", "tiny", "tiny").name = "test_double"
        gradebook.db.commit()

    with pytest.raises(SpecError, match="the cell 'test_double' is worth points and names no exercise"):
        grade(course)


def test_rows_that_somebody_else_adds_meanwhile_are_found(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    submit(course, "ann", answered(course, **RIGHT))
    was = rows_module._add_students

    def add_twice(connection: Connection, students: Iterable[str]) -> None:
        monkeypatch.setattr(rows_module, "_add_students", was)
        was(connection, students)
        connection.execute(insert(rows_module._STUDENTS), [{"id": student} for student in students])

    monkeypatch.setattr(rows_module, "_add_students", add_twice)
    grade(course)

    assert rows(course) == {"ann": FULL}


def test_a_gradebook_of_other_exercises_is_refused(course: Path) -> None:
    with tiny_course.api(course).gradebook as gradebook:
        gradebook.find_grade_cell("check_double", "tiny", "tiny").max_score = 3.0
        gradebook.db.commit()
    submit(course, "ann", stub(course))

    with pytest.raises(SpecError, match=r"'double' is worth 2 points in exercises.py and 3 in the gradebook"):
        grade(course)

    assert rows(course) == {}


def test_walls_that_do_not_stand_are_told_before_anything_is_graded(course: Path) -> None:
    submit(course, "ann", stub(course))
    (course / "no_walls").touch()

    with pytest.raises(SandboxError, match="the walls do not stand"):
        grade(course)

    assert graded_students(grade(course, run=Run(workers=1, unsafe=True))) == ["ann"]


def test_two_runs_do_not_grade_the_same_course_at_once(course: Path) -> None:
    submit(course, "ann", answered(course, double="slow"))
    refusals = []

    def meanwhile(_: Progress) -> None:
        with pytest.raises(GradebookError) as refusal:
            grade(course, run=Run(workers=1, patience=0.2))
        refusals.append(str(refusal.value))

    grade_class(course, Wanted(), engine=ENGINE, run=ONE, on_progress=meanwhile)

    assert refusals[0].startswith(f"autograder grade (process {os.getpid()} on ")
    assert refusals[0].endswith("is grading this course; wait until it has ended, then grade again")


def test_what_progress_tells_of_is_recorded(course: Path) -> None:
    for student in ("ann", "bob", "cy"):
        submit(course, student, answered(course, **RIGHT))
    recorded = []

    def look(progress: Progress) -> None:
        recorded.append(rows(course).get(progress.collected.student))

    grade_class(course, Wanted(), engine=ENGINE, run=ONE, on_progress=look)

    assert recorded == [FULL, FULL, FULL]


def test_what_was_graded_before_an_interrupt_is_kept(course: Path) -> None:
    for number in range(6):
        submit(course, f"s{number}", answered(course, double=f"# slow\n{RIGHT['double']}"))

    def interrupt(progress: Progress) -> None:
        if progress.done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_class(course, Wanted(), engine=ENGINE, run=ONE, on_progress=interrupt)

    kept = sorted(rows(course))
    assert kept[:3] == ["s0", "s1", "s2"]
    assert hidden(course) == []
    scores = grade(course)
    assert (len(scores.graded), scores.unchanged) == (6 - len(kept), len(kept))


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from autograder import classroom
    from autograder.gradebook import files, recorder, whole_class
    from autograder.gradebook.collecting import Wanted
    from tests.gradebook.stand_in import ENGINE

    left = int(sys.argv[3])

    def die_at(point):
        def wrap(module, name):
            was = getattr(module, name)
            def counting(*args, **kwargs):
                global left
                left -= 1
                if left == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return was(*args, **kwargs)
            setattr(module, name, counting)
        wrap(*point)

    if __name__ == "__main__":
        points = {
            "before the rows": (recorder, "write_rows"),
            "between rows and folders": (files, "put_in_place"),
            "within a folder's change": (files, "remove"),
            "after a turn": (whole_class, "Entry"),
        }
        die_at(points[sys.argv[2]])
        recorder._MOST_IN_BATCH = 3
        classroom.grade_class(Path(sys.argv[1]), Wanted(), engine=ENGINE, run=classroom.Run(workers=1))
"""


@pytest.mark.parametrize(
    ("point", "turn"),
    [
        ("before the rows", 1),
        ("before the rows", 3),
        ("between rows and folders", 1),
        ("between rows and folders", 5),
        ("within a folder's change", 4),
        ("after a turn", 5),
    ],
)
def test_a_killed_run_started_again_ends_with_the_same_rows_and_folders(
    course: Path, tmp_path: Path, point: str, turn: int
) -> None:
    answers = [RIGHT["double"], "def double(x):\n    return x", "def double(x):\n    return 2 * x  # !"]
    for number in range(8):
        submit(course, f"s{number}", answered(course, double=answers[number % 3]))
    undisturbed = Path(shutil.copytree(course, tmp_path / "undisturbed"))
    script = tmp_path / "killed.py"
    script.write_text(textwrap.dedent(KILLED))
    root = Path(__file__).parents[1]

    killed = subprocess.run(
        [sys.executable, script, course, point, str(turn)],
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        check=False,
    )
    grade(course)
    grade(undisturbed)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert rows(course) == rows(undisturbed)
    assert hidden(course) == []
    for number in range(8):
        student = f"s{number}"
        assert autograded(course, student) == autograded(undisturbed, student)
        assert (course / "autograded" / student / "tiny" / "score.json").exists()
    assert grade(course).graded == ()


SLOW = """
    import sys
    from pathlib import Path

    if __name__ == "__main__":
        from autograder import classroom
        from autograder.gradebook.collecting import Wanted
        from tests.gradebook.stand_in import ENGINE

        def tell(progress):
            print(progress.done, flush=True)

        two = classroom.Run(workers=2)
        classroom.grade_class(Path(sys.argv[1]), Wanted(), engine=ENGINE, run=two, on_progress=tell)
"""


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "killed"])
def test_no_worker_outlives_its_run_or_complains_about_its_end(
    course: Path, tmp_path: Path, end: signal.Signals
) -> None:
    for number in range(12):  # the first four are graded, the rest keep the workers busy until they are stopped
        remark = "# waits\n" if number >= 4 else ""
        submit(course, f"s{number:02}", answered(course, double=f"{remark}{RIGHT['double']}"))
    script = tmp_path / "slow.py"
    script.write_text(textwrap.dedent(SLOW))
    run = subprocess.Popen(
        [sys.executable, script, course],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    run.stdout.readline()
    run.stdout.readline()

    if end is signal.SIGINT:
        os.killpg(run.pid, end)  # as a terminal does
    else:
        run.kill()
    _, complaints = run.communicate()  # returns when the last process that holds the pipe is gone

    assert complaints.count("Traceback") == (1 if end is signal.SIGINT else 0), (run.returncode, complaints)
    assert end is signal.SIGKILL or complaints.rstrip().endswith("KeyboardInterrupt")
    assert end is signal.SIGKILL or len(rows(course)) >= 2
    (course / "hurry").touch()
    grade(course)
    assert len(rows(course)) == 12
    assert hidden(course) == []


def test_workers_can_be_called_in_before_nbgrader_is_imported() -> None:
    modules = "autograder.classroom, autograder.gradebook.collecting, autograder.gradebook.run"
    says = f"import sys, {modules}; print(sorted({{'nbgrader', 'sqlalchemy', 'jinja2'}} & set(sys.modules)))"

    done = subprocess.run([sys.executable, "-c", says], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"
