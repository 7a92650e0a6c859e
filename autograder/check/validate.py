"""nbgrader's Validate, the command and JupyterLab's button, answered by `check`. Switched on in nbgrader_config.py.

Stock nbgrader starts a kernel, runs the whole notebook in it, and lets the Jupyter server wait. Here the code runs in a
process of its own (`validate_run`), and the server goes on with its work until that is done:

    button   the handler waits for the answer without holding up the server, then lets nbgrader do what it always does;
             `Verdicts`, which stands in the place of Execute, finds the answer ready
    command  there is no answer ready, so `Verdicts` gets it, and waits

The settings are read by every nbgrader command, so nothing is imported here that costs time before Validate is used.
"""

import asyncio
import functools
import json
import sys
import threading
from concurrent.futures import Future
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from autograder.check.validate_run import Answer

_HANDLERS: Final = "nbgrader.server_extensions.validate_assignment.handlers"


@dataclass(frozen=True, slots=True)
class _Ready:
    """An answer, and the code that it is about."""

    cells: str
    answer: "Answer"


#: What a request of the server has got ready for `Verdicts`, which nbgrader makes and gives nothing to.
_ready: ContextVar[_Ready | None] = ContextVar("_ready", default=None)
#: Set by `Verdicts` when it must not wait; the request's `finish`, which nbgrader calls next, takes it back.
_postponed: ContextVar[bool] = ContextVar("_postponed", default=False)


def install() -> None:
    """Put `Verdicts` in the place of Execute, and make a running server wait without being held up.

    Safe to call again and again: the server reads the settings with every request.
    """
    from nbgrader.preprocessors import Execute  # noqa: PLC0415 - loaded already wherever settings are read
    from nbgrader.validator import Validator  # noqa: PLC0415 - the same

    stock = Validator().preprocessors
    Validator.preprocessors = [Verdicts if each is Execute else each for each in stock]
    handlers = sys.modules.get(_HANDLERS)  # loaded by a server, and by nothing else
    if handlers is not None:
        _open_up(handlers.ValidateAssignmentHandler)


class Verdicts:
    """The preprocessor: shows below every check cell what `check` makes of the exercise."""

    def __init__(self, parent: Any) -> None:  # noqa: ANN401 - nbgrader's Validator
        """Be made by nbgrader."""
        self._log = parent.log

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:  # noqa: ANN401 - nbformat's, nbconvert's
        """Put the outputs into a notebook; the current folder is the notebook's.

        Args:
            nb: the notebook; changed in place.
            resources: nbconvert's; returned as they are.
        """
        from autograder.check import validate_outputs, validate_run  # noqa: PLC0415 - not before Validate is used

        cells = validate_outputs.cells_of(nb)
        ready = _ready.get()
        if ready is not None and ready.cells == cells:
            answer = ready.answer
        elif _is_in_server():  # the first request, or a notebook that was saved just now
            _postponed.set(True)
            return nb, resources
        else:
            answer = validate_run.answer(cells, Path.cwd())
        if answer.failure:
            self._log.error("%s", answer.failure)
        validate_outputs.show(answer, nb)
        return nb, resources


def _is_in_server() -> bool:
    """Whether waiting here would hold up an event loop with requests in it."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _open_up(handler: Any) -> None:  # noqa: ANN401 - nbgrader's class
    """Let the handler's requests wait for their answers. It may be in use: requests look its methods up by name."""
    from tornado import web  # noqa: PLC0415 - there is a server, so it is loaded

    if getattr(handler.post, "waits", False):
        return
    stock_finish = handler.finish

    @functools.wraps(handler.post)
    async def post(self: Any) -> None:  # noqa: ANN401 - the handler
        output = await _validated(self, _path(self, web.MissingArgumentError))
        stock_finish(self, json.dumps(output))

    @functools.wraps(stock_finish)
    def finish(self: Any, chunk: Any = None) -> "asyncio.Future[None]":  # noqa: ANN401 - the handler
        if not _postponed.get():
            return stock_finish(self, chunk)  # type: ignore[no-any-return]
        # A request that was on its way in nbgrader's own `post` when the settings were first read. It has nothing to
        # send yet, so it is kept open.
        _postponed.set(False)
        self._auto_finish = False
        return asyncio.ensure_future(_finish_later(self))

    async def _finish_later(self: Any) -> None:  # noqa: ANN401 - the handler
        try:
            await post(self)
        except Exception:
            self.log.exception("Validate failed")
            self.send_error(500)

    handler.post = web.authenticated(post)
    handler.post.waits = True
    handler.finish = finish


def _path(handler: Any, missing: type[Exception]) -> str:  # noqa: ANN401 - nbgrader's
    """The notebook that a request is about; sent as an argument or as JSON."""
    try:
        return str(handler.get_argument("path"))
    except missing:
        return str(handler.get_json_body()["path"])


async def _validated(handler: Any, path: str) -> Any:  # noqa: ANN401 - nbgrader's
    """Get the answer ready without holding anything up; then nbgrader's own part, which takes milliseconds."""
    for _ in range(_TRIES):
        ready = await _in_thread(functools.partial(_get_ready, handler.root_dir, path))
        token = _ready.set(ready)
        try:
            output = handler.validate_notebook(path)
        finally:
            _ready.reset(token)
        if not _postponed.get():
            return output
        _postponed.set(False)  # it was saved in the meantime
    return {"success": False, "value": f"{path} changes while it is validated; save it, then press Validate again."}


#: How often a notebook may be saved while it is validated.
_TRIES: Final = 3


def _get_ready(folder: str, path: str) -> _Ready | None:
    """Read a notebook below a folder and run its code; None where it cannot be read, which is nbgrader's to tell."""
    import nbformat  # noqa: PLC0415 - not before Validate is used

    from autograder.check import validate_outputs, validate_run  # noqa: PLC0415 - the same

    root = Path(folder).resolve()
    notebook = (root / path).resolve()
    if not notebook.is_relative_to(root):
        return None
    try:
        cells = validate_outputs.cells_of(nbformat.read(notebook, as_version=nbformat.current_nbformat))
    except Exception:  # noqa: BLE001 - whatever is wrong with the file
        return None
    return _Ready(cells, validate_run.answer(cells, notebook.parent, keeps_one_ready=True))


async def _in_thread(work: "functools.partial[_Ready | None]") -> "_Ready | None":
    """Await work that is done in a thread of its own: none of the server's few, and none that its end waits for."""
    future: Future[_Ready | None] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - raised where it is awaited
            future.set_exception(error)

    threading.Thread(target=run, name="validate", daemon=True).start()
    return await asyncio.wrap_future(future)
