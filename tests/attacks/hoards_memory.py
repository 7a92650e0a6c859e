# stopped by: striking off: what is out of memory is struck off, and a fresh child does the rest
"""Keeps all memory for good and swallows the error, so that the exercises after it should fail.

predict: out of memory
"""

kept = []


def predict(input, weight):
    try:
        while True:
            kept.append(np.empty(2**17))
    except MemoryError:
        return 7.0
