"""Studies of raters and of items: planted raters, keys and items are found again, in every format."""

import json
import random
import re

import pytest

from earnest.errors import BadRecord
from earnest.study.items import study_items
from earnest.study.page import bars, items_html, raters_html
from earnest.study.raters import study_raters
from earnest.study.reading import Label, Response, read_keys, read_labels, read_responses
from earnest.study.terminal import items_text, raters_text

ABILITY = {
    f"w{number:02}": share for number, share in enumerate([0.95, 0.92, 0.9, 0.88, 0.85, 0.8, 0.7, 0.55])
}


@pytest.fixture(scope="module")
def crowd():
    """Eight invented raters on 120 items of two classes; the keys of three items are wrong."""
    rng = random.Random(5)  # noqa: S311 - repeatable
    truth = {f"i{number:03}": rng.choice(["yes", "no"]) for number in range(120)}
    rows = [
        Label(
            worker=worker,
            item=item,
            label=key if rng.random() < share else {"yes": "no", "no": "yes"}[key],
            seconds=7,
        )
        for worker, share in ABILITY.items()
        for item, key in truth.items()
    ]
    keys = {item: key for item, key in truth.items() if int(item[1:]) % 2 == 0}
    right = {item: sum(row.item == item and row.label == key for row in rows) for item, key in truth.items()}
    wrong = [item for item in sorted(keys) if right[item] >= 7][:3]
    for item in wrong:
        keys[item] = {"yes": "no", "no": "yes"}[keys[item]]
    return rows, truth, keys, wrong


def test_accuracy_is_found_within_its_interval(crowd):
    rows, truth, keys, _ = crowd
    study = study_raters(rows, keys)
    for rater in study.raters:
        mine = [
            row.label == truth[row.item]
            for row in rows
            if row.worker == rater.worker and row.item not in keys
        ]
        assert rater.low <= sum(mine) / len(mine) <= rater.high
        assert (rater.n, rater.keyed, rater.seconds) == (120, 60, 7.0)
        assert all(sum(row) == pytest.approx(1.0) for row in rater.confusion)


def test_wrong_keys_are_suspected(crowd):
    rows, _, keys, wrong = crowd
    suspects = study_raters(rows, keys).suspect_keys
    assert set(wrong) <= set(suspects)
    assert len(suspects) <= 5


def test_the_json_has_the_shape_that_is_promised(crowd):
    rows, _, keys, _ = crowd
    found = json.loads(study_raters(rows, keys).json())
    assert list(found) == ["raters", "items", "suspect_keys"]
    assert set(found["raters"][0]) == {"worker", "accuracy", "low", "high", "n"}
    assert set(found["items"][0]) == {"item", "posterior", "difficulty"}
    assert all(sum(item["posterior"].values()) == pytest.approx(1.0, abs=1e-3) for item in found["items"])


def test_without_keys_the_crowd_alone_ranks_the_raters(crowd):
    rows, _, _, _ = crowd
    accuracy = {rater.worker: rater.accuracy for rater in study_raters(rows, {}).raters}
    assert accuracy["w00"] > accuracy["w06"] > accuracy["w07"]


def test_an_item_that_most_miss_is_harder(crowd):
    rows, truth, keys, _ = crowd
    hard = [
        row.but(label={"yes": "no", "no": "yes"}[truth[row.item]])
        if row.item == "i004" and row.worker > "w01"
        else row
        for row in rows
    ]
    study = study_raters(hard, {item: truth[item] for item in keys})
    difficulty = {item.item: item.difficulty for item in study.items}
    assert difficulty["i004"] > 1.0
    assert difficulty["i004"] == max(difficulty.values())


def test_the_order_of_lines_does_not_matter(crowd):
    rows, _, keys, _ = crowd
    assert study_raters(rows[::-1], keys).json() == study_raters(rows, keys).json()


def test_keys_of_other_items_are_an_error(crowd):
    with pytest.raises(BadRecord, match="no key belongs"):
        study_raters(crowd[0], {"elsewhere": "yes"})


def test_the_page_is_one_file_without_scripts_and_escapes_names(crowd):
    rows, _, keys, _ = crowd
    evil = Label(worker="<script>alert(1)</script>", item="i000", label="yes")
    page = raters_html(study_raters([*rows, evil], keys))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(?:src|href)=|style=|url\(", page)
    assert "default-src &#39;none&#39;" in page or "default-src 'none'" in page
    assert page.count("<svg") >= len(ABILITY) + 2


def test_the_text_names_raters_and_suspects(crowd):
    rows, _, keys, _ = crowd
    text = raters_text(study_raters(rows, keys))
    assert "8 raters, 120 items, 960 labels" in text
    assert "Suspected keys: " in text


def bank_of(persons, drifted=0.0):
    """Invented persons answer twelve items; i05 tells nobody apart and i07 may get easier half way."""
    rng = random.Random(11)  # noqa: S311 - repeatable
    found = []
    for person in range(persons):
        ability = rng.gauss(0, 1)
        for number in range(12):
            if number == 9 and person % 4:
                continue
            difficulty = (number - 6) / 3
            if number == 7 and person > persons / 2:
                difficulty -= drifted
            chance = 0.5 if number == 5 else 1 / (1 + 2.718 ** (-1.5 * (ability - difficulty)))
            found.append(Response(f"p{person:04}", f"i{number:02}", rng.random() < chance))
    return found


def test_items_are_fitted_in_their_order():
    study = study_items(bank_of(400))
    difficulty = {each.item: each.difficulty for each in study.items}
    assert [difficulty[f"i{number:02}"] for number in (1, 4, 8, 11)] == sorted(
        difficulty[f"i{number:02}"] for number in (1, 4, 8, 11)
    )


def test_an_item_that_misfits_or_drifts_or_is_seen_too_often_is_to_retire():
    study = study_items(bank_of(400, drifted=2.0))
    reasons = {each.item: " ".join(each.retire) for each in study.items}
    assert "misfit" in reasons["i05"]
    assert "drift" in reasons["i07"]
    assert "easier" in reasons["i07"]
    assert "exposure" in reasons["i01"]
    assert "exposure" not in reasons["i09"]
    assert "drift" not in reasons["i03"]


def test_slopes_from_few_persons_come_with_a_note():
    assert "1PL is the safer model" in study_items(bank_of(60), "2PL").notes[0]


def test_the_items_page_and_text_agree():
    study = study_items(bank_of(200))
    assert "<script" not in items_html(study)
    assert "12 items, 200 persons" in items_text(study)
    assert set(json.loads(study.json())) == {"model", "persons", "answers", "items", "retire", "notes"}


def test_too_little_cannot_be_fitted():
    with pytest.raises(BadRecord, match="two persons"):
        study_items([Response("p", "i", True)])


def test_bars_count_everything():
    assert sum(bar.count for bar in bars([-9, 0, 0.5, 1, 9], 0, 1)) == 5


def test_lines_are_read_and_the_first_bad_one_is_named(tmp_path):
    file = tmp_path / "labels.jsonl"
    file.write_text(
        '{"worker": 1, "item": 2, "label": 0, "more": 3}\n\n{"worker": 1, "item": 2, "label": 1}\n'
    )
    assert read_labels(file) == [Label(worker="1", item="2", label="0")]
    file.write_text('{"worker": "w", "item": "i"}\n')
    with pytest.raises(BadRecord, match="line 1: label"):
        read_labels(file)
    file.write_text("{\n")
    with pytest.raises(BadRecord, match="not JSON"):
        read_labels(file)
    file.write_text('{"item": "i", "key": "a"}\n{"item": "i", "key": "b"}\n')
    with pytest.raises(BadRecord, match="two different keys"):
        read_keys(file)
    file.write_text(
        '{"worker": "w", "item": "i", "label": "a"}\n{"worker": "w", "item": "j", "correct": false}\n'
    )
    assert read_responses(file, {"i": "a"}) == [Response("w", "i", True), Response("w", "j", False)]
