"""The same mistake in other words: a function's text rewritten such that it means what it meant.

Nothing here knows what any of the texts is about. Names are others, branches are turned round, products and sums are
grouped and ordered in another way and quotients take a detour, so that the last digits come out differently; or what
is returned is of another type that contracts forgive.
"""

import ast
from dataclasses import replace
from typing import Final

from tests.confusion.wrongs import Wrong

#: An answer may stray by 1e-6 of itself.
_NUDGE: Final = 1 + 1e-9
_TURNED: Final = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE, ast.Eq: ast.Eq}
#: Arrays as lists, NumPy's numbers as Python's and the other way round, tuples as lists.
_RETYPED: Final = '''
def _retyped(value):
    """The same figures as another type."""
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size and value.dtype.kind in "biuf" else value
    if type(value) is tuple:
        return [_retyped(each) for each in value]
    if type(value) is list:
        return tuple(_retyped(each) for each in value)
    if isinstance(value, np.generic):
        return value.item()
    return np.float64(value) if type(value) is float else value
'''


def reworded(wrong: Wrong) -> Wrong:
    """The same mistake with other names and other arithmetic; an answer that strays within its tolerance."""
    tree = ast.parse(wrong.text)
    if wrong.is_answer:
        return replace(wrong, text=ast.unparse(_OtherAnswer().visit(tree)))
    for definition in ast.walk(tree):
        if isinstance(definition, ast.FunctionDef) and definition.name == wrong.name:
            _OtherNames(definition).visit(definition)
    return replace(wrong, text=ast.unparse(ast.fix_missing_locations(_OtherArithmetic().visit(tree))))


def retyped(wrong: Wrong) -> Wrong:
    """The same mistake with results of another type."""
    if wrong.is_answer:
        return replace(
            wrong, text=f"import numpy as np\n{_RETYPED}\n{wrong.text}\n{wrong.name} = _retyped({wrong.name})"
        )
    wrapped = f"_{wrong.name}_as_it_was"
    call = f"{wrapped} = {wrong.name}\ndef {wrong.name}(*arguments):\n    return _retyped({wrapped}(*arguments))"
    return replace(wrong, text=f"{_RETYPED}\n{wrong.text}\n{call}")


class _OtherNames(ast.NodeTransformer):
    """Gives a function's arguments and variables other names."""

    def __init__(self, definition: ast.FunctionDef) -> None:
        """Find the names that are this function's own, and no function's within it."""
        inner = [each for each in ast.walk(definition) if isinstance(each, ast.FunctionDef | ast.Lambda)]
        own = {each.arg for each in ast.walk(definition.args) if isinstance(each, ast.arg)}
        own |= {each.id for each in ast.walk(definition) if isinstance(each, ast.Name) and _is_stored(each)}
        for each in ast.walk(definition):
            own -= set(each.names) if isinstance(each, ast.Global | ast.Nonlocal) else set()
        for each in inner:
            if each is not definition:
                own -= {argument.arg for argument in ast.walk(each.args) if isinstance(argument, ast.arg)}
        self.names = {name: f"my_{name}" for name in own}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """Rename a variable."""
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """Rename an argument."""
        node.arg = self.names.get(node.arg, node.arg)
        return node


def _is_stored(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


class _OtherArithmetic(ast.NodeTransformer):
    """Groups and orders operands in another way. Holds for numbers, arrays and tables, and harms no list or text."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        """Turn ``(a * b) * c`` into ``(b * c) * a``, ``a / b`` into ``3 * a / b / 3``, ``a - b`` into ``-b + a``."""
        self.generic_visit(node)
        left, right = node.left, node.right
        match node.op:
            case ast.Mult() if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult):
                return _times(_times(left.right, right), left.left)
            case ast.Mult():
                return _times(right, left)
            case ast.Add() if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
                return ast.BinOp(left.left, ast.Add(), ast.BinOp(left.right, ast.Add(), right))
            case ast.Div():
                return _over(_over(_times(ast.Constant(3), left), right), ast.Constant(3))
            case ast.Sub():
                return ast.BinOp(ast.UnaryOp(ast.USub(), right), ast.Add(), left)
            case _:
                return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """Turn ``a < b`` into ``b > a``."""
        self.generic_visit(node)
        turned = _TURNED.get(type(node.ops[0])) if len(node.ops) == 1 else None
        return ast.Compare(node.comparators[0], [turned()], [node.left]) if turned else node

    def visit_If(self, node: ast.If) -> ast.If:
        """Ask the opposite first."""
        self.generic_visit(node)
        return ast.If(ast.UnaryOp(ast.Not(), node.test), node.orelse or [ast.Pass()], node.body)


def _times(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.BinOp(left, ast.Mult(), right)


def _over(left: ast.expr, right: ast.expr) -> ast.expr:
    return ast.BinOp(left, ast.Div(), right)


class _OtherAnswer(ast.NodeTransformer):
    """Strays as an answer may: a number within its tolerance, a choice in capitals."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        """Stray."""
        if isinstance(node.value, str):
            return ast.Constant(f" {node.value.upper()} ")
        return ast.Constant(node.value * _NUDGE) if type(node.value) is float else node
