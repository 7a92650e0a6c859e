"""Files that lie beside a notebook for its code to read, such as tables: which they are.

Everybody who works in the notebook has them, so nothing of them is secret. Each child is given copies of its own.
"""

import os
from pathlib import Path
from typing import Final

#: What lies beside a notebook and is no data: notebooks, programs (references among them), and `check`'s examples.
_NO_DATA: Final = (".ipynb", ".py", ".pyc")
_EXAMPLES: Final = "examples.json"
#: Every child gets them, and a folder that somebody works in may hold anything.
MOST_FILES: Final = 64
MOST_BYTES: Final = 8 * 2**20


def data_files(folder: Path) -> tuple[Path, ...]:
    """The data files of a folder, in the order of their names: as many as fit into MOST_FILES and MOST_BYTES.

    Hidden files, links and folders are none of them; where there is no such folder, there are none.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.stat().st_size) for entry in entries if _is_data(entry))
    except OSError:
        return ()
    chosen: list[Path] = []
    left = MOST_BYTES
    for name, size in found:
        if size <= left and len(chosen) < MOST_FILES:
            chosen.append(folder / name)
            left -= size
    return tuple(chosen)


def _is_data(entry: os.DirEntry[str]) -> bool:
    name = entry.name.lower()
    if name.startswith(".") or name.endswith(_NO_DATA) or name == _EXAMPLES:
        return False
    return entry.is_file(follow_symlinks=False)
