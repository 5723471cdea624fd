import gzip
import tempfile
import unittest
from pathlib import Path

from rotator.@@file@@ import rotate
from rotator.settings import Settings


class Compression(unittest.TestCase):
    def test_plain_predecessor_moves_up_compressed(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "station.log").write_bytes(b"new")
            (folder / "station.log.1").write_bytes(b"old")
            rotate(folder / "station.log", Settings())
            found = {path.name: path.read_bytes() for path in folder.glob("*.gz")}
        self.assertEqual(
            {name: gzip.decompress(content) for name, content in found.items()},
            {"station.log.1.gz": b"new", "station.log.2.gz": b"old"},
        )
