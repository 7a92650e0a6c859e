"""Malformed notebooks by hand, each with what is wrong with it. Large ones are made when they are asked for."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

#: What JSON may hold where a notebook holds something else; texts that a terminal, a page or a path would obey.
ODD: Final[tuple[Any, ...]] = (
    *(None, True, -1, 0.5, float("nan"), float("-inf"), 10**400, "", [], {}, [[]], [1, None, {}], {"a": {"b": []}}),
    *(
        "\ud800",
        "\x00",
        "\x1b[2J\x1b[31m",
        "\u202e\u2066gnp",
        "x" * 20_000,
        "../../etc/passwd",
        "<script>alert(1)</script>",
    ),
    *(
        "%%html\n<b>",
        "%%time\n1",
        "!ls",
        "%matplotlib inline",
        "1/0",
        "def f(:",
        "raise SystemExit",
        "f = f",
        "\ufeffx = 1",
    ),
    ["x = 1\n", None, 2, "y = 2", ["z"]],
    {"image/png": "AAAA", "text/html": ["<b>", 1]},
    {"nbgrader": {"grade_id": "check_temperature", "grade": True, "locked": True, "points": 1e9, "solution": False}},
)


def notebook(*cells: object, **more: object) -> bytes:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5} | more).encode()


def cell(source: object = "x = 1", grade_id: object = "", **more: object) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id != "" else {}
    return {"cell_type": "code", "metadata": metadata, "outputs": [], "execution_count": None, "source": source} | more


def filled(before: bytes, piece: bytes, after: bytes, size: int = 50_000_000) -> bytes:
    return before + piece * ((size - len(before) - len(after)) // len(piece)) + after


def corpus(released: bytes, name: str) -> Mapping[str, Callable[[], bytes]]:
    """Malformed notebooks.

    Args:
        released: the bytes of a notebook as it was handed out.
        name: the grade_id of one of its solution cells.
    """
    cells = json.loads(released)["cells"]
    one = b'{"cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "source": "'
    return {
        "nothing": lambda: b"",
        "null": lambda: b"null",
        "a list": lambda: b"[]",
        "a text": lambda: b'"cells"',
        "no cells": lambda: b"{}",
        "cells of none": lambda: b'{"cells": null}',
        "an empty list of cells": notebook,
        "cut in the middle": lambda: released[: len(released) // 2],
        "cut at the end": lambda: released[:-3],
        "two in one file": lambda: released + released,
        "not a number": lambda: released.replace(b'"nbformat": 4', b'"nbformat": NaN', 1),
        "infinities": lambda: notebook(cell(), odd=[float("inf"), float("-inf")]),
        "cells twice, none last": lambda: released.rstrip()[:-1] + b', "cells": 5}',
        "cells twice, none first": lambda: b'{"cells": 5, ' + released.lstrip()[1:],
        "a source twice": lambda: notebook(cell("a")).replace(b'"source": "a"', b'"source": 1, "source": "a"'),
        "lone surrogates": lambda: notebook(cell("x = '\ud800'", name), cell("\udfff"), **{"\ud800": "\ud800"}),
        "a byte order mark": lambda: b"\xef\xbb\xbf" + released,
        "UTF-16": lambda: released.decode().encode("utf-16"),
        "UTF-32": lambda: released.decode().encode("utf-32"),
        "Latin-1": lambda: notebook(cell("x = 'é'")).replace(b"\\u00e9", b"\xe9"),
        "NUL bytes": lambda: b"\x00" * 100 + released,
        "NUL bytes within": lambda: notebook(cell("x = 1\x00", name)),
        "zeros at the end": lambda: released + b"\x00" * 5000,
        "deep lists": lambda: b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        "deep metadata": lambda: b'{"cells": [{"metadata": ' + b'{"a":' * 900 + b"1" + b"}" * 900 + b"}]}",
        "cells that are none": lambda: notebook(1, None, "x", [], {}, cell("x = 1", name)),
        "nbformat 3": lambda: json.dumps({"worksheets": [{"cells": cells}], "nbformat": 3}).encode(),
        "odd sources": lambda: notebook(*(cell(odd) for odd in ODD), *(cell(odd, name) for odd in ODD)),
        "odd ids": lambda: notebook(*(cell("1", odd) for odd in ODD)),
        "odd types": lambda: notebook(*(cell("1", name, cell_type=odd) for odd in ODD)),
        "odd metadata": lambda: notebook(*(cell(metadata=odd) for odd in ODD), metadata=[]),
        "odd attachments": lambda: notebook(*(cell(attachments={"a.png": odd}, cell_type="markdown") for odd in ODD)),
        "markdown cells with grade_ids": lambda: notebook(*({**each, "cell_type": "markdown"} for each in cells)),
        "raw cells with grade_ids": lambda: notebook(*({**each, "cell_type": "raw"} for each in cells)),
        "every cell twice": lambda: notebook(*cells, *cells),
        "one cell a thousand times": lambda: notebook(*[cell("x = 1", name)] * 1000),
        "a thousand magics": lambda: notebook(*(cell(f"%%magic{number}\n") for number in range(1000))),
        "100 000 cells": lambda: notebook(*[cell()] * 100_000),
        "10 MB of source": lambda: filled(one, b"x = 1\\n", b'"}]}', 10_000_000),
        "50 MB of comment": lambda: filled(one, b"# 12345\\n", b'"}]}'),
        "50 MB of empty lists": lambda: filled(b'{"cells": [{"metadata": {"a": [', b"[],", b"0]}}]}"),
        "50 MB of empty cells": lambda: filled(b'{"cells": [', b"{},", b"{}]}"),
        "50 MB of lines": lambda: filled(b'{"cells": [{"cell_type": "code", "source": [', b'"ab",', b'""]}]}'),
        "50 MB of output": lambda: filled(b'{"cells": [{"outputs": [{"text": "', b"0.123456 ", b'"}]}]}'),
        "50 MB of attachments": lambda: filled(
            b'{"cells": [{"cell_type": "markdown", "attachments": {"a": {"b": "', b"A", b'"}}}]}'
        ),
        "more than is read": lambda: filled(released, b" ", b"", 65 * 2**20),
    }
