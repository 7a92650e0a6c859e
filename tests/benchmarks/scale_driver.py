"""Grades a collected course, and watches where its own main thread is. Run as a module: COURSE WORKERS CLUSTER; prints
JSON. An empty CLUSTER is none.

A thread looks a hundred times a second. That tells seconds without being in the way, and it names no private function
that has to be there: what it does not know it counts with whatever called it.
"""

import json
import os
import sys
import threading
import time
from collections import Counter
from pathlib import Path
from types import FrameType
from typing import Final

_PAUSE: Final = 0.01
_MEMORY_EVERY: Final = 100
#: Function on the stack, and what it is a part of: of several the first one here counts.
_PARTS: Final = (
    ("show_all", "pages: hand out, wait for workers"),
    ("standings_of", "pages: what the gradebook says"),
    ("keep", "notebooks: have the disk keep them"),
    ("write", "rows"),
    ("flush", "notebooks: put in place"),
    ("_hear", "judging: hear from workers"),
    ("answers", "judging: hand out, wait for workers"),
    ("outdated_of", "find what is new or changed"),
    ("arrive", "read what was collected"),
    ("look_up", "look up what was collected"),
)
#: While these are on the stack, waiting is not for judging.
_BEFORE: Final = "outdated_of"
_REST: Final = "start, imports, end"


class Watch:
    """Looks at a thread until told to stop."""

    def __init__(self, thread: int) -> None:
        """Begin."""
        self.seen: Counter[str] = Counter()
        self.memory: list[tuple[float, float]] = []
        self._thread = thread
        self._begun = time.perf_counter()
        self._stop = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)
        self._watching.start()

    def stop(self) -> None:
        """End, and wait for it."""
        self._stop.set()
        self._watching.join()

    def _watch(self) -> None:
        from tests.benchmarks.memory import mebibytes  # noqa: PLC0415 - workers import this module, too

        looks = 0
        while not self._stop.wait(_PAUSE):
            frame = sys._current_frames().get(self._thread)
            self.seen[_part(frame)] += 1
            looks += 1
            if looks % _MEMORY_EVERY == 0:
                self.memory.append((time.perf_counter() - self._begun, mebibytes(os.getpid())))


def _part(frame: FrameType | None) -> str:
    names = set()
    while frame is not None:
        if "autograder" in frame.f_code.co_filename:
            names.add(frame.f_code.co_name)
        frame = frame.f_back
    known = [(name, part) for name, part in _PARTS if name in names]
    if _BEFORE in names:
        known = [each for each in known if each[0] == _BEFORE]
    return known[0][1] if known else _REST


def main() -> None:
    """Grade, and print what was seen."""
    course, workers, cluster = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] or None
    watch = Watch(threading.main_thread().ident or 0)
    start = time.perf_counter()
    from autograder.classroom import Run, grade_class  # noqa: PLC0415 - a part of what is measured
    from autograder.gradebook.collecting import Wanted  # noqa: PLC0415 - likewise

    scores = grade_class(course, Wanted(), run=Run(workers, cluster=cluster))
    seconds = time.perf_counter() - start
    watch.stop()
    from tests.benchmarks.memory import mebibytes  # noqa: PLC0415 - not a part of it

    looks = watch.seen.total()
    order = [*(part for _, part in reversed(_PARTS)), _REST]
    told = {
        "graded": len(scores.graded),
        "unchanged": scores.unchanged,
        "pages": scores.pages,
        "seconds": seconds,
        "parts": {part: seconds * watch.seen[part] / looks for part in order if watch.seen[part]},
        "processor_seconds": time.process_time(),
        "memory": watch.memory,
        "most_mebibytes": mebibytes(os.getpid(), "VmHWM"),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
