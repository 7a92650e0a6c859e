"""The words of the command. Each verb is a module beside this one, loaded when it is asked for, and not before."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no other name


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


def make_parser() -> argparse.ArgumentParser:
    """Make the parser; what it reads says with `module` which verb it is."""
    parser = argparse.ArgumentParser(prog="autograder", description="Grade a course whose mistakes have names.")
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    parser.add_argument(
        "--course", type=Path, metavar="DIR", help="the course folder (default: found upwards from here)"
    )
    verbs = parser.add_subparsers(title="verbs", required=True, metavar="VERB")
    _add_check(verbs)
    _add_watch(verbs)
    _add_stub(verbs)
    _add_score(verbs)
    _add_grade(verbs)
    _add_release(verbs)
    _add_demo(verbs)
    _add_doctor(verbs)
    return parser


def _add(verbs: "Verbs", name: str, what: str) -> argparse.ArgumentParser:
    verb = verbs.add_parser(name, help=what)
    verb.set_defaults(module=f"autograder.cli.{name}")
    return verb


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
    verb.add_argument("file", type=Path, help="a notebook, a .py file, or the folder that holds them")
    verb.add_argument("--assignment", metavar="NAME", help="what it is a submission of (default: by its name)")
    verb.add_argument("--format", choices=("text", "json"), default="text")
    verb.add_argument("--output", type=Path, metavar="PATH", help="write there instead of to the terminal")
    verb.add_argument("--unsafe", action="store_true", help="run without walls; never for code you do not trust")


def _add_grade(verbs: "Verbs") -> None:
    verb = _add(verbs, "grade", "grade what was collected and is new or changed, into nbgrader's gradebook")
    verb.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all)")
    verb.add_argument("--student", action="append", default=[], metavar="ID", help="only this student; may be repeated")
    verb.add_argument("--workers", type=_positive, metavar="N", help="how many processes (default: one per core)")
    verb.add_argument("--again", action="store_true", help="also what has not changed since it was graded")
    verb.add_argument(
        "--figures", action="store_true", help="also draw the notebooks' pictures (with --again for what is graded)"
    )
    verb.add_argument("--unsafe", action="store_true", help="run without walls; never for code you do not trust")


def _add_release(verbs: "Verbs") -> None:
    verb = _add(verbs, "release", "solutions -> notebooks -> assignments")
    verb.add_argument("assignments", nargs="*", metavar="ASSIGNMENT", help="which assignments (default: all)")
    verb.add_argument("--check", action="store_true", help="write nothing; fail when what is there is stale")
    verb.add_argument("--to", type=Path, metavar="DIR", help="write what students get there instead of to assignments/")


def _add_demo(verbs: "Verbs") -> None:
    verb = _add(verbs, "demo", "take a made-up class through the whole workflow, on real nbgrader")
    verb.add_argument("--students", type=_positive, default=30, metavar="N")
    verb.add_argument("--folder", type=Path, metavar="DIR", help="where (default: demo/ in the course folder)")
    verb.add_argument("--workers", type=_positive, metavar="N", help="how many processes (default: one per core)")


def _add_doctor(verbs: "Verbs") -> None:
    verb = _add(verbs, "doctor", "is everything in order: machine, walls, course, nbgrader, gradebook")
    verb.add_argument("--format", choices=("text", "json"), default="text")


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        msg = f"{text} is not a positive whole number"
        raise argparse.ArgumentTypeError(msg)
    return number
