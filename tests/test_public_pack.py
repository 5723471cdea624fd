"""The public pairs: every line names set and licence, and nothing but reading pays."""

from collections import Counter
from functools import cache
from pathlib import Path

from earnest.bank import find_pack
from earnest.bank.checking import CheckState, check_pack
from earnest.bank.loading import load_pack
from earnest.records.answer_key import PairKey
from earnest.records.item import PairItem
from earnest.study.surface import keyed_pairs, surface_report

LICENCES = {
    "LLMBar ": "MIT",
    "LLMBar CaseStudy ": "MIT",
    "EvalBiasBench ": "BSD-3-Clause",
    "Humans or LLMs as the Judge ": "Apache-2.0",
}


@cache
def pack():
    return find_pack("pairs-public")


def test_nothing_fails():
    lines = check_pack(pack(), lambda *_: (), lambda *_: None, None)
    assert [line for line in lines if line.state is not CheckState.PASSED] == []


def test_every_pair_names_its_set_and_licence():
    for item in pack().items.values():
        name = item.provenance.source.partition("(")[0]
        assert item.provenance.licence == LICENCES[name]
        assert "https://" in item.provenance.source


def test_places_are_even_and_open_pairs_have_no_key():
    keys = Counter(key.key.value for key in pack().keys.values() if isinstance(key, PairKey))
    assert keys == {"a": 282, "b": 282}
    opened = [item for item in pack().items.values() if isinstance(item, PairItem) and item.open]
    assert len(opened) == 24
    assert not {item.id for item in opened} & set(pack().keys)


def test_no_rule_of_thumb_pays_and_the_page_shows_the_figures():
    page = (Path(__file__).parents[1] / "packs" / "README.md").read_text(encoding="utf-8")
    for thumb in surface_report(keyed_pairs(pack())):
        assert thumb.share <= 0.55
        if "logistic" not in thumb.name and thumb.name != "always the second":
            assert f"| {thumb.name} | {thumb.right} of {thumb.told} ({thumb.share:.2f}) |" in page


def test_no_pair_of_the_practice_pack_is_asked_again():
    def asked(other):
        return {
            " ".join(item.prompt.casefold().split())
            for item in other.items.values()
            if isinstance(item, PairItem)
        }

    assert not asked(pack()) & asked(load_pack(Path(__file__).parents[1] / "packs" / "practice"))
