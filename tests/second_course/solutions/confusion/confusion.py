# %% [markdown]
# # Right for the wrong reason
#
# A test calls patients ill or well. It can be wrong in two ways, and they do not cost the same.

# %% setup="setup"
from collections.abc import Sequence

from autograder import check

# %% [markdown]
# ## Four counts
#
# | | called ill | called well |
# |:---|---:|---:|
# | is ill | hits | misses |
# | is well | false alarms | correct rejections |


# %% solution="confusion_counts"
def confusion_counts(truth: Sequence[bool], called: Sequence[bool]) -> tuple[int, int, int, int]:
    """Count what a test got right and wrong.

    Args:
        truth: who is ill.
        called: whom the test calls ill, in the same order.

    Returns:
        (hits, misses, false alarms, correct rejections).
    """
    ### BEGIN SOLUTION
    pairs = list(zip(truth, called, strict=True))
    hits, misses = pairs.count((True, True)), pairs.count((True, False))
    return hits, misses, pairs.count((False, True)), pairs.count((False, False))
    ### END SOLUTION


# %% check="confusion_counts"
check("confusion_counts")

# %% [markdown]
# One patient in a thousand is ill, and a test calls everybody well. What share of its calls is right?

# %% question="q_share"
# "half of them", "nearly all of them" or "none of them".
### BEGIN SOLUTION
q_share = "nearly all of them"
### END SOLUTION

# %% check="q_share"
check("q_share")
