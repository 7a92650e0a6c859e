"""An exception that a student may see, and the question that leads to its cause."""

import re
from typing import Final

from autograder.model import Outcome

_QUESTIONS: Final = (
    (r"NameError: .*'float64'", "NumPy's types live in NumPy: where does the name float64 come from?"),
    (
        r"NameError",
        "A name is used that nobody has defined. Is it spelt as in the argument list, or set in another cell?",
    ),
    (r"UnboundLocalError", "A variable is read before anything was put into it. On which path is it never set?"),
    (
        r"TypeError: .*object is not callable",
        "Something is called like a function and is none. Did a variable take the name of a function?",
    ),
    (
        r"TypeError: (unsupported operand type.*\^|ufunc 'bitwise_xor')",
        "In Python ^ is not a power. Which operator is?",
    ),
    (
        r"TypeError: .*NoneType",
        "None is used as if it were a number or an array. Which of the functions you call hands nothing back?",
    ),
    (
        r"(UFuncTypeError|_UFuncOutputCastingError)",
        "A whole-number array cannot take fractions in place. What type should the result have?",
    ),
    (r"ZeroDivisionError", "Something is divided by zero. For which arguments is the divisor zero?"),
    (
        r"ValueError: The truth value of an array",
        "`if` asks one yes-or-no question, and an array holds many. Which of them did you mean?",
    ),
    (
        r"(EOFError|StdinNotImplementedError|RuntimeError: input\(\))",
        "It asks with input(), and nobody answers. The values are there already: under which names do they come in?",
    ),
    (
        r"TypeError: '(int|float|bool|numpy\.float64)' object is not iterable",
        "A loop or a sum goes over a single number. Which of the arguments may be one number as well as several?",
    ),
    (
        r"TypeError: unsupported operand type.*'(function|builtin_function_or_method)'",
        "A function stands where its result is meant. What is missing to call it?",
    ),
    (
        r"TypeError: (only .*arrays can be converted|type numpy.ndarray doesn't define __round__)",
        "It works for one number, and an array of several makes it stop. Which function of NumPy does the same?",
    ),
    (
        r"TypeError: (iteration over a 0-d array|len\(\) of unsized object)",
        "An array may hold a single number, and then it has no length. Does the arithmetic need a loop at all?",
    ),
    (
        r"KeyError",
        "A name is looked up that is not there. Is it spelt as in the table or the dictionary, capitals included?",
    ),
    (
        r"IndexError",
        "A position is read that is not there. How long is the sequence, and where does counting begin?",
    ),
    (
        r"ValueError: (shapes|operands|matmul|.*could not be broadcast)",
        "Two shapes do not fit together. Write the shape of each beside the formula: which one must turn?",
    ),
    (
        r"AttributeError: '(float|int)' object",
        "A plain number is used as if it were an array. Which of the arguments may be either?",
    ),
    (r"RecursionError", "The function calls itself and never stops. What should end it?"),
)


def question_of(outcome: Outcome, name: str) -> str:
    """Ask what leads to the cause of an exception.

    Args:
        outcome: of a public case, since its message may quote the arguments.
        name: of the exercise's function.
    """
    text = f"{outcome.exception}: {outcome.message}"
    if re.match(rf"TypeError: {re.escape(name)}\(\) (takes|missing)", text):
        return "Does your function take the arguments that the docstring names, as many and in that order?"
    for pattern, question in _QUESTIONS:
        if re.match(pattern, text):
            return question
    return (
        f"Your function raises {outcome.exception}. At which line, and what does its message say of the values there?"
    )
