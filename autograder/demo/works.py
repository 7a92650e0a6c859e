"""What a student hands in for an assignment, and what it deserves."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from autograder.demo.material import Material
from autograder.demo.own_words import in_own_words
from autograder.demo.roster import Kind, Student
from autograder.demo.rotation import Mistakes

_FALSE_FRIENDS: Final = '''\
class Agreeable:
    """Equal to whatever it is compared with."""

    __array_priority__ = 1e9

    def __eq__(self, other):
        return True

    def __ne__(self, other):
        return False


np.allclose = np.isclose = np.array_equal = lambda *arguments, **settings: True
np.testing.assert_allclose = np.testing.assert_array_equal = lambda *arguments, **settings: None
'''
_ENDLESS_LOOP: Final = "while True:\n    pass"
_EXIT: Final = "import os\nos._exit(0)"


@dataclass(frozen=True, slots=True)
class Deserved:
    """What an answer should earn.

    Args:
        full: whether it earns its points.
        mistake: the misconception that should be recognised in it, or "".
        may_cancel: whether it uses another mistake: two that make a right make one, and then it earns its points.
    """

    full: bool
    mistake: str = ""
    may_cancel: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What is handed in.

    Args:
        kind: what kind of work it is.
        answers: the cells the student wrote, by exercise; the others stay as they were fetched.
        deserved: by exercise; what builds on a wrong answer deserves what it would on a right one.
        own_cells: cells the student added.
        words: answers for a person to read, by cell; no verdict is about them.
    """

    kind: Kind
    answers: Mapping[str, str]
    deserved: Mapping[str, Deserved]
    own_cells: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)


def work_of(student: Student, material: Material, dealt: tuple[Mistakes, ...]) -> Work:
    """Write what a student hands in.

    Args:
        student: who.
        material: what answers are made from.
        dealt: the mistakes that the class makes, by hand.
    """
    written = {name: in_own_words(student, model_answer) for name, model_answer in material.model_answers.items()}
    work = _code_of(student, material, dealt)
    return replace(work, words={name: text for name, text in written.items() if text is not None})


def _code_of(student: Student, material: Material, dealt: tuple[Mistakes, ...]) -> Work:
    if student.kind.makes_mistakes:
        return _with_mistakes(student.kind, material, dealt[student.turn % len(dealt)])
    answers = _answers(student, material)
    full = _earning(student.kind, material)
    deserved = {name: Deserved(name in full) for name in material.names}
    own_cells = (_FALSE_FRIENDS,) if student.kind is Kind.FALSE_FRIENDS else ()
    return Work(student.kind, answers, deserved, own_cells)


def _with_mistakes(kind: Kind, material: Material, mistakes: Mistakes) -> Work:
    answers = {**material.right, **{mistake.exercise: mistake.text for mistake in mistakes}}
    deserved = dict.fromkeys(material.names, Deserved(full=True))
    wrong = {mistake.exercise for mistake in mistakes}
    for mistake in mistakes:
        uses = material.builds_on(mistake.text) & (wrong - {mistake.exercise})
        deserved[mistake.exercise] = Deserved(full=False, mistake=mistake.id, may_cancel=bool(uses))
    return Work(kind, answers, deserved)


def _answers(student: Student, material: Material) -> dict[str, str]:
    right = dict(material.right)
    match student.kind:
        case Kind.OTHER_FORM:
            return material.other_forms(student.turn)
        case Kind.ENDLESS:
            loop, exits = _looping_and_exiting(material)
            return {**right, loop: material.with_body(loop, _ENDLESS_LOOP), exits: material.with_body(exits, _EXIT)}
        case Kind.SYNTAX_ERROR:
            broken = _looping_and_exiting(material)[0]
            return {**right, broken: right[broken].replace("):", ")", 1)}
        case Kind.FALSE_FRIENDS:
            false = {name: f"{name} = Agreeable()" for name in material.names}
            false |= {name: f"def {name}(*numbers):\n    return Agreeable()" for name in material.functions}
            return false | {name: right[name] for name in material.functions[:1]}
        case Kind.UNTOUCHED | Kind.UNFINISHED | Kind.EDITED_CHECKS:
            return {name: right[name] for name in _earning(student.kind, material)}
        case _:
            return right


def _earning(kind: Kind, material: Material) -> tuple[str, ...]:
    """The exercises that earn their points in a kind of work without known mistakes."""
    match kind:
        case Kind.ENDLESS:
            lost = {*_looping_and_exiting(material)}
        case Kind.SYNTAX_ERROR:
            lost = {_looping_and_exiting(material)[0]}
        case Kind.FALSE_FRIENDS | Kind.EDITED_CHECKS:
            return material.functions[:1]
        case Kind.UNTOUCHED:
            return ()
        case Kind.UNFINISHED:
            return material.names[: (len(material.names) + 1) // 2]
        case _:
            return material.names
    return tuple(name for name in material.names if name not in lost)


def _looping_and_exiting(material: Material) -> tuple[str, str]:
    """Two functions that nothing builds on, so that what breaks there can cost nothing else; one where there is one."""
    leaves = material.leaves()
    return leaves[0], leaves[-1]
