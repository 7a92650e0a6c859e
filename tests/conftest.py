"""What holds for every test: no word about time, and none of the settings of whoever runs them."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from autograder.grade import Grader

#: Hidden cases of tests are drawn from this, never from the course's own seed.
SEED = 20_240_607

# A busy machine is no failure: Hypothesis would fail an example that takes 200 ms. To explain a failure it traces every
# line, and CPython 3.11 was seen to loop for ever in a traced call after all that happens to a test process here.
settings.register_profile("patient", deadline=None, phases=[phase for phase in Phase if phase is not Phase.explain])
settings.load_profile("patient")


# Whoever starts the tests in the background of a shell has SIGINT ignored, and what tests start inherits that: nothing
# would ever end at Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def _jupyter_without_personal_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a person's own nbgrader, Jupyter and IPython settings out of the tests, and the tests out of those."""
    home = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment.setenv(name, str(home / name.lower()))
        environment.setenv("MPLBACKEND", "agg")
        yield


@pytest.fixture(scope="session")
def grader() -> Iterator[Grader]:
    """The real course's grader with hidden cases from the tests' own seed; one for all tests, since keys take time."""
    with Grader(Path(__file__).parent.parent, seed=SEED) as grader:
        yield grader
