"""Make admissions.csv: 400 invented applicants to a graduate school, and who of them was admitted.

Run as ``python datasets/admissions.py``; it writes the same bytes every time, since NumPy promises that `RandomState`
gives the same stream for ever. What the columns mean is told in admissions.md.
"""  # noqa: INP001 - a script beside its data, no package

from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SEED = 22
ROWS = 400
GRE_MEAN, GRE_SPREAD = 588, 115.5
GPA_MEAN, GPA_SPREAD = 3.39, 0.38
#: How far the two scores go together, before rounding.
CORRELATION = 0.384
#: Of a hundred schools, 15 are of rank 1, 38 of rank 2, 30 of rank 3, 17 of rank 4.
RANKS_UP_TO = (0.15, 0.53, 0.83)
#: What a school's rank, 1 to 4, adds to the log-odds.
RANK_EFFECTS = (1.4, 0.4, -0.6, -1.4)


def chance(gre: Floats, gpa: Floats, rank: Integers) -> Floats:
    """Return the true chance of being admitted: what no model can beat.

    1 / (1 + exp(-η)), η = 0.2 + 1.0·(gre - 588)/115.5 + 1.2·(gpa - 3.39)/0.38 + the rank's effect.
    """
    eta = 0.2 + 1.0 * (gre - GRE_MEAN) / GRE_SPREAD + 1.2 * (gpa - GPA_MEAN) / GPA_SPREAD
    return np.asarray(1 / (1 + np.exp(-(eta + np.array(RANK_EFFECTS)[rank - 1]))))


def applicants() -> tuple[Integers, Floats, Floats, Integers]:
    """Draw the table's columns: admit, gre, gpa, rank."""
    stream = np.random.RandomState(SEED)
    first, second = stream.standard_normal(ROWS), stream.standard_normal(ROWS)
    second = CORRELATION * first + np.sqrt(1 - CORRELATION**2) * second
    gre = np.clip(np.rint((GRE_MEAN + GRE_SPREAD * first) / 20) * 20, 220, 800)
    gpa = np.clip(np.round(GPA_MEAN + GPA_SPREAD * second, 2), 2.26, 4.0)
    rank = 1 + np.searchsorted(RANKS_UP_TO, stream.random_sample(ROWS), side="right")
    admit = (stream.random_sample(ROWS) < chance(gre, gpa, rank)).astype(np.int64)
    return admit, gre, gpa, rank


def main() -> None:
    """Write the table beside this script."""
    lines = ["admit,gre,gpa,rank"]
    lines += [f"{admit},{gre:.0f},{gpa:.2f},{rank}" for admit, gre, gpa, rank in zip(*applicants(), strict=True)]
    Path(__file__).with_name("admissions.csv").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
