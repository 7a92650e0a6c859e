"""A platform's CSV file: read with its own separator and line breaks, and written back with them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NoReturn

from autograder.errors import SpecError

_SEPARATORS: Final = (",", ";", "\t")
_MOST_BYTES: Final = 64 * 2**20
_BOM: Final = "\ufeff"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line of the file that it begins on, and its cells, as many as there are columns."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with a header.

    Args:
        path: the file.
        header: names of its columns.
        rows: the other rows, in the order of the file.
        separator: what stands between cells.
        line_break: what ends a row.
        has_bom: the file begins with a byte order mark.
    """

    path: Path
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    separator: str = ","
    line_break: str = "\r\n"
    has_bom: bool = False

    def column(self, name: str) -> int | None:
        """The place of a column, or None."""
        return next((place for place, each in enumerate(self.header) if each.strip() == name), None)

    def filled(self, cells: dict[tuple[int, int], str]) -> "Sheet":
        """The same table with other texts in some cells, by row and column."""
        rows = [list(row.cells) for row in self.rows]
        for (row, column), text in cells.items():
            rows[row][column] = text
        return replace(self, rows=tuple(Row(old.line, tuple(new)) for old, new in zip(self.rows, rows, strict=True)))

    def widened(self, place: int, name: str) -> "Sheet":
        """The same table with an empty column more."""
        rows = tuple(Row(row.line, (*row.cells[:place], "", *row.cells[place:])) for row in self.rows)
        return replace(self, header=(*self.header[:place], name, *self.header[place:]), rows=rows)

    def text(self) -> str:
        """The table as the file holds it."""
        written = rows_text((self.header, *(row.cells for row in self.rows)), self.separator, self.line_break)
        return f"{_BOM if self.has_bom else ''}{written}"


def rows_text(rows: Iterable[Sequence[str]], separator: str = ",", line_break: str = "\r\n") -> str:
    """Rows as CSV, each cell quoted where it has to be."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=line_break).writerows(rows)
    return buffer.getvalue()


def read_sheet(path: Path, expected: Sequence[str]) -> Sheet:
    """Read a CSV file.

    Args:
        path: the file.
        expected: columns that it must have; they also tell which separator it uses.

    Raises:
        SpecError: it cannot be read, or has other columns.
    """
    text = _text_of(path)
    body = text.removeprefix(_BOM)
    separator = next((each for each in _SEPARATORS if set(expected) <= set(_header(path, body, each))), None)
    if separator is None:
        found = ", ".join(_header(path, body, ",")) or "nothing"
        _refuse(path, f"its columns are {found[:300]}; expected {', '.join(expected)} among them")
    header = _header(path, body, separator)
    for name in expected:
        if header.count(name) > 1:
            _refuse(path, f"has {header.count(name)} columns {name!r}; expected one")
    rows = list(_read(path, body, separator))
    line_break = "\r\n" if "\r\n" in body else "\n"
    return Sheet(path, rows[0].cells, _even(path, rows), separator, line_break, text.startswith(_BOM))


def _header(path: Path, text: str, separator: str) -> tuple[str, ...]:
    return next((tuple(name.strip() for name in row.cells) for row in _read(path, text, separator)), ())


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        _refuse(path, f"cannot be read ({error.strerror}); expected the CSV file that the platform exported")
    if len(data) > _MOST_BYTES:
        _refuse(path, f"is larger than {_MOST_BYTES:,} bytes; expected the CSV file that the platform exported")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse(path, f"is no UTF-8 text (byte {error.start}); export it once more, and save no spreadsheet over it")


def _read(path: Path, text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if cells:
                yield Row(line, tuple(cells))
            line = reader.line_num + 1
    except csv.Error as error:
        _refuse(path, f"line {line} is no CSV ({error}); export it once more")


def _even(path: Path, rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows below the header, each as long as it."""
    width = len(rows[0].cells)
    for row in rows[1:]:
        if len(row.cells) > width:
            _refuse(path, f"line {row.line} has {len(row.cells)} cells, the header {width}; export it once more")
    return tuple(Row(row.line, (*row.cells, *("",) * (width - len(row.cells)))) for row in rows[1:])


def _refuse(path: Path, reason: str) -> NoReturn:
    msg = f"{path}: {reason}"
    raise SpecError(msg)
