"""Classes made up for tests: what everybody's exercises came to, without a gradebook."""

from collections.abc import Mapping
from datetime import datetime
from html.parser import HTMLParser

from autograder.feedback import CellStanding, Standing
from autograder.feedback.scored import ScoredCase, ScoredExercise
from autograder.report.class_page.record import ClassRecord, Record, State
from autograder.report.class_page.verdicts import ScoreRead

#: The first exercise is worth two points, the second one.
WORTH = {"first": 2.0, "second": 1.0}
MOMENT = datetime(2026, 1, 31, 17, 45)  # noqa: DTZ001 - as the gradebook keeps it


def verdict(name: str, said: str = "correct", **more: object) -> ScoredExercise:
    """A verdict; whatever is not "correct" earns nothing."""
    points = WORTH[name] if said == "correct" else 0.0
    return ScoredExercise(name, points, WORTH[name], said, **more)  # type: ignore[arg-type]


def failed(*labels: str) -> tuple[ScoredCase, ...]:
    """Cases that went wrong, and one that went right."""
    return (ScoredCase("an easy one", "correct"), *(ScoredCase(label, "wrong") for label in labels))


def graded(
    student: str, *verdicts: ScoredExercise, name: str = "", by_hand: float | None = None, **more: object
) -> Record:
    """A student whose work was judged; `by_hand` is what a cell is worth that waits for a person."""
    cells = tuple(CellStanding(f"check_{one.name}", one.points, one.max_points, one.points) for one in verdicts)
    if by_hand is not None:
        cells += (CellStanding("essay", None, by_hand, waits=True),)
    standing = Standing(sum(c.points or 0.0 for c in cells), sum(c.max_points for c in cells), None, cells)
    score = ScoreRead("lesson", tuple(verdicts))
    told = {"timestamp": MOMENT} | more
    return Record(student, name, State.GRADED, standing, score, **told)  # type: ignore[arg-type]


def points_only(student: str, points: Mapping[str, float]) -> Record:
    """A student of whom the gradebook alone tells."""
    cells = tuple(CellStanding(f"check_{name}", earned, WORTH[name], earned) for name, earned in points.items())
    standing = Standing(sum(points.values()), sum(WORTH.values()), None, cells)
    return Record(student, "", State.POINTS_ONLY, standing, trouble="no verdicts")


def absent(student: str) -> Record:
    return Record(student, "", State.ABSENT)


def class_of(*records: Record, duedate: datetime | None = MOMENT) -> ClassRecord:
    return ClassRecord("lesson", duedate, WORTH, records)


class Outline(HTMLParser):
    """What a page is made of: its tags with their attributes, and the text of all that is no script and no style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.cdata_elem is None:
            self.texts.append(data)

    @property
    def text(self) -> str:
        """All that is to be read, on one line."""
        return " ".join(" ".join(self.texts).split())

    def all(self, *names: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of these names."""
        return [attributes for tag, attributes in self.tags if tag in names]
