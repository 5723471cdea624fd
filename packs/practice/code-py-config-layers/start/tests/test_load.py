import tempfile
import unittest
from pathlib import Path

from settings import SettingsError, load


class Load(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name, text):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def test_one_file(self):
        path = self.write("machine.toml", "[cash]\ncoins = [1, 2]\n")
        self.assertEqual(load([path]), {"cash": {"coins": [1, 2]}})

    def test_absent_files_are_skipped(self):
        self.assertEqual(load([self.folder / "nothing.toml"]), {})

    def test_broken_file(self):
        with self.assertRaises(SettingsError):
            load([self.write("broken.toml", "= 1")])
