"""`autograder watch`: on save, check again, and show it on one screen or as lines.

watching    what was saved
session     checks it, with a process that was started ahead; drops what is overtaken by the next save
screen      one screen, for a terminal (Textual)
plain       lines, for everything else
"""
