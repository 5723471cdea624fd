"""Coherence: each fault is found where it was made, style and cues do not move the number, size is bounded."""

import doctest
import re
from pathlib import Path

import numpy as np
import pytest

from earnest.bank import EMPTY_PACK
from earnest.errors import BadRecord, ContractBroken
from earnest.records.application import BlindApplication
from earnest.records.document import DocumentKind, blind_document
from earnest.records.response import BlindTextResponse
from earnest.records.result import Status
from earnest.signals.coherence import SIGNAL, breaks, ends, examples, marks, openers, order, reading
from earnest.signals.coherence.examples import example
from earnest.signals.coherence.reading import MOST_PASSAGES, MOST_WORDS, read_essay
from earnest.signals.coherence.relations import background, word_vector
from earnest.signals.coherence.scoring import Reading
from earnest.signals.signal import Context
from earnest.text import content
from earnest.text.embedding import default_embedder

RUBRIC = SIGNAL.loaded_rubric


def evidence_of(*texts, prompt=""):
    responses = [
        BlindTextResponse(
            item=f"long-{number}",
            prompt=prompt,
            document=blind_document(f"writing/{number}", DocumentKind.WRITING, text.split("\n")),
        )
        for number, text in enumerate(texts)
    ]
    return SIGNAL.extract(BlindApplication(writing=tuple(responses)), Context(EMPTY_PACK))


def document_of(text):
    return blind_document("writing/0", DocumentKind.WRITING, text.split("\n"))


def assess(text):
    line = example(text)
    return SIGNAL.score(evidence_of(line["text"], prompt=line["prompt"]), RUBRIC)


def essay_text(text="essay"):
    return example(text)["text"]


def rules_of(result):
    return {finding.rule for finding in result.findings}


def part(rule, name):
    found = re.search(rf"{name}:(.*?)(?:\n\s*\n|\Z)", rule.check.__doc__, re.DOTALL)
    return " ".join(found.group(1).split())


@pytest.mark.parametrize(
    "module", [breaks, ends, marks, order, reading, content], ids=lambda one: one.__name__
)
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("rule", SIGNAL.rules, ids=lambda rule: rule.id)
def test_every_rule_fires_on_its_example_and_is_silent_on_its_counterpart(rule):
    assert rule.id in rules_of(assess(part(rule, "Example")))
    assert rule.id not in rules_of(assess(part(rule, "Instead")))


def test_quotes_stand_verbatim_in_their_block():
    line = example("essay; from 7: other")
    document = blind_document("writing/0", DocumentKind.WRITING, line["text"].split("\n"))
    blocks = {block.id: document.block_text(block) for block in document.blocks}
    result = assess("essay; from 7: other")
    quoted = [finding for finding in result.findings if finding.quote]
    assert len(quoted) >= 2
    for finding in quoted:
        assert blocks[finding.place.block][finding.place.start : finding.place.end] == finding.quote


def test_an_essay_that_drifts_stands_clearly_below_one_that_holds():
    held, drifted = assess("essay"), assess("essay; from 7: other")
    assert held.score >= 0.6
    assert drifted.score < 0.45
    assert held.score - drifted.score > 2 * (held.standard_error + drifted.standard_error)


def test_the_break_is_named_where_it_was_made():
    line = example("essay; from 7: other")
    begins = len(line["text"].split("Sourdough")[0].split())
    result = assess("essay; from 7: other")
    assert abs(result.details["break_word"] - begins) <= 100
    assert result.details["break_at"] == result.details["break_word"]
    assert assess("essay").details["break_word"] is None


def test_the_curve_goes_down_at_the_break():
    curve = assess("essay; from 7: other").details["curve"]
    word = assess("essay; from 7: other").details["break_word"]
    before = [value for at, value in curve if at < word]
    after = [value for at, value in curve if at >= word]
    assert np.mean(before) > 1.5 * np.mean(after)
    assert all(0 <= value <= 1 for _, value in curve)


def test_roles_follow_the_essay():
    roles = [row["role"] for row in assess("essay").details["roles"]]
    assert roles[0] == "thesis"
    assert roles[-1] == "conclusion"
    assert "failure_mode" in roles
    assert "digression" in {row["role"] for row in assess("essay; from 7: other").details["roles"]}


STYLES = {
    "articles left out": lambda text: re.sub(r"\b(?:[Tt]he|[Aa]n?) ", "", text),
    "prepositions left out": lambda text: re.sub(r" (?:in|on|at|to|for|of|with|from|by)\b", "", text),
    "prepositions replaced": lambda text: re.sub(r"\bin\b", "on", re.sub(r"\bof\b", "from", text)),
    "plural and third-person s left out": lambda text: re.sub(r"\b[a-z]{4,}s\b", without_s, text),
}


def without_s(match):
    """Drop an s from a word that counts."""
    return content.singular(match[0]) if content.content_words(match[0]) else match[0]


@pytest.mark.parametrize("change", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", ["essay", "diary", "essay; from 7: other", "essay; woven with other"])
def test_no_detector_sees_style(name, change):
    before, after = (
        evidence_of(text).essays[0].relations for text in (essay_text(name), change(essay_text(name)))
    )
    assert after.values == pytest.approx(before.values, abs=1e-4)
    assert after.break_passage == before.break_passage


@pytest.mark.parametrize("change", STYLES.values(), ids=STYLES)
def test_style_alone_does_not_move_the_score(change):
    before = SIGNAL.score(evidence_of(essay_text()), RUBRIC)
    after = SIGNAL.score(evidence_of(change(essay_text())), RUBRIC)
    assert abs(before.score - after.score) < 0.02
    assert rules_of(before) == rules_of(after)


def test_a_long_word_says_no_more_than_a_short_one():
    embedder = default_embedder()
    nothing = np.zeros(embedder.dimensions)
    long, short = (
        np.linalg.norm(word_vector(word, embedder, nothing)) for word in ("conceptualization", "cat")
    )
    assert long < short


def test_long_words_strewn_over_an_essay_are_not_counted():
    text = essay_text()
    words = text.split(" ")
    strewn = " ".join(f"{word} instrumentality" if at % 40 == 20 else word for at, word in enumerate(words))
    before, after = (evidence_of(one).essays[0].relations.values for one in (text, strewn))
    assert after == pytest.approx(before, abs=1e-4)
    assert "rehear" in {stem for one in read_essay(document_of(text)).sentences for stem in one.stems}


def test_one_clear_fault_is_enough_and_unsure_ones_take_little():
    reading = Reading(evidence_of(essay_text()).essays[0], RUBRIC)
    sound = dict.fromkeys(reading.faults, 0.02)
    unsure, clear = (sound | {"late": chance} for chance in (0.1, 0.9))
    scores = [reading._score(faults, 1.0) for faults in (sound, unsure, clear)]
    assert scores[0] - scores[1] < 0.1
    assert scores[2] < 0.2


def test_cues_do_not_raise_the_score():
    text = essay_text()
    cued = "My thesis: " + text.replace("\n\nA migration meets", "\n\nIn conclusion, a migration meets")
    before, after = (SIGNAL.score(evidence_of(one), RUBRIC).score for one in (text, cued))
    assert after - before < 0.02


EXAMPLES = Path(__file__).parents[4] / "examples" / "applications"
WRITING = (
    "careful-and-specific/writing/long-migration.md",
    "strong-unknown-school/writing/long-migration.md",
    "blames-others/writing/long-caching.md",
    "careless-with-a-constraint/writing/long-caching.md",
)
UNRELATED = (
    "My grandmother baked a plum cake every Sunday, with plums from the tree behind the barn.",
    "Penguins can hold their breath for twenty minutes while they hunt squid below the ice.",
    "The train to the coast leaves at seven. Bring a raincoat, because the harbour is windy in spring.",
)


@pytest.mark.parametrize("added", UNRELATED)
@pytest.mark.parametrize("name", WRITING)
def test_an_unrelated_paragraph_at_the_end_lowers_the_score(name, added):
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    before, after = (
        SIGNAL.score(evidence_of(one), RUBRIC).score for one in (text, f"{text.rstrip()}\n\n{added}")
    )
    assert after < before


def test_rare_words_weigh_more_than_those_of_all_writing_about_work():
    known = background()
    assert known.rarity("penguin"[:6]) == pytest.approx(np.log(known.texts + 1))
    assert 0.0 < known.rarity("work") < 1.0


def test_a_stretch_is_compared_with_what_the_same_text_does_elsewhere():
    document = document_of(
        "It broke, and they saw it.\n\nThe pump leaks oil.\n\nIn April we joined.\n\nPlease ask."
    )
    read = read_essay(document)
    values = openers.opener_values(read.sentences, read.units)
    assert values["first_pointing"] > 0 > values["last_pointing"]
    assert values["before_last_dated"] > values["first_dated"]
    assert values["last_inviting"] > values["first_inviting"]
    assert values["sentence_pointing"] > 0 == values["sentence_dated"]


@pytest.mark.parametrize("at", [6, 7, 8])
def test_a_turn_away_costs_most_of_the_score_wherever_it_begins(at):
    assert assess(f"essay; from {at}: other").score < 0.5 * assess("essay").score


def test_few_words_carry_no_score():
    result = SIGNAL.score(evidence_of("A short answer. It says little."), RUBRIC)
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert "250" in result.reason


def test_an_empty_answer_carries_no_score():
    assert SIGNAL.score(evidence_of(""), RUBRIC).status is Status.INSUFFICIENT_EVIDENCE


def test_not_administered_without_writing():
    assert SIGNAL.extract(BlindApplication(), Context(EMPTY_PACK)) is None


def test_several_answers_are_averaged_and_each_has_its_findings():
    texts = essay_text(), essay_text("essay; from 7: other")
    both = SIGNAL.score(evidence_of(*texts), RUBRIC)
    alone = [SIGNAL.score(evidence_of(text), RUBRIC).score for text in texts]
    assert both.score == pytest.approx(sum(alone) / 2, abs=1e-5)
    assert {finding.place.item for finding in both.findings} == {"long-0", "long-1"}
    assert [essay["item"] for essay in both.details["essays"]] == ["long-0", "long-1"]
    assert "curve" not in both.details


def test_headings_lists_and_one_paragraph_alone_are_read():
    lines = essay_text().split("\n\n")
    headed = "\n".join(["Rehearse it", *lines[:4], "Where it fails", *lines[4:], "- one", "- two"])
    flat = " ".join(lines)
    for text in (headed, flat):
        result = SIGNAL.score(evidence_of(text), RUBRIC)
        assert result.status is Status.SCORED
        assert result.score > 0.5


def test_equal_evidence_gives_equal_bytes():
    line = example("essay")
    first, second = (evidence_of(line["text"], prompt=line["prompt"]) for _ in range(2))
    assert first.canonical_bytes() == second.canonical_bytes()
    assert SIGNAL.score(first, RUBRIC) == SIGNAL.score(second, RUBRIC)


def test_a_huge_text_is_read_up_to_the_bound():
    text = "\n".join(f"Row {number} holds a value." for number in range(200_000))
    document = blind_document("writing/0", DocumentKind.WRITING, text.split("\n"))
    read = read_essay(document)
    assert read.words == 1_000_000
    assert read.words_read <= MOST_WORDS
    assert len(read.units) <= MOST_PASSAGES
    assert len(read.passages) <= MOST_PASSAGES + 1


def test_hostile_texts_give_a_result():
    for text in ("word " * 5000, "A" * 100_000, "...\n" * 5000, "(AB) " * 3000, "\u200b \u202e x " * 400):
        assert SIGNAL.score(evidence_of(text), RUBRIC).status in {
            Status.SCORED,
            Status.INSUFFICIENT_EVIDENCE,
        }


def test_a_detector_refuses_a_relation_that_is_missing():
    with pytest.raises(ContractBroken, match="meaning_weighed"):
        RUBRIC.detectors.drift.chance({})


def test_weights_name_relations_that_the_evidence_has():
    line = example("essay")
    values = evidence_of(line["text"], prompt=line["prompt"]).essays[0].relations.values
    for detector in dict(RUBRIC.detectors).values():
        assert set(detector.terms) <= set(values)


def test_the_standard_error_shrinks_with_more_answers():
    text = essay_text()
    one, four = (SIGNAL.score(evidence_of(*[text] * times), RUBRIC).standard_error for times in (1, 4))
    assert 0 < four < one


@pytest.mark.parametrize("line", [{}, {"text": 3}, {"text": "x", "prompt": None}])
def test_a_malformed_line_is_refused(line):
    with pytest.raises(BadRecord):
        SIGNAL.read_line(line, Context(EMPTY_PACK))


def test_an_unknown_step_of_an_example_is_refused():
    with pytest.raises(BadRecord):
        examples.example("essay; turn it around")


def test_parts_stand_in_the_details():
    evidence = evidence_of(essay_text())
    parts = SIGNAL.score(evidence, RUBRIC).details["parts"]
    held = Reading(evidence.essays[0], RUBRIC)
    assert parts["holds"] == pytest.approx(1 - held.drift, abs=1e-4)
    assert all(0 <= value <= 1 for value in parts.values())
