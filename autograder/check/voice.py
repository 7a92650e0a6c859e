"""Where a process that runs a student's code says what it finds."""

import os


class Voice:
    """Writes lines to what was standard output, where nothing that the student's code prints can get to."""

    def __init__(self) -> None:
        """Take over standard output, and lead what is printed nowhere."""
        self.descriptor = os.dup(1)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)

    def say(self, line: bytes) -> None:
        """Write a line, all of it."""
        left = line + b"\n"
        while left:
            left = left[os.write(self.descriptor, left) :]
