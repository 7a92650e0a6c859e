"""Which libraries a child must find loaded: the fewer, the faster it is forked. There is a zygote for each set."""

import re
from collections.abc import Sequence
from typing import Final

from autograder.model import Calls, CellKind, Submission
from autograder.sandbox.questions import pass_tables

#: What is loaded where a text mentions a library; of pandas also what it would import to print its first table.
_TABLES: Final = ("pandas", "pandas.io.formats.format", "pandas.io.formats.string", "pandas.io.formats.html")
_PLOTS: Final = ("matplotlib", "matplotlib.pyplot")
#: Also what leads to matplotlib without naming it: the methods of a DataFrame that draw.
_DRAWS: Final = re.compile(r"matplotlib|\.(plot|hist|boxplot)\b")
#: Blanks are spelt out: \s takes newlines too, and a page of empty lines would be read once for every one of them.
_MAGIC: Final = re.compile(r"^[ \t]*[%!?]|^[ \t]*[\w.]+\?{1,2}[ \t]*$|=[ \t]*[%!]\w", re.MULTILINE)


def libraries_of(submission: Submission, kinds: frozenset[CellKind], calls: Sequence[Calls] = ()) -> tuple[str, ...]:
    """What the zygote must hold for some of a submission's cells, and for the calls that are put to it.

    Args:
        submission: what is to run.
        kinds: the kinds of its cells that are to run.
        calls: a table among their arguments has to be made by pandas, whether the submission asks for it or not.
    """
    text = "\n".join(cell.source for cell in submission.cells if cell.kind in kinds)
    return (
        *(_TABLES if "pandas" in text or pass_tables(calls) else ()),
        *(_PLOTS if _DRAWS.search(text) else ()),
        *(("IPython",) if _MAGIC.search(text) else ()),
    )
