"""One thing to throw examples at, and the one way to do so."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import hypothesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import HypothesisWarning


@dataclass(frozen=True)
class Target:
    """A claim that has to hold for every example.

    Args:
        name: what it is called on the command line.
        claim: what holds, as a sentence.
        examples: where they are drawn from; made when first needed.
        check: raises where the claim does not hold.
        few: how many examples a short run tries.
    """

    name: str
    claim: str
    examples: Callable[[], st.SearchStrategy[Any]]
    check: Callable[[Any], object]
    few: int

    def run(self, examples: int, *, seed: int | None = None) -> int:
        """Try so many examples; a failing one is made small and raised.

        Returns:
            How many were tried.
        """
        tried = 0

        def holds(example: Any) -> None:  # noqa: ANN401 - whatever the target takes
            nonlocal tried
            tried += 1
            self.check(example)

        patient = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        )
        test = patient(given(self.examples())(holds))
        if seed is not None:
            test = hypothesis.seed(seed)(test)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", HypothesisWarning)  # that an example takes long to print, say
            test()
        return tried
