"""How the report looks and works: a real browser, hostile names, and the page's own build."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from autograder.report.class_page.ideas import Idea, Ideas
from autograder.report.class_page.page import class_page
from tests.browser.chromium import ALARM, Person, browsing, sit_down
from tests.report.made_class import Outline, absent, class_of, failed, graded, points_only, verdict

HOSTILE = (
    f"<script>{ALARM}('script')</script>",
    f"<img src=x onerror={ALARM}('image')>",
    f"\"'><svg onload={ALARM}('svg')>",
    "</script></style></title><b>",
    "{{ 7 * 7 }}{% raw %}",
    "a\u202egnp.exe\x00\x1b[2J",
    "\udcff\ud800",
    "$x$ & &amp; 'q' `t`",
)
IDEAS = Ideas(("first", "second"), {"A1": Idea("A1", "left out f'(h)", "Where is the slope?")})


def whole_page() -> str:
    """A class with something in every part of the page; people's ids and names are as hostile as can be."""
    wrong = verdict("first", "wrong", misconception="A1", cases=failed("a negative input"))
    hostile = (graded(text, wrong, verdict("second", "too slow"), name=text, by_hand=3.0) for text in HOSTILE)
    fine = (graded(f"fine{k}", verdict("first"), verdict("second"), is_late=k == 0) for k in range(12))
    half = graded("half", verdict("first"), verdict("second", "wrong", excused_by="first"))
    some = (points_only(f"only {HOSTILE[0]}", {"first": 1.0, "second": 0.0}), absent(f"gone {HOSTILE[1]}"), half)
    return class_page(class_of(*hostile, *fine, *some), IDEAS, today=datetime.now(UTC))


@pytest.fixture(name="browser", scope="module")
def start_browser() -> Iterator[Browser]:
    with browsing() as browser:
        yield browser


@pytest.fixture(name="path")
def write_page(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(whole_page(), encoding="utf-8")
    return path


@pytest.fixture(name="person")
def open_page(browser: Browser, path: Path, tmp_path: Path) -> Iterator[Person]:
    person = sit_down(browser, "instructor", tmp_path / "pictures")
    person.page.goto(path.as_uri())
    yield person
    person.page.context.close()


def column(page: Page, table: int, number: int) -> list[str]:
    rows = page.locator("table.sortable").nth(table).locator("tbody tr")
    return [" ".join(row.locator("th, td").nth(number).inner_text().split()) for row in rows.all()]


def test_hostile_names_are_read_and_never_run(person: Person) -> None:
    text = person.page.inner_text("main")

    assert person.heard() == []
    assert person.said == []
    for name in HOSTILE[:5]:
        assert name in text
    assert person.page.title() == "lesson: the class"


def test_nothing_is_asked_of_any_network(browser: Browser, path: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(path.as_uri())

    assert asked == [path.as_uri()]
    page.close()


def test_a_script_of_another_text_would_not_run(browser: Browser, path: Path, tmp_path: Path) -> None:
    changed = tmp_path / "changed.html"
    changed.write_text(path.read_text(encoding="utf-8").replace('"use strict";', '"use strict"; /* more */'))
    page = browser.new_page()

    page.goto(changed.as_uri())

    assert page.locator("table.sortable").count() > 0
    assert page.locator("table.sortable button").count() == 0
    page.close()


def test_a_click_sorts_by_a_column_and_another_turns_it_around(person: Person) -> None:
    before = column(person.page, 0, 0)
    head = person.page.locator("table.sortable").first.locator("th[scope=col]").nth(1)

    head.locator("button").click()
    falling = column(person.page, 0, 1)
    assert head.get_attribute("aria-sort") == "descending"
    head.locator("button").press("Enter")

    assert head.get_attribute("aria-sort") == "ascending"
    assert [int(number) for number in falling] == sorted(map(int, falling), reverse=True)
    assert column(person.page, 0, 1) == falling[::-1]
    assert sorted(column(person.page, 0, 0)) == sorted(before)


def test_only_one_column_is_said_to_be_sorted_and_the_first_order_comes_back(person: Person) -> None:
    table = person.page.locator("table.sortable").first
    before = column(person.page, 0, 0)
    buttons = table.locator("thead button")

    buttons.nth(3).click()
    buttons.nth(0).click()

    assert table.locator("th[aria-sort]").count() == 1
    assert column(person.page, 0, 0) == before


def test_what_has_no_number_stands_last_whichever_way(person: Person) -> None:
    head = person.page.locator("table.sortable").first.locator("thead button", has_text="most fall over")

    head.click()
    rising = column(person.page, 0, 7)
    head.click()

    assert rising[-1] == column(person.page, 0, 7)[-1] == ""
    assert rising[0].startswith("a negative input")


def test_without_script_the_tables_are_complete_and_show_no_dead_button(browser: Browser, path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    page.goto(path.as_uri())

    assert len(column(page, 0, 0)) == 2
    assert page.locator("button").count() == 0
    context.close()


@pytest.mark.parametrize("pixels", [1200, 390])
def test_the_page_is_no_wider_than_its_window(browser: Browser, path: Path, pixels: int) -> None:
    page = browser.new_page(viewport={"width": pixels, "height": 800})

    page.goto(path.as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= pixels
    page.close()


def test_the_pictures_take_the_colours_of_the_scheme(browser: Browser, path: Path) -> None:
    colours = set()
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        page.goto(path.as_uri())
        colours.add(page.evaluate("getComputedStyle(document.querySelector('svg text')).fill"))
        context.close()

    assert len(colours) == 2


def test_the_page_can_be_heard_headings_in_order_tables_and_pictures_named() -> None:
    page = Outline(whole_page())

    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert all(head.get("scope") in ("col", "row") for head in page.all("th"))
    assert {len(page.all(tag)) for tag in ("main", "header", "nav")} == {1}
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pictures = page.all("svg")
    assert len(pictures) == 3
    named = {name for one in page.all("svg", "section", "div") for name in (one.get("aria-labelledby") or "").split()}
    assert named <= set(ids)
    assert all(one.get("role") == "img" and one.get("aria-labelledby") for one in pictures)


def test_links_within_the_page_lead_somewhere() -> None:
    page = Outline(whole_page())

    ids = {attributes.get("id") for _, attributes in page.tags}
    assert {(link["href"] or "")[1:] for link in page.all("a")} <= ids


def test_the_same_class_gives_the_same_page() -> None:
    assert whole_page() == whole_page()


def test_all_colours_come_from_the_page_of_feedback_whose_contrast_is_tested() -> None:
    own = files("autograder.report.class_page").joinpath("page.css").read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", whole_page(), re.DOTALL)

    assert not re.findall(r"#[0-9a-f]{3,8}\b", own)
    assert not [found for svg in pictures for found in re.findall(r"(?:fill|stroke): ?#[0-9a-f]{6}", svg)]
