# stopped by: of a run that borrows no name is read: right, or like which known wrong version
"""Returns an object that is no value: what crosses the wall is the name of its type, and hints speak of types."""


def double(x):
    return x + 1


def quadruple(x):
    return type("_".join(double.__code__.co_varnames), (), {})()
