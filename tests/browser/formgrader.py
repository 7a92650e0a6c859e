"""nbgrader's formgrader as an instructor's hands and eyes know it."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.serving import Server


@dataclass(frozen=True, slots=True)
class FormgraderPages:
    """A page with the formgrader in it."""

    page: Page

    def open(self, server: Server, path: str = "manage_assignments") -> None:
        """Open one of its pages."""
        self.page.goto(server.page(f"formgrader/{path}"))
        expect(self.page.locator("#main-table")).not_to_contain_text("Loading")

    def row(self, of: str) -> Locator:
        """The row of an assignment or of a student."""
        return self.page.locator("#main-table tr", has_text=of)

    def press(self, button: str, row: str) -> None:
        """Press a button in a row, and close what says that it went well.

        Args:
            button: the class of its column.
            row: words that the row holds.
        """
        self.row(row).locator(f".{button} a").click()
        told = self.page.locator(".modal.in")
        expect(told).to_be_visible()
        assert told.locator(".modal-title").inner_text() == "Success", told.inner_text()
        told.locator(".modal-header .close").click()
        expect(self.page.locator(".modal")).to_have_count(0)

    def scored(self, student: str) -> str:
        """What stands in the column of scores once something does."""
        score = self.row(student).locator(".score")
        expect(score).not_to_be_empty()
        return score.inner_text()

    def open_submission(self, server: Server, assignment: str) -> None:
        """Open the page for marking by hand of the only submission, by the links that lead there."""
        self.open(server, f"gradebook/{assignment}/{assignment}")
        self.page.locator("#main-table a").first.click()
        expect(self.page.locator("#notebook-container").first).to_be_visible()
