"""The top of the command: read the words, load the one verb that is meant, and turn errors into a line and a status."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Final

from autograder.cli import status
from autograder.cli.parser import make_parser
from autograder.errors import AutograderError

#: The verbs for students, who have another install than instructors.
_STUDENTS: Final = frozenset({"check", "watch", "stub"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # Windows' own letters, where it goes to a file, are few
            stream.reconfigure(errors="backslashreplace")
    options = make_parser().parse_args(arguments)
    # nbgrader brings jsonschema, which would compile 38 grammars for a second to judge links that no notebook holds.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type] # as Python marks what is not to be had
    try:
        if getattr(options, "unsafe", False):
            print(status.UNSAFE, file=sys.stderr)
        run: Callable[[argparse.Namespace], int] = import_module(options.module).run
        return run(options)
    except AutograderError as error:
        return _failed(str(error), error.exit_status)
    except ModuleNotFoundError as error:
        extra = "editor" if options.module.rpartition(".")[2] in _STUDENTS else "instructor"
        msg = f"{error.name} is not installed; pip install 'descent-autograder[{extra}]'"
        return _failed(msg, status.BAD_INPUT)
    except BrokenPipeError:  # whoever reads has read enough, as `head` does
        sys.stdout = None  # or Python would try once more on its way out
        return status.OK
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return _failed(f"{where}{error.strerror or error}; check the disk and its permissions", status.OUR_SIDE)
    except KeyboardInterrupt:
        return _failed(_interrupted(options), status.INTERRUPTED)


def _failed(message: str, exit_status: int) -> int:
    """Say in one line why it ended; whatever stands in it (a file's name, say) must not steer the terminal."""
    from autograder.submission.folder import printable

    print(f"autograder: {printable(message)}", file=sys.stderr)
    return exit_status


def _interrupted(options: argparse.Namespace) -> str:
    if not options.module.endswith(".grade") or getattr(options, "dry_run", False):
        return "interrupted"
    with_again = " with --again" if getattr(options, "again", False) else ""
    return f"interrupted; what was graded is kept, run it again{with_again} for the rest"
