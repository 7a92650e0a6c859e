"""A thread that stops a call in another one, where the system has no timer for it: on Windows, beside the main thread.

Python lets one thread leave an exception for another, which meets it at its next instruction. So whatever goes from
instruction to instruction can be stopped, on every platform and with the notebook's own names at hand, which a process
of its own would not have. What waits within one instruction meets it afterwards: a sleep when it ends, a huge product
when it is done.

A loop that catches everything goes on all the same. So the exception, which is made in the other thread when it is
met, leaves the next one at once: that is met a few instructions later, in the `except`, where nothing catches it. No
instruction may come in between, so what leaves it is made of C alone.

What is left too late would be met by code of ours. So it is only left while the call is on the other thread's stack,
`call` puts an end to the chain as its first act afterwards, and `stop` takes back whatever is left.
"""

import ctypes
import functools
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from types import FrameType

TICK_SECONDS: Final = 0.1
#: Once the time is used up, for a call that was between two instructions for long, or caught all there was.
_PRESSING_SECONDS: Final = 0.01


_set_async_exception: Final = ctypes.PYFUNCTYPE(None, ctypes.c_ulong, ctypes.py_object)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)
_take_back: Final = ctypes.PYFUNCTYPE(None, ctypes.c_ulong, ctypes.c_void_p)(
    ("PyThreadState_SetAsyncExc", ctypes.pythonapi)
)
_set_in_type: Final = type.__setattr__
#: What Python calls when an exception is made.
_INIT: Final = BaseException.__init__


class Watcher:
    """Looks at the clocks ten times a second, and raises in the thread that made it once the time is used up."""

    def __init__(self, is_over: Callable[[], bool], error: type[BaseException]) -> None:
        """Watch the current thread.

        Args:
            is_over: says whether the time is used up.
            error: what it raises.
        """
        self._is_over = is_over
        self._error: type[BaseException] = type(error.__name__, (error,), {})
        self._watched = threading.get_ident()
        self._is_done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="deadline", daemon=True)
        self._again = staticmethod(functools.partial(_set_async_exception, self._watched, self._error))
        #: The processor time of the watched thread; of all threads where the system knows no other.
        self.cpu_clock: Callable[[], float] = time.process_time
        if hasattr(time, "pthread_getcpuclockid"):
            clock = time.pthread_getcpuclockid(self._watched)
            self.cpu_clock = lambda: time.clock_gettime(clock)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End it, and take back what was left and not met."""
        while True:
            try:
                self._is_done.set()
                self._thread.join()
                _take_back(self._watched, None)
            except self._error:  # met just here
                continue
            return

    def call(self, function: Callable[..., Any], arguments: Sequence[Any]) -> Any:  # noqa: ANN401 - a student's
        """Call a function; what the watcher raises is raised below here."""
        try:
            value = function(*arguments)
            _set_in_type(self._error, "__init__", _INIT)  # before all else: no more of them
            _take_back(self._watched, None)
        except BaseException:  # an error of the function's own may have one behind it, too
            while True:
                try:
                    _set_in_type(self._error, "__init__", _INIT)
                    _take_back(self._watched, None)
                except self._error:
                    continue
                raise
        return value

    def _watch(self) -> None:
        wait, is_chain = TICK_SECONDS, False
        while not self._is_done.wait(wait):
            if not self._is_over() or not self._is_below_call():
                continue
            # By turns one alone, at a random place, and a chain: a loop may come round to the same `try` link by link.
            _set_in_type(self._error, "__init__", self._again if is_chain else _INIT)
            _set_async_exception(self._watched, self._error)
            if not self._is_below_call():  # it ended just now
                _set_in_type(self._error, "__init__", _INIT)
                _take_back(self._watched, None)
            wait, is_chain = _PRESSING_SECONDS, not is_chain

    def _is_below_call(self) -> bool:
        frame: FrameType | None = sys._current_frames().get(self._watched)  # noqa: SLF001 - the only way to see another thread's stack
        while frame is not None:
            if frame.f_code is Watcher.call.__code__:
                return True
            frame = frame.f_back
        return False
