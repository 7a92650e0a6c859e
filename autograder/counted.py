"""A number of things in words."""


def counted(number: float, noun: str) -> str:
    """A number of things: "1 point", "13 points", "0.5 points"."""
    return f"{number:g} {noun}" if number == 1 else f"{number:g} {noun}s"
