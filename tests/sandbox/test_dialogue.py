"""Speaks with scripted children: what the keeper makes of frames, silence and death. Real children are attacked."""

import pytest

from autograder.model import Ending
from autograder.sandbox import Limits, Sandbox
from autograder.sandbox.child import ZygoteLostError
from autograder.sandbox.dialogue import ChildFailedError, Dialogue
from autograder.sandbox.messages import Batch, CellText, Job
from autograder.sandbox.stopwatch import Stopwatch

from .jobs import notebook


def _dialogue(sandbox: Sandbox, *, cpu_seconds: float = 100.0) -> Dialogue:
    sandbox.run(notebook(""), [])
    child = sandbox._zygotes[()].fork()
    limits = Limits(frame_bytes=2**16)
    watch = Stopwatch([0.3, 0.3], cpu_seconds=cpu_seconds, wall_seconds=100.0)
    return Dialogue(child, limits=limits, watch=watch)


def _job(source: str) -> Job:
    cells = [CellText(source.encode(), 0)]
    return Job(cells, uses_magics=False, value_bytes=1000, frame_bytes=2**16, spare_bytes=1000)


@pytest.mark.parametrize(
    ("source", "step", "ending"),
    [
        ("while True: pass", 0, Ending.TOO_SLOW),
        ("import os\nos._exit(3)", 0, Ending.EXITED),
        ("import os\nos.close(3)\nwhile True: pass", 0, Ending.EXITED),
        ("import os\nos.abort()", 0, Ending.CRASHED),
        ("import os\nos.write(3, b'\\xff' * 8)\nos.read(3, 1)", 0, Ending.CRASHED),
        (
            "import os\nos.write(3, (4).to_bytes(4, 'little') + b'\\x91\\x92\\xc0\\xc0')\nos.read(3, 1)",
            0,
            Ending.CRASHED,
        ),
    ],
)
def test_the_end_of_a_child_is_charged_to_its_step(source: str, step: int, ending: Ending) -> None:
    with Sandbox() as sandbox:
        dialogue = _dialogue(sandbox)

        with pytest.raises(ChildFailedError) as failure:
            dialogue.run_cells(_job(source))

    assert (failure.value.step, failure.value.ending) == (step, ending)


def test_a_child_that_dies_before_it_read_its_job_is_our_loss() -> None:
    with Sandbox() as sandbox:
        dialogue = _dialogue(sandbox)
        dialogue._child.connection.shutdown(1)

        with pytest.raises(ZygoteLostError):
            dialogue._receive(list[bytes], (1,))


def test_answers_of_another_number_than_the_calls_are_refused() -> None:
    forged = "import msgspec, os, struct\nd = msgspec.msgpack.encode([[[True]] * 3])\n"
    forged += (
        "def send(d): os.write(3, struct.pack('<I', len(d)) + d)\nsend(msgspec.msgpack.encode([[b'', b'']]))\nsend(d)"
    )
    with Sandbox() as sandbox:
        dialogue = _dialogue(sandbox)
        dialogue.run_cells(_job(forged))

        with pytest.raises(ChildFailedError) as failure:
            dialogue.put(Batch(["f"], [((), ())], [1]))

    assert failure.value.ending is Ending.CRASHED


def test_an_allowance_used_up_is_charged_to_no_step_in_particular() -> None:
    with Sandbox() as sandbox:
        dialogue = _dialogue(sandbox, cpu_seconds=0.05)

        with pytest.raises(ChildFailedError) as failure:
            dialogue.run_cells(_job("while True: pass"))

    assert failure.value.step > 1
