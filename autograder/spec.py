"""What an assignment's exercises.py is written with.

    squared_error = Exercise(
        "squared_error",
        points=2,
        public=[Case("the lesson's example", (0.25, 0.8), documented=0.3025)],
        hidden=hidden_squared_errors,            # a function of a seeded generator that yields Cases
        misconceptions=[wrong("A01", raw_difference), ...],
    )
    parts = Question("q_parts", "weight", choices=("input", "weight"), hint="Which of these is yours to turn?")

Everything here is frozen data. Wrong versions and right forms are kept as text: nothing in this process calls them.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import numpy as np

from autograder.errors import SpecError
from autograder.model import Source, Value
from autograder.table import Table

__all__ = [
    "Case",
    "Exercise",
    "Misconception",
    "Question",
    "RightForm",
    "Source",
    "Table",
    "Tolerance",
    "View",
    "WrongAnswer",
    "patch",
    "right_form",
    "wrong",
]

#: A step into a returned value: an index or a slice of a tuple, list or array.
Step: TypeAlias = int | slice
HiddenCases: TypeAlias = Callable[[np.random.Generator], Iterable["Case"]]


class _Undocumented:
    """The type of UNDOCUMENTED: None is a value that a lesson could document."""

    def __repr__(self) -> str:
        return "UNDOCUMENTED"


UNDOCUMENTED: Final = _Undocumented()


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Accepted when ``|actual - expected| <= atol + rtol * |expected|``; `rtol` has no unit, `atol` the value's."""

    rtol: float = 1e-9
    atol: float = 0.0


@dataclass(frozen=True, slots=True)
class View:
    """A part of the returned value that is judged.

    Args:
        at: the steps that lead to it, e.g. ``(0, slice(0, 2))`` for the first two entries of a tuple's first array.
        tolerance: its own tolerance; None takes the exercise's.
        documented: the figures that the lesson prints there.
    """

    at: tuple[Step, ...] = ()
    tolerance: Tolerance | None = None
    documented: Value = UNDOCUMENTED


@dataclass(frozen=True, slots=True)
class Case:
    """One call with its arguments.

    Args:
        label: what is special about it, in words a student may read ("prediction above the goal").
        arguments: the positional arguments; a `Table` arrives as a DataFrame, a `Source` as what its text gives.
        documented: the figures that the lesson prints for it, as a literal; checked against the reference.
        views: the parts of the value that are judged; the whole value when empty. Type and shape are always judged
            on the whole.
        tolerance: this case's own; None takes the exercise's.
        raises: name of the exception that a right version raises here, or "".
    """

    label: str
    arguments: tuple[Value, ...]
    documented: Value = UNDOCUMENTED
    views: tuple[View, ...] = ()
    tolerance: Tolerance | None = None
    raises: str = ""


@dataclass(frozen=True, slots=True)
class Misconception:
    """A wrong version with the hint that it earns.

    Either `source` holds a whole function named `name`, or `old` and `new` patch the reference's text.
    """

    id: str
    hint: str
    source: str = ""
    name: str = ""
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer to a question with the hint that it earns."""

    id: str
    value: Value
    hint: str


@dataclass(frozen=True, slots=True)
class RightForm:
    """Another right way to write an exercise; it must earn everything on every case."""

    exercise: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """A function the student writes, worth points, all or nothing.

    Args:
        name: the function's name.
        points: what it is worth.
        public: cases a student may see, call and values.
        hidden: yields the cases of which students learn the label alone, drawn from the generator it is given.
        misconceptions: wrong versions with their hints.
        tolerance: how far a value may stray.
        accepts_float32: judge float32 results at rtol 1e-5.
        keeps_arguments: the contract asks that the caller's arrays and tables stay as they are; changing one is wrong.
        cpu_seconds: processor time for all its calls together.
        challenge: judged and shown, and worth no points.
        foundations: exercises of the same assignment that a student may call here; where one of them is wrong, this
            one is judged as if it were right.
    """

    name: str
    points: float
    public: Sequence[Case]
    hidden: HiddenCases = field(repr=False)
    misconceptions: Sequence[Misconception] = ()
    tolerance: Tolerance = field(default_factory=Tolerance)
    accepts_float32: bool = False
    keeps_arguments: bool = False
    cpu_seconds: float = 2.0
    challenge: bool = False
    foundations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A variable that the student sets to a number, a choice or a tuple. Its answer never ships.

    Args:
        name: the variable, ``q_...``.
        answer: the right answer.
        hint: what a wrong answer is told when none of `wrong_answers` fits.
        choices: the strings to choose from, for a choice.
        points: what it is worth.
        wrong_answers: wrong answers with hints of their own.
        tolerance: for numbers.
    """

    name: str
    answer: Value
    hint: str
    choices: tuple[str, ...] = ()
    points: float = 0.5
    wrong_answers: Sequence[WrongAnswer] = ()
    tolerance: Tolerance = field(default_factory=lambda: Tolerance(rtol=1e-6, atol=1e-12))


def foundations_of(name: str, exercises: Iterable[Exercise | Question]) -> tuple[str, ...]:
    """What one of an assignment's exercises stands on, be it by way of others; the nearest first."""
    direct = {each.name: getattr(each, "foundations", ()) for each in exercises}
    found = list(direct[name])
    for foundation in found:  # grows while it is read
        found += [below for below in direct.get(foundation, ()) if below not in found]
    return tuple(dict.fromkeys(found))


def wrong(id: str, function: Callable[..., Any]) -> Misconception:  # noqa: A002 - the catalogue's own word
    """Make a misconception of a small wrong function; its docstring is the hint.

    Raises:
        SpecError: the function has no docstring, or its text cannot be read.
    """
    name, hint, source = _text_of(function)
    if not hint:
        msg = f"{_where(function)}: the wrong version {name!r} ({id}) has no hint; write it as the docstring"
        raise SpecError(msg)
    return Misconception(id=id, hint=hint, source=source, name=name)


def patch(id: str, old: str, new: str, hint: str) -> Misconception:  # noqa: A002 - the catalogue's own word
    """Make a misconception by replacing `old`, which must occur once, in the reference's text."""
    return Misconception(id=id, hint=" ".join(hint.split()), old=old, new=new)


def right_form(exercise: str) -> Callable[[Callable[..., Any]], RightForm]:
    """Mark a function in right_forms.py as another right way to write `exercise`."""

    def mark(function: Callable[..., Any]) -> RightForm:
        name, _, source = _text_of(function)
        return RightForm(exercise=exercise, name=name, source=source)

    return mark


def _text_of(function: Callable[..., Any]) -> tuple[str, str, str]:
    """Name, hint (docstring on one line) and text (without decorators and docstring) of a function."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError) as error:
        msg = f"{function!r}: its text cannot be read ({error}); write it as a plain def in a file"
        raise SpecError(msg) from error
    definition = tree.body[0]
    if not isinstance(definition, ast.FunctionDef):
        msg = (
            f"{_where(function)}: expected a def, found a {type(definition).__name__}; "
            "write a small function with a name, its hint as docstring"
        )
        raise SpecError(msg)
    hint = " ".join((ast.get_docstring(definition) or "").split())
    definition.decorator_list = []
    if hint:
        definition.body = definition.body[1:] or [ast.Pass()]
    return definition.name, hint, ast.unparse(definition)


def _where(function: Callable[..., Any]) -> str:
    code = function.__code__
    return f"{code.co_filename}:{code.co_firstlineno}"
