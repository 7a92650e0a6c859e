"""JupyterLab as a student's hands and eyes know it."""

import re
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Server

_LISTS: Final = {"Fetch": "released", "Submit": "fetched", "Fetch Feedback": "submitted"}


@dataclass(frozen=True, slots=True)
class Laboratory:
    """A page with JupyterLab in it."""

    page: Page

    def open(self, server: Server, path: str = "lab") -> None:
        """Open JupyterLab and wait until it is there."""
        self.page.goto(server.page(path))
        expect(self.page.locator("#jupyterlab-splash")).to_have_count(0)
        expect(self._menu("Nbgrader")).to_be_visible()

    def open_assignments(self) -> None:
        """Nbgrader -> Assignment List."""
        self._menu("Nbgrader").click()
        self.page.locator(".lm-Menu-itemLabel", has_text=re.compile(r"^Assignment List$")).click()
        expect(self.page.locator("#course_list_default")).to_have_text("descent")

    def row(self, button: str) -> Locator:
        """The rows of what can be fetched, submitted, or have its feedback fetched."""
        return self.page.locator(f"#{_LISTS[button]}_assignments_list > .list_item")

    def press(self, button: str) -> None:
        """Press the button in the first of those rows."""
        self.row(button).first.get_by_role("button", name=button, exact=True).click()

    def open_notebook(self, assignment: str) -> None:
        """Unfold a fetched assignment and open its notebook."""
        row = self.row("Submit")
        row.locator(".assignment-notebooks-link").click()
        row.locator(".nested_list_item a", has_text=assignment).click()
        self.wait_for_notebook()

    def wait_for_notebook(self) -> None:
        """Wait until a notebook is there and its kernel is ready."""
        expect(self.page.locator(".jp-Notebook .jp-CodeCell").first).to_be_visible()
        expect(self._status).to_contain_text("| Idle")

    def cell(self, text: str) -> Locator:
        """The code cell whose text begins so."""
        begins = re.compile("^" + re.escape(text))
        editor = self.page.locator(".cm-content", has_text=begins)
        return self.page.locator(".jp-Notebook .jp-CodeCell").filter(has=editor)

    def write(self, cell: Locator, line: str) -> None:
        """Type a line in the place of a cell's last one."""
        self._enter(cell)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.press("Shift+Home")
        self.page.keyboard.type(line)
        expect(cell.locator(".cm-line").last).to_have_text(re.compile(rf"^\s*{re.escape(line)}$"))

    def run(self, cell: Locator) -> Locator:
        """Run a cell and wait until it has run.

        Returns:
            What stands below it.
        """
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.inner_text()
        self._enter(cell)
        self.page.keyboard.press("Control+Enter")
        expect(prompt).not_to_have_text(before)
        expect(prompt).to_have_text(re.compile(r"\[\d+\]"))
        return cell.locator(".jp-Cell-outputArea")

    def validate(self) -> str:
        """Press Validate, which saves the notebook first, and read what it says."""
        self.page.locator(".validate-button").get_by_text("Validate").click()
        dialog = self.page.locator(".jp-Dialog", has_text="Validation Results")
        expect(dialog).to_be_visible()
        said = dialog.inner_text()
        dialog.get_by_role("button", name="Ok").click()
        expect(dialog).to_have_count(0)
        return said

    def save(self) -> None:
        """Save with the keys, and wait until nothing is left to be saved."""
        self.page.keyboard.press("Control+s")
        expect(self.page.locator(".lm-DockPanel-tabBar .jp-mod-dirty")).to_have_count(0)

    def _enter(self, cell: Locator) -> None:
        """Put the cursor into a cell."""
        cell.locator(".cm-content").click()
        expect(self._status).to_contain_text("Mode: Edit")

    def refresh(self) -> None:
        """Let the Assignment List look again."""
        self.page.locator("#refresh_assignments_list").click()

    def read_feedback(self, assignment: str) -> str:
        """Go where "view feedback" leads, open the page of feedback that lies there, and read it."""
        self.page.get_by_text("(view feedback)").click()
        self.page.locator(".jp-DirListing-item", has_text=f"{assignment}.html").dblclick()
        frame = self.page.frame_locator(".jp-HTMLViewer iframe")
        expect(frame.locator("h1").first).to_be_visible()
        self.page.get_by_text("Trust HTML").click()  # from here on a script would run
        expect(self.page.locator(".jp-HTMLViewer iframe")).to_have_attribute("sandbox", re.compile("allow-scripts"))
        expect(frame.locator("h1").first).to_be_visible()
        return frame.locator("body").inner_text()

    @property
    def _status(self) -> Locator:
        return self.page.locator("#jp-main-statusbar")

    def _menu(self, name: str) -> Locator:
        return self.page.locator(".lm-MenuBar-itemLabel", has_text=re.compile(f"^{name}$"))
