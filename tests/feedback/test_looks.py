"""How a page looks: told apart on every background, and no wider than a phone."""

import html
import re
from collections.abc import Callable
from importlib.resources import files

import numpy as np
import pytest

from tests.feedback.browser import find_browser, title_of
from tests.feedback.made_pages import case, check, code, contrast, exercise, page, prose, score, standing

STYLE = files("autograder.feedback").joinpath("page.css").read_text(encoding="utf-8")
#: Light, dark and print, in the order of the file.
PALETTES = [
    dict(re.findall(r"--([a-z]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
]
GROUNDS = ("paper", "sheet", "tint")
NOT_READ = (*GROUNDS, "line")


def luminance(colour: str) -> float:
    """How bright a colour is. Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("palette", PALETTES, ids=["light", "dark", "print"])
def test_every_text_stands_out_from_every_ground(palette: dict[str, str]) -> None:
    weak = []
    for ground in GROUNDS:
        for name in palette.keys() - set(NOT_READ):
            dark, bright = sorted(map(luminance, (palette[ground], palette[name])))
            if (bright + 0.05) / (dark + 0.05) < 4.5:
                weak.append((name, ground))

    assert not weak
    assert palette.keys() == PALETTES[0].keys()


@pytest.fixture(name="too_wide", scope="module")
def measure(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, int], int]:
    """How many pixels of a page, or of a part of it, do not fit into a window of some width, in a real browser."""
    browser = find_browser()
    folder = tmp_path_factory.mktemp("browser")

    def beyond(whole: str, pixels: int) -> int:
        frame = f'<iframe style="width:{pixels}px;height:800px;border:0" srcdoc="{html.escape(whole)}"></iframe>'
        script = (
            "onload = () => { const page = document.querySelector('iframe').contentDocument; "
            "const parts = [page.documentElement, ...page.querySelectorAll('.cell, .card, section')]; "
            "document.title = Math.max(...parts.map(part => part.scrollWidth - part.clientWidth)) }"
        )
        path = folder / "frame.html"
        path.write_text(f"<!DOCTYPE html><title>none</title><script>{script}</script>{frame}", encoding="utf-8")
        return int(title_of(browser, path.as_uri(), folder / "profile"))

    return beyond


def test_nothing_on_a_page_is_wider_than_a_phone(too_wide: Callable[[str, int], int]) -> None:
    endless = "averylongword" * 40
    told = contrast(np.arange(9.0) ** 2, np.arange(9.0), gap=endless) | {"got": endless}
    failing = case(endless, public=True, call=f"{endless}(1)", contrast=told)
    wrong = exercise(endless[:90], "wrong", hint=endless, cases=[failing])
    stream = {"output_type": "stream", "name": "stdout", "text": endless * 9}
    columns = f"| {' | '.join('abcdefghijkl')} |\n|{'---|' * 12}\n| {' | '.join(['some words'] * 12)} |"
    cells = (
        code(f"x = '{endless}'", outputs=[stream]),
        prose(f"{endless}\n\n`{endless}`\n\n{columns}\n\n$$x = {'+ 1' * 90}$$\n\n## {endless}"),
        code(f"check('{endless[:90]}')", f"check_{endless[:90]}", grade=True),
    )
    whole = page(score(wrong, notes=(endless,)), standing(check(endless[:90], 0.0), setup=endless), *cells)

    assert too_wide(whole, 390) == 0
    assert too_wide(whole.replace("overflow-x: auto", "overflow-x: visible"), 390) > 0
