"""Two things change places, or something else of the same kind stands there: operands, arguments, items, names."""

import ast
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from tests.mutants.mutant import Operator

_ORDER_COUNTS: Final = (ast.Sub, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult)
#: What is easily taken for something else.
_KINDRED: Final = {
    "append": ("extend",),
    "dot": ("inner", "multiply"),
    "exp": ("exp2",),
    "float": ("int",),
    "max": ("min",),
    "mean": ("sum", "median"),
    "min": ("max",),
    "normal": ("uniform",),
    "outer": ("dot",),
    "reversed": ("list",),
    "std": ("var",),
    "sum": ("mean", "max"),
    "zeros": ("ones",),
    "ValueError": ("TypeError", "Exception"),
}


def operands(node: ast.AST) -> Iterator[ast.AST]:
    """Swap operands where their order counts; that of a sum does where tuples are put together."""
    if isinstance(node, ast.BinOp) and (isinstance(node.op, _ORDER_COUNTS) or _joins(node)):
        yield ast.BinOp(node.right, node.op, node.left)


def arguments(node: ast.AST) -> Iterator[ast.AST]:
    """Swap two arguments of a call."""
    if isinstance(node, ast.Call):
        for swapped in _with_two_swapped(node.args):
            yield ast.Call(node.func, swapped, node.keywords)


def items(node: ast.AST) -> Iterator[ast.AST]:
    """Swap two items of a tuple or a list."""
    if isinstance(node, ast.Tuple | ast.List):
        for swapped in _with_two_swapped(node.elts):
            yield type(node)(swapped, node.ctx)


def branches(node: ast.AST) -> Iterator[ast.AST]:
    """Swap the branches of a condition."""
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
    if isinstance(node, ast.If) and node.orelse:
        yield ast.If(node.test, node.orelse, node.body)


def matrix_product(node: ast.AST) -> Iterator[ast.AST]:
    """Multiply entry by entry."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield ast.BinOp(node.left, ast.Mult(), node.right)


def move(node: ast.AST) -> Iterator[ast.AST]:
    """Move the other way, or put the amount in the place of what was to be moved."""
    if isinstance(node, ast.AugAssign):
        yield ast.AugAssign(node.target, ast.Add() if isinstance(node.op, ast.Sub) else ast.Sub(), node.value)
        yield ast.Assign([node.target], node.value, lineno=node.lineno)


def kindred(node: ast.AST) -> Iterator[ast.AST]:
    """Call something of the same kind."""
    if isinstance(node, ast.Name):
        yield from (ast.Name(name, node.ctx) for name in _KINDRED.get(node.id, ()))
    if isinstance(node, ast.Attribute):
        yield from (ast.Attribute(node.value, name, node.ctx) for name in _KINDRED.get(node.attr, ()))


def names_of(function: ast.AST) -> Operator:
    """Make the operator that puts every other name of a function, arguments and variables alike, for a name."""
    nodes = list(ast.walk(function))
    names = {node.arg for node in nodes if isinstance(node, ast.arg)}
    names |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}

    def name(node: ast.AST) -> Iterator[ast.AST]:
        """Use another name."""
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
            yield from (ast.Name(other, node.ctx) for other in sorted(names - {node.id}))

    return name


def _joins(node: ast.BinOp) -> bool:
    parts = (node.left, node.right)
    return isinstance(node.op, ast.Add) and any(
        isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Slice) for part in parts
    )


def _with_two_swapped(items: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    for one, other in combinations(range(len(items)), 2):
        swapped = list(items)
        swapped[one], swapped[other] = swapped[other], swapped[one]
        yield swapped


OPERATORS = (operands, arguments, items, branches, matrix_product, move, kindred)
