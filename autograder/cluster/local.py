"""A cluster on this machine, for those who want to see one: a scheduler here, its workers in processes of their own."""

import contextlib
import logging
from collections.abc import Iterator
from tempfile import TemporaryDirectory
from typing import Final

from distributed import LocalCluster

from autograder.errors import SandboxError

#: What stands in the place of an address.
LOCAL: Final = "local"
_HERE: Final = "127.0.0.1"


@contextlib.contextmanager
def local_cluster(workers: int) -> Iterator[str]:
    """Start a cluster that no other machine sees, and end it.

    Args:
        workers: how many processes, of one thread each.

    Yields:
        The scheduler's address.

    Raises:
        SandboxError: it did not start.
    """
    with TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as folder:
        try:
            cluster = LocalCluster(  # type: ignore[no-untyped-call]
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                host=_HERE,
                dashboard_address=f"{_HERE}:0",  # Dask opens a port for it in any case
                local_directory=folder,
                silence_logs=logging.CRITICAL,
                preload="import os; os.setpgid(0, 0)",  # Ctrl-C at the terminal reaches this process alone
            )
        except Exception as error:
            msg = f"no cluster could be started on this machine ({type(error).__name__}: {error}); is {_HERE} there?"
            raise SandboxError(" ".join(msg.split())) from error
        try:
            yield str(cluster.scheduler_address)
        finally:
            cluster.close(timeout=10)
