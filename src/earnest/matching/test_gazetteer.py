import doctest
from pathlib import Path

import pytest

from earnest.errors import ContractBroken, UnknownName
from earnest.matching import context, gazetteer
from earnest.matching.gazetteer import Mention, find_technologies, read_technologies

SENTENCES = Path(__file__).with_name("mentions.tsv")


def names(text):
    return [mention.name for mention in find_technologies(text)]


def labelled(half):
    lines = [line for line in SENTENCES.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    for line in lines[half::2]:
        text, _, expected = line.partition("\t")
        yield text, set(filter(None, expected.split("|")))


def precision_and_recall(half, find):
    right = found = expected = 0
    for text, wanted in labelled(half):
        got = {mention.name for mention in find(text)}
        right, found, expected = right + len(got & wanted), found + len(got), expected + len(wanted)
    return right / found, right / expected


def test_the_doctests_hold():
    assert doctest.testmod(gazetteer).failed == 0
    assert doctest.testmod(context).failed == 0


def test_no_spelling_is_claimed_by_two_technologies():
    assert gazetteer.gazetteer().collisions() == {}


def test_a_collision_would_be_seen(tmp_path):
    table = tmp_path / "table.tsv"
    table.write_text("Alpha\tplain\tx\tfoo\nBeta\tplain\tx\tFoo\n", encoding="utf-8")
    built = gazetteer.Gazetteer(read_technologies(table), gazetteer.gazetteer()._rules)
    assert built.collisions() == {"foo": ["Alpha", "Beta"]}


def test_a_line_out_of_format_is_our_fault(tmp_path):
    table = tmp_path / "table.tsv"
    table.write_text("Alpha\n", encoding="utf-8")
    with pytest.raises(ContractBroken, match=r"table\.tsv:1"):
        read_technologies(table)


def test_the_table_is_sorted_and_its_parents_exist():
    technologies = read_technologies(gazetteer.TECHNOLOGIES)
    listed = [one.name for one in technologies]
    assert listed == sorted(set(listed), key=lambda name: (name.casefold(), name))
    assert {parent for one in technologies for parent in one.implies} <= set(listed)
    assert all(name not in gazetteer.gazetteer().ancestors(name) for name in listed)


def test_parents_never_lead_back():
    built = gazetteer.gazetteer()

    def climb(name, path):
        assert name not in path
        for parent in built.technology(name).implies:
            climb(parent, {*path, name})

    for name in built.technologies:
        climb(name, set())


def test_what_the_ai_training_world_names_is_known():
    known = {
        form.written.casefold() for one in gazetteer.gazetteer().technologies.values() for form in one.forms
    }
    named = """restic CronJob tokio axum ruff uv polars pydantic vLLM JSONL ChatML RLHF DPO GRPO SWE-bench SGLang LangGraph
    Argilla CVAT doccano safetensors Parquet pgvector DuckDB Qdrant Yoruba Hindi Tagalog QuantLib lme4 pytest-asyncio
    boto3 zod vitest serde PyO3 asyncpg OpenTofu bpftrace Lean Coq distilabel datatrove sacreBLEU COMET""".split()
    assert [name for name in named if name.casefold() not in known] == []


def test_every_name_with_words_of_its_own_is_a_technology():
    rules = gazetteer.gazetteer()._rules
    known = {form.written for one in gazetteer.gazetteer().technologies.values() for form in one.forms}
    assert set(rules.against) <= known


def test_context_beats_plain_matching_on_the_held_out_sentences():
    precision, recall = precision_and_recall(1, find_technologies)
    plain_precision, _ = precision_and_recall(1, gazetteer.gazetteer().plain)
    assert precision >= 0.93
    assert recall >= 0.88
    assert precision > plain_precision + 0.25


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Next.js and React Native", ["Next.js", "React Native"]),
        ("C++, C# and .NET", ["C++", "C#", ".NET"]),
        ("k8s on GKE; Postgres 15; Java17", ["Kubernetes", "Google Kubernetes Engine", "PostgreSQL", "Java"]),
        ("javascripts and pythonic mongoose", []),
        ("a trl of the sft", []),
        ("machine-learning with sklearn", ["Machine learning", "scikit-learn"]),
    ],
)
def test_word_boundaries(text, expected):
    assert names(text) == expected


def test_mentions_are_spans_of_the_text():
    text = "İnşa: Go, Rust\u00a0and Weights & Biases"
    assert find_technologies(text)[-1] == Mention("Weights & Biases", 19, 35)
    assert [text[one.start : one.end] for one in find_technologies(text)] == [
        "Go",
        "Rust",
        "Weights & Biases",
    ]


def test_parents_are_found_through_several_steps():
    assert gazetteer.gazetteer().ancestors("Next.js") == ("React", "JavaScript")
    with pytest.raises(UnknownName):
        gazetteer.gazetteer().ancestors("Nonesuch")


def test_hostile_texts_end():
    assert names("go " * 20_000) == []
    assert names("(((" * 50_000) == []
    assert names("\ud800Python\ud800") == ["Python"]
    assert len(find_technologies("go, rust, " * 3_000)) <= 6_000
