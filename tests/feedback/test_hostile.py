"""Whatever a student writes is text: no markup of theirs is in the page, no script runs, nothing is fetched."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feedback.hostile import MARKDOWN, RUN, TEXTS, hostile_page
from tests.feedback.made_pages import ATTRIBUTES, TAGS, check, code, exercise, page, prose, read, score, standing

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def assert_harmless(whole: str) -> None:
    markup = read(whole)
    assert markup.tags <= TAGS
    assert markup.attributes <= ATTRIBUTES
    assert all(re.match(r"#cell-|https?://|data:image/(png|jpeg|gif);base64,", target) for target in markup.targets)
    assert all(re.fullmatch(r"width:[0-9.]+%", style) for style in markup.styles)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", whole)


def test_a_page_of_hostile_texts_holds_known_markup_alone() -> None:
    whole = hostile_page()

    assert_harmless(whole)
    assert whole.encode()
    assert len(re.findall(r"<script", whole, re.IGNORECASE)) == 0
    assert len(re.findall("</style", whole)) == 1


def test_every_link_leads_to_the_web_and_every_picture_lies_in_the_page() -> None:
    markup = read(page(None, standing(), prose("[x](https://a.example/b?c=d&e#f) ![p](https://a.example/p.png)")))

    assert markup.targets == ["https://a.example/b?c=d&e#f"]
    assert "rel" in markup.attributes


@given(
    st.text(max_size=60),
    st.lists(st.sampled_from([*TEXTS, *MARKDOWN, "\n\n", "- ", "> ", "$", "`", "|", "](", "<", '"'])).map("".join),
)
def test_no_text_becomes_markup_that_is_not_known(plain: str, built: str) -> None:
    for text in (plain, built):
        stream = {"output_type": "stream", "name": "stdout", "text": text}
        cells = (prose(text), code(text, text, [stream], grade=True))

        whole = page(
            score(exercise(text, "wrong", hint=text), notes=(text,)), standing(check(text)), *cells, student=text
        )

        assert_harmless(whole)


@pytest.fixture(name="title_in_browser", scope="module")
def make_title_in_browser(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """What a real browser says the title is, once it has loaded a page and run what it runs."""
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip(f"no browser on the PATH ({', '.join(BROWSERS)}): that no script runs is not tried here")
    folder = tmp_path_factory.mktemp("browser")

    def title(whole: str) -> str:
        path = folder / "page.html"
        path.write_text(whole, encoding="utf-8")
        return _title(_dump(browser, path))

    return title


def _dump(browser: str, path: Path) -> str:
    switches = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
    switches += ["--disable-quic", "--disable-component-update", "--disable-sync", "--virtual-time-budget=2000"]
    command = [browser, *switches, f"--user-data-dir={path.parent / 'profile'}", "--dump-dom", path.as_uri()]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout


def _title(dom: str) -> str:
    found = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert found, dom[:500]
    return found[1]


def test_a_browser_runs_no_script_of_a_hostile_page(title_in_browser: Callable[[str], str]) -> None:
    whole = hostile_page()
    unguarded = whole.replace('http-equiv="Content-Security-Policy"', 'name="guard"')
    assert unguarded != whole

    assert title_in_browser(whole).startswith("as it was: feedback for")
    assert title_in_browser(unguarded).startswith("as it was: feedback for")


def test_the_page_forbids_scripts_even_where_one_came_in(title_in_browser: Callable[[str], str]) -> None:
    broken_into = hostile_page().replace("</main>", f"<script>{RUN}</script></main>")
    unguarded = broken_into.replace('http-equiv="Content-Security-Policy"', 'name="guard"')

    assert title_in_browser(broken_into).startswith("as it was: feedback for")
    assert title_in_browser(unguarded) == "ran"
