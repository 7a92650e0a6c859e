"""The process that checks one file: `python -P -m autograder.editor.process`, started by `worker`.

It loads everything, waits for a job on standard input, does it, and ends. What it finds it says on what was its
standard output; whatever the student's code prints goes nowhere.
"""

import faulthandler
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from autograder.check.card import overview_text
from autograder.check.notebook import examples_in
from autograder.check.voice import Voice
from autograder.editor import inspection, standing_in
from autograder.editor.cells import Cells
from autograder.editor.messages import Begin, CellFailed, End, Failure, Job, Message, Remark, Step
from autograder.editor.opened import Opened, open_work
from autograder.editor.trying import found, seconds_for, try_exercise
from autograder.editor.works import folder_of
from autograder.errors import AutograderError

if TYPE_CHECKING:
    from autograder.check.findings import Finding
    from autograder.examples import Examples

#: The longest that a process lives once it has a job, should nobody be there any more to end it.
_ALL_SECONDS: Final = 600.0
#: Libraries that lessons use and that take longer to load than everything else; only those named are loaded ahead.
_SLOW_LIBRARIES: Final = ("pandas", "matplotlib", "scipy")


def main() -> None:
    """Do one job."""
    voice = Voice()
    os.environ.setdefault("MPLBACKEND", "agg")  # pictures go nowhere
    for name in sys.argv[1:]:
        with suppress(Exception):  # it will fail again, when there is somebody to tell
            import_module(name)
    asked = sys.stdin.buffer.read()
    if not asked:  # nobody wants anything any more
        return
    with suppress(ValueError, OSError):
        faulthandler.dump_traceback_later(_ALL_SECONDS, exit=True, file=1)
    try:
        for message in _check(msgspec.json.decode(asked, type=Job)):
            voice.say(msgspec.json.encode(message))
    except AutograderError as error:
        voice.say(msgspec.json.encode(Failure(str(error))))
    except Exception as error:  # noqa: BLE001 - what the student's code raises never gets here: this one is ours
        failed = f"the check itself failed with {type(error).__name__}, through no fault of yours"
        voice.say(msgspec.json.encode(Failure(failed)))
    if threading.active_count() > 1:  # left running by the student's code
        os._exit(0)


def _check(job: Job) -> Iterator[Message]:
    work = Path(job.path)
    examples = examples_in([folder_of(work)])
    opened = open_work(work, examples)
    yield _begin(opened, examples)
    if job.submission:
        yield from map(Remark, inspection.before(opened, examples))
    os.chdir(opened.file.parent)
    read = inspection.watch_reading() if job.submission else []
    cells = Cells(opened, job.struck)
    yield from _run(cells)
    findings: dict[str, Finding] = {}
    for name in sorted(examples.order, key=lambda each: each in job.last):
        yield Step(name, seconds_for(examples, name))
        findings[name] = try_exercise(examples, name, cells, dict(job.struck).get(name))
        yield found(findings[name])
    in_order = [findings[name] for name in examples.order]
    if job.submission:
        yield from map(Remark, inspection.after(opened, cells, in_order, read))
    yield End(overview_text(in_order, examples.by_hand), tuple(name for name in _SLOW_LIBRARIES if name in sys.modules))


def _begin(opened: Opened, examples: "Examples") -> Begin:
    return Begin(
        examples.key.assignment,
        str(opened.file),
        examples.points,
        dict(examples.by_hand),
        opened.submission.notes,
    )


def _run(cells: Cells) -> Iterator[Message]:
    """Run the cells, saying before each which it is, and after it how it failed."""
    with standing_in.for_the_package():
        for index in cells.places():
            step = f"cell {index}"
            yield Step(step, cells.seconds)
            start = time.monotonic()
            error = cells.run(index)
            if error:
                is_slow = time.monotonic() - start > cells.seconds / 2
                yield CellFailed(cells.where(index), error, step, is_slow)


if __name__ == "__main__":
    main()
