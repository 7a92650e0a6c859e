"""The demo's class on the real course, collected and not yet graded; and what a teacher or a student does to it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from autograder.demo import story
from autograder.demo.folder import CONFIG, DESKS
from autograder.demo.roster import Kind, Student, roster
from autograder.demo.workflow import open_workflow
from autograder.demo.works import Work
from tests.two_assignments import make_small_folder

#: So many show every kind of work.
FEW: Final = 12
#: Later hand-ins take the place of earlier ones, as after `nbgrader collect --update`.
_UPDATE: Final = "\nc.ExchangeCollect.update = True\n"
#: Lateness costs more than some have earned, so that nbgrader's own bounds show.
_PENALTY: Final = """
from nbgrader.plugins import BasePlugin


class OneAndAHalf(BasePlugin):
    def late_submission_penalty(self, student_id, score, total_seconds_late):
        return 1.5


c.AssignLatePenalties.plugin_class = OneAndAHalf
"""


@dataclass(frozen=True, slots=True)
class Collected:
    """A course folder with a collected class.

    Args:
        root: the course folder.
        people: the class.
        works: what everybody handed in, by assignment and student.
    """

    root: Path
    people: tuple[Student, ...]
    works: Mapping[str, Mapping[str, Work]]

    @property
    def assignments(self) -> tuple[str, ...]:
        return tuple(self.works)

    def start_over(self, student: str, assignment: str) -> Path:
        """Give a student the assignment as it was released, and nothing else."""
        desk = self.root / DESKS / student / assignment
        shutil.rmtree(desk)
        shutil.copytree(self.root / "assignments" / assignment, desk)
        return desk

    def submit(self, student: str, assignment: str) -> None:
        """Submit what lies on a student's desk."""
        open_workflow(self.root).submit(student, assignment)

    def hold_back(self, kind: Kind) -> None:
        """Let those who do a kind of work come in with the next collection."""
        for person in self.people:
            if person.kind is kind:
                shutil.rmtree(self.root / "submitted" / person.id)

    def collect(self) -> None:
        """Collect the newest of what was submitted."""
        for assignment in self.assignments:
            open_workflow(self.root).collect(assignment)


def collect_class(folder: Path, students: int = FEW) -> Collected:
    """Take the demo's class as far as `nbgrader collect`."""
    root = make_small_folder(folder)
    with (root / CONFIG).open("a", encoding="utf-8") as file:
        file.write(_UPDATE)
    workflow = open_workflow(root)
    people = tuple(roster(students))
    works = story._works(root, people)
    for assignment in works:
        workflow.release(assignment)
    story._hand_in(workflow, works, people)
    collected = Collected(root, people, works)
    collected.collect()
    return collected


def punish_lateness(root: Path) -> None:
    """Switch a late penalty plugin on."""
    with (root / CONFIG).open("a", encoding="utf-8") as file:
        file.write(_PENALTY)
