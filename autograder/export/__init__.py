"""Scores in the forms that other programs read.

Of one submission: `submission_formats` (Gradescope, PrairieLearn, exercism, GitHub, JUnit). Of a class, out of
nbgrader's gradebook: `marks` reads it, and a module for each form writes it. `platforms` sets a platform up to grade.
Importing this package imports none of them: each brings what it needs when it is asked for.
"""
