"""The words of the command. Each verb is a module beside this one, loaded when it is asked for, and not before."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

if TYPE_CHECKING:
    Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name


#: The last five are written in autograder/export; those who want one should not wait for all of them to be read.
_SCORE_FORMATS: Final = ("text", "json", "gradescope", "prairielearn", "exercism", "github", "junit")
_EXPORT_FORMS: Final = (
    ("nbgrader", "the very file that `nbgrader export` writes"),
    ("canvas", "an exported Canvas gradebook, filled in"),
    ("moodle", "a Moodle worksheet, filled in; without --into a file for Moodle's grade import"),
    ("junit", "JUnit XML: a suite for every submission, a test for every case"),
    ("csv", "a row for every student and assignment"),
    ("json", "the same as JSON"),
)
#: Forms that fill in a file: whether they cannot do without, and which file that is.
_FILLED: Final = {
    "canvas": (True, "the gradebook as Canvas exports it; it is filled in, unless --output names another file"),
    "moodle": (False, "an Assignment's grading worksheet; it is filled in, unless --output names another file"),
}
_VERB: Final = "VERB"
_PLATFORMS: Final = ("gradescope", "prairielearn", "github", "exercism")


class _Version(argparse.Action):
    """Looks the version up when it is asked for: finding out takes longer than starting."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,  # noqa: ARG002 - as argparse calls it
        values: str | Sequence[Any] | None,  # noqa: ARG002
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Print the version, and end."""
        from importlib.metadata import version

        print(f"autograder {version('descent-autograder')}")
        parser.exit()


class _Parser(argparse.ArgumentParser):
    """Shows the whole help to someone who types the command alone, and does not know its verbs yet."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with 2."""
        if message == f"the following arguments are required: {_VERB}":
            self.print_help(sys.stderr)
            self.exit(2, f"\n{self.prog}: error: {message}\n")
        super().error(message)


def make_parser() -> argparse.ArgumentParser:
    """Make the parser; what it reads says with `module` which verb it is."""
    parser: argparse.ArgumentParser = _Parser(
        prog="autograder", description="Grade a course whose mistakes have names."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    parser.add_argument(
        "--course", type=Path, metavar="DIR", help="the course folder (default: found upwards from here)"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar=_VERB)
    _add_check(verbs)
    _add_watch(verbs)
    _add_stub(verbs)
    _add_score(verbs)
    _add_grade(verbs)
    _add_explain(verbs)
    _add_new(verbs)
    _add_release(verbs)
    _add_report(verbs)
    _add_export(verbs)
    _add_demo(verbs)
    _add_doctor(verbs)
    return parser


def _add(verbs: "Verbs", name: str, what: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=what, description=_sentence(what))
    verb.set_defaults(module=f"autograder.cli.{name}")
    return verb


def _sentence(what: str) -> str:
    return f"{what[:1].upper()}{what[1:]}."


def _add_check(verbs: "Verbs") -> None:
    verb = _add(verbs, "check", "for students: try your own work on the lesson's examples")
    verb.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="notebooks, .py files or folders (default: this folder)"
    )
    verb.add_argument(
        "--submission", action="store_true", help="before submitting: from a fresh start, as the grader will run it"
    )
    verb.add_argument("--format", choices=("text", "json"), default="text")


def _add_watch(verbs: "Verbs") -> None:
    verb = _add(verbs, "watch", "for students: check again whenever you save")
    verb.add_argument(
        "files", nargs="*", type=Path, metavar="FOLDER", help="a folder, or a file (default: this folder)"
    )
    verb.add_argument("--plain", action="store_true", help="print lines, no screen")
    verb.add_argument(
        "--poll", action="store_true", help="look at the files again and again (network and shared folders)"
    )


def _add_stub(verbs: "Verbs") -> None:
    verb = _add(verbs, "stub", "for students: an assignment as a .py file, to be filled in with any editor")
    verb.add_argument("assignment", metavar="ASSIGNMENT", help="its name, its folder or its notebook")
    verb.add_argument("--output", type=Path, metavar="FILE", help="where to write it (default: beside the notebook)")
    verb.add_argument("--force", action="store_true", help="write over a file that is there")


def _add_score(verbs: "Verbs") -> None:
    verb = _add(verbs, "score", "judge one submission against the full key, without a database")
    verb.add_argument("file", type=Path, metavar="FILE", help="a notebook, a .py file, or the folder that holds them")
    verb.add_argument("--assignment", metavar="NAME", help="what it is a submission of (default: by its name)")
    verb.add_argument("--format", choices=_SCORE_FORMATS, default="text")
    verb.add_argument("--output", type=Path, metavar="PATH", help="write there instead of to the terminal")
    verb.add_argument("--unsafe", action="store_true", help="run without walls; never for code you do not trust")


def _add_grade(verbs: "Verbs") -> None:
    verb = _add(verbs, "grade", "grade what was collected and is new or changed, into nbgrader's gradebook")
    verb.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all)")
    verb.add_argument("--student", action="append", default=[], metavar="ID", help="only this student; may be repeated")
    verb.add_argument("--workers", type=_positive, metavar="N", help="how many processes (default: one per core)")
    _add_cluster(verb)
    verb.add_argument("--again", action="store_true", help="also what has not changed since it was graded")
    verb.add_argument(
        "--figures", action="store_true", help="also draw the notebooks' pictures (with --again for what is graded)"
    )
    verb.add_argument(
        "--dry-run", action="store_true", help="judge everything again and tell what would change; write nothing"
    )
    verb.add_argument(
        "--output", type=Path, metavar="FILE", help="with --dry-run: the changes as .csv, .md or .html, to be published"
    )
    verb.add_argument(
        "--follow",
        action="store_true",
        help="grade what arrives in the exchange, and release its feedback; Ctrl-C ends",
    )
    verb.add_argument("--unsafe", action="store_true", help="run without walls; never for code you do not trust")


def _add_explain(verbs: "Verbs") -> None:
    verb = _add(verbs, "explain", "for instructors: why a student got what they got, hidden cases and answers included")
    verb.add_argument("student", metavar="STUDENT", help="whose submission")
    verb.add_argument("assignment", metavar="ASSIGNMENT", help="of which assignment")
    verb.add_argument("exercise", nargs="?", metavar="EXERCISE", help="which exercise (default: all)")
    verb.add_argument("--format", choices=("text", "json"), default="text")
    verb.add_argument("--unsafe", action="store_true", help="run without walls; never for code you do not trust")


def _add_new(verbs: "Verbs") -> None:
    verb = _add(verbs, "new", "for authors: an assignment to begin with, and a course around it where there is none")
    verb.add_argument("assignment", metavar="ASSIGNMENT", help="its name: small letters, digits and underscores")
    verb.add_argument(
        "--course", type=Path, metavar="DIR", default=argparse.SUPPRESS, help="the course folder (default: as above)"
    )


def _add_release(verbs: "Verbs") -> None:
    verb = _add(verbs, "release", "solutions -> notebooks -> assignments")
    verb.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all)")
    verb.add_argument("--check", action="store_true", help="write nothing; fail when what is there is stale")
    verb.add_argument("--to", type=Path, metavar="DIR", help="write what students get there instead of to assignments/")


def _add_export(verbs: "Verbs") -> None:
    verb = _add(verbs, "export", "the class's scores as a file for another system; or set a platform up to grade")
    forms = verb.add_subparsers(dest="form", title="forms", required=True, metavar="FORM")
    for form, what in _EXPORT_FORMS:
        parser = forms.add_parser(form, help=what, description=_sentence(what))
        parser.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all)")
        if form in _FILLED:
            required, help_text = _FILLED[form]
            parser.add_argument("--into", type=Path, metavar="FILE", required=required, help=help_text)
            parser.add_argument(
                "--scale", action="store_true", help="convert points where the maximum there is another"
            )
        if form == "canvas":
            parser.add_argument("--column", metavar="TITLE", help="what the assignment is called in Canvas")
        default = "FILE itself, or the terminal" if form in _FILLED else "the terminal"
        parser.add_argument("--output", type=Path, metavar="PATH", help=f"write there (default: {default})")
    what = "what a platform needs to grade submissions of an assignment itself"
    setup = forms.add_parser("setup", help=what, description=_sentence(what))
    setup.set_defaults(module="autograder.cli.platforms")
    setup.add_argument("platform", choices=_PLATFORMS, metavar="PLATFORM", help=", ".join(_PLATFORMS))
    setup.add_argument("assignments", nargs="+", metavar="ASSIGNMENT", help="which assignments it is to grade")
    setup.add_argument("--output", type=Path, metavar="DIR", required=True, help="a new folder")


def _add_report(verbs: "Verbs") -> None:
    verb = _add(verbs, "report", "a page of the class: what it has not understood, how hard what was, who needs help")
    verb.add_argument(
        "assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all in the gradebook)"
    )
    verb.add_argument("--anonymous", action="store_true", help="without names and hours, for sharing")
    verb.add_argument(
        "--output", type=Path, metavar="DIR|FILE", help="where to write (default: reports/ in the course folder)"
    )


def _add_demo(verbs: "Verbs") -> None:
    verb = _add(verbs, "demo", "take a made-up class through the whole workflow, on real nbgrader")
    verb.add_argument(
        "--students", type=_positive, default=30, metavar="N", help="how many students the class has (default: 30)"
    )
    verb.add_argument("--folder", type=Path, metavar="DIR", help="where (default: demo/ in the course folder)")
    _add_cluster(verb)
    verb.add_argument("--workers", type=_positive, metavar="N", help="how many processes (default: one per core)")


def _add_cluster(verb: argparse.ArgumentParser) -> None:
    what = "grade on the workers of the Dask cluster there (tcp:// or tls://HOST:PORT; local: start one here)"
    verb.add_argument("--cluster", metavar="ADDRESS", help=what)


def _add_doctor(verbs: "Verbs") -> None:
    verb = _add(verbs, "doctor", "is everything in order: machine, walls, course, nbgrader, gradebook")
    verb.add_argument("--format", choices=("text", "json"), default="text")


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        msg = f"{text} is not a positive whole number"
        raise argparse.ArgumentTypeError(msg)
    return number
