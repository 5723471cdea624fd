"""Paths as people give them: odd names, links, pipes, folders nobody may read, files too large to be read."""

import os

import pytest

from earnest.errors import TooLarge, UnreadableFile
from earnest.intake import FailedSubmission, collect, find_applications, read, read_submission
from earnest.intake.limits import limits


def profile(folder, name="profile.md", text="# Ada Example\n\n- Invented.\n"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


@pytest.mark.parametrize(
    "name", ["a\nb.md", "📄 résumé.md", "r\u202ed.md", "x" * 250 + ".md", ".hidden.md", "a\\b.md"]
)
def test_odd_names_are_read_and_named_safely(tmp_path, name):
    path = profile(tmp_path, name)
    (found,) = find_applications([path])
    assert not set("\n\u202e/\\") & set(found)
    assert len(found.encode()) <= 120
    assert read(read_submission(path)).profile.text.startswith("# Ada")


def test_a_bad_name_stays_one_line_in_the_error(tmp_path):
    (submission,) = list(collect(profile(tmp_path, "a\nb.md", "")))
    with pytest.raises(UnreadableFile) as caught:
        read(submission)
    assert str(caught.value) == "a\ufffdb.md: is empty; hand in a file with text in it"


def test_a_file_over_the_limit_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(100_000_000_000)  # holds nothing: reading it would never end
    with pytest.raises(TooLarge, match=r"huge\.pdf: larger than 32 MiB; export it smaller"):
        read_submission(path)


def test_a_folder_with_nothing_but_samples_is_an_application(tmp_path):
    profile(tmp_path / "ada" / "samples" / "item-1" / "src", "main.py", "print(1)\n")
    application = read(read_submission(tmp_path / "ada"))
    assert application.profile is None
    assert [sample.item for sample in application.samples] == ["item-1"]
    assert list(find_applications([tmp_path])) == ["ada"]


def test_links_are_kept_and_never_followed(tmp_path):
    secret = profile(tmp_path / "outside", "secret.md", "not yours")
    ada = tmp_path / "ada"
    profile(ada)
    (ada / "writing").symlink_to(ada)
    (ada / "interview.md").symlink_to(secret)
    (ada / "samples").mkdir()
    (ada / "samples" / "loop").symlink_to(ada / "samples")
    submission = read_submission(ada)
    assert "not yours" not in str(submission)
    application = read(submission)
    assert sorted(problem.part for problem in application.problems) == ["interview", "samples", "writing"]
    assert all("link is not followed" in one.message for one in application.problems if one.part != "samples")
    assert application.interview == ()


def test_loops_of_links_end(tmp_path):
    profile(tmp_path / "ada")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "one").symlink_to(tmp_path / "two")
    (tmp_path / "two").symlink_to(tmp_path / "one")
    assert list(find_applications([tmp_path])) == ["ada"]
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_submission(tmp_path / "one")


def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(UnreadableFile, match="not a regular file"):
        read_submission(tmp_path / "pipe.md")


def test_a_folder_nobody_may_read_does_not_stop_the_others(tmp_path, monkeypatch):
    """Root may read everything, so the refusal is played."""
    profile(tmp_path / "ada")
    profile(tmp_path / "locked")
    scan = os.scandir

    def refused(path):
        if os.fspath(path).endswith("locked"):
            raise PermissionError(13, "Permission denied", os.fspath(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refused)
    results = list(collect(tmp_path))
    assert [result.name for result in results] == ["ada", "locked"]
    assert isinstance(results[1], FailedSubmission)
    assert results[1].error.endswith("locked: cannot be opened (Permission denied); check its permissions")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_nobody_may_read(tmp_path):
    path = profile(tmp_path)
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="cannot be opened"):
        read_submission(path)


def test_too_many_files_and_too_deep(tmp_path, monkeypatch):
    few = limits().but(submission=limits().submission.but(files=3, depth=2))
    monkeypatch.setattr("earnest.intake.collecting.limits", lambda: few)
    profile(tmp_path / "many")
    for number in range(3):
        profile(tmp_path / "many" / "writing", f"{number}.md")
    with pytest.raises(TooLarge, match="more than 3 files"):
        read_submission(tmp_path / "many")
    profile(tmp_path / "deep" / "a" / "b" / "c")
    with pytest.raises(TooLarge, match="nested deeper than 2; flatten a/"):
        read_submission(tmp_path / "deep")
