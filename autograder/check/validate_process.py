"""The process that checks a notebook: `python -m autograder.check.validate_process`, started by `validate_run`.

Reads a job (JSON) from standard input, all of it, and says what it finds, a line of JSON for each thing, on what was
its standard output. Behind the wall where there is one, as grading does; else (on Windows, on macOS, where the walls'
libraries are not installed) it runs the code itself, as a notebook would.
"""

import faulthandler
import json
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from autograder import wire
from autograder.answers import AnswerKey, Answers
from autograder.check.card import card_text
from autograder.check.findings import Finding, question_calls, question_finding
from autograder.check.notebook import examples_in
from autograder.check.validate_cells import CellRunner, outcomes_here
from autograder.check.validate_checker import AHEAD, UNWALLED_SECONDS
from autograder.check.voice import Voice
from autograder.errors import AutograderError
from autograder.examples import Examples, QuestionForm
from autograder.judge import judge
from autograder.model import STATES, Calls, Ending, Judgement, Outcome, Run, Submission, Unreadable
from autograder.spec import Case, Question
from autograder.submission import parse_notebook, parse_template

if TYPE_CHECKING:
    from autograder.sandbox import Sandbox

#: How long a process that was started ahead waits to be asked.
_IDLE_SECONDS: Final = 600.0
_NOT_WRITTEN: Final = "Write your code in the place of `raise NotImplementedError`."


class Report:
    """Says what is found, in lines of JSON."""

    def __init__(self) -> None:
        """Take over standard output."""
        self.voice = Voice()

    def say(self, *line: Any) -> None:  # noqa: ANN401 - JSON
        """Write a line."""
        self.voice.say(json.dumps(line).encode())


def main() -> None:
    """Check one notebook, whose folder is the current one."""
    report = Report()
    # Ends this process even where nobody waits for it any more.
    faulthandler.dump_traceback_later(_IDLE_SECONDS, exit=True, file=report.voice.descriptor)
    with ExitStack() as stack:
        sandbox = stack.enter_context(_sandbox()) if _walls_stand() else None
        if sandbox is not None and AHEAD in sys.argv:
            with suppress(AutograderError):  # it will fail again, when there is somebody to tell
                sandbox.run(Submission("", ()), ())
        asked = sys.stdin.buffer.read()
        if asked:
            _check(json.loads(asked), sandbox, report)
    if threading.active_count() > 1:  # left running by the student's code
        os._exit(0)


def _check(job: dict[str, Any], sandbox: "Sandbox | None", report: Report) -> None:
    faulthandler.dump_traceback_later(job["seconds"], exit=True, file=report.voice.descriptor)
    try:
        examples = examples_in([Path.cwd()])
        data = json.dumps({"cells": json.loads(job["cells"])}).encode()
        submission = parse_notebook(data, parse_template(data, examples.key.assignment))
        report.say("begin", examples.key.assignment, examples.points)
        if sandbox is not None:
            _check_walled(examples, submission, report, sandbox)
        else:
            seconds = min(UNWALLED_SECONDS, job["seconds"])
            faulthandler.dump_traceback_later(seconds, exit=True, file=report.voice.descriptor)
            _check_here(examples, submission, report, job["struck"])
    except AutograderError as error:
        report.say("failure", f"Validate: {error}")
    report.say("end")


def _walls_stand() -> bool:
    """Whether the sandbox can be used: on Linux, with the walls' two libraries, which students need not have."""
    if sys.platform != "linux":
        return False
    try:
        from autograder.sandbox.walls import missing_walls  # noqa: PLC0415 - nowhere but on Linux
    except ImportError:
        return False
    return not missing_walls()


def _sandbox() -> "Sandbox":
    from autograder.sandbox import Sandbox, data_files  # noqa: PLC0415 - nowhere but on Linux

    return Sandbox(readable=[Path.cwd()], data=lambda _: data_files(Path.cwd()))


def _check_walled(examples: Examples, submission: Submission, report: Report, sandbox: "Sandbox") -> None:
    run = sandbox.run(submission, _calls(examples))
    for index, result in run.cells.items():
        if result.error:
            report.say("error", index, result.error)
    for name in examples.order:
        _say_found(report, _finding(examples, name, submission, run))


def _check_here(examples: Examples, submission: Submission, report: Report, struck: Sequence[tuple[str, str]]) -> None:
    """Run the code in this process, saying before each step which it is."""
    cells = CellRunner(struck)
    for index, cell in cells.in_order(submission):
        report.say("step", f"cell {index}")
        cells.run(index, cell.source)
        if error := cells.results[index].error:
            report.say("error", index, error)
    fates = dict(struck)
    for calls in _calls(examples):
        report.say("step", calls.name)
        fate = fates.get(calls.name)
        outcomes = _all(calls, Ending(fate)) if fate else outcomes_here(cells.namespace, calls)
        run = Run({calls.name: outcomes}, cells.results)
        _say_found(report, _finding(examples, calls.name, submission, run))


def _say_found(report: Report, finding: Finding) -> None:
    is_right = finding.verdict.judgement is Judgement.CORRECT
    report.say("found", finding.verdict.exercise, is_right, card_text(finding))


def _calls(examples: Examples) -> tuple[Calls, ...]:
    return (*examples.key.calls, *map(question_calls, examples.questions))


def _all(calls: Calls, ending: Ending) -> tuple[Outcome, ...]:
    return (Outcome(ending),) * (1 if calls.arguments is None else len(calls.arguments))


def _finding(examples: Examples, name: str, submission: Submission, run: Run) -> Finding:
    """What there is to say of one exercise: `check`'s words, for code that was run from top to bottom."""
    outcomes = run.outcomes.get(name, ())
    form = next((form for form in examples.questions if form.name == name), None)
    if form is not None and outcomes and outcomes[0].ending is Ending.RETURNED:
        return question_finding(form, tuple(map(_readable, outcomes)))
    if form is not None:
        answers = _unanswered(form)
    else:
        answers = next(each for each in examples.key.answers if each.exercise.name == name)
    (verdict,) = judge(AnswerKey(examples.key.assignment, (answers,)), submission, run)
    if verdict.judgement is Judgement.NOT_IMPLEMENTED:
        verdict = replace(verdict, hint=_NOT_WRITTEN)
    state = STATES.get(verdict.judgement, verdict.judgement.value)
    return Finding(verdict, state, answers if form is None else None, outcomes)


def _unanswered(form: QuestionForm) -> Answers:
    """What `judge` needs to say why there is no answer at all."""
    question = Question(form.name, None, "", form.choices, form.points)
    nothing = Outcome(Ending.RETURNED, wire.encode(None))
    return Answers(question, (Case("your answer", ()),), question_calls(form), (nothing,), ())


def _readable(outcome: Outcome) -> Outcome:
    if wire.is_readable(outcome.encoded):
        return outcome
    return replace(outcome, encoded=wire.encode(Unreadable("value that cannot be read")))


if __name__ == "__main__":
    main()
