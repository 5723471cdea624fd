import doctest
import re
from itertools import pairwise

import pytest

from earnest.bank import EMPTY_PACK
from earnest.errors import BadRecord
from earnest.matching.gazetteer import gazetteer
from earnest.records.application import BlindApplication
from earnest.records.document import DocumentKind, blind_document
from earnest.records.item import CodingItem, ItemKind, Provenance
from earnest.records.listing import Listing
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.result import Status
from earnest.records.tree import Tree, TreeFile
from earnest.signals.signal import Context
from earnest.signals.stack import SIGNAL, naming, reading, samples
from earnest.signals.stack.scoring import stack_score

HONEST = [
    "Skills: Python, FastAPI, PostgreSQL, Redis, Docker, Go, pytest, Terraform, Grafana",
    "Rewrote the ingestion service in Go and cut memory from 900 MB to 210 MB.",
    "Moved 14 services to Terraform modules with a drift check each night.",
    "Built FastAPI endpoints on PostgreSQL for 40 internal users.",
]
SIXTY = [
    one.name
    for one in gazetteer().technologies.values()
    if one.category in {"web-framework", "database", "infrastructure"} and one.forms[0].ambiguity == "plain"
][:60]
QUEUE = "Wrote background workers that process two million queue messages a day."
LISTINGS = (
    Listing(id="a", text="Raters who know Go and Terraform. Pay is $50 an hour."),
    Listing(id="b", text="React developer to write frontend prompts."),
    Listing(id="c", text="Review Celery workers that process background queue messages on RabbitMQ."),
)


def evidence(lines, listings=(), **parts):
    document = blind_document("profile", DocumentKind.PROFILE, lines)
    return SIGNAL.extract(BlindApplication(profile=document, **parts), Context(EMPTY_PACK, tuple(listings)))


def assess(lines, listings=(), **parts):
    return SIGNAL.score(evidence(lines, listings, **parts), SIGNAL.loaded_rubric)


def run_example(text):
    application, context = SIGNAL.read_line(SIGNAL.example(text), Context(EMPTY_PACK))
    lines = application.profile.text.splitlines()
    document = blind_document("profile", DocumentKind.PROFILE, lines)
    blind = BlindApplication(profile=document, samples=application.samples)
    return SIGNAL.score(SIGNAL.extract(blind, context), SIGNAL.loaded_rubric)


def rules_of(result):
    return {finding.rule for finding in result.findings}


def part(rule, name):
    found = re.search(rf"{name}:(.*?)(?:\n\s*\n|\Z)", rule.check.__doc__, re.DOTALL)
    return " ".join(found.group(1).split())


def test_the_doctests_hold():
    assert doctest.testmod(reading).failed == 0
    assert doctest.testmod(naming).failed == 0


@pytest.mark.parametrize("rule", SIGNAL.rules, ids=lambda rule: rule.id)
def test_every_rule_fires_on_its_example_and_is_silent_on_its_counterpart(rule):
    assert rule.id in rules_of(run_example(part(rule, "Example")))
    assert rule.id not in rules_of(run_example(part(rule, "Instead")))


def test_described_tools_score_and_bare_ones_do_not():
    honest = assess(HONEST)
    assert honest.status is Status.SCORED
    assert honest.score > 0.6
    assert set(honest.details["described"]) == {"FastAPI", "Go", "PostgreSQL", "Terraform"}
    assert assess([", ".join(SIXTY)]).score == 0


def test_stuffing_an_honest_profile_lowers_it():
    stuffed = assess([*HONEST, ", ".join(SIXTY)])
    assert stuffed.score < assess(HONEST).score / 2
    (bare,) = [one for one in stuffed.findings if one.rule == "named-nowhere-described"]
    named = {
        "Python",
        "FastAPI",
        "PostgreSQL",
        "Redis",
        "Docker",
        "Go",
        "pytest",
        "Terraform",
        "Grafana",
        *SIXTY,
    }
    assert f"of {len(named)} technologies" in bare.message
    assert bare.weight < -0.2


@pytest.mark.parametrize(
    "lines",
    [
        [f"Built scalable systems with {name}." for name in SIXTY],
        ["Used " + ", ".join(SIXTY) + " to build things."],
        ["I know " + ", ".join(SIXTY) + "."],
    ],
    ids=["one pattern", "one sentence", "knowing"],
)
def test_lists_dressed_as_claims_do_not_pay(lines):
    assert assess(lines).score < 0.1


def test_only_what_a_sample_uses_is_demonstrated():
    files = {"app.py": "from fastapi import FastAPI\n", "db.sql": "select 1;\n"}
    application, context = SIGNAL.read_line(
        {"id": "x", "profile": HONEST[1], "sample": files}, Context(EMPTY_PACK)
    )
    document = blind_document("p", DocumentKind.PROFILE, HONEST)
    with_sample = SIGNAL.extract(BlindApplication(profile=document, samples=application.samples), context)
    assert assess(HONEST).demonstrated == 0
    assert 0.5 < SIGNAL.score(with_sample, SIGNAL.loaded_rubric).demonstrated < 0.8


def test_an_ordinary_skill_list_costs_an_honest_profile_nothing():
    assert assess(HONEST).score == assess(HONEST[1:]).score


def test_more_described_tools_score_higher_with_diminishing_returns():
    rubric = SIGNAL.loaded_rubric
    scores = [stack_score([1.0] * count, 0, rubric) for count in range(6)]
    gains = [after - before for before, after in pairwise(scores)]
    assert gains == sorted(gains, reverse=True)
    assert all(gain > 0 for gain in gains)


def test_the_order_of_blocks_does_not_matter():
    assert evidence(HONEST).canonical_bytes() == evidence(HONEST[::-1]).canonical_bytes()


def test_every_quote_stands_in_its_block():
    lines = [*HONEST, QUEUE, ", ".join(SIXTY)]
    document = blind_document("profile", DocumentKind.PROFILE, lines)
    texts = {block.id: document.block_text(block) for block in document.blocks}
    findings = assess(lines).findings
    assert len(findings) >= 5
    for finding in findings:
        place = finding.place
        assert finding.quote
        assert texts[place.block][place.start : place.end] == finding.quote
        assert finding.why
        assert finding.change or finding.effect == "strength"


def test_a_sentence_after_another_is_quoted_at_its_own_place():
    result = assess(["Led the team. Rewrote the ingestion service in Go for 3 teams."])
    (found,) = [one for one in result.findings if one.rule == "tool-described"]
    assert found.quote.startswith("Rewrote")


def test_two_names_are_known_less_well_than_a_long_list():
    few = assess(["Python and SQL: that is what this profile names, and nothing more is said about them."])
    assert few.standard_error > assess([", ".join(SIXTY)]).standard_error > 0


def test_listings_are_ranked_and_explained():
    details = assess([*HONEST, QUEUE], LISTINGS).details
    assert sorted(details["ranking"]) == ["a", "b", "c"]
    assert [match["id"] for match in details["matches"]] == details["ranking"]
    assert details["ranking"][-1] == "b"
    first = next(match for match in details["matches"] if match["id"] == "a")
    assert set(first["shared"]) == {"Go", "Terraform"}


def test_what_naming_a_tool_would_move_is_counted_by_ranking_again():
    filler = [
        Listing(id=f"f{n}", text=f"Terraform modules with a drift check, Go and PostgreSQL {n}.")
        for n in range(6)
    ]
    moves = assess([*HONEST, QUEUE], [*LISTINGS, *filler]).details["would_move"]
    assert {move["technology"] for move in moves} <= {"Celery", "RabbitMQ"}
    assert all(one["to"] < one["from"] for move in moves for one in move["listings"])
    named = assess([*HONEST, QUEUE.replace("workers", "Celery workers")], LISTINGS).details["would_move"]
    assert named == []


def test_no_listing_no_ranking():
    assert "ranking" not in assess(HONEST).details


def test_samples_demonstrate_what_the_candidate_added_alone():
    files = {"app.py": b"import fastapi\nfrom x import y\n", "given.ts": b"export {}\n"}
    given = Tree.from_files([TreeFile(path="given.ts", content=b"export {}\n")])
    item = CodingItem(
        id="coding-1",
        kind=ItemKind.CODING,
        prompt="Do it.",
        language="python",
        start=given,
        provenance=Provenance(licence="CC0-1.0", source="this file"),
    )
    pack = EMPTY_PACK.__class__("p", "1", "t", EMPTY_PACK.pool, {"coding-1": item})
    line = {
        "id": "x",
        "profile": "I write code.",
        "sample": {path: text.decode() for path, text in files.items()},
    }
    (sample,) = SIGNAL.read_line(line, Context(pack))[0].samples
    document = blind_document("profile", DocumentKind.PROFILE, ["I write code."])
    blind = BlindApplication(profile=document, samples=(sample.but(item="coding-1"),))
    shown = SIGNAL.extract(blind, Context(pack)).demonstrated
    assert [(one.name, one.file, one.line) for one in shown] == [
        ("FastAPI", "app.py", 1),
        ("Python", "app.py", 1),
    ]
    assert SIGNAL.score(SIGNAL.extract(blind, Context(pack)), SIGNAL.loaded_rubric).score > 0.3


def shown_by(files, patch=b""):
    form = SampleForm.DIFF if patch else SampleForm.TREE
    tree = Tree.from_files([TreeFile(path=path, content=text.encode()) for path, text in files.items()])
    sample = CodeResponse(item="coding-1", form=form, tree=tree, patch=patch)
    return {one.name: one for one in samples.demonstrated(BlindApplication(samples=(sample,)), EMPTY_PACK)}


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "a.py",
            "import click\nfrom rich.table import Table\nimport torch.nn as nn\nimport time",
            {"click", "Rich", "PyTorch"},
        ),
        (
            "a.ts",
            "import { z } from 'zod'\nconst x = require(\"express\")\nimport y from './go'",
            {"Zod", "Express"},
        ),
        ("a.rs", "use tokio::sync::mpsc;\npub use clap::Parser;\nuse std::fmt;", {"tokio", "clap"}),
        ("a.go", 'import (\n\t"fmt"\n\t"github.com/gin-gonic/gin"\n)', {"Gin"}),
        (
            "A.java",
            "import org.apache.kafka.clients.X;\nimport static org.mockito.Mockito.*;",
            {"Apache Kafka", "Mockito"},
        ),
        ("a.cpp", "#include <boost/asio.hpp>\n#include <vector>\n#include <Eigen/Dense>", {"Boost", "Eigen"}),
        ("a.R", "library(ggplot2)\nrequire('lme4')", {"ggplot2", "lme4"}),
        ("Dockerfile", "FROM python:3.12", set()),
    ],
)
def test_imports_show_packages(path, text, expected):
    assert set(shown_by({path: text})) >= expected
    languages = {one.name for one in gazetteer().technologies.values() if one.category == "language"}
    assert len(set(shown_by({path: text})) - expected - languages) <= (path == "Dockerfile")


def test_a_module_of_the_sample_itself_shows_no_package():
    assert set(shown_by({"app.py": "import celery\nimport flask", "celery.py": "x = 1"})) == {
        "Python",
        "Flask",
    }


def test_of_a_patch_the_added_lines_count():
    patch = (
        b"diff --git a/app.py b/app.py\n--- a/app.py\n+++ b/app.py\n@@ -1,3 +4,4 @@ def x\n import flask\n"
        b"-import numpy\n+import pandas as pd\n+import redis\n@@ -9 +999999999,2 @@\n+import torch\n"
    )
    found = shown_by({}, patch)
    assert {name: one.line for name, one in found.items()} == {"Python": 5, "pandas": 5, "Redis": 6}
    assert found["pandas"].quote == "import pandas"


def test_nothing_but_the_import_is_quoted():
    (found,) = [
        one
        for name, one in shown_by(
            {"a.ts": "/* Ada Example, Nowhere */ import x from 'zod' // of Nowhere"}
        ).items()
        if name == "Zod"
    ]
    assert found.quote == "from 'zod'"


def test_hostile_samples_end():
    for text in ("import " * 60_000, "from 'x" * 50_000, "use a;\n" * 40_000, '"a" ' * 90_000):
        for suffix in ("py", "ts", "rs", "go", "java", "R"):
            shown_by({f"a.{suffix}": text[:390_000]})


@pytest.mark.parametrize(
    "line",
    [
        "Annotated 4,000 Yoruba sentences for tone and wrote the guideline that 12 raters use.",
        "Built a reading program for 90 pupils with a library of 400 books.",
        "Taught a module on poetry to 30 adults and raised attendance from 12 to 27.",
        "Edited 210 articles on health policy and wrote a style guide of 60 pages.",
        "Ran the night service of a ward with 3 other nurses.",
    ],
)
def test_who_does_other_work_is_not_told_to_lack_a_stack(line):
    result = assess([line])
    assert result.status is Status.INSUFFICIENT_EVIDENCE
    assert not result.findings


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Reescribí el servicio de ingesta en Go y bajé la memoria a 210 MB.",
            "Migré 14 servicios a Kubernetes.",
        ],
        [
            "Переписал сервис импорта на Go, память упала с 900 до 210 МБ.",
            "Перенёс 14 сервисов в Kubernetes.",
        ],
        ["用 Go 重写了数据导入服务,内存从 900 MB 降到 210 MB。", "将 14 个服务迁移到 Kubernetes。"],
    ],
    ids=["es", "ru", "zh"],
)
def test_the_same_work_told_in_another_language_counts_the_same(lines):
    english = [
        "Rewrote the import service in Go and cut memory from 900 to 210 MB.",
        "Moved 14 services to Kubernetes.",
    ]
    assert assess(lines).score == assess(english).score


@pytest.mark.parametrize(
    "lines",
    [
        [", ".join(SIXTY)],
        [f"Expert in {', '.join(SIXTY)} with [duration] of experience."],
        [f"Worked with {', '.join(SIXTY)} to deliver scalable solutions."],
        [f"Developed robust solutions using {name}." for name in SIXTY],
        [f"Delivered 5 projects with {', '.join(SIXTY[at : at + 20])}." for at in (0, 20, 40)],
        ["Rewrote the nightly import in Go and cut it from 40 to 6 minutes.", ", ".join(SIXTY)],
    ],
)
def test_sixty_names_stay_clearly_low_and_the_finding_says_why(lines):
    result = assess(lines)
    assert result.score + result.standard_error < 0.4
    finding = next(one for one in result.findings if one.rule == "named-nowhere-described")
    assert SIXTY[0] in finding.message


@pytest.mark.parametrize(
    "line",
    [
        "Moved the nightly backups of 14 databases to restik and cut them from 3 hours to 20 minutes.",
        "Rebuilt the ingestion pipeline with Foobarly for 3 teams.",
        "Wrote the parser of the codebase in Zoglang and halved its memory.",
        "Used an internal tool called Penguin to label a dataset of 4,000 images.",
        "Labelled a dataset of 4,000 images in ToolX9 for the detector.",
        "Wrapped the scraper into `qz` and ran it on the servers each night.",
    ],
)
def test_a_tool_that_no_table_lists_is_named_all_the_same(line):
    assert "stack-unnamed" not in rules_of(assess([line]))


@pytest.mark.parametrize(
    "line",
    [
        "Built background workers that process two million queue messages a day.",
        "Moved 14 services with their databases to a new cluster in Germany in March.",
        "Cut the latency of the API from 2s to 300ms with pre-warmed containers and batched inference.",
        "Wrote a tokenizer and a preprocessor for the codebase with idempotent retries.",
        "Designed a data-warehouse schema with slowly changing dimensions for the [organization] dashboards.",
    ],
)
def test_ordinary_words_name_no_tool(line):
    assert "stack-unnamed" in rules_of(assess([line]))


def test_a_score_of_nothing_says_why():
    result = assess(["Docker, Kubernetes"])
    assert result.score == 0
    assert "named-nowhere-described" in rules_of(result)


def test_the_head_of_a_file_is_not_quoted():
    text = "# Ledger, by Ada Example of Nowhere University, 2014\nimport os\n"
    line = {"id": "x", "profile": "Wrote a parser.", "sample": {"main.py": text}}
    application, context = SIGNAL.read_line(line, Context(pack=EMPTY_PACK))
    found = SIGNAL.extract(
        BlindApplication(
            samples=application.samples,
            profile=blind_document("p", DocumentKind.PROFILE, ["Wrote a parser."]),
        ),
        context,
    )
    assert [(one.name, one.line, one.quote) for one in found.demonstrated] == [("Python", 2, "import os")]


def test_nothing_said_is_not_enough():
    assert assess(["[name]", "[contact]"]).status is Status.INSUFFICIENT_EVIDENCE
    assert assess(["Edited 60 long-form pages for a clinic."]).status is Status.INSUFFICIENT_EVIDENCE
    assert assess([QUEUE]).score == 0
    assert SIGNAL.extract(BlindApplication(), Context(EMPTY_PACK)) is None


@pytest.mark.parametrize(
    "line",
    [
        {},
        {"profile": 3},
        {"profile": "x", "listings": 1},
        {"profile": "x", "listings": [{"id": "a"}]},
        {"profile": "x", "listings": [{"id": "a", "text": ""}, {"id": "a", "text": ""}]},
    ],
)
def test_a_line_that_cannot_be_used_says_why(line):
    with pytest.raises(BadRecord):
        SIGNAL.read_line(line, Context(EMPTY_PACK))


def test_hostile_profiles_end():
    assert assess(["Go, " * 20_000]).status is Status.SCORED
    assert assess(["built " * 20_000]).status is Status.INSUFFICIENT_EVIDENCE


README = SIGNAL.rubric_file.with_name("README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"```(?:text|json) (finds|silent)=([a-z-]+)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(("how", "rule", "text"), FENCE.findall(README))
def test_the_examples_of_the_page_hold(how, rule, text):
    assert (rule in rules_of(run_example(text.strip()))) == (how == "finds")
