import json
from pathlib import Path

import pytest

from earnest.bank import EMPTY_PACK
from earnest.errors import BadRecord
from earnest.records.application import BlindApplication
from earnest.records.evidence.adherence import VerdictState
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence import SIGNAL
from earnest.signals.adherence.deciding import checked_args, decide
from earnest.signals.adherence.kinds import all_kinds
from earnest.signals.adherence.kinds.answers import KINDS
from earnest.signals.adherence.kinds.answers.reading import sentences
from earnest.signals.adherence.kinds.answers.syllables import possible_syllables
from earnest.signals.signal import Context
from earnest.text.language import language_of


def judged(kind, answer, **args):
    item = CodingItem(
        id="answer",
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="",
        constraints=(Constraint(id="one", kind=kind, args=args),),
    )
    content = answer if isinstance(answer, bytes) else answer.encode("utf-8", errors="surrogatepass")
    (found,) = decide(item, Tree.from_files([TreeFile(path="answer.md", content=content)]))
    return found


def test_all_83_published_ids_are_kinds():
    assert len(KINDS) == 83
    assert {kind.id for kind in KINDS} <= set(all_kinds())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_an_empty_answer_keeps_nothing(kind):
    found = judged(kind.id, " \n", **kind.samples[0].args)
    assert (found.state, found.explanation) == (VerdictState.MISSED, "the answer is empty")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_an_answer_without_a_word_keeps_nothing(kind):
    assert judged(kind.id, "... !? 🌧️", **kind.samples[0].args).state is VerdictState.MISSED


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_an_answer_that_is_no_text_is_undecidable(kind):
    found = judged(kind.id, b"\xff\xfe", **kind.samples[0].args)
    assert found.state is VerdictState.UNDECIDABLE


@pytest.mark.parametrize(
    ("kind", "args", "answer"),
    [
        ("language:response_language", {"language": "de"}, "OK"),
        ("language:response_language", {"language": "xx"}, "qwx zzz qqq www yyy vvv"),
        ("change_case:english_lowercase", {}, "zxq wvu tsr qpo nml kji"),
        ("words:odd_even_syllables", {}, "area cat"),
        ("words:start_verb", {}, "Whirring wheels"),
        ("count:word_count_range", {"min_words": 2, "max_words": 2}, "Don't go"),
        (
            "length_constraints:number_sentences",
            {"num_sentences": 2, "relation": "at least"},
            "A title\nIt rains.",
        ),
        ("count:pronouns", {"N": 2}, "This is my dog."),
        ("words:palindrome", {}, "level " * 10),
        ("repeat:repeat_span", {"prompt_to_repeat": "a b c d", "n_start": 1, "n_end": 2}, "a b"),
        ("custom:word_reverse", {}, "bald eagle bald"),
        ("output.language", {"language": "sv"}, "Hej"),
        ("output.schema", {"schema": {"pattern": "a"}}, '"a"'),
        ("output.schema", {"schema": {"required": "a"}}, "{}"),
        ("output.order", {"parts": ["A", "B"]}, "A\nA\nB"),
    ],
)
def test_what_cannot_be_told_is_undecidable_and_never_kept(kind, args, answer):
    found = judged(kind, answer, **args)
    assert found.state is VerdictState.UNDECIDABLE
    assert found.reason


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("keywords:frequency", {"keyword": "a"}),
        ("keywords:frequency", {"keyword": "a", "frequency": 1, "relation": "about"}),
        ("length_constraints:number_words", {"num_words": -1, "relation": "at least"}),
        ("count:word_count_range", {"min_words": 3, "max_words": 2}),
        ("punctuation:no_comma", {"extra": 1}),
        ("output.schema", {}),
    ],
)
def test_arguments_that_a_kind_does_not_take_are_refused(kind, args):
    with pytest.raises(BadRecord):
        checked_args(Constraint(id="one", kind=kind, args=args))


def test_null_arguments_are_absent_as_in_the_published_rows():
    args = {"keyword": None, "num_words": 3, "relation": "at least"}
    kind, held = checked_args(Constraint(id="one", kind="length_constraints:number_words", args=args))
    assert held == kind.args(num_words=3, relation="at least")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The river was low and it had been so for weeks.", "en"),
        ("El río estaba bajo y nosotros pasamos con los zapatos en las manos, como siempre.", "es"),
        ("Река была мелкая, и мы перешли на другой берег, потому что это было просто для нас.", "ru"),
        ("नदी में पानी कम है और हम लोग इस पार से उस पार जा रहे हैं।", "hi"),
        ("강물이 얕아서 우리는 걸어서 건넜습니다.", "ko"),
        ("川の水が少なかったので、私たちは歩いて渡りました。", "ja"),
        ("42 * 7 = 294", ""),
        ("foo bar baz qux quux corge grault", ""),
    ],
)
def test_a_language_is_told_by_script_and_function_words_or_not_at_all(text, code):
    assert language_of(text) == code


def test_sentences_by_either_reading():
    text = "1. It rains 🌧️. Dr. Moss left at 3.5 km\nIt stops!"
    assert sentences(text) == ["1. It rains 🌧️.", "Dr. Moss left at 3.5 km It stops!"]
    assert len(sentences(text, lines_end=True)) == 3


@pytest.mark.parametrize(
    ("word", "counts"),
    [
        ("cat", {1}),
        ("stopped", {1}),
        ("wanted", {2}),
        ("banana", {3}),
        ("table", {2}),
        ("create", {1, 2}),
        ("b2b", set()),
    ],
)
def test_syllables_leave_open_what_spelling_leaves_open(word, counts):
    assert possible_syllables(word) == counts


def test_a_line_may_hold_one_kind_twice_without_ids():
    frequency = {"frequency": 1, "relation": "at least"}
    constraints = [
        {"kind": "keywords:frequency", "args": {"keyword": "war", **frequency}},
        {"kind": "keywords:frequency", "args": {"keyword": "peace", **frequency}},
    ]
    line = {"constraints": constraints, "before": {}, "after": {"answer.md": "Peace!"}}
    application, context = SIGNAL.read_line(line, Context(EMPTY_PACK))
    evidence = SIGNAL.extract(BlindApplication(samples=application.samples), context)
    result = SIGNAL.score(evidence, SIGNAL.loaded_rubric)
    assert result.details["verdicts"] == {"keywords:frequency": "missed", "keywords:frequency-2": "kept"}


PIECES = (
    "*",
    "<<a",
    "[a",
    "\"'",
    "a ",
    "((",
    "a. ",
    "\n- a",
    "1,",
    "Question 1:\n",
    "ab'c ",
    "P.S. ",
    "雨 ",
    "a? b! ",
)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.id)
def test_no_answer_takes_more_than_linear_time(kind):
    # Not a timing: what grows with the square would need hours for these, and the run would never end.
    for piece in PIECES:
        judged(kind.id, piece * (15_000 // len(piece)), **kind.samples[0].args)


def test_every_kind_takes_json_arguments():
    for kind in KINDS:
        assert json.loads(json.dumps(kind.args.model_json_schema()))["type"] == "object"
    assert Path(__file__).with_name("answers.toml").exists()
