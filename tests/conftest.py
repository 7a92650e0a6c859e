"""What holds for every test: no word about time, and none of the settings of whoever runs them."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

# A busy machine is no failure: Hypothesis would fail an example that takes 200 ms.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="session", autouse=True)
def _jupyter_without_personal_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep a person's own nbgrader, Jupyter and IPython settings out of the tests, and the tests out of those."""
    home = tmp_path_factory.mktemp("jupyter")
    with pytest.MonkeyPatch.context() as environment:
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
            environment.setenv(name, str(home / name.lower()))
        environment.setenv("MPLBACKEND", "agg")
        yield
