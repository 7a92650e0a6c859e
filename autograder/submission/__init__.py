"""Reading what a student handed in: a notebook, a .py file, or the folder that holds them."""

from autograder.submission.reading import parse_notebook, parse_script, read
from autograder.submission.template import Template, parse_template, read_template

__all__ = ["Template", "parse_notebook", "parse_script", "parse_template", "read", "read_template"]
