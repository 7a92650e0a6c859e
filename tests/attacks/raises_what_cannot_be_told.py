# stopped by: the inside, which tells of an exception under guard, in bytes and capped
"""Raises exceptions whose text, type and trace are traps.

squared_error: exited
sse: raised
predict: raised
"""

class Meta(type):
    @property
    def __name__(cls):
        raise KeyboardInterrupt


class Nameless(Exception, metaclass=Meta):
    pass


class Textless(Exception):
    def __str__(self):
        raise SystemExit


def squared_error(pred, goal_pred):
    raise Nameless


def sse(targets, outputs):
    raise Textless


def predict(input, weight):
    raise ValueError("\ud800" * 10**6)
