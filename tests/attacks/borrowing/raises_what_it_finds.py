# stopped by: of a run that borrows no exception's text is read
"""Raises an exception of that name, with that text."""


def double(x):
    return x + 1


def quadruple(x):
    names = "_".join(double.__code__.co_varnames)
    raise type(names, (ValueError,), {})(names)
