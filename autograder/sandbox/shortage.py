"""Was it for want of memory or of processes? Such a want passes, and whoever met it may try again."""

import errno
import os
from typing import Final

_NUMBERS: Final = frozenset({errno.ENOMEM, errno.EAGAIN, errno.EMFILE, errno.ENFILE})
#: How the kernel, the interpreter, the loader of libraries, OpenBLAS and the shell put it.
_WORDS: Final = (
    *(os.strerror(number).lower() for number in sorted(_NUMBERS)),
    *("memoryerror", "failed to map segment", "memory allocation", "cannot fork"),
)


def is_of_shortage(error: OSError) -> bool:
    """Whether the kernel refused for want of something that others may give back."""
    return error.errno in _NUMBERS


def tells_of_shortage(text: str) -> bool:
    """Whether a program's last words tell of such a want."""
    return any(words in text.lower() for words in _WORDS)
