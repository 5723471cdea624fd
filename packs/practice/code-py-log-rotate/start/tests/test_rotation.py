import tempfile
import unittest
from pathlib import Path

from rotator.plan import plan
from rotator.@@file@@ import rotate, rotate_folder
from rotator.settings import Settings


class Rotation(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.log = self.folder / "station.log"
        self.log.write_bytes(b"x" * 20)
        self.settings = Settings(max_bytes=10, keep=2)

    def test_new_log_is_empty(self):
        rotate(self.log, self.settings)
        self.assertEqual(self.log.read_bytes(), b"")

    def test_only_what_is_due(self):
        (self.folder / "quiet.log").write_bytes(b"x")
        self.assertEqual(rotate_folder(self.folder, self.settings), [self.log])

    def test_old_ones_go(self):
        for text in (b"1", b"2", b"3"):
            self.log.write_bytes(text * 20)
            rotate(self.log, self.settings)
        self.assertEqual(len(list(self.folder.iterdir())), 3)

    def test_plan_touches_nothing(self):
        self.assertEqual(plan(self.folder, self.settings), ["rotate station.log"])
        self.assertEqual(self.log.stat().st_size, 20)
