"""Item models, ability, sequential and adaptive tests against printed numbers, and planted truths."""

import doctest
import itertools
import math

import numpy as np
import pytest

from earnest.measurement import ability, adaptive, auroc2, irt, irt_fit, sprt, stopping
from earnest.measurement.irt import items, probability
from earnest.measurement.irt_fit import WEAK_PRIORS, fit_irt
from earnest.measurement.stopping import Ruling, StoppingRule

MODULES = (ability, adaptive, auroc2, irt, irt_fit, sprt, stopping)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


# Bock and Lieberman (1970), Psychometrika 35: five items of the Law School Admission Test, sections 6 and 7,
# 1,000 persons; how many gave each pattern, from 00000 to 11111.
PATTERNS = np.array(list(itertools.product((0.0, 1.0), repeat=5)))
SECTION_6 = [3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173,
             11, 61, 28, 298]  # fmt: skip
SECTION_7 = [12, 19, 1, 7, 3, 19, 3, 17, 10, 5, 3, 7, 7, 23, 8, 28, 7, 39, 11, 34, 14, 51, 15, 90, 6, 25, 7, 35,
             18, 136, 32, 308]  # fmt: skip


def answers(counts):
    return np.repeat(PATTERNS, counts, axis=0)


def test_1pl_as_ltm_prints():
    """R's ltm, rasch(LSAT): D. Rizopoulos (2006), Journal of Statistical Software 17 (5), 3.1."""
    fit = fit_irt(answers(SECTION_6), "1PL", tolerance=1e-6)
    assert fit.log_likelihood == pytest.approx(-2466.938, abs=1e-3)
    assert fit.parameters.difficulty == pytest.approx([-3.6153, -1.3224, -0.3176, -1.7301, -2.7802], abs=2e-4)
    assert fit.standard_errors.difficulty == pytest.approx([0.3266, 0.1422, 0.0977, 0.1691, 0.2510], abs=2e-4)
    assert fit.parameters.discrimination == pytest.approx([0.7551] * 5, abs=1e-4)
    assert fit.standard_errors.discrimination == pytest.approx([0.0694] * 5, abs=1e-4)


def test_2pl_as_mirt_prints():
    """R's mirt, mirt(LSAT7, 1): R. P. Chalmers (2012), Journal of Statistical Software 48 (6)."""
    fit = fit_irt(answers(SECTION_7), "2PL", tolerance=1e-6)
    a, b = fit.parameters.discrimination, fit.parameters.difficulty
    assert fit.log_likelihood == pytest.approx(-2658.805, abs=1e-3)
    assert a == pytest.approx([0.988, 1.081, 1.706, 0.765, 0.736], abs=2e-3)
    assert -a * b == pytest.approx([1.856, 0.808, 1.804, 0.486, 1.854], abs=2e-3)


def test_standard_errors_are_those_of_the_differentiated_likelihood():
    """The whole information of LSAT 7, by second differences of the marginal likelihood written out."""
    fit = fit_irt(answers(SECTION_7), "2PL", tolerance=1e-8, max_iterations=3000)
    nodes = np.linspace(-6, 6, 121)
    weights = np.exp(-0.5 * nodes**2) / np.exp(-0.5 * nodes**2).sum()

    def value(place):
        chance = probability(nodes, items(place[5:], place[:5]))
        told = np.exp(PATTERNS @ np.log(chance).T + (1 - PATTERNS) @ np.log(1 - chance).T)
        return float(np.array(SECTION_7) @ np.log(told @ weights))

    at = np.concatenate([fit.parameters.discrimination, fit.parameters.difficulty])
    steps = 1e-3 * np.eye(10)
    second = [
        [value(at + i + j) - value(at + i - j) - value(at - i + j) + value(at - i - j) for j in steps]
        for i in steps
    ]
    errors = np.sqrt(np.diag(np.linalg.inv(-np.array(second) / 4e-6)))
    assert fit.standard_errors.discrimination == pytest.approx(errors[:5], rel=2e-3)
    assert fit.standard_errors.difficulty == pytest.approx(errors[5:], rel=2e-3)


def drawn(persons, bank, seed=3):
    rng = np.random.default_rng(seed)
    theta = rng.normal(size=persons)
    return theta, (rng.random((persons, len(bank))) < probability(theta, bank)).astype(float)


def planted(count=30, seed=4, guessing=0.0):
    rng = np.random.default_rng(seed)
    return items(rng.normal(size=count), rng.lognormal(0, 0.3, count), guessing)


def test_2pl_finds_planted_items_and_covers_them_with_answers_missing():
    bank = planted()
    _, seen = drawn(1500, bank)
    seen[np.random.default_rng(1).random(seen.shape) < 0.3] = np.nan
    fit = fit_irt(seen)
    assert fit.converged
    assert np.sqrt(np.mean((fit.parameters.difficulty - bank.difficulty) ** 2)) < 0.15
    off = np.abs(fit.parameters.discrimination - bank.discrimination) / fit.standard_errors.discrimination
    assert np.mean(off < 1.96) > 0.85


def test_3pl_finds_planted_items():
    bank = planted(guessing=0.2)
    _, seen = drawn(3000, bank)
    fit = fit_irt(seen, "3PL")
    assert np.corrcoef(fit.parameters.difficulty, bank.difficulty)[0, 1] > 0.97
    assert fit.parameters.guessing.mean() == pytest.approx(0.2, abs=0.05)


def test_an_item_all_had_right_needs_a_prior():
    _, seen = drawn(60, planted(6))
    seen[:, 2] = 1.0
    with pytest.raises(ValueError, match="item 2 was answered all right"):
        fit_irt(seen)
    fit = fit_irt(seen, priors=WEAK_PRIORS)
    assert -8 < fit.parameters.difficulty[2] < -1
    assert np.all(np.isfinite(fit.standard_errors.difficulty))


def test_other_values_are_refused():
    with pytest.raises(ValueError, match="0, 1 and NaN"):
        fit_irt(np.array([[0.0, 2.0], [1.0, 0.0]]))


def test_map_as_ltm_prints():
    """R's ltm, factor.scores(rasch(LSAT)): pattern 00000 has -1.910 (.790)."""
    bank = items(np.array([-3.6153, -1.3224, -0.3176, -1.7301, -2.7802]), 0.7551)
    found = ability.map_(np.zeros((1, 5)), bank)
    assert found.value[0] == pytest.approx(-1.910, abs=1e-3)
    assert found.standard_error[0] == pytest.approx(0.790, abs=1e-3)


def test_eap_by_other_quadrature_and_one_answer_at_a_time():
    bank = planted(20, guessing=0.1)
    _, seen = drawn(8, bank)
    seen[0, :5] = np.nan
    found = ability.eap(seen, bank)
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    for person, row in enumerate(seen):
        held = ~np.isnan(row)
        chance = probability(nodes, bank)[:, held]
        told = weights * np.where(row[held] == 1, chance, 1 - chance).prod(axis=1)
        mean = (told @ nodes) / told.sum()
        assert found.value[person] == pytest.approx(mean, abs=1e-5)
        assert found.standard_error[person] ** 2 == pytest.approx(
            told @ (nodes - mean) ** 2 / told.sum(), abs=1e-5
        )
        known = ability.belief()
        for place in np.flatnonzero(held):
            known = known.after(bool(row[place]), bank.discrimination[place], bank.difficulty[place], 0.1)
        assert known.mean == pytest.approx(found.value[person], abs=1e-9)
        assert known.sd == pytest.approx(found.standard_error[person], abs=1e-9)


def test_information_is_the_expected_squared_slope():
    bank = planted(5, guessing=0.2)
    theta, step = 0.3, 1e-5
    slope = (probability(theta + step, bank) - probability(theta - step, bank)) / (2 * step)
    chance = probability(theta, bank)
    assert irt.information(theta, bank) == pytest.approx(slope**2 / (chance * (1 - chance)), rel=1e-6)


def test_wald_bounds_and_slope():
    """Wald (1947), 5.3: p0 = .1, p1 = .3, alpha = .02, beta = .03 has slope .1863 and intercepts -2.58, 2.87."""
    test = sprt.sprt(0.1, 0.3, 0.02, 0.03)
    gain = math.log(0.3 / 0.1) + math.log(0.9 / 0.7)
    assert math.log(0.9 / 0.7) / gain == pytest.approx(0.186, abs=5e-4)
    assert test.limits.lower / gain == pytest.approx(-2.58, abs=5e-3)
    assert test.limits.upper / gain == pytest.approx(2.88, abs=5e-3)


def test_wald_keeps_its_errors():
    rng = np.random.default_rng(6)
    test = sprt.sprt(0.65, 0.85)
    for truth, wrong in ((0.65, sprt.ABOVE), (0.85, sprt.BELOW)):
        ends = []
        for _ in range(2000):
            right = total = 0
            while test.step(right, total) == sprt.OPEN:
                right, total = right + int(rng.random() < truth), total + 1
            ends.append(test.step(right, total))
        assert np.mean([end == wrong for end in ends]) <= 0.06


def test_irt_ratio_is_the_binomial_one_where_items_are_equal():
    bank = items(np.zeros(12))
    low, high = math.log(0.65 / 0.35), math.log(0.85 / 0.15)
    right = [1.0] * 9 + [0.0] * 2 + [np.nan]
    assert sprt.irt_log_ratio(right, bank, low, high) == pytest.approx(sprt.sprt(0.65, 0.85).log_ratio(9, 11))


def test_stopping_goes_on_within_its_limits_and_ends_at_the_cap():
    rule = StoppingRule()
    assert rule.rule(0, 0) is Ruling.GO_ON
    assert rule.rule(11, 11) is Ruling.GO_ON
    for right in range(41):
        assert rule.rule(right, 40) is not Ruling.GO_ON
    with pytest.raises(ValueError, match="no range"):
        StoppingRule(minimum=50)


def test_next_item_maximises_within_masks():
    bank = planted(40)
    best = adaptive.next_item(0.5, bank, [])
    assert best == int(np.argmax(irt.information(0.5, bank)))
    second = adaptive.next_item(0.5, bank, [best])
    assert second == int(np.argsort(-irt.information(0.5, bank))[1])
    only = np.zeros(40, dtype=bool)
    only[7] = True
    assert adaptive.next_item(0.5, bank, [], allowed=only) == 7
    assert adaptive.next_item(0.5, bank, [7], allowed=only) == best
    assert adaptive.next_item(0.5, bank, range(40)) is None


def test_kl_index_approaches_information():
    """Chang and Ying (1996), theorem 1: near theta the KL curve is half the information times the square."""
    bank = planted(10)
    given = 10_000
    reach = 3 / math.sqrt(given)
    assert adaptive.kl_index(0.2, bank, given, points=201) == pytest.approx(
        irt.information(0.2, bank) * reach**3 / 3, rel=1e-3
    )


def test_content_and_exposure_are_kept():
    bank, (_, right) = planted(60), drawn(200, planted(60))
    content = ["ab"[place % 2] for place in range(60)]
    exposure = adaptive.Exposure(np.zeros(60, dtype=np.int64), cap=0.3)
    for person, row in enumerate(right):
        known, used = ability.belief(), []
        for _ in range(10):
            mask = exposure.allowed() & adaptive.by_content(content, {"a": 0.7, "b": 0.3}, used)
            place = adaptive.next_item(known.mean, bank, used, allowed=mask)
            known = known.after(bool(row[place]), bank.discrimination[place], bank.difficulty[place])
            used.append(place)
        if person > 20:  # before, the cap leaves too few items of one area
            assert [content[place] for place in used].count("a") == 7
        exposure.record(used)
    assert exposure.counts.max() <= 0.3 * exposure.persons + 1


def test_auroc2_by_all_pairs_and_as_printed():
    """Standard error: Hanley and McNeil (1982), table I: area .893 from 51 abnormal and 58 normal is .032."""
    rng = np.random.default_rng(2)
    stated, right = rng.integers(5, 11, 60) / 10, rng.random(60) < 0.7
    wins = [(a > b) + 0.5 * (a == b) for a in stated[right] for b in stated[~right]]
    assert auroc2.auroc2(list(stated), list(right)).value == pytest.approx(np.mean(wins))
    assert auroc2._error(0.893, 51, 58) == pytest.approx(0.032, abs=1e-3)
    assert auroc2.auroc2([0.5, 0.6], [True, True]) is None
