"""The signal: samples are joined with their items, decided, run and scored; nothing undecided ever counts."""

import json
import re

import pytest

from earnest.bank import EMPTY_PACK, Pack, find_pack
from earnest.errors import BadRecord, TooLarge, UnknownName, UnreadableFile
from earnest.records.application import BlindApplication
from earnest.records.evidence.adherence import (
    AdherenceEvidence,
    SampleEvidence,
    TestsOutcome,
    TestsState,
    Verdict,
    VerdictState,
)
from earnest.records.item import CodingItem, Constraint, ItemKind, Pool, Provenance
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.result import Status
from earnest.records.tree import FileMode, Tree, TreeFile
from earnest.sandbox import Unavailable, prove
from earnest.signals.adherence import SIGNAL, submission
from earnest.signals.adherence.kinds import all_kinds
from earnest.signals.adherence.samples import join
from earnest.signals.signal import Context

CONTEXT = Context(EMPTY_PACK)
NO_RE = {"id": "no-re", "kind": "deps.forbid_module", "args": {"modules": ["re"]}, "quote": "without re"}
KEPT, MISSED, BROKEN = ({"a.py": text} for text in ("import json\n", "import re\n", "def f(:\n"))


def evidence(line, context=CONTEXT):
    application, context = SIGNAL.read_line(line, context)
    return SIGNAL.extract(BlindApplication(samples=application.samples), context)


def assess(line, context=CONTEXT):
    return SIGNAL.score(evidence(line, context), SIGNAL.loaded_rubric)


def rules_of(result):
    return {finding.rule for finding in result.findings}


def part(rule, name):
    found = re.search(rf"{name}:(.*?)(?:\n\s*\n|\Z)", rule.check.__doc__, re.DOTALL)
    return " ".join(found.group(1).split())


def jail_or_skip():
    try:
        prove()
    except Unavailable as error:
        pytest.skip(str(error))


def tree(texts):
    return Tree.from_files([TreeFile(path=path, content=text.encode()) for path, text in texts.items()])


def coding_item(item_id="code-1", **more):
    given = {"start": tree({"a.py": "A = 1\n"}), "constraints": (Constraint(**NO_RE),), **more}
    provenance = Provenance(licence="Apache-2.0", source="invented")
    return CodingItem(
        id=item_id,
        kind=ItemKind.CODING,
        prompt="Do it without re.",
        provenance=provenance,
        language="python",
        **given,
    )


def pack_of(*items):
    return Pack(id="p", version="1", title="P", pool=Pool.PRACTICE, items={one.id: one for one in items})


def verdicts(*states):
    return tuple(
        Verdict(constraint=f"c{n}", kind="k", state=state, reason="?" if state == "undecidable" else "")
        for n, state in enumerate(states)
    )


def scored(*samples):
    made = [
        SampleEvidence(item=f"i{n}", form=SampleForm.TREE, verdicts=verdicts(*states), tests=tests)
        for n, (states, tests) in enumerate(samples)
    ]
    return SIGNAL.score(AdherenceEvidence(samples=tuple(made)), SIGNAL.loaded_rubric)


def outcome(state, failed=()):
    reason = "" if state != "not_run" else "no isolation"
    return TestsOutcome(state=state, expected=3, ran=3, failed=failed, reason=reason)


@pytest.mark.parametrize("rule", SIGNAL.rules, ids=lambda rule: rule.id)
def test_every_rule_fires_on_its_example_and_is_silent_on_its_counterpart(rule):
    if rule.id == "tests-fail":
        jail_or_skip()
    assert rule.id in rules_of(assess(SIGNAL.example(part(rule, "Example"))))
    assert rule.id not in rules_of(assess(SIGNAL.example(part(rule, "Instead"))))


FENCE = re.compile(r"```json (finds|silent)=([a-z-]+)\n(.*?)\n```", re.DOTALL)
README = SIGNAL.rubric_file.with_name("README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("how", "rule", "text"), FENCE.findall(README))
def test_the_examples_of_the_readme_run(how, rule, text):
    assert (rule in rules_of(assess(json.loads(text)))) is (how == "finds")


def test_the_readme_names_every_kind():
    assert [kind for kind in all_kinds() if f"`{kind}`" not in README] == []


def test_the_three_verdicts_and_the_line_that_shows_a_miss():
    for after, state in ((KEPT, "kept"), (MISSED, "missed"), (BROKEN, "undecidable")):
        result = assess({"constraints": [NO_RE], "before": {}, "after": after})
        assert result.details["verdicts"] == {"no-re": state}
        assert (result.status is Status.SCORED) == (state != "undecidable")
    (found,) = assess({"constraints": [NO_RE], "before": {}, "after": MISSED}).findings
    assert (found.rule, found.quote, found.place.file, found.place.line) == (
        "constraint-missed", "import re", "a.py", 1,
    )  # fmt: skip
    assert "without re" in found.message


def test_an_undecidable_constraint_moves_nothing():
    alone = scored((["kept", "missed", "kept"], None))
    beside = scored((["kept", "missed", "kept", "undecidable", "undecidable"], None))
    assert (alone.score, alone.standard_error) == (beside.score, beside.standard_error)


def test_tests_that_were_not_run_move_nothing():
    alone, beside = scored((["kept"], None)), scored((["kept"], outcome(TestsState.NOT_RUN)))
    assert (alone.score, alone.standard_error) == (beside.score, beside.standard_error)
    assert rules_of(beside) == {"constraint-kept", "tests-not-run"}


def test_nothing_decided_is_no_score():
    for result in (scored((["undecidable"], outcome(TestsState.PASSED))), scored(([], None))):
        assert result.status is Status.INSUFFICIENT_EVIDENCE
        assert result.score is None


def test_more_kept_is_more_and_more_evidence_is_surer():
    ways = [scored((["kept"] * kept + ["missed"] * (3 - kept), None)) for kept in range(4)]
    assert sorted(ways, key=lambda one: one.score) == ways
    few, many = scored((["kept"] * 2, None)), scored(*[(["kept"] * 2, None)] * 8)
    assert many.score > few.score
    assert many.standard_error < few.standard_error / 2
    assert all(0 < one.score < 1 and one.standard_error > 0 for one in (*ways, few, many))


def test_a_kept_constraint_counts_by_the_share_of_tests_that_pass():
    passed = scored((["kept"] * 3, outcome(TestsState.PASSED)))
    one_failed = scored((["kept"] * 3, outcome(TestsState.FAILED, ("a",))))
    all_failed = scored((["kept"] * 3, outcome(TestsState.FAILED, ("a", "b", "c"))))
    assert passed.score > one_failed.score > all_failed.score
    # 3 constraints x 2/3, and the tests: 2 of 3 kept; design effect 1 + 2 x .2
    assert one_failed.score == pytest.approx((0.5 + 2 / 1.4) / (1 + 3 / 1.4), abs=1e-5)
    assert all_failed.score == pytest.approx(0.5 / 2)


def test_requirements_of_one_item_are_weaker_evidence_than_of_several():
    one, several = scored((["kept"] * 4, None)), scored(*[(["kept"], None)] * 4)
    assert one.standard_error > several.standard_error


def test_few_constraints_leave_a_wide_error():
    """One item with two constraints kept says little: the interval reaches below the mean of a coin."""
    result = scored((["kept", "kept"], None))
    assert result.standard_error > 0.15


def test_weights_of_findings_sum_to_the_whole():
    result = scored((["kept", "missed", "undecidable"], outcome(TestsState.FAILED)), (["kept"], None))
    assert sum(abs(one.weight) for one in result.findings) == pytest.approx(1.0, abs=0.001)


def test_samples_are_joined_by_item_and_the_first_of_two_counts():
    first = CodeResponse(item="code-1", form=SampleForm.TREE, tree=tree(KEPT))
    again = CodeResponse(item="code-1", form=SampleForm.TREE, tree=tree(MISSED))
    other = CodeResponse(item="elsewhere", form=SampleForm.TREE, tree=tree(KEPT))
    found = join((first, again, other), pack_of(coding_item()))
    assert [verdict.state for sample in found.samples for verdict in sample.verdicts] == [VerdictState.KEPT]
    assert found.unknown == ("elsewhere",)
    shuffled = join((other, first), pack_of(coding_item()))
    assert shuffled.canonical_bytes() == found.canonical_bytes()


def test_several_samples_name_their_verdicts_by_item():
    samples = tuple(CodeResponse(item=f"code-{n}", form=SampleForm.TREE, tree=tree(KEPT)) for n in (1, 2))
    context = Context(pack_of(coding_item("code-1"), coding_item("code-2")))
    result = SIGNAL.score(SIGNAL.extract(BlindApplication(samples=samples), context), SIGNAL.loaded_rubric)
    assert result.details["verdicts"] == {"code-1/no-re": "kept", "code-2/no-re": "kept"}


def test_a_sample_that_cannot_be_read_is_an_error_of_the_submission_and_no_score():
    patch = b"--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-B = 1\n+B = 2\n"
    response = CodeResponse(item="code-1", form=SampleForm.DIFF, patch=patch)
    found = join((response,), pack_of(coding_item()))
    assert "hunk 1" in found.samples[0].unreadable
    result = SIGNAL.score(found, SIGNAL.loaded_rubric)
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert "hunk 1" in result.reason
    assert rules_of(result) == {"sample-unreadable"}


def test_no_code_runs_where_nothing_is_to_be_run(monkeypatch):
    """Without samples there is nothing to extract; without tests of the item no process is started."""
    monkeypatch.setattr("subprocess.Popen", lambda *_given, **_named: pytest.fail("a process was started"))
    assert SIGNAL.extract(BlindApplication(), Context(pack_of(coding_item()))) is None
    response = CodeResponse(item="code-1", form=SampleForm.TREE, tree=tree(KEPT))
    assert join((response,), pack_of(coding_item())).samples[0].tests is None


def test_the_tests_of_an_item_run_once_however_many_constraints_ask(monkeypatch):
    runs = []

    def run(item, _tree):
        runs.append(item.id)
        return TestsOutcome(state=TestsState.PASSED, expected=1, ran=1)

    monkeypatch.setitem(join.__globals__, "run_item_tests", run)
    asks = tuple(Constraint(id=f"t{n}", kind="tests.pass") for n in range(3))
    item = coding_item(constraints=asks, tests=tree({"test_a.py": "x"}))
    found = join((CodeResponse(item="code-1", form=SampleForm.TREE, tree=tree(KEPT)),), pack_of(item))
    assert runs == ["code-1"]
    assert {verdict.state for verdict in found.samples[0].verdicts} == {VerdictState.KEPT}


@pytest.mark.parametrize(
    ("constraint", "error", "said"),
    [
        ({"kind": "deps.nobody_knows"}, UnknownName, "deps.forbid_module"),
        ({"kind": "nothing"}, UnknownName, "nothing"),
        ({"kind": "deps.forbid_module"}, BadRecord, "modules"),
        ({"kind": "deps.forbid_module", "args": {"modules": ["re"], "moduls": 1}}, BadRecord, "moduls"),
        ({"kind": "size.params", "args": {"limit": -1}}, BadRecord, "limit"),
    ],
)
def test_an_unknown_kind_or_a_wrong_argument_is_an_error_of_its_line(constraint, error, said):
    with pytest.raises(error, match=said):
        SIGNAL.read_line({"constraints": [constraint], "before": {}, "after": KEPT}, CONTEXT)


def test_an_unknown_kind_in_a_pack_is_the_packs_error_and_never_a_pass():
    item = coding_item(constraints=(Constraint(id="x", kind="deps.nobody_knows"),))
    response = CodeResponse(item="code-1", form=SampleForm.TREE, tree=tree(KEPT))
    with pytest.raises(UnknownName):
        join((response,), pack_of(item))


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"item": 3},
        {"item": ""},
        {"item": "code-1"},
        {"item": "code-1", "submission": 4},
        {"item": "code-1", "after": [1]},
        {"item": "code-1", "after": {"a.py": 1}},
        {"constraints": [NO_RE]},
        {"constraints": [NO_RE], "after": KEPT, "diff": ""},
        {"constraints": [NO_RE, NO_RE], "after": KEPT},
        {"constraints": [NO_RE], "before": {"../a": ""}, "after": KEPT},
    ],
)
def test_a_malformed_line_is_refused(line):
    with pytest.raises((BadRecord, UnknownName)):
        SIGNAL.read_line(line, CONTEXT)


@pytest.mark.parametrize(
    "line", [{"constraints": {}}, {"constraints": [3]}, {"constraints": [NO_RE], "after": [1]}]
)
def test_a_line_of_the_wrong_shape_is_refused_by_its_type(line):
    with pytest.raises(ValueError, match="validation error"):
        SIGNAL.read_line(line, CONTEXT)


def test_an_unknown_item_is_an_error_of_its_line_and_a_note_of_an_application():
    line = {"item": "elsewhere", "after": KEPT}
    with pytest.raises(UnknownName, match="elsewhere"):
        SIGNAL.read_line(line, CONTEXT)
    result = assess({**line, "skip_unknown": True})
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert rules_of(result) == {"unknown-coding-item"}


def test_an_item_of_the_pack_by_its_id():
    context = Context(pack_of(coding_item()))
    assert assess({"item": "code-1", "after": MISSED}, context).details["verdicts"] == {"no-re": "missed"}


ITEM = """kind = "coding"
title = "Slugs"
minutes = 30
licence = "Apache-2.0"
source = "invented"
language = "python"
test_command = ["python", "-m", "unittest"]

[[constraints]]
id = "no-re"
kind = "deps.forbid_module"
args = { modules = ["re"] }
quote = "without re"
"""


@pytest.fixture
def item_folder(tmp_path):
    folder = tmp_path / "code-py-slugs"
    (folder / "start").mkdir(parents=True)
    (folder / "item.toml").write_text(ITEM)
    (folder / "prompt.md").write_text("Make slugs without re.\n")
    (folder / "start" / "slug.py").write_text("def slug(text):\n    return text\n")
    return folder


def test_an_item_and_a_submission_by_path(item_folder, tmp_path):
    handed_in = tmp_path / "mine"
    (handed_in / ".git").mkdir(parents=True)
    (handed_in / ".git" / "config").write_text("")
    (handed_in / "slug.py").write_text("import re\n")
    (handed_in / "run").write_text("x\n")
    (handed_in / "run").chmod(0o755)
    (handed_in / "outside").symlink_to("/etc")
    line = {"id": 1, "item": str(item_folder), "submission": str(handed_in)}
    application, _context = SIGNAL.read_line(line, CONTEXT)
    files = application.samples[0].tree.as_dict()
    assert {path: file.mode for path, file in files.items()} == {
        "outside": FileMode.SYMLINK, "run": FileMode.EXECUTABLE, "slug.py": FileMode.REGULAR,
    }  # fmt: skip
    assert assess(line).details["verdicts"] == {"no-re": "missed"}


def test_a_submission_as_a_diff_by_path_or_alone_in_a_folder(item_folder, tmp_path):
    patch = "--- a/slug.py\n+++ b/slug.py\n@@ -1,2 +1,2 @@\n def slug(text):\n-    return text\n+    return text.lower()\n"
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "change.diff").write_text(patch)
    for path in (folder, folder / "change.diff"):
        line = {"item": str(item_folder), "submission": str(path)}
        assert assess(line).details["verdicts"] == {"no-re": "kept"}


def test_a_submission_that_is_not_there_or_too_large_is_refused(item_folder, tmp_path, monkeypatch):
    line = {"item": str(item_folder), "submission": str(tmp_path / "nowhere.diff")}
    with pytest.raises(UnreadableFile, match="nowhere"):
        SIGNAL.read_line(line, CONTEXT)
    (tmp_path / "big.diff").write_bytes(b"x" * 100)
    monkeypatch.setattr(submission, "_MOST_BYTES", 50)
    for path in (tmp_path / "big.diff", tmp_path):
        with pytest.raises(TooLarge, match="50"):
            SIGNAL.read_line({**line, "submission": str(path)}, CONTEXT)


def test_an_example_that_is_no_line_is_refused():
    with pytest.raises(BadRecord):
        SIGNAL.example("import re")


def test_text_that_is_no_unicode_is_undecidable_and_no_crash():
    result = assess({"constraints": [NO_RE], "before": {}, "after": {"a.py": "x = '\ud800'\n"}})
    assert result.details["verdicts"] == {"no-re": "undecidable"}


def test_evidence_and_result_are_the_same_bytes_each_time():
    line = {"constraints": [NO_RE], "before": {}, "after": {**MISSED, "b.py": "import re\nimport os\n"}}
    first, second = (evidence(line).canonical_bytes() for _ in range(2))
    assert first == second
    assert assess(line) == assess(line)


def test_an_untouched_ticket_keeps_nothing_that_counts():
    pack = find_pack("practice")
    for item in (item for item in pack.items.values() if isinstance(item, CodingItem)):
        sample = CodeResponse(item=item.id, form=SampleForm.TREE, tree=item.start)
        evidence = SIGNAL.extract(BlindApplication(samples=(sample,)), Context(pack=pack))
        result = SIGNAL.score(evidence, SIGNAL.loaded_rubric)
        assert "nothing-changed" in {finding.rule for finding in result.findings}
        assert result.score is None or result.score < 0.4
