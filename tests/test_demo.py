"""A made-up class goes through nbgrader's own workflow and gets what it deserves, whatever a person's settings say."""

import csv
import json
import os
import shutil
import subprocess
import sysconfig
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI

from autograder.catalogue import load_course
from autograder.demo import DemoResult, demo
from autograder.demo.folder import make_folder
from autograder.demo.material import Material, read_material
from autograder.demo.outcome import Marked
from autograder.demo.roster import ROUND, Kind, roster
from autograder.demo.rotation import deal
from autograder.demo.workflow import open_workflow
from autograder.demo.works import Deserved
from autograder.errors import GradebookError, SpecError
from autograder.gradebook.results import Progress
from autograder.spec import Exercise

COURSE = Path(__file__).parents[1]
#: In the order in which they are taught.
ASSIGNMENTS = ("error", "hot_cold", "gradient_step", "alpha", "mlp_forward", "backprop")
#: As many show every kind of work.
STUDENTS = 11
#: The cells that a person marks.
IN_WORDS = {
    "alpha": "which_fault",
    "backprop": "wrong_yet_learns",
    "error": "why_square",
    "gradient_step": "forgets_the_input",
    "hot_cold": "better_stride",
    "mlp_forward": "without_sigmoids",
}
#: What each is worth.
POINTS = {"alpha": 14, "backprop": 15, "error": 13, "gradient_step": 15, "hot_cold": 14, "mlp_forward": 14.5}
#: What somebody who teaches another course may have in ~/.jupyter.
PERSONAL = """
c = get_config()
c.CourseDirectory.root = {elsewhere!r}
c.CourseDirectory.db_url = "sqlite:///" + {elsewhere!r} + "/gradebook.db"
c.CourseDirectory.course_id = "another"
c.CourseDirectory.submitted_directory = "handed_in"
c.CourseDirectory.student_id_exclude = "ada,carl"
c.Exchange.root = {elsewhere!r}
"""


def copy_course(to: Path) -> Path:
    ignored = shutil.ignore_patterns(".*", "__pycache__")
    shutil.copytree(COURSE / "solutions", to / "solutions", ignore=ignored)
    shutil.copy(COURSE / "nbgrader_config.py", to)
    return to


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def marked(result: DemoResult, kind: Kind) -> list[Marked]:
    return [one for one in result.marked if one.work.kind is kind]


def first_marked(result: DemoResult, kind: Kind, assignment: str) -> Marked:
    return next(one for one in marked(result, kind) if one.assignment == assignment)


def lost(one: Marked) -> dict[str, str]:
    return {verdict["name"]: verdict["verdict"] for verdict in one.exercises if verdict["verdict"] != "correct"}


def api(result: DemoResult) -> Any:  # noqa: ANN401 - nbgrader brings no types
    return NbGraderAPI(config=open_workflow(result.folder).config)


def code_of(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_bytes())["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def row_in_words(result: DemoResult, assignment: str, student: str) -> tuple[float | None, float, bool, str | None]:
    """What nbgrader keeps of an answer in words: points found, points to earn, whether it waits, its remark."""
    cell = (IN_WORDS[assignment], assignment, assignment, student)
    with Gradebook(f"sqlite:///{result.folder / 'gradebook.db'}", "descent") as gradebook:
        grade, comment = gradebook.find_grade(*cell), gradebook.find_comment(*cell)
        return grade.auto_score, grade.max_score, grade.needs_manual_grade, comment.auto_comment


@pytest.fixture(scope="module", name="elsewhere", autouse=True)
def set_up_a_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    settings = tmp_path_factory.mktemp("personal")
    (settings / "nbgrader_config.py").write_text(PERSONAL.format(elsewhere=str(elsewhere)))
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JUPYTER_CONFIG_DIR", str(settings))
        environment.setenv("PATH", os.defpath)  # as where the environment is used and was not activated
        yield elsewhere


@pytest.fixture(scope="module", name="course")
def make_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module", name="before")
def remember_course(course: Path) -> dict[str, bytes]:
    return files_of(course)


@pytest.fixture(scope="module", name="materials")
def read_materials() -> Mapping[str, Material]:
    return {each.name: read_material(each) for each in load_course(COURSE, seed=1).assignments}


@pytest.fixture(scope="module", name="steps")
def make_steps() -> list[Progress]:
    return []


@pytest.fixture(scope="module", name="result")
def run_demo(
    course: Path, before: dict[str, bytes], steps: list[Progress], tmp_path_factory: pytest.TempPathFactory
) -> DemoResult:
    assert before  # read before anything was done
    folder = tmp_path_factory.mktemp("demo") / "class"
    return demo(folder, course_root=course, students=STUDENTS, on_progress=steps.append)


def test_everybody_gets_what_the_work_deserves(result: DemoResult) -> None:
    assert result.disagreements == ()
    assert len(result.rows) == STUDENTS
    assert len(result.marked) == STUDENTS * len(ASSIGNMENTS)


def test_a_grader_that_disagrees_is_told_on(result: DemoResult) -> None:
    right = first_marked(result, Kind.RIGHT, "error")
    wrong = first_marked(result, Kind.MISTAKES, "error")
    name = next(name for name, one in wrong.work.deserved.items() if one.mistake)

    def deserving(one: Marked, name: str, deserved: Deserved) -> list[str]:
        return [*replace(one, work=replace(one.work, deserved={name: deserved})).disagreements()]

    unearned = deserving(right, "predict", Deserved(full=False))
    cancelled = deserving(right, "predict", Deserved(full=False, mistake="P01", may_cancel=True))
    unrecognised = deserving(wrong, name, Deserved(full=False, mistake="X99"))
    crossed = deserving(wrong, name, Deserved(full=False, mistake="X99", may_cancel=True))

    assert cancelled == []
    assert unearned == ["ada, error: predict deserved 0 and was given 1 (correct)"]
    assert unrecognised == crossed == [f"carl, error: {name} makes the mistake X99, and the grader recognised P01"]


def test_right_work_earns_everything_in_any_form(result: DemoResult) -> None:
    scores = [{one.assignment: one.score for one in marked(result, kind)} for kind in (Kind.RIGHT, Kind.OTHER_FORM)]

    assert scores == [POINTS, POINTS]


def test_an_endless_loop_and_an_exit_cost_those_two_alone(result: DemoResult) -> None:
    fates = {one.assignment: lost(one) for one in marked(result, Kind.ENDLESS)}

    assert fates == {
        "alpha": {"train_with_alpha": "too slow", "from_memory": "exited"},
        "backprop": {"backprop_step": "too slow", "backprop_layers": "exited"},
        "error": {"predict": "too slow", "sse": "exited"},
        "gradient_step": {"direction_and_amount": "too slow", "gradient_train_records": "exited"},
        "hot_cold": {"hot_cold_step": "too slow", "closest_miss": "exited"},
        "mlp_forward": {"weight_between": "too slow", "forward": "exited"},
    }


def test_cheats_are_paid_for_what_they_solved_alone(result: DemoResult) -> None:
    scores = [
        {one.assignment: one.score for one in marked(result, kind)} for kind in (Kind.FALSE_FRIENDS, Kind.EDITED_CHECKS)
    ]

    solved = {"alpha": 3, "backprop": 1, "error": 1, "gradient_step": 0.5, "hot_cold": 2, "mlp_forward": 1}
    assert scores == [solved, solved]


def test_everybody_has_a_name_in_the_formgrader(result: DemoResult) -> None:
    shown = {one["id"]: (one["first_name"], one["last_name"]) for one in api(result).get_students()}

    assert shown == {one.id: (one.first_name, one.last_name) for one in roster(STUDENTS)}
    assert shown["ada"] == ("Ada", "Alder")


def test_the_last_lines_name_a_page_that_lies_there_and_what_waits(result: DemoResult) -> None:
    *steps, places, last = result.next_steps
    answers = sum(one.graded.waiting for one in result.marked)
    page = last.split()[1]

    assert "Pages of feedback lie in feedback/" in places
    assert page.startswith("feedback/carl/")
    assert (result.folder / page).is_file()
    assert not any("generate_feedback" in step for step in steps)
    assert steps[-1].endswith(f"; {answers} answers in words to be marked")


def test_a_script_is_graded_like_a_notebook(result: DemoResult) -> None:
    script, notebook = first_marked(result, Kind.SCRIPT, "error"), first_marked(result, Kind.MISTAKES, "error")
    submitted = result.folder / "submitted" / script.student / "error"

    assert script.score == notebook.score == 8.0
    assert (submitted / "error.py").is_file()
    assert code_of(submitted / "error.ipynb") == code_of(result.folder / "assignments/error/error.ipynb")


def test_only_the_late_student_is_late(result: DemoResult) -> None:
    late = {one.student for one in result.marked if one.seconds_late > 0}
    rows = {row[0] for row in result.rows if "late" in row}

    assert late == rows == {student.id for student in roster(STUDENTS) if student.kind is Kind.LATE}


def test_the_table_says_what_was_handed_in_scored_and_found(result: DemoResult) -> None:
    everything = [f"{POINTS[name]:g}/{POINTS[name]:g}" for name in ASSIGNMENTS]

    assert result.columns == ("student", "handed in", *(f"{name}|" for name in ASSIGNMENTS), "late", "found")
    assert result.rows[0] == ("ada", "all right", *everything, "", "")
    assert result.rows[2][:2] == ("carl", "33 known mistakes")
    assert result.rows[2][2 + ASSIGNMENTS.index("error")] == "8/13"
    assert "P01 A01 S01 Q01 " in result.rows[2][-1]


def test_every_graded_submission_is_shown_as_progress(result: DemoResult, steps: list[Progress]) -> None:
    assert [step.done for step in steps] == [*range(1, len(result.marked) + 1)]
    assert {step.total for step in steps} == {len(result.marked)}


def test_the_formgrader_takes_every_submission_for_autograded(result: DemoResult) -> None:
    shown = {name: api(result).get_submissions(name) for name in ASSIGNMENTS}

    for name in ASSIGNMENTS:
        scores = {one.student: one.score for one in result.marked if one.assignment == name}
        assert {one["student"]: one["score"] for one in shown[name]} == scores
        assert {(one["autograded"], one["submitted"]) for one in shown[name]} == {(True, True)}


def test_answers_in_words_wait_for_a_person_and_no_answer_for_nobody(result: DemoResult) -> None:
    shown = {(name, one["student"]): one for name in ASSIGNMENTS for one in api(result).get_submissions(name)}
    answered = {(one.assignment, one.student) for one in result.marked if one.work.words}

    waiting = {key for key, one in shown.items() if one["needs_manual_grade"]}
    rows = {key: row_in_words(result, *key) for key in shown}

    assert waiting == answered
    assert 0 < len(answered) < len(shown)
    assert {rows[key] for key in answered} == {(None, 1.0, True, None)}
    assert {rows[key] for key in shown.keys() - answered} == {(0.0, 1.0, False, "No response.")}


def test_words_are_handed_in_whatever_they_are(result: DemoResult) -> None:
    words = {one.student: one.work.words["why_square"] for one in result.marked if "why_square" in one.work.words}

    submitted = {
        student: (result.folder / "submitted" / student / "error" / "error.ipynb").read_text() for student in words
    }

    assert len({*words.values()}) == len(words) > 6
    assert all(json.dumps(words[student], ensure_ascii=False) in text for student, text in submitted.items())
    assert any(text.startswith("<script>alert(1)</script>") for text in words.values())
    assert max(map(len, words.values())) > 5000


def test_what_is_said_in_words_comes_without_the_marking_guide(course: Path) -> None:
    model_answer = read_material(load_course(course, seed=1).assignment("error")).model_answers["why_square"]

    assert (course / "solutions/error/error.py").read_text().count("MARK SCHEME") == 2
    assert model_answer.startswith("A raw error shrinks")
    assert model_answer.endswith("where we want the weight.")


def test_nbgrader_makes_feedback_that_holds_the_hint(result: DemoResult) -> None:
    mistaken = first_marked(result, Kind.MISTAKES, "error")
    hint = next(verdict["hint"] for verdict in mistaken.exercises if verdict["misconception"])

    answer = api(result).generate_feedback("error")

    assert answer["success"], answer
    pages = {path.parent.parent.name for path in result.folder.glob("feedback/*/error/error.html")}
    assert pages == {one.student for one in result.marked}
    assert hint in (result.folder / "feedback" / mistaken.student / "error" / "error.html").read_text()


def test_the_exported_scores_are_the_tables(result: DemoResult) -> None:
    # The command, typed in the demo's folder: personal settings are read and do not count there.
    nbgrader = Path(sysconfig.get_path("scripts")) / "nbgrader"

    subprocess.run([nbgrader, "export"], cwd=result.folder, check=True, capture_output=True)

    with (result.folder / "grades.csv").open(newline="") as file:
        exported = {(row["student_id"], row["assignment"]): float(row["score"]) for row in csv.DictReader(file)}
    assert exported == {(one.student, one.assignment): one.score for one in result.marked}


def test_personal_settings_send_nothing_elsewhere(result: DemoResult, elsewhere: Path) -> None:
    assert (result.folder / "gradebook.db").is_file()
    assert not any(elsewhere.iterdir())


def test_the_course_is_only_read(result: DemoResult, course: Path, before: dict[str, bytes]) -> None:
    assert files_of(course) == before
    assert (result.folder / "solutions" / ".seed").is_file()


def test_no_solution_is_given_out(result: DemoResult) -> None:
    given_out = {path.name for path in (result.folder / "exchange/descent/outbound").rglob("*") if path.is_file()}

    assert given_out == {*(f"{name}.ipynb" for name in ASSIGNMENTS), "examples.json", "admissions.csv"}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_full_class_makes_as_many_known_mistakes_as_it_has_room_for(
    materials: Mapping[str, Material], assignment: str
) -> None:
    dealt = deal(materials[assignment], ROUND)

    known = Counter(mistake.exercise for mistake in materials[assignment].mistakes())
    made = {(mistake.exercise, mistake.id) for hand in dealt for mistake in hand}
    # Nobody can make two in one exercise, so there is room for one a hand.
    assert Counter(exercise for exercise, _ in made) == {name: min(known[name], len(dealt)) for name in known}
    assert len(made) == sum(map(len, dealt))


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
@pytest.mark.parametrize("students", [ROUND, 2 * ROUND])
def test_a_full_class_is_dealt_mistakes_evenly(
    materials: Mapping[str, Material], assignment: str, students: int
) -> None:
    sizes = [len(hand) for hand in deal(materials[assignment], students)]

    assert max(sizes) - min(sizes) <= 1


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_in_a_small_class_nobody_builds_one_mistake_on_another(
    materials: Mapping[str, Material], assignment: str
) -> None:
    material = materials[assignment]

    dealt = deal(material, STUDENTS)

    assert all(len({mistake.exercise for mistake in hand}) == len(hand) > 0 for hand in dealt)
    for hand in dealt:
        made = {mistake.exercise for mistake in hand}
        assert all(not (material.builds_on(mistake.text) - {mistake.exercise}) & made for mistake in hand)


def test_one_mistake_is_made_on_top_of_another_where_the_grader_lends_the_foundation(
    materials: Mapping[str, Material],
) -> None:
    material = materials["backprop"]

    hands = [{mistake.exercise for mistake in hand} for hand in deal(material, ROUND)]

    assert "output_error_term" in material.builds_on(material.right["backprop_step"])
    assert any({"output_error_term", "backprop_step"} <= hand for hand in hands)


def test_nobody_builds_one_mistake_on_another_that_the_grader_would_not_lend(materials: Mapping[str, Material]) -> None:
    taught = materials["hot_cold"].assignment
    alone = [replace(each, foundations=()) if isinstance(each, Exercise) else each for each in taught.exercises]
    material = replace(materials["hot_cold"], assignment=replace(taught, exercises=tuple(alone)))

    dealt = deal(material, ROUND)

    for hand in dealt:
        made = {mistake.exercise for mistake in hand}
        assert all(not (material.builds_on(mistake.text) - {mistake.exercise}) & made for mistake in hand)
    assert {mistake.exercise for hand in dealt for mistake in hand} == {*material.names}


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("def mine(x):\n    return try_both(x, 1)", {"try_both"}),
        ("def mine(try_both):\n    return try_both(1)", set()),
        ("def mine(x, /, *, try_both=None):\n    return [try_both for _ in x]", set()),
        ("def mine(x):\n    try_both = x\n    return lambda: try_both", set()),
        ("def mine(x):\n    return [closest_miss(each) for each in x]", {"closest_miss"}),
        ("q_step_ten = try_both(0.5, 1.0, 1.0, 1.0)", {"try_both"}),
        ("no Python", set()),
    ],
)
def test_an_answer_builds_on_what_it_uses_and_not_on_parameters_of_that_name(
    materials: Mapping[str, Material], text: str, used: set[str]
) -> None:
    assert materials["hot_cold"].builds_on(text) == used


def test_students_beyond_the_names_are_numbered() -> None:
    ids = [student.id for student in roster(3 * ROUND)]

    assert len({*ids}) == len(ids)
    assert (ids[0], ids[ROUND], ids[2 * ROUND]) == ("ada", "ada2", "ada3")


def test_namesakes_have_last_names_of_their_own() -> None:
    names = [(student.first_name, student.last_name) for student in roster(3 * ROUND)]

    assert len({*names}) == len(names)
    assert {first for first, _ in names[::ROUND]} == {"Ada"}


def test_a_folder_that_is_no_demo_is_left_alone(course: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(SpecError, match="is no demo that could be replaced"):
        demo(tmp_path, course_root=course)

    assert files_of(tmp_path) == {"thesis.txt": b"mine"}


@pytest.mark.parametrize("place", [".", "..", "solutions", "assignments/demo"])
def test_a_folder_of_the_course_itself_is_refused(tmp_path: Path, place: str) -> None:
    course = copy_course(tmp_path / "course")
    (course / ".autograder-demo").touch()
    before = files_of(tmp_path)

    with pytest.raises(SpecError, match="name another folder"):
        demo(course / place, course_root=course)

    assert files_of(tmp_path) == before


def test_an_earlier_demo_is_replaced_as_a_whole(course: Path, tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "class", course)
    (folder / "gradebook.db").write_text("of an earlier demo")
    fresh = make_folder(tmp_path / "another", course)

    assert make_folder(folder, course) == folder
    assert files_of(folder) == files_of(fresh)


def test_what_nbgrader_refuses_is_one_line(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course")
    notebook = course / "solutions/error/error.ipynb"
    content = json.loads(notebook.read_bytes())
    check = next(cell for cell in content["cells"] if cell["metadata"].get("nbgrader", {}).get("grade"))
    notebook.write_text(json.dumps(content | {"cells": [*content["cells"], check | {"id": "again"}]}))

    with pytest.raises(GradebookError) as caught:
        demo(tmp_path / "class", course_root=course, students=1)

    assert str(caught.value).startswith("nbgrader generate_assignment error refused (")
    assert "Duplicate grade id: check_predict" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_course_without_settings_is_refused(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course")
    (course / "nbgrader_config.py").unlink()

    with pytest.raises(SpecError, match=r"has no nbgrader_config\.py"):
        demo(tmp_path / "class", course_root=course)

    assert not (tmp_path / "class").exists()


def test_commands_need_no_activated_environment(result: DemoResult) -> None:
    assert os.environ["PATH"] == os.defpath
    assert result.next_steps[2].startswith("  source ")
    assert result.next_steps[3].startswith(f"  cd {result.folder} ")
