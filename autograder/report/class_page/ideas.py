"""What misconceptions are called: a few words for each, from the course's own exercises.py."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from autograder.catalogue import course_at
from autograder.errors import SpecError
from autograder.spec import Exercise, Misconception, Question, WrongAnswer

#: As much of a hint names a misconception that has no name of its own.
_MOST_LETTERS: Final = 80
_CUT: Final = " …"
_MOST_OF_A_VALUE: Final = 40


@dataclass(frozen=True, slots=True)
class Idea:
    """A misconception: its id, what it is called in a few words, and the hint that a student reads."""

    id: str
    name: str
    hint: str = ""

    @property
    def rest(self) -> str:
        """What the hint says beyond the name, which may be its beginning."""
        beginning = self.name.removesuffix(_CUT)
        if not self.hint.startswith(beginning):
            return self.hint
        rest = self.hint[len(beginning) :].strip()
        return f"… {rest}" if beginning != self.name else rest


@dataclass(frozen=True, slots=True)
class Ideas:
    """What an assignment's author wrote down: its exercises in order, and the misconceptions by id."""

    exercises: tuple[str, ...] = ()
    by_id: Mapping[str, Idea] = field(default_factory=dict)

    def named(self, id: str, hint: str) -> Idea:  # noqa: A002 - the catalogue's own word
        """Name a misconception that was found; one that is no longer in exercises.py by the hint it was told with."""
        return self.by_id.get(id) or Idea(id, _first_words(hint) or id, hint)


def read_ideas(root: Path, assignment: str) -> Ideas:
    """Read what an assignment's misconceptions are called; nothing where there is no exercises.py in order."""
    try:
        exercises = course_at(root, seed=0).without_forms(assignment).exercises
    except SpecError:  # grading and doctor say what is wrong with it; a report can do without
        return Ideas()
    ideas = [idea for exercise in exercises for idea in _of(exercise)]
    return Ideas(tuple(exercise.name for exercise in exercises), {idea.id: idea for idea in ideas})


def _of(exercise: Exercise | Question) -> Iterator[Idea]:
    if isinstance(exercise, Question):
        for answer in exercise.wrong_answers:
            yield Idea(answer.id, _answered(answer), answer.hint)
        return
    for version in exercise.misconceptions:
        yield Idea(version.id, _called(version, exercise.name), version.hint)


def _called(version: Misconception, exercise: str) -> str:
    """The wrong version's name in words; a patch, or one named like the exercise, goes by its hint."""
    if version.name and version.name != exercise:
        return version.name.replace("_", " ").strip()
    return _first_words(version.hint)


def _answered(answer: WrongAnswer) -> str:
    value = answer.value if isinstance(answer.value, str) else repr(answer.value)
    return f"answered “{value[:_MOST_OF_A_VALUE]}”"


def _first_words(hint: str) -> str:
    """The first sentence of a hint, cut between words where it is long."""
    ends = [place + 1 for sign in ".?!" if (place := hint.find(f"{sign} ")) >= 0]
    sentence = hint[: min(ends, default=len(hint))]
    if len(sentence) <= _MOST_LETTERS:
        return sentence
    return sentence[:_MOST_LETTERS].rpartition(" ")[0] + _CUT
