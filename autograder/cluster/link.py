"""The line to a Dask scheduler: opened in a few seconds or not at all, and without a word of Dask's at the terminal."""

import contextlib
import logging
import re
import threading
import warnings
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any, Final, TypeVar

import dask
from distributed import Client, Future
from distributed.security import Security
from distributed.versions import VersionMismatchWarning

from autograder.errors import SandboxError, SpecError

Result = TypeVar("Result")

#: How long a scheduler may take to answer.
_CONNECT_SECONDS: Final = 5.0
_CLOSE_SECONDS: Final = 2.0
_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:\[[0-9a-fA-F:.]+\]|[\w.-]+):[0-9]{1,5}")
_MOST_SIGNS: Final = 200
#: How Dask names what failed, which tells nobody anything.
_OBJECT: Final = re.compile(r"(?:\bin )?<[^<>]*>:? ?")


class LostLinkError(Exception):
    """The scheduler is gone."""


class Link:
    """A connection to a scheduler; see `linked`."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._ended: SimpleQueue[Future[bytes]] = SimpleQueue()

    def threads(self) -> dict[str, int]:
        """Every worker's address, and how many threads it has.

        Raises:
            LostLinkError: the scheduler is gone.
        """
        try:
            return dict(self._client.nthreads())  # type: ignore[no-untyped-call]
        except Exception as error:
            raise LostLinkError(plain(error)) from error

    def call(self, function: Callable[..., Any], *arguments: object, worker: str) -> Any:  # noqa: ANN401 - the function's
        """Call a function in a worker's process, past the line of tasks. What it raises there is raised here."""
        return self._client.run(function, *arguments, workers=[worker])[worker]

    def send(self, function: Callable[..., bytes], *arguments: object, worker: str) -> "Future[bytes]":
        """Have a worker, and no other, call a function when its turn has come.

        Raises:
            LostLinkError: the scheduler is gone.
        """
        try:
            future = self._client.submit(function, *arguments, workers=[worker], pure=False)
        except Exception as error:
            raise LostLinkError(plain(error)) from error
        future.add_done_callback(self._ended.put)  # type: ignore[no-untyped-call]
        return future

    def ended(self, timeout: float) -> "Future[bytes] | None":
        """Wait for something that was sent to end, be it without a result."""
        with contextlib.suppress(Empty):
            return self._ended.get(timeout=timeout)
        return None

    def result(self, future: "Future[bytes]") -> bytes | None:
        """Fetch what came back, or None where nothing did."""
        try:
            return future.result(timeout=_CONNECT_SECONDS * 4)
        except Exception:  # noqa: BLE001 - Dask has many words for it: killed, cancelled, lost, too late
            return None

    def cancel(self, futures: "list[Future[bytes]]") -> None:
        """Take back what was sent; what has begun goes on to its end, and nobody hears of it."""
        with contextlib.suppress(Exception):
            self._client.cancel(futures)  # type: ignore[no-untyped-call]


@contextlib.contextmanager
def linked(address: str) -> Iterator[Link]:
    """Connect to a scheduler, and let go of it in the end.

    Raises:
        SpecError: this is no address.
        SandboxError: nobody answers there, or not in Dask's words.
    """
    if not _ADDRESS.fullmatch(address):
        msg = f"{address[:_MOST_SIGNS]!r} is no address of a cluster; expected tcp://HOST:PORT or tls://HOST:PORT"
        raise SpecError(msg)
    with _in_silence(), dask.config.set({"distributed.comm.timeouts.connect": _CONNECT_SECONDS}):
        client = _client(address)
        try:
            yield Link(client)
        finally:
            with contextlib.suppress(Exception):
                client.close(timeout=_CLOSE_SECONDS)  # type: ignore[no-untyped-call]


def plain(error: BaseException) -> str:
    """What an error of Dask's says, in one line."""
    return " ".join(_OBJECT.sub("", f"{type(error).__name__}: {error}").split())[:_MOST_SIGNS]


def _client(address: str) -> Client:
    """Connect in a thread that can be left behind: Dask waits without end for a first word of whoever is silent.

    Raises:
        SandboxError: nobody answers there in Dask's words.
    """
    if address.startswith("tls:") and Security().get_connection_args("client").get("ssl_context") is None:  # type: ignore[no-untyped-call]
        raise SandboxError(_unreachable(address, FileNotFoundError("there are no certificates")))
    came: SimpleQueue[Client | Exception] = SimpleQueue()

    def connect() -> None:
        try:
            came.put(Client(address, timeout=_CONNECT_SECONDS, set_as_default=False))  # type: ignore[no-untyped-call]
        except Exception as error:  # noqa: BLE001 - raised below
            came.put(error.with_traceback(None))  # which holds a client that is half made

    threading.Thread(target=connect, name="connecting", daemon=True).start()
    try:
        client = came.get(timeout=_CONNECT_SECONDS + _CLOSE_SECONDS)
    except Empty:
        client = TimeoutError("connected, and nothing is said there")
    if isinstance(client, Exception):
        raise SandboxError(_unreachable(address, client)) from client
    return client


def _unreachable(address: str, error: Exception) -> str:
    tls = "; a tls:// address takes its certificates from Dask's settings, distributed.comm.tls"
    return (
        f"no Dask scheduler answers at {address} ({plain(error.__cause__ or error)}); "
        f"start one (`dask scheduler`) or mend the address{tls if address.startswith('tls:') else ''}"
    )


@contextlib.contextmanager
def _in_silence() -> Iterator[None]:
    """Let Dask's own log be silent: what matters of it is told in our words."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] in ("distributed", "tornado")]
    levels = {name: logging.getLogger(name).level for name in ("distributed", "tornado", *names)}
    for name in levels:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
