"""A real browser, which is asked for nothing but the title of a page once everything on it has run."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome")
_SWITCHES: Final = """
--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-quic
--disable-component-update --disable-sync --virtual-time-budget=2000
"""


def find_browser() -> str:
    """The browser's path; without one the test that asks is skipped."""
    browser = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        pytest.skip(f"no browser on the PATH ({', '.join(_BROWSERS)}): what a browser makes of it is not tried here")
    return browser


def title_of(browser: str, url: str, profile: Path) -> str:
    """What the title is once a page was loaded and ran what it runs."""
    command = [browser, *_SWITCHES.split(), f"--user-data-dir={profile}", "--dump-dom", url]
    dom = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120).stdout
    found = re.search(r"<title>(.*?)</title>", dom, re.DOTALL)
    assert found, dom[:500]
    return found[1].strip()
