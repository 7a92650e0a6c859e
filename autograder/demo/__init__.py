"""A made-up class taken through nbgrader's real workflow and graded: the whole product at work, in one command."""

from autograder.demo.story import DemoResult, demo

__all__ = ["DemoResult", "demo"]
