"""The command `autograder`: words to calls, and errors to one line and an exit status.

Exit status: 0 all well (for `score`: full points); 1 points missing, a release that is stale, or a gap that
doctor found; 2 bad arguments, file,
roster or spec; 3 our side: locked database, full disk, no walls, anything not graded; 130 interrupted.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from autograder.errors import AutograderError, SpecError, SubmissionError

if TYPE_CHECKING:
    from autograder.gradebook.results import Progress

OK, POINTS_MISSING, OUR_SIDE, INTERRUPTED = 0, 1, 3, 130
_HANDED_IN: Final = frozenset({"submitted", "autograded", "feedback"})
_UNSAFE: Final = "WARNING: --unsafe: student code runs WITHOUT WALLS and can read, change and delete whatever you can."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    options = _parser().parse_args(arguments)
    verb: Callable[[argparse.Namespace], int] = options.verb
    # nbgrader brings jsonschema, which would compile 38 grammars for a second to judge links that no notebook holds.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # as Python marks what is not to be had
    try:
        if getattr(options, "unsafe", False):
            print(_UNSAFE, file=sys.stderr)
        return verb(options)
    except AutograderError as error:
        print(f"autograder: {_printable(str(error))}", file=sys.stderr)
        return error.exit_status
    except ModuleNotFoundError as error:
        print(
            f"autograder: {error.name} is not installed; pip install 'descent-autograder[instructor]'", file=sys.stderr
        )
        return SpecError.exit_status
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        print(
            f"autograder: {_printable(where)}{error.strerror or error}; check the disk and its permissions",
            file=sys.stderr,
        )
        return OUR_SIDE
    except KeyboardInterrupt:
        with_again = " with --again" if getattr(options, "again", False) else ""
        print(
            f"autograder: interrupted; what was graded is kept, run it again{with_again} for the rest", file=sys.stderr
        )
        return INTERRUPTED


def find_course(start: Path) -> Path:
    """The course folder: the nearest one, upwards from `start`, that holds solutions/; else `start` itself.

    A folder called solutions/ in what a student handed in makes no course of it, for what lies there would be run.
    """
    folder = start.absolute()
    found = [each for each in (folder, *folder.parents) if (each / "solutions").is_dir()]
    return next((each for each in found if not any(_is_handed_in(each, outer) for outer in found)), folder)


def _is_handed_in(folder: Path, course: Path) -> bool:
    """Whether a folder lies among a course's submissions, in one of the places that nbgrader gives them."""
    return folder.is_relative_to(course) and not _HANDED_IN.isdisjoint(folder.relative_to(course).parts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="autograder", description="Grade a course whose mistakes have names.")
    parser.add_argument("--version", action="version", version=f"autograder {version('descent-autograder')}")
    parser.add_argument(
        "--course", type=Path, metavar="DIR", help="the course folder (default: found upwards from here)"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    _add_score(verbs)
    _add_grade(verbs)
    _add_release(verbs)
    _add_demo(verbs)
    _add_doctor(verbs)
    return parser


def _add_score(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("score", help="judge one submission against the full key, without a database")
    verb.add_argument("file", type=Path, help="a notebook, a .py file, or the folder that holds them")
    verb.add_argument("--assignment", metavar="NAME", help="what it is a submission of (default: by its name)")
    verb.add_argument("--format", choices=("text", "json"), default="text")
    verb.add_argument("--output", type=Path, metavar="PATH", help="write there instead of to the terminal")
    verb.add_argument("--unsafe", action="store_true", help="run without walls; never for code you do not trust")
    verb.set_defaults(verb=_score)


def _score(options: argparse.Namespace) -> int:
    from autograder.grade import Grader
    from autograder.report.terminal import score_text
    from autograder.score import score_json

    root = _course(options)
    if not options.file.exists():
        msg = f"{options.file}: is not there; expected a notebook, a .py file or a folder"
        raise SubmissionError(msg)
    with Grader(root, unsafe=options.unsafe) as grader:
        known = [assignment.name for assignment in grader.course.assignments]
        name = options.assignment or _guess_assignment(options.file, known)
        score = grader.grade(options.file, name)
    body = score_json(score)
    if options.unsafe:
        body["unsafe"] = True
    text = json.dumps(body, indent=2, ensure_ascii=False) if options.format == "json" else score_text(score)
    _deliver(text + "\n", options.output)
    if not score.is_graded:
        return OUR_SIDE
    return OK if score.points == score.max_points else POINTS_MISSING


def _guess_assignment(path: Path, known: Sequence[str]) -> str:
    """The assignment that a file, or the folder it lies in, is named after."""
    for name in (path.stem, path.absolute().name, path.absolute().parent.name):
        if name in known:
            return name
    msg = f"{path}: its name is no assignment's (there are: {', '.join(known)}); say which with --assignment NAME"
    raise SubmissionError(msg)


def _deliver(text: str, path: Path | None) -> None:
    """Print a text, or write it to a file that appears whole."""
    if path is None:
        sys.stdout.write(text)
        return
    if path.is_dir() or not path.absolute().parent.is_dir():
        msg = f"{path}: is a folder, or lies in one that is not there; name a file in a folder that exists"
        raise SpecError(msg)
    with tempfile.NamedTemporaryFile(
        "w", dir=path.parent, prefix=f".{path.name}.", encoding="utf-8", delete=False
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def _add_grade(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("grade", help="grade what was collected and is new or changed, into nbgrader's gradebook")
    verb.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all)")
    verb.add_argument("--student", action="append", default=[], metavar="ID", help="only this student; may be repeated")
    verb.add_argument("--workers", type=_positive, metavar="N", help="how many processes (default: one per core)")
    verb.add_argument("--again", action="store_true", help="also what has not changed since it was graded")
    verb.add_argument(
        "--figures", action="store_true", help="also draw the notebooks' pictures (with --again for what is graded)"
    )
    verb.add_argument("--unsafe", action="store_true", help="run without walls; never for code you do not trust")
    verb.set_defaults(verb=_grade)


def _grade(options: argparse.Namespace) -> int:
    from autograder.catalogue import load_course
    from autograder.classroom import Run, grade_class
    from autograder.gradebook.collecting import Wanted
    from autograder.report.terminal import print_class, progress

    course = load_course(_course(options))  # says what is missing where this is no course
    wanted = Wanted(tuple(options.assignments), tuple(options.student), options.again)
    with progress("Grading", _progress_line) as show:
        scores = grade_class(
            _course(options),
            wanted,
            run=Run(options.workers, options.unsafe, options.figures),
            on_progress=show,
        )
    print_class(scores, [each.name for each in course.assignments])
    if options.unsafe:
        print(_UNSAFE, file=sys.stderr)  # again: the first has scrolled away
    if not (scores.graded or scores.unchanged or scores.not_graded):
        print(_nothing_collected(_course(options), options.assignments))
    return OUR_SIDE if scores.not_graded or scores.without_page else OK


def _nothing_collected(root: Path, names: Sequence[str]) -> str:
    from autograder.gradebook.course_folder import open_course

    what = f"nothing of {', '.join(names)}" if names else "nothing"
    commands = "; ".join(f"run nbgrader collect {name}" for name in names or ("ASSIGNMENT",))
    return f"{what} lies in {open_course(root).submitted}/; {commands}"


def _progress_line(step: "Progress") -> str:
    by_hand = f" ({step.by_hand:g} more by hand)" if step.by_hand else ""
    came_to = step.not_graded or f"{step.points:g} of {step.max_points:g}{by_hand}"
    return _printable(f"{step.collected.student} {step.collected.assignment}: {came_to}")


def _add_release(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("release", help="solutions -> notebooks -> assignments")
    verb.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all)")
    verb.add_argument("--check", action="store_true", help="write nothing; fail when what is there is stale")
    verb.add_argument("--to", type=Path, metavar="DIR", help="write what students get there instead of to assignments/")
    verb.set_defaults(verb=_release)


def _release(options: argparse.Namespace) -> int:
    from autograder.catalogue import load_course, remarks
    from autograder.release import release

    course = load_course(_course(options))
    paths = release(course, options.assignments, check=options.check, to=options.to)
    for assignment in course.assignments:
        for remark in remarks(assignment.exercises):
            print(f"remark: {assignment.name}: {remark}")
    for path in paths:
        print(f"{'stale' if options.check else 'wrote'} {path}")
    if options.check and paths:
        print("autograder: what is released is stale; run `autograder release`", file=sys.stderr)
        return POINTS_MISSING
    print("The release is fresh." if not paths else "Done.")
    return OK


def _add_demo(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("demo", help="take a made-up class through the whole workflow, on real nbgrader")
    verb.add_argument("--students", type=_positive, default=30, metavar="N")
    verb.add_argument("--folder", type=Path, metavar="DIR", help="where (default: demo/ in the course folder)")
    verb.add_argument("--workers", type=_positive, metavar="N", help="how many processes (default: one per core)")
    verb.set_defaults(verb=_demo)


def _demo(options: argparse.Namespace) -> int:
    from autograder.demo import demo
    from autograder.report.terminal import print_table, progress

    root = _course(options)
    with progress("Grading", _progress_line) as show:
        result = demo(
            options.folder or root / "demo",
            course_root=root,
            students=options.students,
            workers=options.workers,
            say=lambda line: print(line, flush=True),
            on_progress=show,
        )
    print_table("A made-up class", result.columns, result.rows)
    for step in result.next_steps:
        print(step)
    for line in result.disagreements:
        print(f"autograder: the grader disagrees with what was deserved: {_printable(line)}", file=sys.stderr)
    return OK if not result.disagreements else OUR_SIDE


def _add_doctor(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verb = verbs.add_parser("doctor", help="is everything in order: machine, walls, course, nbgrader, gradebook")
    verb.add_argument("--format", choices=("text", "json"), default="text")
    verb.set_defaults(verb=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from autograder.doctor import State, as_json, as_line, examine

    findings = []
    for finding in examine(_course(options)):
        findings.append(finding)
        if options.format == "text":
            print(as_line(finding), flush=True)
    if options.format == "json":
        print(json.dumps(as_json(findings), indent=2, ensure_ascii=False))
    to_mend = sum(finding.state is not State.OK for finding in findings)
    if options.format == "text":
        print(f"{to_mend} to mend, best from the top." if to_mend else "All is in order.")
    return POINTS_MISSING if to_mend else OK


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        msg = f"{text} is not a positive whole number"
        raise argparse.ArgumentTypeError(msg)
    return number


def _course(options: argparse.Namespace) -> Path:
    return options.course or find_course(Path.cwd())


def _printable(text: str) -> str:
    """Keep whatever stands in a message (a file's name, say) from steering the terminal."""
    from autograder.submission.folder import printable

    return printable(text)


if __name__ == "__main__":
    sys.exit(main())
