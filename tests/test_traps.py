"""Every trap of nbgrader's that is known holds here in both ways; and those tried are traps: nbgrader falls in.

`python -m tests.traps` tries them all on nbgrader as it comes, too. That takes minutes; here a few stand for the rest.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from autograder.sandbox.walls import missing_walls
from tests.traps.catalogue import INCIDENTS, TRAPS
from tests.traps.course import make_pattern
from tests.traps.incidents import Incident
from tests.traps.trap import Trap
from tests.traps.trial import Outcome, lay
from tests.traps.ways import AUTOGRADE, GRADE, STOCK, Way

pytestmark = pytest.mark.skipif(bool(missing_walls()), reason="the grader needs its walls")

#: Traps of every theme that cost little time.
SOME: Final = [
    trap
    for trap in TRAPS
    if trap.name
    in {"checks-deleted", "renamed", "truncated", "schema-old", "stderr", "result-ok", "skip-execution", "reference"}
]
HERE: Final = (AUTOGRADE, GRADE)

Ended: TypeAlias = Callable[[Way, str], Outcome | None]


@pytest.fixture(scope="module", name="ended")
def lay_all(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ended]:
    """Lay all traps at once: a class for each way, and a class for each incident, which mostly waits."""
    pattern = make_pattern(tmp_path_factory.mktemp("traps") / "pattern")

    def place() -> Path:
        return tmp_path_factory.mktemp("class")

    with ThreadPoolExecutor(max_workers=3) as pool:
        classes: Mapping[Way, Future[dict[str, Outcome]]] = {
            way: pool.submit(lay, traps, pattern, place(), way)
            for way, traps in ((AUTOGRADE, TRAPS), (GRADE, TRAPS), (STOCK, SOME))
        }
        happened = {
            (way, incident.name): pool.submit(incident.ended, pattern, place(), way)
            for incident in INCIDENTS
            for way in HERE
        }

        def ended(way: Way, name: str) -> Outcome | None:
            if (way, name) in happened:
                return happened[way, name].result()
            return classes[way].result()[name]

        yield ended


def title(one: object) -> str:
    return one.title if isinstance(one, Way) else str(getattr(one, "name", one))


@pytest.mark.parametrize("way", HERE, ids=title)
@pytest.mark.parametrize("trap", TRAPS, ids=title)
def test_everybody_gets_what_they_deserve(trap: Trap, way: Way, ended: Ended) -> None:
    outcome = ended(way, trap.name)

    assert outcome is not None
    assert outcome.holds, outcome.said


@pytest.mark.parametrize("way", HERE, ids=title)
@pytest.mark.parametrize("incident", INCIDENTS, ids=title)
def test_what_happens_to_a_run_costs_nobody_a_point(incident: Incident, way: Way, ended: Ended) -> None:
    outcome = ended(way, incident.name)

    if way in incident.never_in:
        assert outcome is None
    else:
        assert outcome is not None
        assert outcome.holds, outcome.said


@pytest.mark.parametrize("trap", SOME, ids=title)
def test_nbgrader_as_it_comes_falls_in(trap: Trap, ended: Ended) -> None:
    outcome = ended(STOCK, trap.name)

    assert outcome is not None
    assert not outcome.holds
