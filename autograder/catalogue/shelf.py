"""What took long to work out, kept beside the seed for the next process: solutions/.keys/<assignment>.

A file is worth nothing but the time that it saves. It is used where it was signed with the course's seed, which no
student knows, for exactly what is asked now; anything else is passed over, worked out anew and written again. It
appears whole, is its owner's alone to read, and lies where nothing is ever released from.
"""

import hashlib
import hmac
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

#: The folder beside the seed.
KEYS: Final = ".keys"
_PACKAGE: Final = Path(__file__).parents[1]
_INSTALLED: Final = (".dist-info", ".egg-info")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place for one thing.

    Args:
        path: its file.
        seed: of the course; signs it.
        rests_on: a digest of what it rests on beside what is asked, see `digest_of`.
    """

    path: Path
    seed: int
    rests_on: bytes

    def find(self, asked: bytes) -> bytes | None:
        """What was put here for the same question, or None."""
        try:
            whole = self.path.read_bytes()
        except OSError:
            return None
        size = hashlib.sha256().digest_size
        signature, answer = whole[:size], whole[size:]
        return answer if hmac.compare_digest(signature, self._signature(asked, answer)) else None

    def put(self, asked: bytes, answer: bytes) -> None:
        """Keep an answer, in the place of an older one. Where the disk refuses, nothing is kept."""
        with suppress(OSError):
            self.path.parent.mkdir(mode=0o700, exist_ok=True)
            with NamedTemporaryFile(dir=self.path.parent, prefix=".", delete=False) as file:  # its mode is 600
                try:
                    file.write(self._signature(asked, answer) + answer)
                    file.close()
                    os.replace(file.name, self.path)  # noqa: PTH105 - a text and a path
                except BaseException:
                    os.unlink(file.name)  # noqa: PTH108 - a text
                    raise

    def _signature(self, asked: bytes, answer: bytes) -> bytes:
        key = self.seed.to_bytes((self.seed.bit_length() + 7) // 8, "big")
        return hmac.digest(key, digest_of((self.rests_on, asked, answer)), "sha256")


def digest_of(parts: Iterable[bytes]) -> bytes:
    """SHA-256 over some texts and where each of them ends."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big") + part)
    return total.digest()


@cache  # nothing of it changes while a process runs
def surroundings() -> bytes:
    """A digest of what any run rests on: machine, Python, every installed library, and the grader's own text."""
    machine = (platform.machine(), sys.version, *sorted(_installed()))
    own = sorted(path for part in ("*.py", "sandbox/*.py", "wire/*.py") for path in _PACKAGE.glob(part))
    return digest_of([*map(str.encode, machine), *(path.read_bytes() for path in own)])


def _installed() -> Iterator[str]:
    """Every installed library, by name and version, as folders of packages spell them."""
    for folder in filter(os.path.isdir, dict.fromkeys(sys.path)):
        yield from (name for name in os.listdir(folder) if name.endswith(_INSTALLED))  # noqa: PTH208 - names alone
