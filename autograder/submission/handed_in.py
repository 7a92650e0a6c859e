"""The cells of a notebook as a student handed it in, whatever shape it is in; outputs are skipped unread."""

import contextlib
import json
import re
from typing import Any, Final

import msgspec

#: A notebook of more cells is an accident, or worse.
MOST_CELLS: Final = 10_000
#: Pictures pasted into a cell may take this much together.
_MOST_ATTACHED: Final = 5_000_000
#: Shorter files are read without a look at what they are made of.
_FEW_BYTES: Final = 2**22
#: Lists, objects and commas of a file. An empty list of three bytes takes sixty to hold: no picture, and no text that
#: people print, has so many, and a file of nothing else would fill the memory.
_MOST_SIGNS: Final = 2_000_000


class HandedInCell(msgspec.Struct, frozen=True):
    """One cell.

    Args:
        index: its position in the file.
        cell_type: "code", "markdown" or "raw".
        grade_id: the grade_id that it claims, or "".
        source: its text, free of lone surrogates.
        attachments: pictures pasted into it, in the notebook format's own shape.
    """

    index: int
    cell_type: str
    grade_id: str
    source: str
    attachments: dict[str, dict[str, str]]


class _Settings(msgspec.Struct):
    grade_id: str = ""


class _Metadata(msgspec.Struct):
    nbgrader: _Settings | None = None


class _TidyCell(msgspec.Struct):
    """A cell as every editor of notebooks writes it."""

    cell_type: str
    source: str | list[str]
    metadata: _Metadata
    attachments: Any = None


class _TidyNotebook(msgspec.Struct):
    cells: list[_TidyCell]


class _Cell(msgspec.Struct):
    cell_type: Any = None
    source: Any = None
    metadata: Any = None
    attachments: Any = None


class _Notebook(msgspec.Struct):
    cells: list[_Cell]


_TYPES: Final = ("code", "markdown")
_SIGNS: Final = (b"[", b"{", b",")
#: A JSON string; what ends nowhere goes to the end, so that no text is gone through twice.
_TEXT: Final = re.compile(rb'"(?:[^"\\]|\\.)*+"?', re.DOTALL)
_READ_TIDY: Final = msgspec.json.Decoder(_TidyNotebook).decode
_READ: Final = msgspec.json.Decoder(_Notebook).decode


def read_cells(data: bytes) -> tuple[HandedInCell, ...] | None:
    """Read the cells of a notebook, or None where it has none that could be shown, or far too many."""
    if is_overfull(data):
        return None
    try:
        tidy = _READ_TIDY(data).cells
        return tuple(map(_tidy_cell, range(len(tidy)), tidy)) if 0 < len(tidy) <= MOST_CELLS else None
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raw = _read_patiently(data)
    return tuple(_cell(index, cell) for index, cell in raw) if 0 < len(raw) <= MOST_CELLS else None


def is_overfull(data: bytes) -> bool:
    """Whether a file is made of so many pieces that reading it would fill the memory."""
    if len(data) <= _FEW_BYTES or sum(map(data.count, _SIGNS)) <= _MOST_SIGNS:
        return False
    return sum(map(_TEXT.sub(b"", data).count, _SIGNS)) > _MOST_SIGNS


def scrubbed(text: str) -> str:
    """The text with lone surrogates, which no file can hold, replaced."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _read_patiently(data: bytes) -> list[tuple[int, _Cell]]:
    """Read what is not tidy: fields of other kinds, NaN, lone surrogates, a byte order mark, cells that are none."""
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return list(enumerate(_READ(data).cells))
    try:
        notebook = json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return []
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        return []
    return [
        (index, _Cell(*(cell.get(field) for field in _Cell.__struct_fields__)))
        for index, cell in enumerate(cells)
        if isinstance(cell, dict)
    ]


def _tidy_cell(index: int, raw: _TidyCell) -> HandedInCell:
    settings, source = raw.metadata.nbgrader, raw.source
    return HandedInCell(
        index,
        raw.cell_type if raw.cell_type in _TYPES else "raw",
        settings.grade_id if settings else "",
        scrubbed(source.removeprefix("\ufeff") if isinstance(source, str) else "".join(source)),
        _attachments(raw.attachments) if raw.attachments else {},
    )


def _cell(index: int, raw: _Cell) -> HandedInCell:
    settings = raw.metadata.get("nbgrader") if isinstance(raw.metadata, dict) else None
    grade_id = settings.get("grade_id") if isinstance(settings, dict) else None
    return HandedInCell(
        index=index,
        cell_type=raw.cell_type if raw.cell_type in _TYPES else "raw",
        grade_id=grade_id if isinstance(grade_id, str) else "",
        source=_text(raw.source),
        attachments=_attachments(raw.attachments),
    )


def _text(source: object) -> str:
    """The notebook format allows a string or a list of lines."""
    if isinstance(source, list):
        return scrubbed("".join(line for line in source if isinstance(line, str)))
    return scrubbed(source.removeprefix("\ufeff")) if isinstance(source, str) else ""


def _attachments(raw: object) -> dict[str, dict[str, str]]:
    """What is in the format's shape, {file name: {media type: base64 text}}, while it is not too much."""
    kept: dict[str, dict[str, str]] = {}
    left = _MOST_ATTACHED
    for name, bundle in raw.items() if isinstance(raw, dict) else ():
        texts = {scrubbed(kind): _text(value) for kind, value in bundle.items()} if isinstance(bundle, dict) else {}
        left -= sum(map(len, texts.values()))
        if texts and left >= 0:
            kept[scrubbed(name)] = texts
    return kept
