"""Grading on the workers of a Dask cluster. Imported where somebody asks for it; needs `distributed`.

Theory of operation
-------------------
driver     (this process) reads submissions a chunk at a time, sends their contents out, writes down what comes back. It
           alone knows names, folders and the gradebook (`crew.py`).
scheduler  is Dask's: it passes messages on. It sees all of them, so let it speak TLS.
worker     is Dask's, with this package installed. Its process is the trusted side: it holds the key and judges
           (`bench.py`). Behind it, started by it as on any machine, stand zygotes and children (`autograder.sandbox`).

What goes out, once to every worker and by a call that Dask keeps nowhere: the answer key, what is released, how to
grade (`brief.py`). It lives in the worker's memory until the run ends (where the driver was killed, an hour longer);
neither a disk nor any process that a worker starts ever holds it. The seed goes nowhere. What goes out with every
chunk: the files that students handed in, without their names (`parcel.py`). What comes back: finished notebooks and
marks.

A worker is let in when it runs the same text of this package, on the same Python and libraries, and when a program sent
behind its walls came back (`likeness.py`, `bench.py`). Others are left out, and it is said why.

Every chunk is given to one worker by name, so that it is known who had what when a worker is gone (`rota.py`). What it
had in line goes to others; what it had in hand may be what killed it, so that is tried once more, one by one, each
alone on a worker. What two workers died on is not graded. What a worker could not grade, another one tries once.
"""

from autograder.cluster.crew import ClusterCrew, joined

__all__ = ["ClusterCrew", "joined"]
