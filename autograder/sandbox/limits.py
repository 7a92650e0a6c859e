"""How much of the machine one run may use."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one run.

    Args:
        memory_bytes: address space beyond what the libraries take.
        cell_cpu_seconds: processor time of one cell.
        cells_cpu_seconds: processor time of all cells together, over all children of a run.
        child_cpu_seconds: processor time of a whole child; a backstop, the keeper stops each step long before.
        submission_seconds: plain time for all that is run for one submission (see `allowance`). Far longer than any
            needs on a busy machine, and half of what a class run waits for a worker (`gradebook.workers`).
        file_bytes: size of one file the code may write.
        files: how many files it may have in its scratch folder.
        value_bytes: size of one returned value.
        frame_bytes: size of one message of the child's.
    """

    memory_bytes: int = 512 * 2**20
    cell_cpu_seconds: float = 5.0
    cells_cpu_seconds: float = 30.0
    child_cpu_seconds: int = 300
    submission_seconds: float = 900.0
    file_bytes: int = 2**20
    files: int = 64
    value_bytes: int = 2**20
    frame_bytes: int = 8 * 2**20


def wall_seconds(cpu_seconds: float) -> float:
    """How long to wait for code that may use `cpu_seconds`: a busy machine must not be mistaken for sleep()."""
    return max(3 * cpu_seconds, cpu_seconds + 5)
