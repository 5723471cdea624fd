"""Trees: diffs apply strictly or name their first bad hunk, bundles are read by git, no path leaves the tree."""

import doctest
import random
import shutil
import subprocess

import pytest

from earnest.errors import BadRecord, TooLarge, Unavailable, UnreadableFile
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.tree import FileMode, Tree, TreeFile
from earnest.signals.adherence.trees import apply, bundle, compare, comparing, diff_lines, manifests, paths
from earnest.signals.adherence.trees.diff import apply_diff


def tree(**texts):
    return of({name.replace("_", "."): text for name, text in texts.items()})


def of(texts, modes=None):
    files = [
        TreeFile(path=path, content=text.encode(), mode=(modes or {}).get(path, FileMode.REGULAR))
        for path, text in texts.items()
    ]
    return Tree.from_files(files)


def texts(found):
    return {file.path: file.content.decode() for file in found.files}


def patched(start, patch):
    return texts(apply_diff(of(start), patch.encode()))


@pytest.mark.parametrize("module", [comparing, manifests, paths], ids=lambda module: module.__name__)
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


START = {"a.py": "one\ntwo\nthree\nfour\n", "b.py": "b\n"}
CHANGE = "--- a/a.py\n+++ b/a.py\n@@ -1,3 +1,3 @@\n one\n-two\n+TWO\n three\n"


def test_a_change_is_applied_and_nothing_else_is_touched():
    assert patched(START, CHANGE) == {"a.py": "one\nTWO\nthree\nfour\n", "b.py": "b\n"}


def test_names_without_prefixes_and_with_a_time_stamp():
    plain = "--- a.py\t2024-01-01 00:00:00\n+++ a.py\t2024-01-02 00:00:00\n@@ -2 +2 @@\n-two\n+TWO\n"
    assert patched(START, plain)["a.py"] == "one\nTWO\nthree\nfour\n"


def test_words_around_a_diff_are_read_over():
    assert patched(START, f"Here is my change.\n\n{CHANGE}\n-- \nsent from a phone\n")["a.py"].startswith(
        "one\nTWO"
    )


@pytest.mark.parametrize(
    ("patch", "said"),
    [
        (CHANGE.replace("@@ -1,3 +1,3 @@", "@@ -2,3 +2,3 @@"), "hunk 1 of 'a.py'"),
        (CHANGE.replace(" three", " THREE"), "line 3 should be 'THREE.n', there stands 'three.n'"),
        (CHANGE + "@@ -4,2 +4,2 @@\n four\n-five\n+FIVE\n", "hunk 2 of 'a.py'"),
        (CHANGE + "@@ -9 +9 @@\n-nine\n+NINE\n", "the file ends before it"),
        (CHANGE + "@@ -2 +2 @@\n-two\n+2\n", "it overlaps the hunk before it"),
        (CHANGE.replace("a.py", "c.py"), "'c.py', which the start tree has not"),
        ("--- /dev/null\n+++ b/a.py\n@@ -0,0 +1 @@\n+x\n", "which the start tree has already"),
        ("--- a/b.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-c\n", "hunk 1 of 'b.py'"),
        ("--- a/a.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n", "leaves lines of it"),
        (CHANGE.replace("-1,3 +1,3", "-1,2 +1,3"), "does not fit its hunk"),
        (CHANGE.replace("@@ -1,3 +1,3 @@", "@@ one @@"), "no hunk header"),
        (CHANGE.rstrip("\n").rpartition("\n")[0] + "\n", "does not fit its hunk"),
        ("diff --git a/x.png b/x.png\nGIT binary patch\nliteral 3\n", "binary"),
        (CHANGE + CHANGE, "twice"),
        ("--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n\\ No newline at end of file\n-one\n+1\n", "not there"),
        (
            "--- a/b.py\n+++ b/b.py\n@@ -1 +1 @@\n-b\n\\ No newline at end of file\n\\ No newline at end of file\n",
            "fit",
        ),
        ("nothing at all\n", "changes no file"),
        ("", "changes no file"),
        ("@@ -1 +1 @@\n-one\n+ONE\n", "no hunk header"),
        ("diff --git a/a.py b/a.py\nold mode 100644\nnew mode 100666\n", "a mode nobody knows"),
    ],
)
def test_what_does_not_apply_is_refused_and_named(patch, said):
    with pytest.raises(BadRecord, match=said):
        apply_diff(of(START), patch.encode())


def test_new_removed_renamed_copied_and_executable_files():
    patch = (
        "diff --git a/new.py b/new.py\nnew file mode 100755\n--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+x\n"
        "diff --git a/b.py b/b.py\ndeleted file mode 100644\n--- a/b.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-b\n"
        "diff --git a/a.py b/lib/a.py\nsimilarity index 100%\nrename from a.py\nrename to lib/a.py\n"
    )
    found = apply_diff(of(START), patch.encode())
    assert texts(found) == {"new.py": "x\n", "lib/a.py": START["a.py"]}
    assert found.as_dict()["new.py"].mode is FileMode.EXECUTABLE
    copied = "diff --git a/b.py b/c.py\nsimilarity index 100%\ncopy from b.py\ncopy to c.py\n"
    assert patched(START, copied) == {**START, "c.py": "b\n"}
    mode = "diff --git a/b.py b/b.py\nold mode 100644\nnew mode 100755\n"
    assert apply_diff(of(START), mode.encode()).as_dict()["b.py"].mode is FileMode.EXECUTABLE


def test_two_files_change_places():
    patch = "".join(
        f"diff --git a/{one} b/{other}\nsimilarity index 100%\nrename from {one}\nrename to {other}\n"
        for one, other in (("a.py", "b.py"), ("b.py", "a.py"))
    )
    assert patched(START, patch) == {"a.py": START["b.py"], "b.py": START["a.py"]}


def test_line_endings_and_a_missing_last_line_break_are_kept():
    start = {"a.txt": "one\r\ntwo\r\nend"}
    changed = "--- a/a.txt\n+++ b/a.txt\n@@ -1,3 +1,3 @@\n one\r\n-two\r\n+2\r\n end\n\\ No newline at end of file\n"
    assert patched(start, changed) == {"a.txt": "one\r\n2\r\nend"}
    unix = changed.replace("\r", "")
    with pytest.raises(BadRecord, match="hunk 1"):
        apply_diff(of(start), unix.encode())
    ended = "--- a/a.txt\n+++ b/a.txt\n@@ -3 +3 @@\n-end\n\\ No newline at end of file\n+end\n"
    assert patched(start, ended) == {"a.txt": "one\r\ntwo\r\nend\n"}
    with pytest.raises(BadRecord, match="hunk 1"):
        apply_diff(of({"a.txt": "end\n"}), ended.replace("-3 +3", "-1 +1").encode())


def test_other_line_separators_belong_to_their_line():
    start = {"a.txt": "one\x0btwo\u2028three\x85\nfour\n"}
    patch = "--- a/a.txt\n+++ b/a.txt\n@@ -2 +2 @@\n-four\n+4\n"
    assert patched(start, patch) == {"a.txt": "one\x0btwo\u2028three\x85\n4\n"}


@pytest.mark.parametrize(
    "path",
    ["../x", "/etc/passwd", "a/../../x", ".git/hooks/pre-commit", "a/.GIT/config", "C:/x", "a\\b", "", "."],
)
def test_no_path_leaves_the_tree(path):
    with pytest.raises(BadRecord):
        apply_diff(of({}), f"--- /dev/null\n+++ b/{path}\n@@ -0,0 +1 @@\n+x\n".encode())
    handed_in = Tree(files=(TreeFile(path=path, content=b"x"),))
    if path.startswith(".git/"):
        assert apply(CodeResponse(item="x", form=SampleForm.TREE, tree=handed_in), Tree()).files == ()
    else:
        with pytest.raises(BadRecord):
            apply(CodeResponse(item="x", form=SampleForm.TREE, tree=handed_in), Tree())


@pytest.mark.parametrize("names", [("a", "a/b"), ("a/b", "a/b/c"), ("./a", "a")])
def test_a_file_in_the_place_of_a_folder_is_no_tree(names):
    handed_in = Tree(files=tuple(TreeFile(path=name, content=b"") for name in sorted(names)))
    with pytest.raises(BadRecord):
        apply(CodeResponse(item="x", form=SampleForm.TREE, tree=handed_in), Tree())


def test_a_link_stays_a_link_and_is_a_change():
    start = of({"a.py": "x\n"})
    link = Tree.from_files([TreeFile(path="a.py", content=b"/etc/passwd", mode=FileMode.SYMLINK)])
    found = apply(CodeResponse(item="x", form=SampleForm.TREE, tree=link), start)
    assert found.as_dict()["a.py"].mode is FileMode.SYMLINK
    assert compare(start, found).modified == ("a.py",)


def test_debris_of_tools_is_left_out_unless_the_start_tree_has_it():
    start = of({"a.py": "x\n", "venv/kept.txt": "x\n"})
    handed_in = of({"a.py": "x\n", "venv/kept.txt": "x\n", "venv/bin/python": "", "__pycache__/a.pyc": ""})
    found = apply(CodeResponse(item="x", form=SampleForm.TREE, tree=handed_in), start)
    assert compare(start, found).all == ()


def test_a_diff_of_many_lines_is_counted_in_time():
    old = b"".join(b"%d\n" % number for number in range(50_000))
    new = b"".join(b"%d\n" % (number * 2) for number in range(50_000))
    assert 0 < diff_lines(old, new) <= 100_000


def test_globs_cannot_blow_up():
    assert not paths.matches("a/" * 2000 + "b", ["**/**/**/**/**/c"])


git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not on this machine")


def run_git(folder, *arguments):
    quiet = ("-c", "user.name=Ada Example", "-c", "user.email=ada@example.org", "-c", "core.autocrlf=false")
    command = ["git", *quiet, *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout


def write(folder, found):
    for file in found.files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        path.chmod(0o755 if file.mode is FileMode.EXECUTABLE else 0o644)


def repository(folder, found):
    folder.mkdir()
    run_git(folder, "init", "--quiet", "--initial-branch=main")
    write(folder, found)
    run_git(folder, "add", "--all")
    run_git(folder, "commit", "--quiet", "--allow-empty", "--message=start")
    return folder


def scrambled(draw, start):
    """Edit, rename, remove and add files at random; some lose their last line break, some become executable."""
    found = {}
    for path, text in start.items():
        lines = text.split("\n")
        for _ in range(draw.randrange(4)):
            at = draw.randrange(len(lines))
            lines[at : at + draw.randrange(3)] = [
                f"new {draw.randrange(9)}" for _ in range(draw.randrange(3))
            ]
        name = draw.choice([path, path, path, f"moved/{path}", ""])
        if name:
            found[name] = "\n".join(lines).rstrip("\n") + draw.choice(["\n", "\n", "", "\r\n"])
    found["added file.txt"] = draw.choice(["", "x", "x\n", "ä\n"])
    return of(found, {path: draw.choice([FileMode.REGULAR, FileMode.EXECUTABLE]) for path in found})


@git
def test_whatever_git_writes_is_applied_byte_by_byte(tmp_path):
    for seed in range(12):
        draw = random.Random(seed)  # noqa: S311 - edits, no secret
        start = {f"d{n}/f {n}ä.txt": "".join(f"{draw.randrange(30)}\n" for _ in range(40)) for n in range(4)}
        folder = repository(tmp_path / str(seed), of(start))
        wanted = scrambled(draw, start)
        shutil.rmtree(folder / "d0")
        run_git(folder, "rm", "-rq", "--ignore-unmatch", ".")
        write(folder, wanted)
        run_git(folder, "add", "--all")
        for options in (
            (),
            ("--find-renames", "--find-copies"),
            ("--no-renames", "--unified=0"),
            ("--no-prefix",),
        ):
            patch = run_git(folder, "diff", "--cached", *options)
            assert apply_diff(of(start), patch) == wanted, (seed, options)


@git
def test_a_bundle_gives_its_tree_with_modes_links_and_submodules(tmp_path):
    wanted = of({"a.py": "x\n", "bin/run": "#!/bin/sh\n"}, {"bin/run": FileMode.EXECUTABLE})
    folder = repository(tmp_path / "repo", wanted)
    (folder / "link").symlink_to("/etc/passwd")
    run_git(folder, "add", "--all")
    run_git(folder, "update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},vendor")
    run_git(folder, "commit", "--quiet", "--message=more")
    run_git(folder, "bundle", "create", "../x.bundle", "HEAD")
    response = CodeResponse(item="x", form=SampleForm.BUNDLE, patch=(tmp_path / "x.bundle").read_bytes())
    found = apply(response, Tree()).as_dict()
    assert found["a.py"].content == b"x\n"
    assert found["bin/run"].mode is FileMode.EXECUTABLE
    assert (found["link"].mode, found["link"].content) == (FileMode.SYMLINK, b"/etc/passwd")
    assert found["vendor"].mode is FileMode.SUBMODULE


@git
@pytest.mark.parametrize("content", [b"", b"no bundle", b"# v2 git bundle\n", b"# v2 git bundle\n\nPACK"])
def test_a_broken_bundle_is_refused(content):
    with pytest.raises(UnreadableFile):
        bundle.read_bundle(content)


@git
def test_a_bundle_on_commits_it_does_not_hold_is_refused(tmp_path):
    folder = repository(tmp_path / "repo", of({"a.py": "x\n"}))
    (folder / "a.py").write_text("y\n")
    run_git(folder, "commit", "--quiet", "--all", "--message=more")
    run_git(folder, "bundle", "create", "../x.bundle", "HEAD~1..HEAD")
    with pytest.raises(UnreadableFile):
        bundle.read_bundle((tmp_path / "x.bundle").read_bytes())


@git
def test_a_bundle_over_the_limits_is_refused(tmp_path, monkeypatch):
    folder = repository(tmp_path / "repo", of({"a.py": "x" * 1000, "b.py": "y\n"}))
    run_git(folder, "bundle", "create", "../x.bundle", "HEAD")
    content = (tmp_path / "x.bundle").read_bytes()
    monkeypatch.setattr(bundle, "_MOST_BYTES", 500)
    with pytest.raises(TooLarge):
        bundle.read_bundle(content)
    monkeypatch.setattr(bundle, "_MOST_FILES", 1)
    with pytest.raises(TooLarge):
        bundle.read_bundle(content)


@git
def test_the_settings_and_hooks_of_the_caller_are_not_used(tmp_path, monkeypatch):
    folder = repository(tmp_path / "repo", of({"a.py": "x\n"}))
    run_git(folder, "bundle", "create", "../x.bundle", "main")
    settings = tmp_path / "settings"
    settings.write_text(f"[core]\n\thooksPath = {tmp_path}\n\tpager = touch {tmp_path}/ran\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert texts(bundle.read_bundle((tmp_path / "x.bundle").read_bytes())) == {"a.py": "x\n"}
    assert not (tmp_path / "ran").exists()


def test_without_git_a_bundle_is_not_read(monkeypatch):
    monkeypatch.setattr(bundle.shutil, "which", lambda _name: None)
    with pytest.raises(Unavailable, match="git"):
        bundle.read_bundle(b"")


@pytest.mark.parametrize(
    ("path", "content", "names"),
    [
        (
            "pyproject.toml",
            '[project]\ndependencies = ["A_b>=1"]\n[dependency-groups]\ndev = ["c"]\n',
            {"a-b", "c"},
        ),
        ("pyproject.toml", "[tool.poetry.dependencies]\nx = '1'\n", {"x"}),
        ("package.json", '{"dependencies": {"a": "1"}, "peerDependencies": {"b": "1"}}', {"a", "b"}),
        ("requirements-dev.txt", "a==1 \\\n  --hash=sha256:0\n# c\n\nhttps://example.org/x.whl\n", None),
        ("Cargo.toml", "", set()),
        ("Cargo.toml", "[", None),
        ("build.gradle", "", None),
        ("pom.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><project/>", None),
        ("pom.xml", "<project>", None),
        ("go.mod", "module x\nrequire (\n\ta/b v1 // indirect\n)\nexclude c/d v1\n", {"a/b"}),
        ("setup.cfg", "[options]\ninstall_requires =\n    a>=1\n    B_c\nzip_safe = no\n", {"a", "b-c"}),
        ("Pipfile", "[packages]\na = '*'\n[dev-packages]\nb = {version = '1'}\n", {"a", "b"}),
        ("yarn.lock", '"@a/b@^1.0.0":\n  version "1.0.0"\n', {"@a/b"}),
        ("package.json", "[" * 100_000, None),
    ],
)
def test_manifests(path, content, names):
    found = manifests.dependencies(path, content.encode())
    if names is None:
        assert found is None or "https://example.org/x.whl" in found
    else:
        assert found == names


def test_a_diff_of_noise_is_refused_and_never_a_crash():
    draw = random.Random(7)  # noqa: S311 - noise, no secret
    start = of({"a.py": "one\ntwo\nthree"})
    pieces = [
        *CHANGE.splitlines(keepends=True),
        "\\ No newline at end of file\n",
        "\x00",
        '"',
        "rename from x\n",
        "ä",
    ]
    pieces += [
        "diff --git a/a.py b/a.py\n",
        "new file mode 100644\n",
        "@@ -0,0 +1 @@\n",
        "--- /dev/null\n",
        "\n",
    ]
    applied = 0
    for _ in range(3000):
        patch = "".join(draw.choices(pieces, k=draw.randrange(12))).encode()
        try:
            applied += bool(
                apply_diff(start, patch + (CHANGE.encode() if draw.random() < 0.1 else b"")).files
            )
        except BadRecord:
            continue
    assert 0 < applied < 3000
