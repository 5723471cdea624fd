"""Old logs are compressed without losing any; what was there before works as it did."""

import contextlib
import gzip
import io
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from rotator.__main__ import main
from rotator.@@file@@ import is_due, rotate, rotate_folder
from rotator.settings import Settings


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = self.new_folder()
        self.log = self.folder / "station.log"
        self.settings = Settings(max_bytes=10, keep=3)

    def new_folder(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return Path(folder.name)

    def write(self, name, content):
        (self.folder / name).write_bytes(content)

    def names(self):
        return sorted(path.name for path in self.folder.iterdir())

    def content(self, name):
        return gzip.decompress((self.folder / name).read_bytes())


class Compression(Case):
    def test_first_rotation(self):
        self.write("station.log", b"frost\n" * 9)
        rotate(self.log, self.settings)
        self.assertEqual(self.names(), ["station.log", "station.log.1.gz"])
        self.assertEqual(self.content("station.log.1.gz"), b"frost\n" * 9)
        self.assertEqual(self.log.read_bytes(), b"")

    def test_numbers_move_up_and_the_last_goes(self):
        for number in range(1, 6):
            self.write("station.log", b"%d" % number * 20)
            rotate(self.log, self.settings)
        self.assertEqual(
            self.names(), ["station.log", "station.log.1.gz", "station.log.2.gz", "station.log.3.gz"]
        )
        self.assertEqual([self.content(f"station.log.{n}.gz")[:1] for n in (1, 2, 3)], [b"5", b"4", b"3"])

    def test_plain_old_logs_are_compressed_on_their_way(self):
        self.write("station.log", b"new" * 9)
        self.write("station.log.1", b"old" * 9)
        self.write("station.log.2", b"older" * 9)
        rotate(self.log, self.settings)
        self.assertEqual(
            self.names(), ["station.log", "station.log.1.gz", "station.log.2.gz", "station.log.3.gz"]
        )
        self.assertEqual(self.content("station.log.2.gz"), b"old" * 9)
        self.assertEqual(self.content("station.log.3.gz"), b"older" * 9)

    def test_plain_one_beyond_keep_goes(self):
        self.write("station.log", b"new" * 9)
        self.write("station.log.3", b"oldest")
        rotate(self.log, self.settings)
        self.assertEqual(self.names(), ["station.log", "station.log.1.gz"])

    def test_of_two_with_one_number_the_plain_counts(self):
        self.write("station.log", b"new" * 9)
        self.write("station.log.1", b"whole")
        self.write("station.log.1.gz", gzip.compress(b"whole")[:7])
        rotate(self.log, self.settings)
        self.assertEqual(self.names(), ["station.log", "station.log.1.gz", "station.log.2.gz"])
        self.assertEqual(self.content("station.log.2.gz"), b"whole")

    def test_gap_stays_a_gap(self):
        self.write("station.log", b"new" * 9)
        self.write("station.log.2.gz", gzip.compress(b"two"))
        rotate(self.log, self.settings)
        self.assertEqual(self.names(), ["station.log", "station.log.1.gz", "station.log.3.gz"])

    def test_equal_logs_give_equal_bytes(self):
        first = []
        for name, clock in (("station.log", 1_000_000.0), ("other.log", 1_700_000_000.0)):
            self.write(name, b"the same" * 100)
            with mock.patch("time.time", return_value=clock):
                rotate(self.folder / name, self.settings)
            first.append((self.folder / f"{name}.1.gz").read_bytes())
        self.assertEqual(first[0], first[1])

    def test_left_over_tmp_is_overwritten(self):
        self.write("station.log", b"new" * 9)
        self.write("station.log.1.gz.tmp", b"half")
        rotate(self.log, self.settings)
        self.assertEqual(self.names(), ["station.log", "station.log.1.gz"])
        self.assertEqual(self.content("station.log.1.gz"), b"new" * 9)

    def test_full_card_loses_nothing_and_is_told(self):
        self.write("station.log", b"precious" * 9)
        with (
            mock.patch("pathlib.Path.rename", side_effect=OSError("no space left")),
            mock.patch("pathlib.Path.replace", side_effect=OSError("no space left")),
            mock.patch("os.replace", side_effect=OSError("no space left")),
            mock.patch("os.rename", side_effect=OSError("no space left")),
            contextlib.redirect_stderr(io.StringIO()) as errors,
        ):
            code = main([str(self.folder), "--max-bytes", "10"])
        self.assertEqual(code, 1)
        self.assertIn("no space left", errors.getvalue())
        plain = [p for p in self.folder.iterdir() if p.suffix not in {".gz", ".tmp"}]
        self.assertIn(b"precious" * 9, [path.read_bytes() for path in plain])


class AsBefore(Case):
    def test_only_what_is_due(self):
        self.write("station.log", b"x" * 11)
        self.write("quiet.log", b"x" * 10)
        self.assertEqual(rotate_folder(self.folder, self.settings), [self.log])
        self.assertEqual(self.names(), ["quiet.log", "station.log", "station.log.1.gz"])

    def test_vanished_log_is_not_due(self):
        self.assertFalse(is_due(self.folder / "gone.log", self.settings))

    def test_dry_run(self):
        self.write("station.log", b"x" * 11)
        with contextlib.redirect_stdout(io.StringIO()) as out:
            code = main([str(self.folder), "--max-bytes", "10", "--dry-run"])
        self.assertEqual((code, out.getvalue()), (0, "rotate station.log\n"))
        self.assertEqual(self.names(), ["station.log"])

    def test_keep_one(self):
        for text in (b"1", b"2"):
            self.write("station.log", text * 20)
            rotate(self.log, Settings(max_bytes=10, keep=1))
        self.assertEqual(self.names(), ["station.log", "station.log.1.gz"])
        self.assertEqual(self.content("station.log.1.gz"), b"2" * 20)


if __name__ == "__main__":
    unittest.main()
