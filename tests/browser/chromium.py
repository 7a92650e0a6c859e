"""One real browser, driven by playwright; what its pages said and looked like is kept for whoever looks for a fault."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from tests.feedback.browser import find_browser

#: In milliseconds. A slow machine that is shared with others is no failure.
PATIENCE: Final = 120_000
#: What a page may call when a script runs in it that should not: `owned("where")`.
ALARM: Final = "owned"
_SWITCHES: Final = """
--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update
--disable-sync
"""
#: The browser knows this machine and no other: nbgrader's pages ask a stranger for MathJax.
_ALONE: Final = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"
#: Names the folder for pictures, what consoles said and servers' logs, if not the test's own.
_ARTIFACTS: Final = "BROWSER_ARTIFACTS"
_SIZE: Final = ViewportSize(width=1280, height=1400)

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at the browser: one page, with a profile of its own.

    Args:
        name: who.
        page: what is open.
        folder: for pictures.
        said: what the pages wrote to their consoles.
        alarms: where a script ran that should not.
    """

    name: str
    page: Page
    folder: Path
    said: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)

    def heard(self) -> list[str]:
        """The alarms up to now; what a page calls is told only while something is asked of it."""
        self.page.title()
        return self.alarms

    def picture(self, of: str) -> None:
        """Keep a picture of the page."""
        self.page.screenshot(path=self.folder / f"{self.name}-{of}.png")

    @contextlib.contextmanager
    def evidence(self, chapter: str) -> Iterator[None]:
        """Keep what is there to be seen at the end of a chapter, and say where if it ends badly."""
        try:
            yield
        except BaseException as error:
            error.add_note(f"{self.name} at {self.page.url}; pictures and what the console said: {self.folder}")
            raise
        finally:
            (self.folder / f"{self.name}-console.txt").write_text("\n".join(self.said), encoding="utf-8")
            with contextlib.suppress(Exception):  # the fault that ended the chapter is what matters
                self.picture(chapter)


@contextlib.contextmanager
def browsing() -> Iterator[Browser]:
    """Start the machine's own browser; without one the tests are skipped."""
    path = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*_SWITCHES.split(), _ALONE])
        try:
            yield browser
        finally:
            browser.close()


def sit_down(browser: Browser, name: str, folder: Path) -> Person:
    """Open a window for somebody.

    Args:
        browser: what was started.
        name: who.
        folder: for pictures; one of the test's own.
    """
    context = browser.new_context(viewport=_SIZE)
    context.set_default_timeout(PATIENCE)
    kept = Path(os.environ.get(_ARTIFACTS) or folder)
    kept.mkdir(parents=True, exist_ok=True)
    person = Person(name, context.new_page(), kept)
    _listen(context, person)
    return person


def _listen(context: BrowserContext, person: Person) -> None:
    context.expose_binding(ALARM, lambda source, where: person.alarms.append(f"{where} in {source['frame'].url}"))

    def note(message: ConsoleMessage) -> None:
        person.said.append(f"{message.type}: {message.text}")

    context.on("console", note)
    context.on("weberror", lambda error: person.said.append(f"uncaught: {error.error}"))
