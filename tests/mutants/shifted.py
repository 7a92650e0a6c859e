"""Something lies beside where it should: a figure, an index, a round, an axis, a word."""

import ast
from collections.abc import Iterator
from typing import Final

_REDUCTIONS: Final = ("max", "mean", "min", "std", "sum", "var")
_PRODUCTS: Final = ("dot", "outer")


def figure(node: ast.AST) -> Iterator[ast.AST]:
    """Turn a figure's sign, double it, halve it; nothing of that does anything to a zero."""
    match node:
        case ast.Constant(value=int() | float() as value) if value and not isinstance(value, bool):
            yield from map(ast.Constant, (-value, 2 * value, value / 2))


def word(node: ast.AST) -> Iterator[ast.AST]:
    """Write another word."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield ast.Constant(f"{node.value}s")


def index(node: ast.AST) -> Iterator[ast.AST]:
    """Take the neighbour before or behind."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Name):
        for operation in (ast.Sub(), ast.Add()):
            yield ast.Subscript(node.value, ast.BinOp(node.slice, operation, ast.Constant(1)), node.ctx)


def rounds(node: ast.AST) -> Iterator[ast.AST]:
    """Make one round less, or one more, or leave out the first."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        *_, last = node.args
        yield ast.Call(node.func, [ast.BinOp(last, ast.Sub(), ast.Constant(1))], [])
        yield ast.Call(node.func, [ast.BinOp(last, ast.Add(), ast.Constant(1))], [])
        yield ast.Call(node.func, [ast.Constant(1), last], [])


def axis(node: ast.AST) -> Iterator[ast.AST]:
    """Go along one axis alone where all entries are meant."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _REDUCTIONS:
        for place in (0, -1):
            yield ast.Call(node.func, node.args, [*node.keywords, ast.keyword("axis", ast.Constant(place))])


def transpose(node: ast.AST) -> Iterator[ast.AST]:
    """Turn one side of a matrix product round."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield ast.BinOp(_turned(node.left), node.op, node.right)
        yield ast.BinOp(node.left, node.op, _turned(node.right))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _PRODUCTS:
        left, right = node.args
        yield ast.Call(node.func, [_turned(left), right], [])
        yield ast.Call(node.func, [left, _turned(right)], [])


def _turned(node: ast.expr) -> ast.expr:
    return ast.Attribute(node, "T", ast.Load())


OPERATORS = (figure, word, index, rounds, axis, transpose)
