"""The wall between student code and everything else.

Theory of operation
-------------------
Three processes, from trusted to hostile:

keeper   (`keeper.py`, in the grader) keeps the questions and the deadlines. It never executes student code and never
         believes what comes back: frames are capped, decoded to exact types and lengths, and compared elsewhere.
zygote   (`zygote.py`) a clean process that has imported numpy and the wire format and then does nothing but fork. It
         never reads a job: it holds no answer, no question and no submission. One zygote per set of libraries, in a
         bubble of its own where the machine allows that (`bubble.py`).
inside   (`inside.py`, one forked child per run) locks itself in (`walls.py`), reads the job, executes the cells,
         answers the calls and is ended.

The wall has two rings. Ring 1 (`walls.py`) always stands: what the kernel refuses a child by Landlock, seccomp and
resource limits; without it nothing is graded. Ring 2 (`bubble.py`) stands where bubblewrap is installed and may make
namespaces: in there, nothing exists but the libraries, the released assignments and the scratch folder, all but the
last read-only. What gets past one ring meets the other. Everything else goes on as without a bubble, since all that
keeper and zygote share are descriptors: sockets, the page, errors, data files, and for every process a pidfd, off which
the keeper reads the number that it has out here (the zygote counts from 1), for the clock that it watches. Where a
bubble cannot be made, the zygote starts without; grading and `autograder doctor` say so, and why.

A run is a dialogue over one socket pair that the keeper makes and the child inherits through the zygote:

    keeper                                child
      cells (sources)             ->
                                  <-      syntax errors (sent before any student code runs)
                                  <-      what each cell printed and raised
      public calls                ->
                                  <-      their outcomes
      hidden calls                ->
                                  <-      their outcomes; then it is killed

The hidden questions reach a child only when everything that will ever be shown has been received; so nothing that is
shown can contain them. That holds over all children of a run: once one of them has seen hidden questions, what the
next ones print in their cells is not taken, and public calls are not put again (but in a run apart, which
`judge.repetition` asks for at the end, and of which it tells one bit). Nor do children leave each other notes: the
shared page is wiped before every fork, the scratch folder replaced when it was touched. Answers never reach any of
them.

The scratch folder is where a child stands, so the data files of its assignment (`data_files.py`), which code reads by
their bare names, are copied there before it is forked: the keeper opens them, the zygote copies what it is handed. A
folder that held such copies is always replaced, and so is one that was merely looked into.

What stays open for notes: a file remembers when it was last read, and any child may look. In a bubble no file does, as
everything is mounted read-only; with ring 1 alone a child can leave a bit in every library file that nobody has read
since yesterday, unless the disk is mounted noatime. And in both rings a file that was read lately is read faster the
next time. So a submission that knows how might be told by an earlier one what the questions of its hidden calls were;
never an answer, and never anything of a person's.

A drawing (`Sandbox.draw`) is a dialogue apart, with children of its own: demonstration cells run too, and no question
is ever put, so that pictures can hold none. After each cell whose figures are wanted the child sends them (`easel.py`);
the keeper takes a bounded number and size of them, and of each only what is needed to show it (`png.py`).

One kind of run holds reference code (`Sandbox.borrow`), the only exception to "answers never reach a child": what
stands on a wrong function is tried once more on a right one, whose text runs after the submission's own cells. The
child holds that text and no other of ours: not the reference of what is tried, and no expected value. It runs when
everything that will be shown has been received, and its code may find the text, in a frame or on the heap. So nothing
of such a run is passed on:

    prints, errors of cells, messages       are not taken from the dialogue, or dropped in the keeper
    values, exceptions, ways to end         are compared by `judge` and forgotten; what is told is one of a few
                                            sentences that the author wrote: right, or like which known wrong version
    pictures                                are drawn by other children, which borrow nothing
    notes to later children                 page and folder as above; and for these children there are no files: the
                                            kernel refuses every call that takes a path, also those that only look,
                                            because a file remembers when it was last read
    time                                    has the limits of any run, and is reported to nobody

A submission pays for this only where something wrong stands on something wrong. What it may cost in fairness: code that
reads a file, or imports what is not loaded yet, fails in a second run, and is then judged by its first.

While it works a child notes the number of its current step in a page shared with the keeper. When a deadline passes or
the child dies, that number says whom to charge: the step is struck off (a cell is tried again with its definitions
alone, and is skipped after that) and a fresh child does the rest. So every child leaves less to do than the one before
it, and a submission has one allowance of time for all of them (`stopwatch.py`): lying about the step wins nothing.

There is one bound on the whole (`allowance.py`). The run, the runs that borrow and the one that repeats have each their
allowance of processor time and of waiting, and a machine that serves a child only now and then stretches those without
end. So whoever judges a submission enters `Sandbox.allowance` around all of it: 15 minutes of plain time, looked at
before every child and ten times a second beside it. Who used that time cannot be told, so it costs no point: the
submission is "not graded", with the reason, and what the gradebook holds of an earlier one stays. Code that passes its
time on purpose wins no more than that. Where only a hint was still open, the verdicts stand without it.

A zygote that is lost in mid-run is replaced, and the run goes on; so is one that is killed while it starts, or that
finds too little memory or too few processes then (`starting.py`). After three times in a row it is a `SandboxError`.
What a zygote or bubblewrap says against its start is not asked twice. Said against a bubble, it has the zygote start
without one, and whoever grades is told so, once for the whole run (`bubble.tell_of_walls`); no other failure takes a
wall away.

Two kinds of failure, never mixed: what student code does is an `Outcome`; what our processes do is a `SandboxError`.
"""

from autograder.sandbox.data_files import data_files
from autograder.sandbox.keeper import Sandbox
from autograder.sandbox.limits import Limits

__all__ = ["Limits", "Sandbox", "data_files"]
