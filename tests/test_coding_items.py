"""Tests of coding items whose language the sandbox does not run: on the reference, with the toolchain at hand.

The reference and the tests are ours, so they run as they are; a candidate's tree is never run this way.
"""

import os
import shutil
import subprocess
import sys

import pytest

from earnest.bank import find_pack, load_item
from earnest.records.answer_key import CodingKey
from earnest.records.item import CodingItem

PACK = find_pack("practice")
ITEMS = sorted(
    item.id
    for item in PACK.items.values()
    if isinstance(item, CodingItem) and item.test_command[0] in {"sh", "go", "cargo"}
)


def lay(tree, folder):
    for file in tree.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def run(item, tree, folder):
    program = shutil.which(item.test_command[0])
    if program is None or sys.platform == "win32":
        pytest.skip(f"there is no {item.test_command[0]} on this machine")
    lay(tree, folder)
    lay(item.tests, folder)
    settings = {
        "GOFLAGS": "-mod=mod",
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOCACHE": str(folder.parent / "go-cache"),
        "CARGO_NET_OFFLINE": "true",
    }
    return subprocess.run(
        [program, *item.test_command[1:]],
        cwd=folder,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize("seed", [None, 7])
@pytest.mark.parametrize("item_id", ITEMS)
def test_the_reference_passes_the_tests_of_the_item(item_id, seed, tmp_path):
    item, key = load_item(PACK.folder / item_id, seed)
    assert isinstance(key, CodingKey)
    done = run(item, key.reference, tmp_path / "tree")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("item_id", ITEMS)
def test_the_start_fails_them(item_id, tmp_path):
    item, _ = load_item(PACK.folder / item_id)
    assert run(item, item.start, tmp_path / "tree").returncode != 0
