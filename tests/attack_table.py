"""Tries every attack in four settings and prints the table: attack, stopped by, verdict, and whether it was held.

``python -m tests.attack_table [NAME…]`` runs each file of tests/attacks between two honest submissions, as root and as
an ordinary user, behind both rings of the wall and behind ring 1 alone; those of tests/attacks/borrowing run on what
they borrow. A setting that cannot be had here is left out, and it is said why. The exit status is 0 when every attack
was held everywhere: it earned nothing, got no secret, changed nobody else's score, and left nothing behind. All of it
takes about ten minutes; progress is told on a terminal.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from autograder.key import build_key
from autograder.model import Judgement, Verdict
from tests.conftest import SEED
from tests.made_up import assignment, submission
from tests.sandbox.battlefield import ATTACKS, RINGS, ROOT, attacked, battlefield_of, grader_of, make_course, stopped_by
from tests.sandbox.conftest import why_no_bubble
from tests.sandbox.ordinary import as_ordinary_user
from tests.test_foundations import ATTACKS as ON_LOANS
from tests.test_foundations import (
    CHAIN,
    EXERCISES_OF_CHAIN,
    Chain,
    test_an_attack_on_what_it_borrows_learns_and_earns_nothing,
)

_NAMES: Final = {path.stem: path for path in (*ATTACKS, *ON_LOANS)}
_TITLES: Final = {"both-rings": "both rings", "ring-1": "ring 1 alone"}
#: So many exercises of one verdict are named; of more, their number is told.
_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one attack in one setting: the verdicts it earned, and "" or what it did that it must not."""

    attack: str
    verdict: str
    fault: str


@dataclass(frozen=True, slots=True)
class Setting:
    """As whom, and behind which walls.

    Args:
        title: what the table calls it.
        command: what tries the attacks in it and prints a line of JSON for each; empty where it cannot be had.
        why_not: why it cannot.
    """

    title: str
    command: tuple[str, ...]
    why_not: str = ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the attacks and print the table."""
    options = _options(arguments)
    names = options.names or sorted(_NAMES)
    if options.ring:
        for told in _tried(names, options.ring):
            sys.stdout.write(f"{json.dumps([told.attack, told.verdict, told.fault])}\n")
            sys.stdout.flush()
        return 0
    found: dict[str, dict[str, Told]] = {}
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        settings = list(_settings(names, Path(folder)))
        for setting in settings:
            if setting.command:
                found[setting.title] = {told.attack: told for told in _heard(setting, len(names))}
    sys.stdout.write(_table(names, found))
    sys.stdout.writelines(f"\nNot tried: {one.title}: {one.why_not}\n" for one in settings if one.why_not)
    broken = [told for tried in found.values() for told in tried.values() if told.fault]
    missing = sum(len(names) - len(tried) for tried in found.values())
    held = sum(map(len, found.values())) - len(broken)
    sys.stdout.write(f"\n{len(names)} attacks in {len(found)} settings: {held} held, {len(broken) + missing} not\n")
    return 1 if broken or missing or not found else 0


def _settings(names: Sequence[str], folder: Path) -> Iterator[Setting]:
    """The four settings; one that cannot be had says why."""
    is_root = os.geteuid() == 0
    for user in ("root", "ordinary user"):
        for ring, rings in _TITLES.items():
            title = f"{user}, {rings}"
            command = [sys.executable, "-m", "tests.attack_table", "--ring", ring, *names]
            why_not = why_no_bubble() if RINGS[ring] else ""
            if user == "root" and not is_root:
                why_not = "this is run by an ordinary user"
            elif user != "root" and is_root:
                try:
                    command = as_ordinary_user(command, folder)
                except pytest.skip.Exception as reason:
                    why_not = str(reason)
            yield Setting(title, () if why_not else tuple(command), " ".join(why_not.split()))


def _heard(setting: Setting, total: int) -> Iterator[Told]:
    """Try the attacks in a setting, in a process of its own."""
    with subprocess.Popen(setting.command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for number, line in enumerate(process.stdout, start=1):
            told = Told(*json.loads(line))
            _show(f"{setting.title}: {number}/{total} {told.attack}", is_last=number == total)
            yield told


def _show(line: str, *, is_last: bool) -> None:
    """Tell how far it has come: in one line of a terminal, and elsewhere at the end alone."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}{chr(10) * is_last}")
    elif is_last:
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _tried(names: Sequence[str], ring: str) -> Iterator[Told]:
    """Try attacks as whoever runs this, behind these walls."""
    with (
        tempfile.TemporaryDirectory(prefix="attacked-") as folder,
        grader_of(make_course(Path(folder)), bubble=RINGS[ring]) as grader,
    ):
        battlefield = battlefield_of(grader)
        made, reference = assignment(*EXERCISES_OF_CHAIN), submission(**CHAIN)
        chain = Chain(build_key(made, reference, sandbox=grader.sandbox, seed=SEED), grader)
        for name in names:
            path = _NAMES[name]
            if path in ATTACKS:
                trial = attacked(path, battlefield)
                yield Told(name, _in_words(trial.verdicts), "; ".join(trial.faults))
                continue
            try:
                test_an_attack_on_what_it_borrows_learns_and_earns_nothing(path, chain)
            except AssertionError as error:
                yield Told(name, "", f"{error}" or "it learnt or earned something")
            else:
                yield Told(name, "no points on what it borrows", "")


def _in_words(verdicts: Mapping[str, Verdict]) -> str:
    """The verdicts that cost points, each with its exercises."""
    names: dict[str, list[str]] = defaultdict(list)
    for name, verdict in verdicts.items():
        if verdict.judgement is not Judgement.CORRECT:
            names[verdict.judgement.value].append(name)
    told = (
        f"{', '.join(those) if len(those) <= _NAMED else f'{len(those)} exercises'} {judgement}"
        for judgement, those in names.items()
    )
    return "; ".join(told) or "all correct"


def _table(names: Sequence[str], found: Mapping[str, Mapping[str, Told]]) -> str:
    """Lay it out as Markdown: a line for each attack, a column for each setting."""
    lines = [("attack", "stopped by", "verdict", *found)]
    lines.append(("---",) * len(lines[0]))
    for name in names:
        told = [tried.get(name, Told(name, "", "nothing was heard of it")) for tried in found.values()]
        first = told[0].verdict if told else ""
        stopper = stopped_by(_NAMES[name].read_text(encoding="utf-8"))
        lines.append((name, stopper, first, *(_cell(one, first) for one in told)))
    return "".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |\n" for line in lines)


def _cell(told: Told, usual: str) -> str:
    if told.fault:
        return f"**NOT HELD**: {' '.join(told.fault.split())}"
    return "held" if told.verdict == usual else f"held ({told.verdict})"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.attack_table", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", choices=[[], *_NAMES], help="which attacks (default: all)")
    parser.add_argument("--ring", choices=RINGS, help="as whoever you are, behind these walls; a line of JSON for each")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
