"""The table of a parity run: what is compared, how many rows of it, and how many differ, for each history."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tests.parity.histories import Round

#: So many differing rows are printed of each sort, cut to so many characters.
_MOST_ROWS: Final = 8
_MOST_CHARACTERS: Final = 300


def table(rounds: Iterable[Round]) -> str:
    """Write the table."""
    return "\n\n".join("\n".join(_of_round(one)) for one in rounds)


def _of_round(one: Round) -> Iterator[str]:
    ours = next(iter(one.seen))
    lines: list[Sequence[str]] = [("compared", "rows", *(f"{ours} ~ {other}" for other in one.compared))]
    lines += [
        (columns[0].heading, str(columns[0].rows), *(str(len(each.differences)) for each in columns))
        for columns in zip(*one.compared.values(), strict=True)
    ]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    yield one.title
    for first, *rest in lines:
        cells = (cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True))
        yield "  ".join(("", first.ljust(widths[0]), *cells))


def differences(rounds: Iterable[Round]) -> Iterator[str]:
    """Write what differs."""
    for one in rounds:
        for history, compared in one.compared.items():
            for each in compared:
                for row in each.differences[:_MOST_ROWS]:
                    yield f"{history}, {each.heading}: {row[:_MOST_CHARACTERS]}"
