"""Reading that is led nowhere, and folders that appear whole."""

import os
from pathlib import Path

import pytest

from autograder.gradebook import files
from autograder.gradebook.staging import Carried, carry_over


@pytest.fixture(name="folder")
def make_folder(tmp_path: Path) -> Path:
    """A submitted folder with files, a sub-folder, and links and a pipe that lead out of it."""
    (tmp_path / "secret.txt").write_text("the answers")
    folder = tmp_path / "submitted"
    (folder / "sub").mkdir(parents=True)
    (folder / "tiny.ipynb").write_text("{}")
    (folder / "sub" / "data.csv").write_text("1,2")
    (folder / "odd\nname\x1b[31m.txt").write_text("odd")
    (folder / "stolen.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "stolen").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_links_and_pipes_are_not_read(folder: Path, tmp_path: Path) -> None:
    staged = tmp_path / "staged"
    staged.mkdir()

    carry_over(folder, staged, Carried(("*.pyc",), 1000))

    carried = sorted(str(path.relative_to(staged)) for path in staged.rglob("*") if path.is_file())
    assert carried == ["odd\nname\x1b[31m.txt", "sub/data.csv"]
    assert files.read_capped(folder / "stolen.txt", 1000) is None
    assert files.read_capped(folder / "pipe", 1000) is None
    assert files.read_capped(folder / "sub", 1000) is None


def test_what_is_ignored_too_large_or_named_like_ours_is_not_carried_over(folder: Path, tmp_path: Path) -> None:
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "x.txt").write_text("x")
    (folder / "large.bin").write_bytes(b"x" * 2000)
    (folder / "score.json").write_text("mine!")
    staged = tmp_path / "staged"
    staged.mkdir()
    (staged / "score.json").write_text("ours")

    carry_over(folder, staged, Carried(("__pycache__", "odd*"), 1000))

    assert sorted(path.name for path in staged.rglob("*") if path.is_file()) == ["data.csv", "score.json"]
    assert (staged / "score.json").read_text() == "ours"


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "sub" / "data.csv").write_text("1,3"),
        lambda folder: (folder / "sub" / "data.csv").rename(folder / "data.csv"),
        lambda folder: (folder / "tiny.ipynb").unlink(),
        lambda folder: (folder / "new").touch(),
    ],
    ids=["content", "place", "gone", "new"],
)
def test_a_digest_changes_with_any_file(folder: Path, change: object) -> None:
    before = files.digest(folder)
    assert files.digest(folder) == before

    assert callable(change)
    change(folder)

    assert files.digest(folder) != before


def test_a_folder_takes_its_place_whole(tmp_path: Path) -> None:
    place = tmp_path / "tiny"
    place.mkdir()
    (place / "old").touch()
    staged = files.hidden_sibling(place)
    staged.mkdir()
    (staged / "new").touch()

    files.put_in_place(staged, place)

    assert names(tmp_path) == ["tiny"]
    assert names(place) == ["new"]


@pytest.mark.parametrize("at_once", [True, False])
def test_a_folder_takes_its_place_where_two_names_cannot_change_places_at_once_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    if not at_once:
        monkeypatch.setattr(files, "_RENAME_EXCHANGE", 1 << 30)  # a flag that no file system knows
    place = tmp_path / "tiny"
    for name in ("first", "second", "third"):
        staged = files.hidden_sibling(place)
        staged.mkdir()
        (staged / name).touch()

        files.put_in_place(staged, place)

        assert names(tmp_path) == ["tiny"]
        assert names(place) == [name]


def test_a_folder_that_had_made_room_when_its_run_was_killed_is_put_back(tmp_path: Path) -> None:
    place = tmp_path / "tiny"
    before = tmp_path / ".tiny.before-0123456789abcdef"
    before.mkdir()
    (before / "remarks.pdf").touch()

    files.remove_leftovers([place])

    assert names(tmp_path) == ["tiny"]
    assert names(place) == ["remarks.pdf"]


def test_a_folder_that_made_room_for_another_goes(tmp_path: Path) -> None:
    place = tmp_path / "tiny"
    place.mkdir()
    (tmp_path / ".tiny.before-0123456789abcdef").mkdir()

    files.remove_leftovers([place])

    assert names(tmp_path) == ["tiny"]


def test_leftovers_go_and_nothing_else(tmp_path: Path) -> None:
    place = tmp_path / "tiny"
    files.hidden_sibling(place).mkdir()
    (files.hidden_sibling(place) / "deep").mkdir(parents=True)
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / "tiny.grading-notes").touch()

    files.remove_leftovers([place, tmp_path / "absent" / "tiny"])

    assert names(tmp_path) == [".ipynb_checkpoints", "tiny.grading-notes"]


def test_a_shared_group_gets_its_rights(tmp_path: Path) -> None:
    folder = tmp_path / "staged"
    folder.mkdir(mode=0o755)
    (folder / "a").touch()

    files.grant(folder, files.Permissions(0o664, groupshared=True))

    assert (folder / "a").stat().st_mode & 0o777 == 0o664
    assert folder.stat().st_mode & 0o2770 == 0o2770
