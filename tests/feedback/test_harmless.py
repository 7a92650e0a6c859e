"""Names of students and of files, where nbgrader shows them as they are."""

import logging

import pytest

from autograder.gradebook.harmless import is_plain_name, keep_printable
from tests.feedback.hostile import TEXTS
from tests.feedback.hostile_submission import STEERS


@pytest.mark.parametrize(
    "name",
    [*TEXTS, STEERS, 'a"b', "a\\b", "a&lt;b", "a`b", "a\nb", "a\u202eb", "a\ud800", "=1+1", " @a", "+1", "-1"],
    ids=ascii,
)
def test_a_name_that_acts_is_no_plain_name(name: str) -> None:
    assert not is_plain_name(name)


@pytest.mark.parametrize(
    "name", ["ada", "o'brien", "zoë.müller@example.org", "李雷", "a+b c", "2026-01-31", "a=b", "a-b"]
)
def test_what_people_are_called_is_a_plain_name(name: str) -> None:
    assert is_plain_name(name)


def test_a_log_names_files_without_what_steers_a_terminal(caplog: pytest.LogCaptureFixture) -> None:
    log = logging.getLogger("nbgrader-as-it-logs")
    keep_printable(log)
    keep_printable(logging.LoggerAdapter(log))

    log.warning("Copying %s\n\tto %s: 100%%", f"a{STEERS}.py", "b.py")

    assert caplog.messages == ["Copying a?]0;owned??[2J?[31m?gnihton?1m??.py\n\tto b.py: 100%"]
    assert len(log.filters) == 1
