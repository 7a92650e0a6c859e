"""examples.json: what students get of the key, public cases alone, as plain JSON that a person can read.

For every function its public calls, their values, and what known wrong versions come to on them, with the hints. For
every question only its kind and its choices: an answer never ships. Of what is answered in words, names and points.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from autograder import wire
from autograder.answers import AnswerKey, Answers, Known
from autograder.compare import A_TUPLE, kind_of, outcome_mismatch, step_into
from autograder.errors import SpecError
from autograder.model import Calls, Ending, Outcome, Value
from autograder.plain import from_plain, to_plain
from autograder.spec import Case, Exercise, Question, Tolerance, View

SCHEMA: Final = 1
FILE_NAME: Final = "examples.json"
#: A list that holds no list and no object, spread over lines; a line break cannot stand inside a JSON text.
_FLAT_LIST: Final = re.compile(r"\[\n[^\[\]{}]*\n *\]")


@dataclass(frozen=True, slots=True)
class QuestionForm:
    """What a student may know of a question: its name, its points and what kind of answer it takes."""

    name: str
    points: float
    kind: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Examples:
    """The public part of an assignment.

    Args:
        key: the functions with their public cases.
        questions: the questions, without answers.
        order: every name in the notebook's order.
        release: a short fingerprint of the release these examples belong to.
        by_hand: what is answered in words, by its name, and what a person may give for it.
    """

    key: AnswerKey
    questions: tuple[QuestionForm, ...]
    order: tuple[str, ...]
    release: str
    by_hand: Mapping[str, float] = field(default_factory=dict)

    @property
    def points(self) -> dict[str, float]:
        """What every exercise and question is worth, in the notebook's order."""
        worth = {each.exercise.name: float(each.exercise.points) for each in self.key.answers}
        worth |= {form.name: float(form.points) for form in self.questions}
        return {name: worth[name] for name in self.order}


def examples_json(key: AnswerKey, by_hand: Mapping[str, float]) -> str:
    """Write the public part of a key; deterministic, ends with a newline.

    Args:
        key: the key.
        by_hand: what is answered in words, by its name, and what a person may give for it.
    """
    exercises = [_exercise(each) for each in key.answers]
    in_words = [{"name": name, "points": float(points)} for name, points in by_hand.items()]
    body = {"schema": SCHEMA, "assignment": key.assignment, "exercises": exercises, "by_hand": in_words}
    calls = repr(
        [(each.exercise.name, each.calls.arguments and each.calls.arguments[: each.public]) for each in key.answers]
    )
    release = hashlib.sha256(calls.encode()).hexdigest()[:12]
    text = json.dumps({**body, "release": release}, indent=1, ensure_ascii=False, allow_nan=False)
    return _FLAT_LIST.sub(_on_one_line, text) + "\n"


def _on_one_line(found: re.Match[str]) -> str:
    return f"[{' '.join(line.strip() for line in found[0][1:-1].split(chr(10))).strip()}]"


def read_examples(text: str) -> Examples:
    """Read what `examples_json` wrote.

    Raises:
        SpecError: it is something else, or of another version.
    """
    try:
        body = json.loads(text)
        if body["schema"] != SCHEMA:
            raise SpecError(_another_version(body["schema"]))
        questions = tuple(_read_question(each) for each in body["exercises"] if each["kind"] == "question")
        answers = tuple(_read_answers(each) for each in body["exercises"] if each["kind"] == "function")
        order = tuple(each["name"] for each in body["exercises"])
        in_words = {str(each["name"]): float(each["points"]) for each in body.get("by_hand", ())}
        return Examples(AnswerKey(body["assignment"], answers), questions, order, body["release"], in_words)
    except (ValueError, LookupError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        msg = (
            f"examples.json cannot be read ({type(error).__name__}: {str(error)[:200]}); "
            f"expected version {SCHEMA} as it was handed out, so fetch the assignment anew"
        )
        raise SpecError(msg) from error


def _another_version(found: object) -> str:
    """Say which of the two is older, the file or what reads it, and how to get a pair that fits."""
    way = "fetch the assignment anew"
    if isinstance(found, int) and found > SCHEMA:
        way = "bring this autograder up to date (`pip install --upgrade descent-autograder`) and restart the kernel"
    return f"examples.json has version {str(found)[:20]}, and this autograder reads version {SCHEMA}; {way}"


def _kind(question: Question) -> str:
    """What kind of answer a question takes; where how many values there are is the question, that is left out."""
    values = [question.answer, *(wrong.value for wrong in question.wrong_answers)]
    lengths = {len(value) for value in values if isinstance(value, tuple)}
    return A_TUPLE if isinstance(question.answer, tuple) and len(lengths) > 1 else kind_of(question.answer)


def _exercise(answers: Answers) -> dict[str, Any]:
    exercise = answers.exercise
    if isinstance(exercise, Question):
        kind = "a choice" if exercise.choices else _kind(exercise)
        head = {"name": exercise.name, "kind": "question", "points": float(exercise.points)}
        return {**head, "answer": kind, "choices": list(exercise.choices)}
    public = slice(0, answers.public)
    cases = zip(answers.cases[public], answers.expected[public], strict=True)
    return {
        "name": exercise.name,
        "kind": "function",
        "points": 0.0 if exercise.challenge else float(exercise.points),
        "tolerance": _tolerance(exercise.tolerance),
        "accepts_float32": exercise.accepts_float32,
        "keeps_arguments": exercise.keeps_arguments,
        "cpu_seconds": exercise.cpu_seconds,
        "foundations": list(exercise.foundations),
        "cases": [_case(case, expected) for case, expected in cases],
        "wrong_versions": [
            {
                "id": known.id,
                "hint": known.hint,
                "outcomes": [
                    _outcome(_judged_part(outcome, case))
                    for outcome, case in zip(known.outcomes[public], answers.cases[public], strict=True)
                ],
            }
            for known in answers.known
            if _shows(known, answers)
        ],
    }


def _shows(known: Known, answers: Answers) -> bool:
    """Whether the public cases tell a wrong version from the right one; if not, its hint would only give it away."""
    sides = zip(known.outcomes, answers.expected, answers.cases, range(answers.public), strict=False)
    return any(outcome_mismatch(ours, theirs, case, answers.exercise) for ours, theirs, case, _ in sides)


def _case(case: Case, expected: Outcome) -> dict[str, Any]:
    plain: dict[str, Any] = {"label": case.label, "arguments": [to_plain(value) for value in case.arguments]}
    plain["outcome"] = _outcome(expected)
    if case.tolerance:
        plain["tolerance"] = _tolerance(case.tolerance)
    if case.views:
        plain["views"] = [_view(view) for view in case.views]
    return plain


def _view(view: View) -> dict[str, Any]:
    at = {"at": [_step(step) for step in view.at]}
    return {**at, "tolerance": _tolerance(view.tolerance)} if view.tolerance else at


def _read_answers(body: Mapping[str, Any]) -> Answers:
    cases = tuple(_read_case(each) for each in body["cases"])
    exercise = Exercise(
        name=body["name"],
        points=body["points"],
        public=cases,
        hidden=lambda _: (),
        tolerance=Tolerance(**body["tolerance"]),
        accepts_float32=body["accepts_float32"],
        keeps_arguments=body["keeps_arguments"],
        cpu_seconds=body["cpu_seconds"],
        foundations=tuple(map(str, body.get("foundations", ()))),  # older releases do not say
    )
    arguments = tuple(tuple(wire.encode(value) for value in case.arguments) for case in cases)
    known = tuple(
        Known(each["id"], each["hint"], tuple(_read_outcome(outcome) for outcome in each["outcomes"]))
        for each in body["wrong_versions"]
    )
    expected = tuple(_read_outcome(each["outcome"]) for each in body["cases"])
    return Answers(exercise, cases, Calls(exercise.name, arguments, len(cases), exercise.cpu_seconds), expected, known)


def _read_question(body: Mapping[str, Any]) -> QuestionForm:
    return QuestionForm(body["name"], body["points"], body["answer"], tuple(body["choices"]))


def _read_case(body: Mapping[str, Any]) -> Case:
    views = tuple(
        View(tuple(_read_step(step) for step in view["at"]), _read_tolerance(view)) for view in body.get("views", ())
    )
    arguments = tuple(from_plain(value) for value in body["arguments"])
    return Case(body["label"], arguments, views=views, tolerance=_read_tolerance(body))


def _read_tolerance(body: Mapping[str, Any]) -> Tolerance | None:
    return Tolerance(**body["tolerance"]) if "tolerance" in body else None


def _tolerance(tolerance: Tolerance) -> dict[str, float]:
    return {"rtol": tolerance.rtol, "atol": tolerance.atol}


def _step(step: int | slice) -> Any:  # noqa: ANN401 - JSON
    return [step.start, step.stop, step.step] if isinstance(step, slice) else step


def _read_step(step: Any) -> int | slice:  # noqa: ANN401 - JSON
    return slice(*step) if isinstance(step, list) else int(step)


def _judged_part(outcome: Outcome, case: Case) -> Outcome:
    """A wrong version's outcome with every array entry that no view judges set to 0: it need not travel."""
    if not case.views or outcome.ending is not Ending.RETURNED:
        return outcome
    value = wire.decode(outcome.encoded)
    kept = _blank(value)
    try:
        for view in case.views:
            *way, last = view.at
            step_into(kept, way)[last] = step_into(value, view.at)
    except (IndexError, TypeError, ValueError, SpecError):  # a view of everything, or a value of another structure
        return outcome
    encoded = wire.encode(tuple(kept) if isinstance(value, tuple) else kept)
    return Outcome(Ending.RETURNED, encoded, changed=outcome.changed)


def _blank(value: Value) -> Value:
    """The value's structure with zeroed arrays, and lists for tuples so that parts can be put in."""
    if isinstance(value, np.ndarray):
        return np.zeros_like(value)
    return [_blank(item) for item in value] if isinstance(value, tuple | list) else value


def _outcome(outcome: Outcome) -> dict[str, Any]:
    if outcome.ending is Ending.RETURNED:
        changed = {"changed": list(outcome.changed)} if outcome.changed else {}
        return {"returned": to_plain(wire.decode(outcome.encoded)), **changed}
    return {"ended": outcome.ending.value, "exception": outcome.exception}


def _read_outcome(body: Mapping[str, Any]) -> Outcome:
    if "returned" in body:
        changed = tuple(body.get("changed", ()))
        return Outcome(Ending.RETURNED, wire.encode(from_plain(body["returned"])), changed=changed)
    return Outcome(Ending(body["ended"]), exception=body["exception"])
