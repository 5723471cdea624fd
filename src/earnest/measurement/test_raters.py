"""Agreement, Dawid and Skene, mixed regression and rater accuracy against printed numbers and planted truths."""

import doctest
import itertools

import numpy as np
import pytest
from scipy.optimize import minimize

from earnest.measurement import dawid_skene as ds
from earnest.measurement import kappa, krippendorff, labels, majority, mixed_logistic, rater_accuracy
from earnest.measurement.labels import Labels

MODULES = (ds, kappa, krippendorff, labels, majority, mixed_logistic, rater_accuracy)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


# Krippendorff (2011), Computing Krippendorff's alpha-reliability, part C: four observers, twelve units.
NAN = np.nan
OBSERVERS = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
    [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
])  # fmt: skip


@pytest.mark.parametrize(
    ("level", "printed"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_alpha_as_printed(level, printed):
    assert krippendorff.alpha(OBSERVERS, level) == pytest.approx(printed, abs=5e-4)


def test_alpha_of_one_value_is_refused():
    with pytest.raises(ValueError, match="two different values"):
        krippendorff.alpha(np.ones((3, 4)))


def test_cohen_as_statsmodels_prints():
    """The table is that of Cohen (1968), table 1, as 200 judgments (he prints .492); errors: statsmodels 0.15."""
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    printed = {"equal": (0.49153, 0.05100), "linear": (0.47368, 0.05443), "quadratic": (0.45455, 0.06645)}
    for weights, numbers in printed.items():
        assert kappa.cohen(table, weights) == pytest.approx(numbers, abs=5e-5)


# Ten subjects, fourteen raters, five classes; statsmodels 0.15 fleiss_kappa prints 0.2099.
FOURTEEN = np.array([
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
])  # fmt: skip


def test_fleiss_as_statsmodels_prints():
    assert kappa.fleiss(FOURTEEN).value == pytest.approx(0.209931, abs=5e-7)


def test_fleiss_error_is_the_spread_under_chance():
    rng = np.random.default_rng(5)
    drawn = [kappa.fleiss(rng.multinomial(6, [0.5, 0.3, 0.2], size=80)) for _ in range(1500)]
    spread = np.std([one.value for one in drawn])
    assert np.mean([one.standard_error for one in drawn]) == pytest.approx(spread, rel=0.08)


def test_fleiss_needs_equal_numbers():
    with pytest.raises(ValueError, match="same number"):
        kappa.fleiss(np.array([[2, 1], [1, 1]]))


# Dawid and Skene (1979), table 1: 45 patients, the first observer three times, then the four others.
PATIENTS = """
1111111 3334334 1122122 2223121 2223222 2223322 1222111 3333433 2222223 2322223 4444444 2223343 1111111 2223212
1211111 1112111 1111111 1111111 2222221 2221322 2222222 2222221 2223222 2212222 1111111 1111111 2322222 1111111
1111111 1121121 1111111 3333233 1111111 2222222 2223232 4334343 2212232 2323233 3333432 1111111 1111111 1212111
2322222 1211111 2222222
""".split()


def anaesthetists(patients=PATIENTS):
    return Labels.of(
        (str(max(1, place - 1)), f"{number:02}", label)
        for number, row in enumerate(patients, start=1)
        for place, label in enumerate(row)
    )


def test_dawid_skene_as_printed():
    """Their table 2 (shares of the classes), table 3 (the first observer's errors)."""
    fit = ds.dawid_skene(anaesthetists(), tolerance=1e-6)
    assert fit.converged
    assert fit.prior == pytest.approx([0.40, 0.42, 0.11, 0.07], abs=5e-3)
    printed = np.array([[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0]])
    assert fit.confusions[0][:3] == pytest.approx(printed, abs=0.011)
    assert fit.classes()[0] == "1"
    assert fit.classes()[10] == "4"


def test_dawid_skene_climbs():
    found = [ds.dawid_skene(anaesthetists(), max_iterations=steps).log_likelihood for steps in range(1, 12)]
    assert all(after >= before - 1e-9 for before, after in itertools.pairwise(found))


def planted(raters=60, items=300, each=8, seed=2, accuracy=(6.5, 2.1)):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, items)
    skill = rng.beta(*accuracy, raters)
    rows = []
    for item in range(items):
        for rater in rng.choice(raters, each, replace=False):
            right = rng.random() < skill[rater]
            label = truth[item] if right else (truth[item] + rng.integers(1, 3)) % 3
            rows.append((f"r{rater:02}", f"i{item:03}", str(label)))
    return Labels.of(rows), {f"i{item:03}": str(truth[item]) for item in range(items)}, skill


def test_keys_are_kept_and_the_order_of_rows_changes_nothing():
    given, keys, _ = planted()
    some = dict(list(keys.items())[:50])
    fit = ds.dawid_skene(given, keys=some, pooled_weight=2)
    codes = given.key_codes(some)
    assert np.all(fit.class_posteriors[codes >= 0, codes[codes >= 0]] == 1)
    rows = [
        (given.raters[r], given.items[i], given.classes[c])
        for r, i, c in zip(given.rater, given.item, given.label, strict=True)
    ]
    again = ds.dawid_skene(Labels.of(reversed(rows)), keys=some, pooled_weight=2)
    assert again.class_posteriors == pytest.approx(fit.class_posteriors, abs=1e-12)


def test_the_pooled_prior_helps_raters_of_few_labels():
    errors = []
    for weight in (0.0, 2.0):
        given, _, skill = planted(raters=200, items=300, each=5)
        found = ds.dawid_skene(given, pooled_weight=weight).accuracies()
        own = np.array([skill[int(name[1:])] for name in given.raters])
        errors.append(np.sqrt(np.mean((found - own) ** 2)))
    assert errors[1] < errors[0]


def test_no_labels_and_unknown_keys_are_refused():
    with pytest.raises(ValueError, match="no labels"):
        ds.dawid_skene(Labels.of([]))
    with pytest.raises(ValueError, match="none of the classes"):
        ds.dawid_skene(anaesthetists(), keys={"01": "9"})


def test_mixed_logistic_is_the_joint_mode_found_another_way():
    """With the group sd held, b and u are the mode that scipy's BFGS finds from the written-out posterior."""
    rng = np.random.default_rng(8)
    group = rng.integers(0, 12, 300)
    design = np.column_stack([np.ones(300), rng.normal(size=300)])
    outcome = (rng.random(300) < 0.6).astype(float)
    prior = mixed_logistic.Prior(np.array([0.0, 0.5]), np.array([1.0, 0.5]), 0.7, 1e9)
    fit = mixed_logistic.mixed_logistic(mixed_logistic.Grouped(design, group, outcome, 12), prior, copies=3.0)

    def loss(both):
        eta = design @ both[:2] + both[2:][group]
        told = (np.logaddexp(0, eta) - outcome * eta).sum()
        return told + 1.5 * (((both[:2] - prior.mean) / prior.sd) ** 2).sum() + (both[2:] ** 2).sum() / 0.98

    found = minimize(loss, np.zeros(14), method="BFGS", options={"gtol": 1e-8}).x
    assert fit.coefficients == pytest.approx(found[:2], abs=1e-5)
    assert fit.effects == pytest.approx(found[2:], abs=1e-5)


def test_mixed_logistic_finds_a_planted_spread():
    rng = np.random.default_rng(9)
    group = np.repeat(np.arange(400), 40)
    eta = 0.8 + rng.normal(0, 0.9, 400)[group]
    outcome = (rng.random(len(group)) < 1 / (1 + np.exp(-eta))).astype(float)
    data = mixed_logistic.Grouped(np.ones((len(group), 1)), group, outcome, 400)
    fit = mixed_logistic.mixed_logistic(data, mixed_logistic.Prior(np.zeros(1), np.full(1, 5.0)))
    assert fit.group_sd == pytest.approx(0.9, abs=0.08)
    assert fit.coefficients[0] == pytest.approx(0.8, abs=0.12)


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_rater_accuracy_beats_counting_and_covers(share):
    counted, found_errors, inside = [], [], []
    for seed in range(4):
        given, keys, skill = planted(seed=seed)
        some = dict(list(keys.items())[: int(len(keys) * share)])
        found = rater_accuracy.rater_accuracy(given, some)
        own = np.array([skill[int(name[1:])] for name in given.raters])
        counted.append((found.keyed_right / np.maximum(found.keyed, 1) - own) ** 2)
        found_errors.append((found.to_come.value - own) ** 2)
        inside.append((found.to_come.low <= own) & (own <= found.to_come.high))
    assert np.mean(found_errors) < 0.8 * np.mean(counted)
    assert 0.9 <= np.mean(inside) <= 1.0


def test_rater_accuracy_without_keys_and_with_all():
    given, keys, skill = planted()
    own = np.array([skill[int(name[1:])] for name in given.raters])
    none = rater_accuracy.rater_accuracy(given)
    assert np.sqrt(np.mean((none.without_key.value - own) ** 2)) < 0.1
    assert np.all(none.keyed == 0)
    every = rater_accuracy.rater_accuracy(given, keys)
    assert np.all(np.isnan(every.without_key.value))
    assert np.all(np.isin(every.label_chance, (0.0, 1.0)))
    assert np.all(every.to_come.low < every.to_come.value)


def test_a_crowd_that_errs_together_is_not_believed():
    """The crowd agrees on a wrong class for half of the items; keys of a fifth show it."""
    rng = np.random.default_rng(12)
    rows, keys = [], {}
    for item in range(200):
        keys[f"i{item:03}"] = "yes"
        crowd = "no" if item % 2 else "yes"
        for rater in range(20):
            label = crowd if rng.random() < 0.9 else ("yes" if crowd == "no" else "no")
            rows.append((f"r{rater:02}", f"i{item:03}", label))
    given = Labels.of(rows)
    some = {item: key for item, key in keys.items() if int(item[1:]) % 5 == 0}
    found = rater_accuracy.rater_accuracy(given, some).to_come
    assert np.all(np.abs(found.value - 0.5) < 0.15)
    assert ds.dawid_skene(given).accuracies().mean() > 0.85
