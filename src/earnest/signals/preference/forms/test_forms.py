"""Forms: balanced from the first pair on, decided by the default rule, and the same after an interruption."""

import random
from collections import Counter

import pytest

from earnest.bank import EMPTY_PACK, Pack, find_pack
from earnest.bank.exposure import ExposureCounts, read_exposure, write_exposure
from earnest.bank.form import form_items
from earnest.errors import BadRecord, PackError, UnknownName, UserError
from earnest.measurement.stopping import Ruling
from earnest.records.answer_key import PairKey
from earnest.records.response import Choice, PairResponse
from earnest.signals.preference.forms import (
    KINDS,
    Answer,
    Ask,
    Progress,
    Stop,
    make_form,
    read_progress,
    write_progress,
)
from earnest.signals.preference.forms.kinds import Settings

PACK = find_pack("practice")


def take(form, chance, seed=0, start=()):
    """Answer a form as somebody who is right with this chance; return the answers and the stop."""
    rng = random.Random(seed)  # noqa: S311 - repeatable
    answers = list(start)
    while isinstance(step := form.step(answers), Ask):
        key = PACK.key(step.slot.item, PairKey).key
        other = Choice.B if key is Choice.A else Choice.A
        choice = key if rng.random() < chance else other
        answers.append(Answer(item=step.slot.item, choice=choice, mirrored=step.slot.mirrored))
    return answers, step


@pytest.mark.parametrize("seed", range(5))
def test_every_beginning_of_the_order_is_balanced(seed):
    items = form_items(PACK, seed)
    for length in (12, 20, 32, 40):
        cells = Counter(items.cells[name] for name in items.scored[:length])
        assert max(cells.values()) - min(cells.values()) <= 1


def test_topics_are_spread():
    items = form_items(PACK, 3)
    topics = Counter(PACK.items[name].topic for name in items.scored[:20])
    assert max(topics.values()) <= 4


@pytest.mark.parametrize("kind", ["sequential", "adaptive"])
def test_who_is_always_right_passes_after_twelve(kind):
    answers, stop = take(make_form(kind, PACK, 1), 1.0)
    scored = [one for one in answers if not one.mirrored]
    assert (stop.ruling, len(scored)) == (Ruling.PASS, 12)
    assert "12 of 12 right" in stop.why


@pytest.mark.parametrize("kind", ["sequential", "adaptive"])
def test_who_guesses_fails_soon(kind):
    rulings = Counter(take(make_form(kind, PACK, seed), 0.5, seed)[1].ruling for seed in range(40))
    assert rulings[Ruling.FAIL] >= 36
    assert rulings[Ruling.PASS] == 0


def test_between_the_two_a_person_decides_more_often_at_the_cap():
    stops = [take(make_form("sequential", PACK, seed), 0.76, seed)[1] for seed in range(60)]
    assert any(stop.ruling is Ruling.PERSON and "a person decides" in stop.why for stop in stops)


def test_a_fixed_form_gives_its_count():
    answers, stop = take(make_form("fixed", PACK, 1, Settings(count=20)), 0.9)
    assert len({one.item for one in answers}) == 20
    assert "all 20 pairs" in stop.why


@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupted_form_goes_on_where_it_was(kind):
    answers, stop = take(make_form(kind, PACK, 7), 0.8)
    for length in (0, 5, len(answers) - 1):
        step = make_form(kind, PACK, 7).step(answers[:length])
        assert isinstance(step, Ask)
        assert (step.slot.item, step.slot.mirrored) == (answers[length].item, answers[length].mirrored)
    assert make_form(kind, PACK, 7).step(answers) == stop


def test_mirrored_pairs_come_later_and_are_not_scored():
    form = make_form("fixed", PACK, 2, Settings(count=40))
    answers, _ = take(form, 0.9)
    mirrored = [place for place, one in enumerate(answers) if one.mirrored]
    assert len(mirrored) == 4
    assert len(form.scored(answers)) == 40
    for place in mirrored:
        first = next(at for at, one in enumerate(answers) if one.item == answers[place].item)
        assert place - first >= 6


def test_pretest_pairs_are_given_between_and_never_scored():
    tried = sorted(name for name in PACK.items if name.startswith("pair-"))[:4]
    items = {name: item.but(pretest=True) if name in tried else item for name, item in PACK.items.items()}
    pack = Pack(**{**vars(PACK), "items": items})
    form = make_form("fixed", pack, 2, Settings(count=30))
    answers, _ = take(form, 0.9)
    assert {one.item for one in answers} >= set(tried)
    assert not {name for name, _ in form.scored(answers)} & set(tried)


def test_an_adaptive_form_gives_what_tells_most_at_the_ability():
    names = form_items(PACK, 1).scored
    difficulty = {name: (-3.0 if place % 2 else 1.0) for place, name in enumerate(names)}
    items = {name: PACK.items[name].but(difficulty=difficulty[name]) for name in names}
    answers, _ = take(make_form("adaptive", Pack(**{**vars(PACK), "items": items}), 1), 0.8)
    given = [difficulty[one.item] for one in answers if not one.mirrored][:10]
    assert given.count(1.0) >= 9


def test_an_exposed_pair_is_passed_over():
    names = form_items(PACK, 1).scored
    often = ExposureCounts(100, {names[0]: 90, names[1]: 90})
    answers, _ = take(make_form("adaptive", PACK, 1, Settings(exposure=often)), 0.8)
    assert not {names[0], names[1]} & {one.item for one in answers}


def test_exposure_is_counted_in_a_file(tmp_path):
    file = tmp_path / "exposure.json"
    counts = read_exposure(file).after(["b", "a", "a"]).after(["a"])
    write_exposure(counts, file)
    assert read_exposure(file) == ExposureCounts(2, {"a": 2, "b": 1})
    file.write_text("[]")
    with pytest.raises(BadRecord):
        read_exposure(file)


def test_progress_is_kept_and_another_form_is_refused(tmp_path):
    file = tmp_path / "progress.json"
    begun = Progress(form="fixed", seed="1", count=12, pack="practice@1", pack_sha256="x")
    assert read_progress(file, begun) == begun
    later = begun.but(responses=(PairResponse(item="pair-x", choice=Choice.A),))
    write_progress(later, file)
    assert read_progress(file, begun) == later
    with pytest.raises(UserError, match="another form"):
        read_progress(file, begun.but(seed="2"))
    file.write_text("{}")
    with pytest.raises(BadRecord, match="begun"):
        read_progress(file, begun)


def test_a_pack_without_pairs_has_no_form():
    with pytest.raises(PackError, match="no pair"):
        form_items(EMPTY_PACK, 1)


def test_an_unknown_form_is_named():
    with pytest.raises(UnknownName, match="sequential"):
        make_form("endless", PACK, 1)


def test_a_small_pack_ends_with_what_it_has():
    names = form_items(PACK, 1).scored[:5]
    pack = Pack(**{**vars(PACK), "items": {name: PACK.items[name] for name in names}})
    for kind in ("sequential", "adaptive"):
        _, stop = take(make_form(kind, pack, 1), 1.0)
        assert isinstance(stop, Stop)
