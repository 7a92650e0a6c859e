"""What students write where a person will read it: thoughts, mischief, or nothing.

The thoughts are the model answer's, taken from the notebook in solutions/: nothing in here answers a question.
"""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from autograder.demo.roster import Kind, Student

#: What the model answer's marks start with; after the second stands what only a marker reads.
_BEGIN: Final = "### BEGIN SOLUTION"
_ENDS: Final = ("### END SOLUTION", "### BEGIN MARK SCHEME")
#: A curious student tries whether what is handed in runs in the teacher's browser.
_CURIOUS: Final = "<script>alert(1)</script><img src=x onerror=alert(2)>\n\n"
_PLEA: Final = "I thought about it for a long time and would like all the points, please."
#: So often a student goes over the same thoughts who cannot stop.
_ROUNDS: Final = 12


def read_model_answers(notebook: Path) -> Mapping[str, str]:
    """Read the model answers of a generated notebook, by the name of their cells."""
    answers = {}
    for cell in json.loads(notebook.read_bytes())["cells"]:
        settings = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown" and settings.get("grade") and settings.get("solution"):
            answers[settings["grade_id"]] = _model_answer("".join(cell["source"]))
    return answers


def in_own_words(student: Student, model_answer: str) -> str | None:
    """Write what a student answers, or None where the cell stays as it was fetched.

    Args:
        student: whose answer; those of one kind differ.
        model_answer: an answer that deserves its points.
    """
    sentences = re.split(r"(?<=[.!?])\s+", model_answer)
    if student.kind.makes_mistakes:
        return _two_thoughts(sentences, student.turn)
    written = {
        Kind.RIGHT: model_answer,
        Kind.OTHER_FORM: "\n".join(f"- {sentence}" for sentence in sentences),
        Kind.FALSE_FRIENDS: _CURIOUS + sentences[0],
        Kind.EDITED_CHECKS: _PLEA,
        Kind.SYNTAX_ERROR: "\n\n".join(f"**Thought {number}.** {model_answer}" for number in range(1, _ROUNDS + 1)),
    }
    return written.get(student.kind)


def _two_thoughts(sentences: Sequence[str], turn: int) -> str | None:
    """Take other sentences every turn; of every four students the second wrote nothing."""
    start = turn % len(sentences)
    return None if turn % 4 == 1 else " ".join(sentences[start : start + 2])


def _model_answer(text: str) -> str:
    lines = [line.strip() for line in text.splitlines()]
    begin = lines.index(_BEGIN) + 1 if _BEGIN in lines else 0
    end = next((number for number, line in enumerate(lines) if line in _ENDS), len(lines))
    return "\n".join(lines[begin:end]).strip()
