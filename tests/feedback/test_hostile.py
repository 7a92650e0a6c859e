"""Whatever a student writes is text: no markup of theirs is in the page, no script runs, nothing is fetched."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.feedback.browser import find_browser, title_of
from tests.feedback.hostile import MARKDOWN, RUN, TEXTS, hostile_page
from tests.feedback.made_pages import ATTRIBUTES, TAGS, check, code, exercise, page, prose, read, score, standing


def assert_harmless(whole: str) -> None:
    markup = read(whole)
    assert markup.tags <= TAGS
    assert markup.attributes <= ATTRIBUTES
    assert all(
        re.match(r"#cell-|#exercises$|https?://|data:image/(png|jpeg|gif);base64,", target) for target in markup.targets
    )
    assert all(re.fullmatch(r"width:[0-9.]+%|max-width:100%;height:auto", style) for style in markup.styles)
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
    browser = find_browser()
    folder = tmp_path_factory.mktemp("browser")

    def title(whole: str) -> str:
        path = folder / "page.html"
        path.write_text(whole, encoding="utf-8")
        return title_of(browser, path.as_uri(), folder / "profile")

    return title


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
