"""All mutants of a reference: Cosmic Ray's, and those of our own that it lacks.

Cosmic Ray changes operators, comparisons, figures, conditions and loops. Statements, arguments, axes and
names it leaves alone: what is dropped, swapped or shifted is made here.
"""

import ast
import copy
import warnings
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Final

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

from tests.mutants import dropped, shifted, swapped
from tests.mutants.mutant import Mutant, Operator, mutant_of, plain

#: Cosmic Ray's operators on bits: on floats they come to a TypeError in the first call, which proves nothing.
_ON_BITS: Final = ("_RShift", "_LShift", "_BitOr", "_BitAnd", "_BitXor")
OPERATORS: Final[tuple[Operator, ...]] = (*dropped.OPERATORS, *swapped.OPERATORS, *shifted.OPERATORS)


@cache
def mutants_of(source: str) -> tuple[Mutant, ...]:
    """Make every mutant of a reference's cell, each once; what does not compile is none."""
    reference = plain(source)
    texts = dict.fromkeys(plain(text) for text in (*_cosmic_rays(reference), *_our_own(reference)) if _compiles(text))
    return tuple(mutant_of(reference, text) for text in texts if text != reference)


def _cosmic_rays(reference: str) -> Iterator[str]:
    """Apply Cosmic Ray's operators, without those that have to be told what to look for and draw a number at random."""
    nodes = list(ast_nodes(get_ast(reference)))
    for name in operator_names():
        kind = get_operator(name)
        if not kind.arguments() and not name.endswith(_ON_BITS):
            operator = kind()
            for occurrence in range(sum(len(list(operator.mutation_positions(node))) for node in nodes)):
                yield mutate_code(reference, operator, occurrence)


def _our_own(reference: str) -> Iterator[str]:
    """Put whatever our operators yield in the place of every node below the function's head, one at a time."""
    tree = ast.parse(reference)
    (function,) = tree.body
    operators = (*OPERATORS, swapped.names_of(function))
    for put, old in list(_places(function)):
        for operator in operators:
            for new in operator(old):
                put(copy.deepcopy(new))
                yield ast.unparse(tree)
                put(old)


def _places(function: ast.AST) -> Iterator[tuple[Callable[[ast.AST], None], ast.AST]]:
    """Every node below a function's head, and what puts another in its place."""
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield partial(setattr, parent, field), value
            elif isinstance(value, list):
                yield from ((partial(value.__setitem__, place), node) for place, node in enumerate(value))


def _compiles(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # `1 is x` and the like
            compile(text, "<mutant>", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
