"""Something is left out: a statement, an operand, a call around a value, an item, a bound."""

import ast
from collections.abc import Iterator

#: Names of modules: what is left of ``np.exp(x)`` without its call is x, and never np.
_MODULES = ("np", "pd")


def statement(node: ast.AST) -> Iterator[ast.AST]:
    """Drop a statement, with all that stands below it."""
    if isinstance(node, ast.stmt) and not isinstance(node, ast.Pass):
        yield ast.Pass()


def operand(node: ast.AST) -> Iterator[ast.AST]:
    """Drop a factor, a term, a power, a sign, or one end of a chain of comparisons."""
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right
    if isinstance(node, ast.UnaryOp):
        yield node.operand
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        yield ast.Compare(node.left, node.ops[:-1], node.comparators[:-1])
        yield ast.Compare(node.comparators[0], node.ops[1:], node.comparators[1:])


def call(node: ast.AST) -> Iterator[ast.AST]:
    """Leave what goes into a call, what a method is called on, what a comprehension goes through.

    ``abs(x)`` → ``x``, ``x.copy()`` → ``x``, ``[x.copy() for x in xs]`` → ``xs``
    """
    if isinstance(node, ast.Call):
        yield from (argument for argument in node.args if not isinstance(argument, ast.Starred))
        if isinstance(node.func, ast.Attribute) and not _is_module(node.func.value):
            yield node.func.value
    if isinstance(node, ast.ListComp):
        yield node.generators[0].iter


def keyword(node: ast.AST) -> Iterator[ast.AST]:
    """Drop a keyword of a call."""
    if isinstance(node, ast.Call):
        for place in range(len(node.keywords)):
            yield ast.Call(node.func, node.args, node.keywords[:place] + node.keywords[place + 1 :])


def item(node: ast.AST) -> Iterator[ast.AST]:
    """Drop an item of a tuple or a list."""
    if isinstance(node, ast.Tuple | ast.List):
        for place in range(len(node.elts)):
            yield type(node)(node.elts[:place] + node.elts[place + 1 :], node.ctx)


def subscript(node: ast.AST) -> Iterator[ast.AST]:
    """Drop an index, a bound of a slice, or a transpose."""
    if isinstance(node, ast.Subscript):
        yield node.value
    if isinstance(node, ast.Slice) and node.lower:
        yield ast.Slice(None, node.upper, node.step)
    if isinstance(node, ast.Slice) and node.upper:
        yield ast.Slice(node.lower, None, node.step)
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value


def branch(node: ast.AST) -> Iterator[ast.AST]:
    """Take the same branch always."""
    if isinstance(node, ast.If | ast.IfExp):
        for answer in (True, False):
            yield _with_test(node, ast.Constant(answer))


def _with_test(node: ast.If | ast.IfExp, test: ast.expr) -> ast.AST:
    if isinstance(node, ast.IfExp):
        return ast.IfExp(test, node.body, node.orelse)
    return ast.If(test, node.body, node.orelse)


def _is_module(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in _MODULES


OPERATORS = (statement, operand, call, keyword, item, subscript, branch)
