"""A score as `score_json` wrote it, read back with care: what has another shape is as good as absent."""

from collections.abc import Mapping
from typing import Any

import msgspec


class ScoredContrast(msgspec.Struct, frozen=True):
    """What a public call came to beside what was expected, in words, and the values for a figure."""

    got: str
    expected: str
    gap: str = ""
    values: tuple[bytes, ...] = ()


class ScoredCase(msgspec.Struct, frozen=True):
    """What became of one call. Of a hidden one nothing is read but the label and the verdict."""

    label: str
    verdict: str
    public: bool = False
    call: str | None = None
    message: str = ""
    contrast: ScoredContrast | None = None


class ScoredExercise(msgspec.Struct, frozen=True):
    """What became of one exercise."""

    name: str
    points: float
    max_points: float
    verdict: str
    hint: str = ""
    misconception: str | None = None
    excused_by: str | None = None
    cases: tuple[ScoredCase, ...] = ()


class Scored(msgspec.Struct, frozen=True):
    """What became of one submission."""

    exercises: tuple[ScoredExercise, ...] = ()
    notes: tuple[str, ...] = ()
    timestamp: str = ""


def read_scored(score: Mapping[str, Any] | None) -> Scored:
    """Read a score; an empty one where there is none, or none in this shape."""
    if score is None:
        return Scored()
    try:
        return msgspec.convert(score, Scored)
    except msgspec.ValidationError:
        return Scored()
