"""What platforms need to grade submissions by themselves: `set_up` writes it."""

from autograder.export.platforms.setting_up import set_up

__all__ = ["set_up"]
