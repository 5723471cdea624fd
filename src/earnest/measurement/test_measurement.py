"""Each formula against numbers printed in its paper, in R's output, or computed another way."""

import doctest
import math

import numpy as np
import pytest

from earnest.measurement import (
    beta,
    brier,
    empirical_bayes,
    interval,
    jeffreys,
    logistic,
    newcombe,
    signal_detection,
    wilson,
)
from earnest.measurement.empirical_bayes import BetaPrior, fit_prior, log_marginal

MODULES = (beta, brier, empirical_bayes, interval, jeffreys, logistic, newcombe, signal_detection, wilson)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_printed(successes, total, low, high):
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3."""
    assert wilson.wilson(successes, total).rounded() == [low, high]


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
    ],
)
def test_newcombe_as_printed(first, second, low, high):
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10."""
    assert newcombe.newcombe(first, second)[1].rounded() == [low, high]


@pytest.mark.parametrize(("successes", "total"), [(7, 10), (1, 12), (29, 30)])
def test_jeffreys_by_numerical_integration(successes, total):
    """The ends cut 2.5 % off the Beta density, integrated here by the trapezoid rule after p = sin(t)^2."""
    t = np.linspace(0, math.pi / 2, 200_001)
    density = np.sin(t) ** (2 * successes) * np.cos(t) ** (2 * (total - successes))
    mass = np.concatenate([[0.0], np.cumsum((density[1:] + density[:-1]) / 2)])
    ends = np.interp([0.025, 0.975], mass / mass[-1], np.sin(t) ** 2)
    assert list(jeffreys.jeffreys(successes, total)) == pytest.approx(list(ends), abs=1e-6)


def test_jeffreys_at_the_edges():
    assert jeffreys.jeffreys(0, 9).low == 0.0
    assert jeffreys.jeffreys(9, 9).high == 1.0


def test_fit_prior_finds_the_top_of_the_likelihood():
    counts = [(9, 10), (7, 10), (10, 10), (5, 10), (8, 10), (30, 40), (12, 15)]
    best = fit_prior(counts)
    top = log_marginal(best, counts)
    for alpha, beta_ in ((1.1, 1.0), (0.9, 1.0), (1.0, 1.1), (1.0, 0.9)):
        assert log_marginal(BetaPrior(best.alpha * alpha, best.beta * beta_), counts) < top


def test_fit_prior_recovers_a_planted_prior():
    rng = np.random.default_rng(3)
    counts = [(int(rng.binomial(20, p)), 20) for p in rng.beta(8, 2, size=1000)]
    found = fit_prior(counts)
    assert found.mean == pytest.approx(0.8, abs=0.015)
    assert found.alpha + found.beta == pytest.approx(10, rel=0.2)


def test_overconfidence_interval_covers_the_point_and_is_repeatable():
    confidence = [0.95] * 20 + [0.6] * 10
    correct = [True, False] * 15
    low, high = brier.overconfidence_interval(confidence, correct)
    assert low < brier.overconfidence(confidence, correct) < high
    assert (low, high) == brier.overconfidence_interval(confidence, correct)


def test_choice_of_two_divides_by_the_root_of_two():
    yes_no = signal_detection.detection((20, 25), (10, 25))
    choice = signal_detection.choice_of_two((20, 25), (10, 25))
    assert choice.sensitivity == pytest.approx(yes_no.sensitivity / math.sqrt(2))


# Launch temperature (F) and whether an O-ring was in distress, 23 flights: Dalal, Fowlkes, Hoadley (1989),
# Risk analysis of the space shuttle, JASA 84, 945-957. glm(distress ~ temperature, binomial) in R prints
# (Intercept) 15.0429 (7.3786), temperature -0.2322 (0.1082).
TEMPERATURE = [
    66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78, 67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58,
]  # fmt: skip
DISTRESS = [0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1]


def test_logistic_without_a_prior_is_glm():
    design = np.column_stack([np.ones(23), TEMPERATURE]).astype(float)
    fit = logistic.logistic_map(design, np.array(DISTRESS, float), np.zeros(2), np.full(2, 1e6))
    assert fit.coefficients == pytest.approx([15.0429, -0.2322], abs=5e-5)
    assert fit.standard_errors == pytest.approx([7.3786, 0.1082], abs=5e-5)


def test_logistic_with_a_prior_is_finite_under_separation():
    design = np.column_stack([np.ones(10), np.linspace(-1, 1, 10)])
    fit = logistic.logistic_map(design, (design[:, 1] > 0).astype(float), np.zeros(2), np.full(2, 1.0))
    assert 0.5 < fit.coefficients[1] < 5
    assert fit.standard_errors[1] < 1.0


@pytest.mark.parametrize("counts", [(3, 2), (-1, 4), (0, 0)])
def test_impossible_counts_are_refused(counts):
    with pytest.raises(ValueError, match="not a proportion"):
        wilson.wilson(*counts)
