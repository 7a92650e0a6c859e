"""The doctor finds what is wrong around the grader, names it with what to do, and never fails itself."""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from importlib.metadata import requires
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from autograder.catalogue import load_course
from autograder.demo.workflow import open_workflow
from autograder.doctor import Finding, State, as_json, as_line, examine
from autograder.doctor.examination import EXAMINATIONS
from autograder.doctor.versions import NBGRADER_BELOW, NBGRADER_FROM, is_known_nbgrader
from autograder.errors import SpecError
from autograder.release import release
from tests.test_bad_input import write_course
from tests.two_assignments import make_small_folder

ROOT = Path(__file__).parents[1]
ASSIGNMENTS = ("error", "hot_cold")
#: Root goes through every permission; without these two capabilities it is refused like anybody else.
WITHOUT_PRIVILEGES = [
    "setpriv",
    *(f"--{which}=-dac_override,-dac_read_search" for which in ("bounding-set", "inh-caps")),
]

_ASK = """
import json, sys
from pathlib import Path
from autograder.doctor import as_json
from autograder.doctor.examination import EXAMINATIONS
examination = next(one for one in EXAMINATIONS if one.subject == sys.argv[2])
print(json.dumps(as_json(list(examination.findings(Path(sys.argv[1]))))))
"""


@pytest.fixture(scope="module", name="pattern")
def make_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course that nothing is wrong with: everything released, nothing handed in yet."""
    root = make_small_folder(tmp_path_factory.mktemp("pattern") / "course")
    workflow = open_workflow(root)
    for name in ASSIGNMENTS:
        workflow.release(name)
    return root


@pytest.fixture(name="course")
def copy_pattern(pattern: Path, tmp_path: Path) -> Path:
    root = Path(shutil.copytree(pattern, tmp_path / "course"))
    (root / "exchange").chmod(0o777)
    return root


@pytest.fixture(name="bubblewrap")
def skip_without_bubblewrap() -> None:
    """Ask for a bubblewrap that may make namespaces."""
    if (
        not shutil.which("bwrap")
        or subprocess.run(["bwrap", "--unshare-user", "--bind", "/", "/", "true"], check=False).returncode
    ):
        pytest.skip("bubblewrap is not installed here, or may not make namespaces")


@pytest.fixture(name="personal")
def make_personal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person keeps settings of their own."""
    folder = tmp_path / "personal"
    folder.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(folder))
    return folder / "nbgrader_config.py"


def setting(course: Path, *lines: str) -> None:
    with (course / "nbgrader_config.py").open("a") as config:
        config.write("\n".join(["", *lines, ""]))


def found(course: Path, subject: str) -> list[Finding]:
    examination = next(one for one in EXAMINATIONS if one.subject == subject)
    return list(examination.findings(course))


def only(findings: Sequence[Finding]) -> Finding:
    wrong = [finding for finding in findings if finding.state is not State.OK]
    assert len(wrong) == 1, wrong
    return wrong[0]


def run(*words: object) -> "subprocess.CompletedProcess[str]":
    """The command, in an environment that was activated."""
    environment = os.environ | {"PATH": f"{sysconfig.get_path('scripts')}{os.pathsep}{os.environ['PATH']}"}
    command = [sys.executable, "-m", "autograder", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def told(course: Path, subject: str, *, before: Sequence[str] = ()) -> list[dict[str, str]]:
    """What is not in order of a subject, asked in a process of its own: settings are programs, and leave traces."""
    command = [*before, sys.executable, "-c", _ASK, str(course), subject]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    findings: list[dict[str, str]] = json.loads(ended.stdout)["findings"]
    return [one for one in findings if one["state"] != "ok"]


def test_a_course_in_order_is_0_and_every_line_begins_with_ok(course: Path) -> None:
    ended = run("--course", course, "doctor")

    *lines, last = ended.stdout.splitlines()
    assert ended.stderr == ""
    assert [line for line in lines if not line.startswith("ok ")] == []
    assert (last, ended.returncode) == ("All is in order.", 0)
    assert [line.split()[1] for line in lines] == sorted(
        (line.split()[1] for line in lines), key=[one.subject for one in EXAMINATIONS].index
    )
    assert "ring 1 stands (Landlock, seccomp, resource limits)" in ended.stdout
    assert "error: 11 exercises, 13 points, and 1 question in words, 1 point\n" in ended.stdout


def test_nothing_is_written_by_looking(course: Path) -> None:
    def contents() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in course.rglob("*") if path.is_file() and path.suffix != ".pyc"}

    before = contents()

    list(examine(course))

    assert contents() == before


def test_a_gap_is_1_and_its_line_says_what_to_do(course: Path) -> None:
    (course / "assignments" / "error" / "examples.json").unlink()

    ended = run("--course", course, "doctor")

    assert ended.returncode == 1
    line = next(line for line in ended.stdout.splitlines() if " release " in line)
    assert re.fullmatch(
        r"GAP     release    stale: assignments/error/examples.json  -> run `autograder release`.*", line
    )
    assert ended.stdout.endswith("1 to mend, best from the top.\n")


def test_json_is_the_findings(course: Path) -> None:
    setting(course, "c.Exchange.root = str(here / 'nowhere')")

    ended = run("--course", course, "doctor", "--format", "json")

    answer: dict[str, Any] = json.loads(ended.stdout)
    assert (answer["schema"], answer["ok"], ended.returncode) == (1, False, 1)
    assert {frozenset(one) for one in answer["findings"]} == {frozenset({"subject", "state", "what", "advice"})}
    assert [one["subject"] for one in answer["findings"] if one["state"] == "gap"] == ["exchange"]


def test_a_machine_without_bubblewrap_is_in_order_and_told_what_it_could_have(
    course: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    *_, last = found(course, "walls")

    assert last.state is State.OK
    assert "ring 2, a second wall around the first, does not stand: bubblewrap is not installed" in last.what
    assert "apt-get install bubblewrap" in last.advice
    assert as_line(last).startswith("ok ")


@pytest.mark.usefixtures("bubblewrap")
def test_a_machine_that_forbids_namespaces_is_in_order_and_told_why_there_is_no_ring_2(course: Path) -> None:
    forbidden = ["bwrap", "--dev-bind", "/", "/", "--unshare-user", "--disable-userns"]
    ended = subprocess.run(
        [*forbidden, sys.executable, "-c", _ASK, str(course), "walls"], capture_output=True, text=True, check=False
    )

    answer = json.loads(ended.stdout)

    assert answer["ok"]
    assert (
        "ring 2, a second wall around the first, does not stand: a zygote did not start"
        in answer["findings"][-1]["what"]
    )
    assert "user namespaces" in answer["findings"][-1]["advice"]


@pytest.mark.usefixtures("bubblewrap")
def test_which_rings_stand_is_told(course: Path) -> None:
    findings = found(course, "walls")

    assert [finding.what.split(" (")[0] for finding in findings] == [
        "ring 1 stands",
        "a program sent behind it answered, and could not look into solutions/",
        "ring 2 stands",
    ]


def test_where_there_is_no_course_that_is_the_last_finding(tmp_path: Path) -> None:
    *machine, course = examine(tmp_path)

    assert {finding.subject for finding in machine} == {"versions", "walls"}
    assert (course.subject, course.state) == ("course", State.BROKEN)
    assert f"{tmp_path} is no course folder: neither solutions/ nor nbgrader_config.py is there" in course.what
    assert "--course DIR" in course.advice


def test_a_folder_that_cannot_be_looked_into_is_a_finding(tmp_path: Path) -> None:
    findings = list(examine(tmp_path / ("x" * 300)))

    assert "File name too long" in only([finding for finding in findings if finding.subject == "course"]).what


def test_without_solutions_every_subject_is_still_named(course: Path) -> None:
    shutil.rmtree(course / "solutions")

    findings = list(examine(course))

    assert {finding.subject for finding in findings} == {one.subject for one in EXAMINATIONS}
    broken = only([finding for finding in findings if finding.subject == "course"])
    assert "no solutions/ here" in broken.what
    release = only([finding for finding in findings if finding.subject == "release"])
    assert (release.what, release.advice) == ("not looked at", "mend the course first")
    assert all(finding.advice for finding in findings if finding.state is not State.OK)


def test_what_students_called_a_folder_steers_no_terminal(course: Path) -> None:
    finding = Finding("gradebook", State.GAP, "a\x1b[2Jb\nc\udcff", "do\rit")

    assert as_line(finding) == "GAP     gradebook  a?[2Jb?c?  -> do?it"
    assert as_json([finding])["findings"][0]["what"] == "a?[2Jb?c?"
    assert len(as_line(Finding("gradebook", State.GAP, "a" * 10_000))) <= 800
    (course / "submitted" / "ada" / "er\x1b[2J\nror").mkdir(parents=True)
    assert only(found(course, "gradebook")).state is State.GAP


def test_nbgrader_is_known_in_the_versions_that_are_installed_with_the_grader() -> None:
    wanted = next(line for line in requires("descent-autograder") or () if line.startswith("nbgrader"))

    bounds = dict(re.findall(r"(>=|<)([\d.]+)", wanted))

    assert tuple(map(int, bounds[">="].split("."))) == NBGRADER_FROM
    assert tuple(map(int, bounds["<"].split("."))) == NBGRADER_BELOW


@pytest.mark.parametrize(
    ("number", "known"), [("0.9.5", False), ("0.9.6", True), ("0.9.12.post1", True), ("0.10.0", False), ("1.0", False)]
)
def test_versions_of_nbgrader_are_told_apart(number: str, *, known: bool) -> None:
    assert is_known_nbgrader(number) is known


def test_a_command_that_nbgrader_calls_and_would_not_find_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.defpath)  # as where the environment is used and was not activated

    finding = only(found(ROOT, "versions"))

    assert "`alembic`" in finding.what
    assert f'export PATH="{sysconfig.get_path("scripts")}:$PATH"' in finding.advice


def test_an_exercise_that_is_broken_is_named_with_its_place(course: Path) -> None:
    with (course / "solutions" / "error" / "exercises.py").open("a") as exercises:
        exercises.write("\n1 / 0\n")

    finding = only(found(course, "course"))

    assert finding.state is State.BROKEN
    assert "solutions/error/exercises.py:" in finding.what
    assert [one.state for one in found(course, "gradebook")] == [State.OK]  # what can be looked at, is


#: Needs the solution cell that LESSON_ON_TOP adds.
ON_TOP = 'Exercise("again", 1, [Case("small", (2.0, 3.0))], hidden, foundations=("product",))'
LESSON_ON_TOP = '''
# %% solution="again"
def again(left, right):
    """Multiply once more."""
    ### BEGIN SOLUTION
    return product(left, right)
    ### END SOLUTION

# %% check="again"
check("again")
'''


@pytest.mark.parametrize(
    ("foundation", "message"),
    [
        ("sum", r"exercises\.py:13: 'product' stands on 'sum', which is no exercise with a function here; name one"),
        (
            "again",
            r"exercises\.py:13: 'product', which stands on 'again', which .* 'product': a circle of .*; take one",
        ),
        (
            None,
            r"exercises\.py:21: 'again' stands on 'product', and `return product\(\.\.\.\)`, .* would give the points",
        ),
    ],
    ids=["not there", "in a circle", "handed on"],
)
def test_foundations_that_are_none_are_refused_by_release_and_named_by_the_doctor(
    tmp_path: Path, foundation: str | None, message: str
) -> None:
    root = write_course(tmp_path, "mini.py", "# %% question", f"{LESSON_ON_TOP.lstrip()}\n# %% question")
    exercises = root / "solutions" / "mini" / "exercises.py"
    product = f"hidden=hidden, foundations=({foundation!r},)" if foundation else "hidden=hidden"
    exercises.write_text(f"{exercises.read_text().replace('hidden=hidden', product)}again = {ON_TOP}\n")

    with pytest.raises(SpecError, match=rf"^solutions/mini/{message}") as refused:
        release(load_course(root, seed=1), (), check=False, to=None)

    broken = next(one for one in [*found(root, "course"), *found(root, "release")] if one.state is not State.OK)
    assert f"{broken.what}; {broken.advice}" == str(refused.value)


def test_what_spans_assignments_is_refused_by_release_and_named_by_the_doctor(tmp_path: Path) -> None:
    root = write_course(tmp_path, "mini.py", "Products", "Products")
    shutil.copytree(root / "solutions" / "mini", root / "solutions" / "more")
    shutil.copy(root / "solutions" / "mini" / "mini.py", root / "solutions" / "more" / "more.py")

    with pytest.raises(
        SpecError, match=r"^solutions/more/exercises\.py:18: .* 'M1' is taken by solutions/mini/"
    ) as ids:
        load_course(root, seed=1)
    (root / "solutions" / "order.txt").write_text("mini\nmoore\n")
    with pytest.raises(SpecError, match=r"^solutions/order\.txt:2: there is no assignment 'moore'; did you") as order:
        load_course(root, seed=1)

    assert only(found(root, "course")).what == str(order.value).partition("; ")[0]
    (root / "solutions" / "order.txt").unlink()
    assert only(found(root, "course")).what == str(ids.value).partition("; ")[0]


def test_every_assignment_that_release_refuses_is_named(course: Path) -> None:
    for name in ASSIGNMENTS:
        lesson = course / "solutions" / name / f"{name}.py"
        lesson.write_text(lesson.read_text() + '\n# %% solution="nothing"\n')

    findings = found(course, "release")

    assert [finding.state for finding in findings] == [State.BROKEN, State.BROKEN]
    for finding, name in zip(findings, ASSIGNMENTS, strict=True):
        assert re.match(rf"solutions/{name}/{name}\.py:\d+: 'nothing' has the marks", finding.what)
        assert finding.advice


def test_what_all_releases_are_refused_for_is_named_once(course: Path) -> None:
    (course / "nbgrader_config.py").unlink()

    assert "has no nbgrader_config.py" in only(found(course, "release")).what


def test_data_that_grading_would_not_find_is_named(course: Path) -> None:
    with (course / "solutions" / "error" / "huge.csv").open("wb") as file:
        file.truncate(9 * 2**20)

    finding = only(found(course, "release"))

    assert finding.what.startswith(
        "solutions/error/huge.csv: holds 9 MiB (data files there: 1, of 9 MiB together), and"
    )
    assert finding.advice == "give out smaller tables, or fewer"


def test_assignments_are_listed_in_the_order_in_which_they_are_taught(course: Path) -> None:
    (course / "solutions" / "order.txt").write_text("hot_cold\nerror\n")

    listed = [finding.what.partition(":")[0] for finding in found(course, "course")]

    assert listed == ["hot_cold", "error"]


def test_settings_of_a_person_that_lead_to_another_course_are_named_with_their_file(
    course: Path, personal: Path
) -> None:
    personal.write_text("c = get_config()\nc.CourseDirectory.root = '/elsewhere'\n")

    finding = only(found(course, "settings"))

    assert f"{personal} sets CourseDirectory.root to /elsewhere" in finding.what
    assert str(course) in finding.advice


def test_settings_of_a_person_that_name_this_course_are_fine(course: Path, personal: Path) -> None:
    personal.write_text(f"c = get_config()\nc.CourseDirectory.root = {str(course)!r}\n")

    assert [finding.state for finding in found(course, "settings")] == [State.OK]


def test_a_root_that_leads_elsewhere_leaves_the_rest_unexamined(course: Path) -> None:
    setting(course, "c.CourseDirectory.root = '/elsewhere'")

    findings = list(examine(course))

    settings = only([finding for finding in findings if finding.subject == "settings"])
    assert settings.state is State.BROKEN
    assert "lies in /elsewhere" in settings.what
    rest = [finding for finding in findings if finding.subject in ("grading", "exchange", "gradebook")]
    assert {finding.what for finding in rest} == {"not looked at"}
    assert {finding.state for finding in rest} == {State.BROKEN}


def test_what_a_person_decides_for_a_course_that_leaves_it_open_is_named(course: Path, personal: Path) -> None:
    shutil.copy(ROOT / "nbgrader_config.py", course)
    personal.write_text("c = get_config()\nc.CourseDirectory.db_url = 'sqlite:////tmp/secret.db'\n")

    finding = only(found(course, "settings"))

    assert f"{personal} sets CourseDirectory.db_url" in finding.what
    assert "set c.CourseDirectory.db_url in nbgrader_config.py" in finding.advice


@pytest.mark.parametrize("text", ["1 / 0", "c = get_config(", "raise SystemExit(3)", "\0"])
def test_settings_of_a_person_that_cannot_be_read_are_named(course: Path, personal: Path, text: str) -> None:
    personal.write_text(text)

    finding = only(found(course, "settings"))

    assert str(personal) in finding.what
    assert "cannot be read" in finding.what


@pytest.mark.parametrize(
    "line", ["1 / 0", "c.CourseDirectory.root = 3", "c.Autograde.create_student = 'perhaps'", "import no_such_thing"]
)
def test_settings_of_the_course_that_cannot_be_read_are_one_finding(course: Path, line: str) -> None:
    setting(course, line)

    finding = only(found(course, "settings"))

    assert finding.state is State.BROKEN
    assert finding.advice


def test_a_structure_of_folders_without_students_is_named(course: Path) -> None:
    setting(course, "c.CourseDirectory.directory_structure = '{nbgrader_step}/{assignment_id}'")

    finding = only(found(course, "settings"))

    assert "directory_structure is '{nbgrader_step}/{assignment_id}'" in finding.what
    assert "{student_id}" in finding.advice


def test_a_course_without_its_settings_is_named(course: Path) -> None:
    (course / "nbgrader_config.py").unlink()

    what = " ".join(finding.what for finding in found(course, "settings"))

    assert "has no nbgrader_config.py" in what
    assert "CourseDirectory.source_directory is 'source'; expected 'solutions'" in what
    assert "course_id is empty" in what
    assert "would give students exercises.py, right_forms.py, .seed" in what


def test_without_our_preprocessor_the_doctor_is_loud(course: Path) -> None:
    setting(
        course,
        "c.pop('Autograde', None)",
        "c.GenerateAssignment.preprocessors = ['nbgrader.preprocessors.ClearSolutions']",
    )

    findings = told(course, "grading")

    broken = [one["what"] for one in findings if one["state"] == "broken"]
    assert broken[0] == "nbgrader autograde would run student code as you, without the wall (Execute is active)"
    assert broken[1].startswith("our preprocessor is not active")
    assert [what.split()[0] for what in broken[2:5]] == [
        f"Autograde.{trait}" for trait in ("exporter_class", "pre_convert_hook", "post_convert_hook")
    ]
    assert "would not make the stubs" in broken[5]
    assert "autograder.gradebook.preprocessor.Grade" in findings[0]["advice"]


@pytest.mark.parametrize(
    "step",
    [
        "nbgrader.preprocessors.Execute",
        "nbgrader.preprocessors.execute.Execute",
        "nbconvert.preprocessors.ExecutePreprocessor",
    ],
)
@pytest.mark.parametrize("as_text", [True, False])
def test_execute_beside_our_preprocessor_is_found_by_every_name(course: Path, step: str, *, as_text: bool) -> None:
    module, name = step.rsplit(".", 1)
    named = repr(step) if as_text else name
    setting(course, f"from {module} import {name}", f"c.Autograde.autograde_preprocessors.append({named})")

    [finding] = told(course, "grading")

    assert finding["state"] == "broken"
    assert "without the wall (Execute is active)" in finding["what"]


def test_a_child_of_execute_beside_our_preprocessor_is_found(course: Path) -> None:
    setting(
        course,
        "from nbgrader.preprocessors import Execute",
        "class Faster(Execute): pass",
        "c.Autograde.autograde_preprocessors.append(Faster)",
    )

    [finding] = told(course, "grading")

    assert "without the wall (Execute is active)" in finding["what"]


def test_a_stock_validator_and_stock_feedback_are_gaps(course: Path) -> None:
    setting(
        course,
        "c.pop('GenerateFeedback', None)",
        "from nbgrader.preprocessors import ClearOutput, Execute",
        "from nbgrader.validator import Validator",
        "Validator.preprocessors = [ClearOutput, Execute]",
    )

    findings = told(course, "grading")

    assert [one["state"] for one in findings] == ["gap", "gap"]
    assert findings[0]["what"].startswith("GenerateFeedback.exporter_class is nbconvert.exporters.html.HTMLExporter")
    assert "`nbgrader validate`" in findings[1]["what"]


def test_grading_without_walls_as_a_setting_is_broken(course: Path) -> None:
    setting(course, "c.Grade.unsafe = True")

    [finding] = told(course, "grading")

    assert finding["state"] == "broken"
    assert "c.Grade.unsafe" in finding["what"]


def test_a_part_that_cannot_be_imported_is_named(course: Path) -> None:
    setting(course, "c.Autograde.exporter_class = 'no_such_thing.Exporter'")

    [finding] = told(course, "grading")

    assert "nbgrader cannot start Autograde" in finding["what"]
    assert "no_such_thing.Exporter" in finding["what"]


def test_an_exchange_that_is_not_there_is_a_gap_with_the_command_that_makes_it(course: Path) -> None:
    shutil.rmtree(course / "exchange")

    finding = only(found(course, "exchange"))

    place = course / "exchange"
    assert finding.state is State.GAP
    assert finding.advice.startswith(f"mkdir -p {place} && chmod 777 {place}; or name another folder: c.Exchange.root")


def test_an_exchange_that_is_a_file_is_named(course: Path) -> None:
    shutil.rmtree(course / "exchange")
    (course / "exchange").write_text("")

    assert only(found(course, "exchange")).what == f"{course / 'exchange'} is no folder"


def test_an_exchange_that_students_may_not_write_to_is_a_gap(course: Path) -> None:
    (course / "exchange").chmod(0o755)

    finding = only(found(course, "exchange"))

    assert "(its mode is 755), so students cannot submit" in finding.what
    assert finding.advice == f"chmod 777 {course / 'exchange'}"


def test_an_exchange_that_a_group_shares_need_not_be_open_to_everybody(course: Path) -> None:
    setting(course, "c.CourseDirectory.groupshared = True")
    (course / "exchange").chmod(0o2770)

    assert [finding.state for finding in found(course, "exchange")] == [State.OK]


@pytest.mark.parametrize("folder", ["", "descent", "descent/inbound"])
def test_an_exchange_without_permission_is_named(course: Path, folder: str) -> None:
    place = course / "exchange" / folder
    place.chmod(0o000 if folder != "" else 0o500)
    before = WITHOUT_PRIVILEGES if os.geteuid() == 0 else []
    if before and (not shutil.which("setpriv") or subprocess.run([*before, "true"], check=False).returncode):
        pytest.skip("root is refused nothing, and setpriv cannot change that here")

    try:
        findings = told(course, "exchange", before=before)
    finally:
        place.chmod(0o700)

    assert [one["state"] for one in findings] == ["broken"]
    assert f"you may not read and write {place}" in findings[0]["what"]
    assert "owner" in findings[0]["advice"]


def test_a_course_folder_of_somebody_else_in_the_exchange_is_a_gap(course: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder away")
    os.chown(course / "exchange" / "descent" / "outbound", 65534, -1)

    finding = only(found(course, "exchange"))

    assert finding.state is State.GAP
    assert f"{course / 'exchange' / 'descent' / 'outbound'} is nobody's" in finding.what


def test_a_gradebook_that_is_not_there_is_a_gap_and_stays_away(course: Path) -> None:
    (course / "gradebook.db").unlink()

    finding = only(found(course, "gradebook"))

    assert finding.state is State.GAP
    assert "nbgrader generate_assignment" in finding.advice
    assert not (course / "gradebook.db").exists()


def test_a_gradebook_of_an_older_nbgrader_is_named_with_the_command_that_mends_it(course: Path) -> None:
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as old:
        old.execute("ALTER TABLE grade DROP COLUMN extra_credit")

    finding = only(found(course, "gradebook"))

    assert finding.state is State.BROKEN
    assert "written by an older nbgrader (grade has no extra_credit)" in finding.what
    assert "nbgrader db upgrade" in finding.advice


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_locked_gradebook_is_named(course: Path, lock: str) -> None:
    with contextlib.closing(sqlite3.connect(course / "gradebook.db", isolation_level=None)) as other:
        other.execute(f"BEGIN {lock}")

        finding = only(found(course, "gradebook"))

    assert "is locked by another program" in finding.what


def test_a_file_that_is_no_gradebook_is_named(course: Path) -> None:
    (course / "gradebook.db").write_bytes(b"these are my grades" * 1000)

    assert "is no database, or a damaged one" in only(found(course, "gradebook")).what


def test_a_gradebook_that_is_a_folder_is_named(course: Path) -> None:
    (course / "gradebook.db").unlink()
    (course / "gradebook.db").mkdir()

    assert only(found(course, "gradebook")).state is State.BROKEN


def test_points_that_changed_after_the_release_are_named(course: Path) -> None:
    with contextlib.closing(sqlite3.connect(course / "gradebook.db")) as gradebook, gradebook:
        gradebook.execute(
            "UPDATE grade_cells SET max_score = 7 WHERE id IN (SELECT id FROM base_cell WHERE name = 'check_predict')"
        )

    finding = only(found(course, "gradebook"))

    assert finding.state is State.GAP
    assert re.search(r"error: 'predict' is worth \d points in exercises.py and 7 in the gradebook$", finding.what)
    assert finding.advice == "run `nbgrader generate_assignment error --force`"


def test_what_was_collected_before_it_was_released_is_counted(course: Path) -> None:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "descent") as gradebook:
        gradebook.remove_assignment("error")
    for student in ("ada", "bob"):
        (course / "submitted" / student / "error").mkdir(parents=True)

    findings = [finding for finding in found(course, "gradebook") if finding.state is not State.OK]

    assert [finding.state for finding in findings] == [State.GAP, State.GAP]
    assert findings[0].what == "error is not in it yet, so nothing of it can be graded"
    assert findings[1].what.startswith("2 collected submissions of error cannot be graded")
    assert findings[1].advice == "run `nbgrader generate_assignment error --force`, then `autograder grade error`"


def test_what_was_collected_and_is_no_assignment_is_named(course: Path) -> None:
    (course / "submitted" / "ada" / "eror").mkdir(parents=True)

    finding = only(found(course, "gradebook"))

    assert finding.what.startswith("1 collected submission of eror cannot be graded")
    assert finding.advice == f"eror is no assignment of this course: move it out of {course / 'submitted'}"
