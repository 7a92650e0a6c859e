"""What the command returns: one number that a script can go by.

0 all well (for `score`, `check`: full points); 1 points missing, a release that is stale, or a gap that doctor found;
2 bad arguments, file, roster or spec; 3 our side: locked database, full disk, no walls, anything not graded;
130 interrupted.
"""

OK, POINTS_MISSING, BAD_INPUT, OUR_SIDE, INTERRUPTED = 0, 1, 2, 3, 130

#: Said by `--unsafe`, before and after.
UNSAFE = "WARNING: --unsafe: student code runs WITHOUT WALLS and can read, change and delete whatever you can."
