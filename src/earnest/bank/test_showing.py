import pytest

from earnest.bank import find_pack
from earnest.bank.showing import show, write_start
from earnest.errors import PackError, UserError
from earnest.records.answer_key import EdgeKey, PairKey
from earnest.records.item import CodingItem, EdgeItem, PairItem
from earnest.records.tree import FileMode, Tree, TreeFile


def items(kind):
    return [item for item in find_pack("practice").items.values() if isinstance(item, kind)]


def with_files(*files: TreeFile) -> CodingItem:
    return items(CodingItem)[0].but(start=Tree.from_files(list(files)))


def test_what_is_shown_holds_the_item_and_nothing_of_its_key():
    pack = find_pack("practice")
    for item in pack.items.values():
        shown = show(item)
        assert item.prompt in shown
        assert item.provenance.licence in shown
        if isinstance(item, PairItem):
            assert item.option_a in shown
            assert item.option_b in shown
            assert pack.key(item.id, PairKey).why not in shown
        if isinstance(item, EdgeItem):
            assert all(text in shown for text in item.options.values())
            assert pack.key(item.id, EdgeKey).why not in shown


def test_a_coding_item_shows_its_files_but_not_which_constraints_are_looked_at():
    for item in items(CodingItem):
        shown = show(item)
        assert all(file.path in shown for file in item.start.files)
        assert not [constraint.kind for constraint in item.constraints if constraint.kind in shown]


def test_the_start_tree_and_nothing_else_is_written(tmp_path):
    for item in items(CodingItem):
        folder = tmp_path / item.id / "work"
        write_start(item, folder)
        written = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        assert written == {file.path: file.content for file in item.start.files}


def test_modes_are_kept(tmp_path):
    item = with_files(TreeFile(path="bin/run", content=b"#!/bin/sh\n", mode=FileMode.EXECUTABLE))
    write_start(item, tmp_path / "work")
    assert (tmp_path / "work/bin/run").stat().st_mode & 0o100


def test_a_folder_with_something_in_it_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="not an empty folder"):
        write_start(items(CodingItem)[0], tmp_path)
    with pytest.raises(UserError, match="not an empty folder"):
        write_start(items(CodingItem)[0], tmp_path / "mine.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("path", ["../out.txt", "/etc/out", "a//b", "a/./b", "..\\out", "C:/out"])
def test_nothing_is_written_outside(tmp_path, path):
    folder = tmp_path / "work"
    with pytest.raises(PackError, match="leads out of the tree"):
        write_start(with_files(TreeFile(path="a.txt", content=b""), TreeFile(path=path, content=b"")), folder)
    assert not folder.exists()


def test_links_are_not_written(tmp_path):
    item = with_files(TreeFile(path="link", content=b"/etc/passwd", mode=FileMode.SYMLINK))
    with pytest.raises(PackError, match="a link in a start tree"):
        write_start(item, tmp_path / "work")
