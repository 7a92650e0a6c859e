"""What was run since: a cell that is no Python leaves the version before it in memory, and the check judges that."""

import ast
import re
import warnings
from collections.abc import Mapping
from typing import Any, Final

_MOST_CELLS: Final = 500


def broken_since(name: str, namespace: Mapping[str, Any]) -> str:
    """Say that the last cell which was to define a name is no Python, or "".

    Args:
        name: of an exercise.
        namespace: what the student has defined; IPython keeps in its `In` the text of every cell that was run.
    """
    run = namespace.get("In")
    cells = [each for each in run[-_MOST_CELLS:] if isinstance(each, str)] if isinstance(run, list) else []
    kind = _error_in(_last_to_define(name, cells))
    if not kind:
        return ""
    if name in namespace:
        return f"Its cell was run again and ended in an error ({kind}): what is checked here is the version before."
    return f"Its cell was run and ended in an error ({kind}), so there is no {name} yet: mend that first."


def _last_to_define(name: str, cells: list[str]) -> str:
    """The text of the last cell that was to define a name; "" where it may have come of a magic, or of nothing."""
    defines = re.compile(
        rf"^[ \t]*((async[ \t]+)?def[ \t]+{re.escape(name)}\b|{re.escape(name)}[ \t]*(:[^=\n]*)?=(?!=))", re.MULTILINE
    )
    for cell in reversed(cells):
        if defines.search(cell):
            return cell
        if "run_cell_magic(" in cell and name in cell:
            return ""
    return ""


def _error_in(source: str) -> str:
    """The name of the error that keeps a cell from running at all, or ""."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError as error:
        return type(error).__name__
    except (ValueError, MemoryError, RecursionError):
        return ""
    return ""
