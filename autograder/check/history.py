"""What was run since: a cell that is no Python leaves the version before it in memory, and the check judges that."""

import ast
import re
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
    defines = re.compile(rf"^[ \t]*(def[ \t]+{re.escape(name)}\b|{re.escape(name)}[ \t]*=[^=])", re.MULTILINE)
    cells = [each for each in run[-_MOST_CELLS:] if isinstance(each, str)] if isinstance(run, list) else []
    last = next((each for each in reversed(cells) if defines.search(each)), "")
    try:
        ast.parse(last)
    except SyntaxError as error:
        kind = type(error).__name__
    except (ValueError, MemoryError, RecursionError):
        return ""
    else:
        return ""
    if name in namespace:
        return f"Its cell was run again and ended in an error ({kind}): what is checked here is the version before."
    return f"Its cell was run and ended in an error ({kind}), so there is no {name} yet: mend that first."
