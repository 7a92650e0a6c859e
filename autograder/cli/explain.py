"""`autograder explain`: why a student got what they got, for the instructor."""

import argparse
import json

from rich.console import Console
from rich.text import Text

from autograder.cli import status
from autograder.cli.course import course_of
from autograder.explain import Account, Asked, explain
from autograder.explain.telling import as_json, lines
from autograder.model import Judgement


def run(options: argparse.Namespace) -> int:
    """Explain; returns the exit status."""
    asked = Asked(options.student, options.assignment, options.exercise)
    account = explain(course_of(options), asked, unsafe=options.unsafe)
    if options.format == "json":
        print(json.dumps(as_json(account), indent=2))
    else:
        _print(account)
    could_not = any(each.verdict == Judgement.NOT_GRADED for each in account.exercises)
    return status.OUR_SIDE if could_not else status.OK


def _print(account: Account) -> None:
    console = Console(highlight=False)
    for text, style in lines(account):
        if console.is_terminal:
            console.print(Text(text), style=style)
        else:
            print(text)
