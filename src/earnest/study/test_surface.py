"""The surface report: near one half where nothing is given away, and far from it where something is."""

import pytest

from earnest.bank import find_pack, load_pack
from earnest.bank.generating import KINDS, generate, write_pack
from earnest.records.item import ItemKind, PairItem, Provenance
from earnest.records.response import Choice
from earnest.study.surface import as_json, keyed_pairs, surface_report


def pair(number, longer_right):
    long, short = "word " * (10 + number), "word " * 5
    option_a, option_b = (long, short) if number % 2 else (short, long)
    key = Choice.A if (number % 2 == 1) == longer_right else Choice.B
    item = PairItem(
        id=f"p{number:03}",
        kind=ItemKind.PAIR,
        prompt="?",
        option_a=option_a,
        option_b=option_b,
        provenance=Provenance(licence="MIT", source="invented"),
    )
    return item, key


@pytest.mark.parametrize("kind", KINDS)
def test_no_look_of_generated_pairs_tells_the_key(kind, tmp_path):
    write_pack(generate(kind, 120, "another seed for tests"), tmp_path / kind, kind)
    for thumb in surface_report(keyed_pairs(load_pack(tmp_path / kind))):
        if thumb.told >= 20:
            most = 0.6 if "fitted" in thumb.name or "logistic" in thumb.name else 0.55
            assert thumb.share <= most, thumb


def test_a_form_whose_longer_option_is_right_is_found_out():
    report = {each.name: each for each in surface_report([pair(number, True) for number in range(40)])}
    assert report["always the longer"].share == 1.0
    assert report["always the shorter"].share == 0.0
    assert report["always the first"].share == 0.5
    assert report["the best threshold on the ratio of lengths (fitted)"].share == 1.0
    logistic = next(each for name, each in report.items() if "logistic" in name)
    assert logistic.share > 0.95


def test_few_pairs_have_no_logistic_model_and_equal_pairs_no_share():
    item, key = pair(1, True)
    same = item.but(option_b=item.option_a)
    report = surface_report([(same, key)])
    assert [each.share for each in report if each.name == "always the longer"] == [None]
    assert not any("logistic" in each.name for each in report)


def test_the_practice_pairs_give_little_away():
    report = as_json(surface_report(keyed_pairs(find_pack("practice"))))
    assert {row["rule"]: row["accuracy"] for row in report}["always the first"] == 0.5
