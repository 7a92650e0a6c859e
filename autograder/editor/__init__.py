"""For people in an editor: a student's file -> what `check` says of it, found out from outside.

Theory of operation. A file is run in a process of its own (`process`), which reads a job, runs the cells as the grader
does, tries every exercise as `check` does, and says what it finds, a line for each thing (`messages`). Whoever asks
(`trial`) listens, and holds a watch in the hand: a step that takes too long is ended from outside, so that even a loop
in C, or on Windows, is. The step is charged, and another process does the rest without it. `works` says which files
are meant, `inspection` what there is to say before submitting, and `telling` puts it into words.

Nothing of the walls is imported: this is the student's own code on the student's own machine. Beyond the core install
nothing is needed, and the asking side imports nothing that is slow to load.
"""
