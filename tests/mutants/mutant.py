"""What a mutant is: the text of a reference with one small thing changed, and the lines by which the two differ."""

import ast
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import TypeAlias

#: Yields what may stand in the place of a node.
Operator: TypeAlias = Callable[[ast.AST], Iterator[ast.AST]]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A reference with one change.

    Args:
        text: all of it; runs in the place of the reference's cell.
        before: the lines of the reference that are changed.
        after: what stands there instead.
    """

    text: str
    before: str
    after: str


def mutant_of(reference: str, text: str) -> Mutant:
    """Compare a changed text with the reference's; both as `plain` writes them."""
    old, new = reference.splitlines(), text.splitlines()
    start = _same(old, new)
    end = _same(old[start:][::-1], new[start:][::-1])
    return Mutant(text, _lines(old[start : len(old) - end]), _lines(new[start : len(new) - end]))


def plain(source: str) -> str:
    """Write a cell anew, without docstrings and comments: two texts that mean the same look the same."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return ast.unparse(tree)


def _same(one: list[str], other: list[str]) -> int:
    """How many lines are the same from the first on."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))))


def _lines(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip()
