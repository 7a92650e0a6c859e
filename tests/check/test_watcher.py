"""Calls that never end are stopped where the system has no timer: in an interpreter without one, and in a thread."""

import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any

import pytest

from autograder import wire
from autograder.check.calling import outcomes_of
from autograder.model import Calls, Ending, Outcome

BODIES = {
    "loops": "while True: pass",
    "loops and catches": "while True:\n        try: abs(x)\n        except: pass",
    "catches and loops again": (
        "while True:\n        try:\n            while x: abs(x)\n        except BaseException: seen.append('caught')"
    ),
    "catches twice over": (
        "while True:\n     try:\n      try:\n       while x: abs(x)\n      except: pass\n     except: pass"
    ),
    "catches and returns": "try:\n        while True: abs(x)\n    except BaseException: return 2 * x",
    "prints for ever": "while True: print(x)",
}
_WITHOUT_A_TIMER = """
import signal
del signal.SIGALRM, signal.setitimer
import sys
from autograder import wire
from autograder.check.calling import outcomes_of
from autograder.model import Calls
namespace = {"seen": []}
exec(f"def double(x):\\n    seen.append(x)\\n    {sys.argv[1]}", namespace)
calls = Calls("double", ((wire.encode(2.0),), (wire.encode(3.0),)), 2, 0.3)
print([outcome.ending.value for outcome in outcomes_of(namespace, calls)], 3.0 in namespace["seen"])
print([wire.decode(outcome.encoded) for outcome in outcomes_of({"double": lambda x: 2 * x}, calls)])
"""


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_without_a_timer_a_call_that_never_ends_is_stopped_and_the_interpreter_lives_on(body: str) -> None:
    done = subprocess.run([sys.executable, "-c", _WITHOUT_A_TIMER, body], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["['too slow', 'too slow'] False", "[4.0, 6.0]"]
    assert done.stderr == ""


def in_a_thread(work: Callable[[], Any]) -> list[Any]:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    thread.join()
    return found


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_in_another_thread_than_the_main_one_too(body: str) -> None:
    namespace: dict[str, Any] = {"seen": []}
    exec(f"def double(x):\n    {body}", namespace)  # noqa: S102 - what a notebook's cell does
    calls = Calls("double", ((wire.encode(2.0),),), 1, 0.3)

    (outcomes,) = in_a_thread(lambda: outcomes_of(namespace, calls))

    assert [outcome.ending for outcome in outcomes] == [Ending.TOO_SLOW]


def test_what_ends_in_time_is_left_alone_there() -> None:
    def counts(x: float) -> float:
        return sum(abs(each) for each in range(100_000)) and x

    calls = Calls("counts", ((wire.encode(2.0),),) * 20, 20, 30.0)

    (outcomes,) = in_a_thread(lambda: outcomes_of({"counts": counts}, calls))

    assert outcomes == (Outcome(Ending.RETURNED, wire.encode(2.0)),) * 20
