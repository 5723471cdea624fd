import json
from pathlib import Path

import pytest

from earnest.records.screening import Screening
from earnest.report.files import FORMATS, report_files, write_reports, write_whole
from earnest.report.specimen import specimen, specimen_policy


def test_every_format_writes_the_files_it_names(tmp_path):
    formats = tuple(FORMATS)
    write_reports(specimen(), specimen_policy(), tmp_path / "a" / "b", formats)
    assert sorted(path.name for path in (tmp_path / "a" / "b").iterdir()) == sorted(report_files(formats))


def test_the_json_is_the_record_and_the_sarif_is_json(tmp_path):
    write_reports(specimen(), specimen_policy(), tmp_path, ("json", "sarif"))
    assert Screening.model_validate_json((tmp_path / "screening.json").read_bytes()) == specimen()
    assert json.loads((tmp_path / "findings.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"


def test_a_write_that_fails_leaves_the_earlier_file(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    write_whole(path, "first")

    def broken(self, target):
        raise OSError("the disk is full")

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(OSError, match="full"):
        write_whole(path, "second")
    assert path.read_text(encoding="utf-8") == "first"


def test_what_is_no_unicode_is_written_all_the_same(tmp_path):
    write_whole(tmp_path / "report.html", "a\udcffb")
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == "a?b"


def test_what_a_killed_run_left_goes_with_the_next_one(tmp_path):
    (tmp_path / ".screening.json.tmp").write_text("half a f", encoding="utf-8")
    write_reports(specimen(), specimen_policy(), tmp_path, ("json",))
    assert [path.name for path in tmp_path.iterdir()] == ["screening.json"]
