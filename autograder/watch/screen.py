"""Watching on one screen: the exercises and how far one is, the first case that fails, a hint on a key press."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import ClassVar, Final

from textual import events, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Footer, OptionList, ProgressBar, Static
from textual.widgets.option_list import Option
from textual.worker import get_current_worker

from autograder.editor.messages import Message
from autograder.editor.trial import Checked
from autograder.watch.session import Moment, Session
from autograder.watch.wording import Exercise, case_text, exercises_of, status_text, title_text

#: Below so many columns, the list and the case take turns.
_WIDE_COLUMNS: Final = 76
_MARKS: Final = {
    "right": ("✓", "$success"),
    "answered": ("•", "$accent"),
    "wrong": ("✗", "$error"),
    "open": ("·", "$text-muted"),
}


class WatchApp(App[None]):
    """The screen."""

    TITLE = "autograder watch"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "screen.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h", "hint", "hint"),
        Binding("n", "go(1)", "next to do"),
        Binding("p", "go(-1)", "previous"),
        Binding("l", "list", "list"),
        Binding("q", "quit", "quit"),
        Binding("ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(self, works: Sequence[Path], *, poll: bool = False) -> None:
        """Prepare for some works."""
        super().__init__()
        self._session = Session(works, self._told, poll=poll)
        self._checked: dict[Path, Checked] = {path: Checked(path) for path in works}
        self._status = "checking ..."
        self._chosen = ""
        self._shows_hint = False

    def compose(self) -> ComposeResult:
        """Lay the screen out."""
        with Horizontal(id="head"):
            yield Static(id="title", markup=False)
            yield ProgressBar(id="progress", show_eta=False, show_percentage=False)
        with Horizontal(id="body"):
            yield OptionList(id="list")
            with VerticalScroll(id="case"):
                yield Static(id="text", markup=False)
        yield Static(id="status", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        """Begin."""
        self.query_one("#list").focus()
        self._fit(self.size.width)
        self._watch()

    def on_unmount(self) -> None:
        """End."""
        self._session.stop()

    def on_resize(self, event: events.Resize) -> None:
        """Fit into another size."""
        self._fit(event.size.width)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Show another exercise."""
        if event.option.id and event.option.id != self._chosen:
            self._chosen, self._shows_hint = event.option.id, False
            self._show_case()

    def on_option_list_option_selected(self) -> None:
        """Turn from the list to the case, where there is no room for both."""
        self._turn_to_case()

    def action_hint(self) -> None:
        """Show the hint, or hide it."""
        self._shows_hint = not self._shows_hint
        self._turn_to_case()
        self._show_case()

    def action_go(self, step: int) -> None:
        """Go to the next exercise, or the one before, that is not done yet."""
        exercises = self._exercises()
        place = next((index for index, each in enumerate(exercises) if each.key == self._chosen), 0)
        # All the others from here on, this one last.
        order = [exercises[(place + step * ahead) % len(exercises)] for ahead in range(1, len(exercises) + 1)]
        wanted = next((each for each in order if not each.is_done), order[0] if order else None)
        if wanted is not None:
            self.query_one(OptionList).highlighted = exercises.index(wanted)

    def action_list(self) -> None:
        """Show the list, or hide it."""
        self._turn(to_list=not self.query_one("#list").display)

    async def action_quit(self) -> None:
        """End."""
        self._session.stop()
        self.exit()

    @work(thread=True, exit_on_error=True)
    def _watch(self) -> None:
        self._session.run()

    def _told(self, checked: Checked, event: Message | Moment, seconds: float) -> None:
        """Be told by the session, in its own thread."""
        if not get_current_worker().is_cancelled:
            with suppress(RuntimeError):  # the screen is gone already
                self.call_from_thread(self._take_in, checked, event, seconds)

    def _take_in(self, checked: Checked, event: Message | Moment, seconds: float) -> None:
        if not self.query(OptionList):  # the screen is being taken down
            return
        self._checked[checked.work] = checked
        self._status = status_text(checked, event, seconds)
        exercises = self._exercises()
        width = max((len(each.label) for each in exercises), default=0)
        listed = self.query_one(OptionList)
        if [option.id for option in listed.options] != [each.key for each in exercises]:
            listed.clear_options()
            listed.add_options(Option(_line(each, width), id=each.key) for each in exercises)
        else:
            for index, each in enumerate(exercises):
                listed.replace_option_prompt_at_index(index, _line(each, width))
        if exercises and not any(each.key == self._chosen for each in exercises):
            self._chosen = exercises[0].key
            listed.highlighted = 0
        elif event is Moment.IS_DONE and listed.highlighted is None and exercises:
            listed.highlighted = 0
        bar = self.query_one(ProgressBar)
        done = sum(each.most for each in exercises if each.is_done)
        bar.update(total=sum(each.most for each in exercises) or None, progress=done)
        self.query_one("#title", Static).update(title_text([*self._checked.values()]))
        self.query_one("#status", Static).update(self._status)
        self._show_case()

    def _show_case(self) -> None:
        self.query_one("#text", Static).update(
            case_text([*self._checked.values()], self._chosen, shows_hint=self._shows_hint)
        )

    def _exercises(self) -> list[Exercise]:
        return exercises_of([*self._checked.values()])

    def _is_narrow(self) -> bool:
        return self.size.width < _WIDE_COLUMNS

    def _fit(self, columns: int) -> None:
        self.set_class(columns < _WIDE_COLUMNS, "narrow")
        self._turn(to_list=columns >= _WIDE_COLUMNS)

    def _turn_to_case(self) -> None:
        if self._is_narrow():
            self._turn(to_list=False)

    def _turn(self, *, to_list: bool) -> None:
        """Show the list, beside the case where there is room for both, or hide it."""
        self.query_one("#list").display = to_list
        self.query_one("#case").display = not (to_list and self._is_narrow())


def watch_on_screen(works: Sequence[Path], *, poll: bool) -> None:
    """Show the screen until the person has had enough."""
    WatchApp(works, poll=poll).run()


def _line(exercise: Exercise, width: int) -> Content:
    """An exercise in the list; the mark says it without its colour, too."""
    mark, colour = _MARKS[exercise.mark]
    return Content.assemble((f"{mark} ", colour), f"{exercise.label:<{width}}", (f"  {exercise.worth}", "$text-muted"))
