"""The pictures of demonstration cells: drawn behind the wall, taken one by one, believed never."""

import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import matplotlib.image
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.errors import SandboxError
from autograder.model import Cell, CellKind, Drawing, Submission
from autograder.sandbox import Limits, Sandbox
from autograder.sandbox.png import clean
from autograder.submission import parse_notebook, read_template

from .conftest import ROOT
from .jobs import calls, notebook
from .test_keeper import _Killer

LIMITS = Limits(memory_bytes=256 * 2**20, cell_cpu_seconds=1.5, cells_cpu_seconds=15.0)
#: What an attack prints where something worked that must not.
ESCAPED = "ESCAPED"
ATTACKS = Path(__file__).parents[1] / "attacks"
#: Attacks on what stands between a child and the pictures: the socket, the step, the memory, the folder, the modules.
ON_THE_WAY = [
    path
    for path in sorted(ATTACKS.glob("*.py"))
    if path.stem.startswith(("flips_", "forges_", "floods_", "lies_", "patches_", "leaves_", "replaces_", "closes_"))
]
PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2, 4])"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(limits=LIMITS) as sandbox:
        yield sandbox


@pytest.fixture(scope="module")
def plot(sandbox: Sandbox) -> bytes:
    """What PLOT looks like."""
    (picture,) = sandbox.draw(lesson(PLOT))[0].figures
    return picture


def lesson(*sources: str | tuple[CellKind, str]) -> Submission:
    """A submission of demonstration cells, but where a kind is given."""
    cells = [source if isinstance(source, tuple) else (CellKind.DEMONSTRATION, source) for source in sources]
    return Submission("lesson", tuple(Cell(kind, "", source) for kind, source in cells))


def course_notebook(assignment: str) -> Submission:
    path = ROOT / "solutions" / assignment / f"{assignment}.ipynb"
    return parse_notebook(path.read_bytes(), read_template(path))


def changed(submission: Submission, name: str, source: str) -> Submission:
    cells = tuple(replace(cell, source=source) if cell.name == name else cell for cell in submission.cells)
    return replace(submission, cells=cells)


def by_name(submission: Submission, drawings: Mapping[int, Drawing]) -> dict[str, Drawing]:
    return {submission.cells[index].name: drawing for index, drawing in drawings.items()}


def size(picture: bytes) -> tuple[int, int]:
    """Width and height, decoded by somebody else."""
    height, width = matplotlib.image.imread(io.BytesIO(picture)).shape[:2]
    return width, height


@pytest.mark.parametrize("assignment", ["error", "hot_cold"])
def test_every_demonstration_of_the_course_is_drawn(sandbox: Sandbox, assignment: str) -> None:
    submission = course_notebook(assignment)
    demonstrations = [i for i, cell in enumerate(submission.cells) if cell.kind is CellKind.DEMONSTRATION]

    drawings = sandbox.draw(submission)

    assert demonstrations
    assert sorted(drawings) == demonstrations
    for drawing in drawings.values():
        assert drawing.result.error == ""
        (picture,) = drawing.figures
        width, height = size(picture)
        assert 500 < width < 1300
        assert 300 < height < 900
        assert 10_000 < len(picture) < 200_000


def test_what_a_demonstration_prints_comes_with_it(sandbox: Sandbox) -> None:
    drawing = sandbox.draw(lesson("print('round 1\\x1b[31m')\n" + PLOT))[0]

    assert drawing.result.printed == "round 1[31m\n"


def test_a_wrong_function_changes_the_pictures_that_use_it_alone(sandbox: Sandbox) -> None:
    right = course_notebook("error")
    wrong = changed(right, "squared_error", "def squared_error(pred, goal_pred):\n    return 2 * (pred - goal_pred)")

    before = by_name(right, sandbox.draw(right))
    after = by_name(wrong, sandbox.draw(wrong))

    assert after["three_rulers"].figures != before["three_rulers"].figures
    assert after["error_curve"] == before["error_curve"]


def test_an_empty_stub_costs_the_curve_and_is_told(sandbox: Sandbox) -> None:
    submission = changed(
        course_notebook("error"),
        "squared_error",
        "def squared_error(pred, goal_pred):\n    raise NotImplementedError('your turn')",
    )

    drawings = by_name(submission, sandbox.draw(submission))

    assert drawings["three_rulers"].figures == ()
    assert drawings["three_rulers"].result.printed.startswith("This cell waits for squared_error.")
    assert len(drawings["error_curve"].figures) == 1


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("while True: pass", "this cell ran too long and was stopped"),
        ("import os; os._exit(0)", "this cell ended the program"),
        ("import os; os.abort()", "this cell crashed the interpreter"),
        ("hoard = []\nwhile True: hoard.append(bytearray(2**20))", "this cell left too little memory"),
        ("bytearray(2**40)", "MemoryError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("raise KeyError(1)", "KeyError: 1"),
        ("1 +", "SyntaxError: invalid syntax"),
    ],
)
@pytest.mark.parametrize("kind", [CellKind.DEMONSTRATION, CellKind.SOLUTION, CellKind.OWN])
def test_a_fate_costs_the_cell_that_met_it_alone(
    sandbox: Sandbox, plot: bytes, kind: CellKind, body: str, error: str
) -> None:
    submission = lesson(PLOT, (kind, f"def kept(): return [1, 2, 4]\n{body}"), PLOT)

    drawings = sandbox.draw(submission)

    assert drawings[0].figures == drawings[2].figures == (plot,)
    assert sorted(drawings) == ([0, 1, 2] if kind is CellKind.DEMONSTRATION else [0, 2])
    if kind is CellKind.DEMONSTRATION:
        assert drawings[1].figures == ()
        assert drawings[1].result.error.startswith(error)


def test_a_solution_that_loops_keeps_its_definitions_for_the_pictures(sandbox: Sandbox, plot: bytes) -> None:
    looping = (CellKind.SOLUTION, "def curve():\n    return [1, 2, 4]\nwhile True: pass")

    drawings = sandbox.draw(lesson(looping, PLOT.replace("[1, 2, 4]", "curve()")))

    assert drawings[1].figures == (plot,)


def test_a_function_that_loops_costs_the_pictures_that_call_it(sandbox: Sandbox, plot: bytes) -> None:
    looping = (CellKind.SOLUTION, "def curve():\n    while True: pass")

    drawings = sandbox.draw(lesson(looping, PLOT.replace("[1, 2, 4]", "curve()"), PLOT))

    assert drawings[1] == Drawing((), replace(drawings[1].result, error="this cell ran too long and was stopped"))
    assert drawings[2].figures == (plot,)


def test_a_demonstration_that_nobody_came_to_says_so() -> None:
    loop = "while True: pass"
    with Sandbox(limits=Limits(cell_cpu_seconds=0.4, cells_cpu_seconds=0.6)) as sandbox:
        drawings = sandbox.draw(lesson("print('here')", loop, loop, "print('there')"))

    assert drawings[0].result.printed == "here\n"
    assert drawings[3].result.error == "this cell was not run: the cells before it used up the time for figures"


def test_figures_of_other_cells_are_neither_shown_nor_drawn_over(sandbox: Sandbox, plot: bytes) -> None:
    solution = (CellKind.SOLUTION, "import matplotlib.pyplot as plt\nplt.plot([9, 8])\nplt.show()\nplt.plot([7, 7])")

    drawings = sandbox.draw(lesson((CellKind.SETUP, PLOT), solution, PLOT, (CellKind.CHECK, PLOT)))

    assert {index: drawing.figures for index, drawing in drawings.items()} == {2: (plot,)}


def test_cells_of_the_students_own_are_there_when_they_drew(sandbox: Sandbox, plot: bytes) -> None:
    drawings = sandbox.draw(lesson((CellKind.OWN, PLOT), (CellKind.OWN, "print('no figure')")))

    assert {index: drawing.figures for index, drawing in drawings.items()} == {0: (plot,)}


def test_each_show_ends_a_figure_as_it_does_in_a_notebook(sandbox: Sandbox, plot: bytes) -> None:
    source = (
        f"{PLOT}\nplt.show()\nplt.plot([1, 2, 4])\nplt.show(block=False)\nfrom matplotlib.pyplot import show\nshow()"
    )

    drawings = sandbox.draw(lesson(source))

    assert drawings[0].figures == (plot, plot)


def test_a_picture_is_drawn_whatever_backend_is_asked_for(sandbox: Sandbox) -> None:
    asked = "import matplotlib\nmatplotlib.use('pdf')\n"

    drawings = sandbox.draw(lesson(f"{asked}{PLOT}\nplt.show()", PLOT))

    assert [len(drawing.figures) for drawing in drawings.values()] == [1, 1]


def test_notebook_magic_does_not_keep_pictures_away(sandbox: Sandbox, plot: bytes) -> None:
    drawings = sandbox.draw(lesson((CellKind.OWN, "%matplotlib inline"), PLOT))

    assert drawings[1].figures == (plot,)


def test_a_submission_without_demonstrations_and_cells_of_its_own_needs_no_child() -> None:
    with Sandbox(limits=LIMITS) as sandbox:
        assert sandbox.draw(lesson((CellKind.SOLUTION, "x = 1"))) == {}
        assert sandbox._zygotes == {}


def test_what_cannot_be_rendered_is_told_and_costs_its_figure_alone(sandbox: Sandbox) -> None:
    source = f"{PLOT}\nclass Bad(plt.Line2D):\n    def draw(self, *_):\n        raise ValueError('unfit')\n"
    source += "plt.figure()\nplt.gca().add_line(Bad([0, 1], [0, 1]))"

    drawing = sandbox.draw(lesson(source))[0]

    assert len(drawing.figures) == 1
    assert drawing.result.error == "ValueError: unfit (line 5)"


def test_of_a_thousand_figures_eight_are_taken(sandbox: Sandbox) -> None:
    source = "import matplotlib.pyplot as plt\nfor _ in range(1000): plt.figure(figsize=(1, 1))"

    drawings = sandbox.draw(lesson(source))

    assert len(drawings[0].figures) == 8


@pytest.mark.parametrize("inches", ["(1e5, 1e5)", "(300, 300)", "(41, 1)", "(1, 41)", "(float('nan'), 1)", "(-1, -1)"])
def test_a_giant_figure_is_dropped(sandbox: Sandbox, plot: bytes, inches: str) -> None:
    giant = f"import matplotlib.pyplot as plt\nplt.figure(figsize={inches}).add_axes((0, 0, 1, 1))"

    drawings = sandbox.draw(lesson(giant, PLOT))

    assert drawings[0].figures == ()
    assert drawings[1].figures == (plot,)


@pytest.mark.parametrize(
    "written",
    [
        "b'garbage'",
        'b\'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>\'',
        "bytes(50_000_000)",
        "PNG[:200]",
        "PNG[:8] + b'<svg onload=alert(1)>' + PNG[8:]",
        "b'\\xff\\xd8\\xff\\xe0' + PNG",
        "b''",
    ],
)
def test_what_is_no_picture_is_dropped_however_it_came(sandbox: Sandbox, plot: bytes, written: str) -> None:
    patched = f"{PLOT}\nfrom matplotlib.figure import Figure\nsave = Figure.savefig\nimport io\nbuffer = io.BytesIO()\n"
    patched += "save(plt.gcf(), buffer, format='png')\nPNG = buffer.getvalue()\n"
    patched += f"Figure.savefig = lambda self, file, **_: file.write({written})"
    restored = f"Figure.savefig = save\n{PLOT}"

    drawings = sandbox.draw(lesson(patched, restored))

    assert drawings[0].figures == ()
    assert drawings[1].figures == (plot,)


def test_another_format_is_no_picture(sandbox: Sandbox) -> None:
    patched = f"{PLOT}\nfrom matplotlib.figure import Figure\nsave = Figure.savefig\n"
    patched += "Figure.savefig = lambda self, file, **_: save(self, file, format='svg')"

    assert sandbox.draw(lesson(patched))[0].figures == ()


FORGE = """
import os, struct, msgspec
def send(data):
    os.write(3, struct.pack("<I", len(data)) + data)
def pack(*items):
    return msgspec.msgpack.encode(list(items))
"""


@pytest.mark.parametrize(
    "forged",
    [
        "pack(b'', b'', *[b'x'] * 9)",
        "pack(b'')",
        "pack(b'', b'', 'text')",
        "pack(b'', b'', [b'list'])",
        "b'\\xc1'",
        "b'\\xdd\\xff\\xff\\xff\\xff'",
    ],
)
def test_a_frame_that_is_none_costs_the_cell_that_sent_it(sandbox: Sandbox, plot: bytes, forged: str) -> None:
    drawings = sandbox.draw(lesson(PLOT, f"{FORGE}send({forged})\nimport time\ntime.sleep(100)", PLOT))

    assert drawings[0].figures == drawings[2].figures == (plot,)
    assert drawings[1] == Drawing((), replace(drawings[1].result, error="this cell crashed the interpreter"))


def test_a_frame_past_the_limit_costs_the_cell_that_announced_it(sandbox: Sandbox, plot: bytes) -> None:
    announced = f"{FORGE}os.write(3, b'\\xff' * 4)\nimport time\ntime.sleep(100)"

    drawings = sandbox.draw(lesson(announced, PLOT))

    assert drawings[0].figures == ()
    assert drawings[1].figures == (plot,)


def test_frames_sent_ahead_carry_no_more_than_true_ones_do(sandbox: Sandbox) -> None:
    """They stand for what the later cells would have drawn: that is the submission's own loss."""
    ahead = f"{FORGE}send(pack(b'a', b'', b'<svg onload=alert(1)>'))\nsend(pack(b'b\\x1b[2J', b'', b'\\x89PNG'))"

    drawings = sandbox.draw(lesson(ahead, PLOT))

    assert [drawing.figures for drawing in drawings.values()] == [(), ()]
    assert [drawing.result.printed for drawing in drawings.values()] == ["a", "b[2J"]


def test_frames_that_come_without_a_pause_do_not_outrun_the_clock() -> None:
    """Were the clocks looked at in pauses alone, a frame for every cell of a long notebook would leave none."""
    busy = (CellKind.OWN, "sum(range(300_000))")
    with Sandbox(limits=Limits(cells_cpu_seconds=0.4)) as sandbox:
        drawings = sandbox.draw(lesson(*[busy] * 1000, "print('drawn')"))

    assert drawings[1000].result.printed == ""
    assert drawings[1000].result.error.startswith("this cell was not run")


def test_all_figures_together_take_no_more_than_one_frame() -> None:
    noise = "import numpy as np\nimport matplotlib.pyplot as plt\nplt.figure(figsize=(1.5, 1.5))\n"
    noise += "plt.figimage(np.random.rand(150, 150, 3))\nplt.gcf().set_layout_engine('none')"
    with Sandbox(limits=Limits(frame_bytes=200_000)) as sandbox:
        drawings = sandbox.draw(lesson(*[noise] * 6))

    taken = [sum(map(len, drawing.figures)) for drawing in drawings.values()]
    assert taken[0] > 40_000
    assert 0 < sum(taken) <= 200_000
    assert taken[-1] == 0


def test_a_figure_that_is_too_long_leaves_room_for_the_others(plot: bytes) -> None:
    noise = "import numpy as np\nimport matplotlib.pyplot as plt\nplt.figimage(np.random.rand(400, 400, 3))\n"
    with Sandbox(limits=Limits(value_bytes=60_000, frame_bytes=200_000)) as sandbox:
        drawings = sandbox.draw(lesson(f"{noise}plt.figure()\n{PLOT}"))

    assert drawings[0].figures == (plot,)


def test_nothing_is_written_on_the_way(sandbox: Sandbox, plot: bytes) -> None:
    submission = lesson(PLOT)
    sandbox.draw(submission)
    (box,) = {zygote.box for libraries, zygote in sandbox._zygotes.items() if libraries and "IPython" not in libraries}
    before = box.stat()

    drawings = sandbox.draw(submission)

    after = box.stat()
    assert drawings[0].figures == (plot,)
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
        before.st_ctime_ns,
    )


def test_a_run_leaves_a_drawing_no_notes(sandbox: Sandbox) -> None:
    source = "import os\nprint(sorted(os.listdir('.')))\ndef f(x):\n    open('note', 'w').write(str(x))\n    return x"

    sandbox.run(notebook(source), [calls("f", (98765.4321,))])
    drawings = sandbox.draw(lesson(source))

    assert drawings[0].result.printed == "[]\n"


@pytest.mark.parametrize("path", ON_THE_WAY, ids=lambda path: path.stem)
def test_an_attack_leaves_the_pictures_before_it_as_they_were(sandbox: Sandbox, plot: bytes, path: Path) -> None:
    attack = (CellKind.OWN, path.read_text(encoding="utf-8").split("# %%")[0])

    drawings = sandbox.draw(lesson(PLOT, attack, PLOT))

    assert drawings[0].figures == (plot,)
    assert all(ESCAPED not in drawing.result.printed + drawing.result.error for drawing in drawings.values())
    assert sandbox.draw(lesson(PLOT))[0].figures == (plot,)


def test_a_zygote_killed_during_a_drawing_costs_nothing(sandbox: Sandbox) -> None:
    submission = lesson("import time\ntime.sleep(0.3)\nprint('drawn')")
    with _Killer(sandbox, times=1):
        drawings = sandbox.draw(submission)

    assert drawings[0].result.printed == "drawn\n"


def test_a_drawing_that_loses_every_zygote_is_our_fault(sandbox: Sandbox) -> None:
    with _Killer(sandbox, times=3), pytest.raises(SandboxError):
        sandbox.draw(lesson("import time\ntime.sleep(0.6)"))


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def picture(*, width: int = 2, height: int = 1, make: bytes = b"\x08\x06\x00\x00\x00", extra: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">II", width, height) + make)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1 + 4 * 2)))
    return b"\x89PNG\r\n\x1a\n" + header + extra + pixels + chunk(b"IEND", b"")


def test_notes_profiles_and_what_follows_the_end_are_left_behind() -> None:
    extra = chunk(b"tEXt", b"Comment\x00<script>") + chunk(b"iCCP", b"x\x00\x00bomb") + chunk(b"acTL", bytes(8))

    assert clean(picture(extra=extra) + b"<script>", limit_bytes=10_000) == picture()


@pytest.mark.parametrize(
    "data",
    [
        picture(width=4001),
        picture(height=4001),
        picture(width=0),
        picture(width=2**31),
        picture(make=b"\x10\x06\x00\x00\x00"),
        picture(make=b"\x08\x06\x00\x00\x01"),
        picture()[:-1],
        picture()[:-12],
        picture()[:8],
        picture()[1:],
        picture().replace(b"IDAT", b"IDAX"),
        picture(extra=chunk(b"tEXt", b"x")[:-1] + b"\x00"),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", bytes(13)) + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"") + picture()[8:],
        picture(extra=chunk(b"tEXt", bytes(10_000))),
    ],
)
def test_what_is_no_showable_picture_is_refused(data: bytes) -> None:
    assert clean(data, limit_bytes=10_000) is None


def test_the_largest_picture_is_taken() -> None:
    assert clean(picture(width=4000, height=4000), limit_bytes=10_000) is not None


@given(st.binary(max_size=200), st.integers(0, len(picture())), st.integers(0, 60))
def test_damage_is_refused_or_changes_nothing(damage: bytes, start: int, cut: int) -> None:
    data = picture()[:start] + damage + picture()[start + cut :]

    cleaned = clean(data, limit_bytes=10_000)

    assert cleaned in (None, picture())
