"""What students could write: an assignment's right answers in several forms, and every wrong one that is known."""

import ast
import symtable
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from autograder.catalogue import Assignment
from autograder.demo.own_words import read_model_answers
from autograder.key import patched
from autograder.model import Submission
from autograder.spec import Exercise, Misconception, Question, foundations_of
from autograder.submission import parse_notebook, read_template

_MARKS: Final = ("### BEGIN SOLUTION", "### END SOLUTION")


@dataclass(frozen=True, slots=True)
class Mistake:
    """A known wrong answer, as the cell a student would hand in.

    Args:
        id: its misconception's id.
        exercise: what it is a wrong answer to.
        text: the cell.
    """

    id: str
    exercise: str
    text: str


@dataclass(frozen=True, slots=True)
class Material:
    """What an assignment's answers are made from.

    Args:
        assignment: its exercises and right forms.
        reference: the instructor's notebook.
        model_answers: what a person would be glad to read, by the cell that asks for words.
    """

    assignment: Assignment
    reference: Submission
    model_answers: Mapping[str, str]

    @property
    def names(self) -> tuple[str, ...]:
        """Its exercises and questions, in its order."""
        return tuple(exercise.name for exercise in self.assignment.exercises)

    @property
    def functions(self) -> tuple[str, ...]:
        """Its exercises without the questions."""
        return tuple(each.name for each in self.assignment.exercises if isinstance(each, Exercise))

    @property
    def right(self) -> Mapping[str, str]:
        """The reference's cells, without the marks around their solutions."""
        texts = {cell.name: cell.source for cell in self.reference.cells}
        return {name: _unmarked(texts[name]) for name in self.names}

    def other_forms(self, turn: int) -> dict[str, str]:
        """A right answer to everything, written another way where one is known; another one each turn."""
        answers = dict(self.right)
        for name in self.functions:
            forms = [form for form in self.assignment.right_forms if form.exercise == name]
            if forms:
                form = forms[turn % len(forms)]
                answers[name] = self._as_answer(form.source, form.name, name)
        return answers

    def mistakes(self) -> Iterator[Mistake]:
        """Every known wrong answer."""
        for exercise in self.assignment.exercises:
            if isinstance(exercise, Question):
                for answer in exercise.wrong_answers:
                    yield Mistake(answer.id, exercise.name, f"{exercise.name} = {answer.value!r}")
            else:
                for wrong in exercise.misconceptions:
                    yield Mistake(wrong.id, exercise.name, self._wrong_text(exercise.name, wrong))

    def builds_on(self, text: str) -> frozenset[str]:
        """The exercises that an answer uses, and that the reference's answers to those use."""
        found: set[str] = set()
        right = self.right
        waiting = [text]
        while waiting:
            used = _names_used(waiting.pop()) & {*self.names} - found
            found |= used
            waiting += [right[name] for name in used]
        return frozenset(found)

    def foundations_of(self, name: str) -> frozenset[str]:
        """What an exercise is declared to stand on, be it by way of others: what the grader lends where it is wrong."""
        return frozenset(foundations_of(name, self.assignment.exercises))

    def leaves(self) -> tuple[str, ...]:
        """The functions that no other answer builds on."""
        right = self.right
        return tuple(
            name
            for name in self.functions
            if not any(name in self.builds_on(right[other]) for other in self.names if other != name)
        )

    def with_body(self, name: str, body: str) -> str:
        """The reference's function with its head and docstring, and another body."""
        definition = _definition(self.right[name])
        definition.body = [*_docstring(definition), *ast.parse(body).body]
        return ast.unparse(definition)

    def _wrong_text(self, name: str, wrong: Misconception) -> str:
        if wrong.source:
            return self._as_answer(wrong.source, wrong.name, name)
        return _unmarked(patched(self.assignment, name, wrong, self.reference))

    def _as_answer(self, source: str, called: str, name: str) -> str:
        """Write a version that has a name of its own as an answer: under the exercise's name, with its docstring."""
        definition = _definition(source)
        definition.name = name
        for node in ast.walk(definition):
            if isinstance(node, ast.Name) and node.id == called:
                node.id = name
        definition.body = [*_docstring(_definition(self.right[name])), *definition.body]
        return ast.unparse(definition)


def read_material(assignment: Assignment) -> Material:
    """Read an assignment's reference.

    Raises:
        SpecError: it is not there.
    """
    template = read_template(assignment.notebook)
    reference = parse_notebook(assignment.notebook.read_bytes(), template, name=assignment.notebook.name)
    return Material(assignment, reference, read_model_answers(assignment.notebook))


def _unmarked(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if line.strip() not in _MARKS)


def _definition(source: str) -> ast.FunctionDef:
    return next(node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


def _docstring(definition: ast.FunctionDef) -> list[ast.stmt]:
    return definition.body[:1] if ast.get_docstring(definition) else []


def _names_used(text: str) -> set[str]:
    """The names that a cell takes from elsewhere: no parameters, and nothing that a function of it sets itself."""
    try:
        cell = symtable.symtable(text, "<cell>", "exec")
    except SyntaxError:
        return set()
    used = set()
    scopes = [cell]
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        used |= {
            symbol.get_name()
            for symbol in scope.get_symbols()
            if symbol.is_referenced() and (symbol.is_global() or scope is cell)
        }
    return used
