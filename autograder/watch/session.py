"""Works, checked at once and again whenever they are saved; whoever shows it is told of everything as it is found."""

import contextlib
import queue
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Final, TypeAlias

from autograder.editor.messages import Message
from autograder.editor.trial import Checked, try_work
from autograder.editor.worker import Workers
from autograder.watch.watching import Fingerprints, changes

_WAIT_SECONDS: Final = 0.5


class Moment(Enum):
    """What may happen to a work beside what is found."""

    BEGINS = "begins"
    IS_DONE = "is done"


#: Told what happened: to which work, as far as it is known; and how many seconds it took since it was saved.
Tell: TypeAlias = Callable[[Checked, Message | Moment, float], None]


class Session:
    """Checks works for as long as it runs; `run` in a thread, `stop` from another."""

    def __init__(self, works: Sequence[Path], tell: Tell, *, poll: bool = False) -> None:
        """Prepare.

        Args:
            works: files and folders.
            tell: is called from the thread that runs it.
            poll: look at the files again and again.
        """
        self._works = works
        self._tell = tell
        self._poll = poll
        self._stop = threading.Event()
        self._saved: queue.SimpleQueue[set[Path] | None] = queue.SimpleQueue()
        self._waiting: dict[Path, float] = {}
        self._fingerprints = Fingerprints()
        self._known: dict[Path, Checked] = {}

    def stop(self) -> None:
        """End it soon."""
        self._stop.set()
        self._saved.put(None)

    def run(self) -> None:
        """Check, and check again, until stopped.

        Raises:
            OSError: the files cannot be watched.
        """
        watcher = threading.Thread(target=self._watch, daemon=True)
        with closing(Workers()) as workers:
            watcher.start()
            while not self._stop.is_set():
                self._wait()
                while self._waiting and not self._stop.is_set():
                    checked = self._check(next(iter(self._waiting)), workers)
                    workers.get_ready(checked.libraries)

    def _wait(self) -> None:
        """Wait for something to be saved; not too long at a time, for Windows hears no Ctrl+C while it waits."""
        with contextlib.suppress(queue.Empty):
            self._take_in(self._saved.get(timeout=_WAIT_SECONDS))

    def _watch(self) -> None:
        for works in changes(self._works, self._stop, poll=self._poll):
            self._saved.put(works)

    def _check(self, work: Path, workers: Workers) -> Checked:
        since = self._waiting.pop(work)
        known = self._known.get(work, Checked(work))
        checked = replace(known, found=dict(known.found), cells=[], remarks=[], failure="", overview="")
        self._tell(checked, Moment.BEGINS, 0.0)
        for said in try_work(checked, workers, last=known.slow, is_stale=lambda: self._is_stale(work)):
            self._tell(checked, said, time.monotonic() - since)
        self._known[work] = checked
        self._tell(checked, Moment.IS_DONE, time.monotonic() - since)
        return checked

    def _is_stale(self, work: Path) -> bool:
        """Whether a work was saved again, or everything is over."""
        while not self._saved.empty():
            self._take_in(self._saved.get())
        return work in self._waiting or self._stop.is_set()

    def _take_in(self, works: set[Path] | None) -> None:
        for work in self._works:
            if works and work in works and self._fingerprints.is_new(work):
                self._waiting.setdefault(work, time.monotonic())
