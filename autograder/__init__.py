"""Descent's grader: a student's code gives values behind a wall, and they are judged on this side of it."""
