"""Confusion: four counts, and a question about a share that flatters."""

from collections.abc import Iterator, Sequence

import numpy as np

from autograder.spec import Case, Exercise, Question, WrongAnswer, patch, wrong


def hidden_confusion_counts(random: np.random.Generator) -> Iterator[Case]:
    truth, called = (random.uniform(size=12) < share for share in (0.5, 0.7))
    yield Case("twelve patients", (truth.tolist(), called.tolist()))
    yield Case("nobody is ill", ([False] * 5, [True, True, False, True, False]))
    yield Case("nobody at all", ([], []))


def right_and_wrong(truth: Sequence[bool], called: Sequence[bool]) -> tuple[int, int]:
    """You count right and wrong calls. Are all wrong calls of one kind?"""
    right = sum(is_ill == is_called for is_ill, is_called in zip(truth, called, strict=True))
    return right, len(truth) - right


confusion_counts = Exercise(
    "confusion_counts",
    points=4,
    public=[Case("six patients", ([True] * 4 + [False] * 2, [True, True, True, False, True, True]))],
    hidden=hidden_confusion_counts,
    misconceptions=[
        wrong("CONFUSION_1", right_and_wrong),
        patch("CONFUSION_2", "zip(truth, called,", "zip(called, truth,", "Who is ill, and who is only called so?"),
        patch("CONFUSION_3", "return hits, misses,", "return misses, hits,", "Which of the four comes first?"),
    ],
)
q_share = Question(
    "q_share",
    "nearly all of them",
    "Take a thousand patients. For how many of them is the call right?",
    choices=("half of them", "nearly all of them", "none of them"),
    wrong_answers=[WrongAnswer("CONFUSION_4", "none of them", "Is it wrong of those who are well, too?")],
)
