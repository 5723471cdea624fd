"""The three kinds of forms: each says which scored pair comes next, when to stop, and why."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from earnest.bank.exposure import ExposureCounts
from earnest.bank.form import CELLS, FormItems, Slot, form_items
from earnest.bank.pack import Pack
from earnest.errors import UnknownName
from earnest.measurement.ability import Belief, belief
from earnest.measurement.adaptive import Exposure, by_content, next_item
from earnest.measurement.interval import normal_quantile
from earnest.measurement.irt import ItemParameters
from earnest.measurement.sprt import ABOVE, bounds, irt_log_ratio
from earnest.measurement.stopping import Ruling, StoppingRule
from earnest.signals.preference.forms.form import Ask, Form, Next, Scored, Step, Stop, Unscored

_ABILITY_MEAN, _ABILITY_SD = 1.1, 1.0


@dataclass(frozen=True)
class Settings:
    """`count` scored pairs of a fixed form; when the others stop; how often each pair was given before."""

    count: int = 30
    stopping: StoppingRule = field(default_factory=StoppingRule)
    unscored: Unscored = field(default_factory=Unscored)
    exposure: ExposureCounts = field(default_factory=ExposureCounts)
    exposure_cap: float = 0.25


def make_form(kind: str, pack: Pack, seed: int | str, settings: Settings | None = None) -> Form:
    """Make a form of a kind; the same pack, seed and answers give the same next pair."""
    if kind not in _KINDS:
        raise UnknownName(f"no form {kind!r}: choose one of {', '.join(KINDS)}")
    chosen = settings or Settings()
    items = form_items(pack, seed)
    return Form(kind, items, _KINDS[kind](items, chosen), chosen.unscored)


def _fixed(items: FormItems, settings: Settings) -> Next:
    """Give the first `count` pairs of the balanced order, whatever is answered."""
    order = items.scored[: settings.count]

    def following(scored: Scored) -> Step:
        done = {name for name, _ in scored}
        left = [name for name in order if name not in done]
        if left:
            return Ask(Slot(left[0]), f"pair {len(order) - len(left) + 1} of {len(order)}")
        right = sum(correct for _, correct in scored)
        ruling = settings.stopping.at_the_cap(right, len(scored))
        return Stop(ruling, f"all {len(order)} pairs are answered, {right} of them right{_person(ruling)}")

    return following


def _sequential(items: FormItems, settings: Settings) -> Next:
    """Give pairs in balanced order until Wald's test is decided."""

    def following(scored: Scored) -> Step:
        stop = _stop(scored, settings, len(items.scored))
        if stop is not None:
            return stop
        done = {name for name, _ in scored}
        name = next(each for each in items.scored if each not in done)
        return Ask(Slot(name), _still_open(scored, settings.stopping))

    return following


def _adaptive(items: FormItems, settings: Settings) -> Next:
    """Give the pair that tells most at the ability so far, the four cells in equal shares, none too often.

    It stops by Wald's test on the answers with the difficulties of their pairs, between the abilities that
    are right in p0 and in p1 of average pairs. A pair without a difficulty is taken to be average; without
    any this is the test of a sequential form.
    """
    names = items.scored
    difficulty = np.array([items.difficulty.get(name, 0.0) for name in names])
    bank = ItemParameters(np.ones(len(names)), difficulty, np.zeros(len(names)))
    content = [items.cells[name] for name in names]
    targets = dict.fromkeys(CELLS, 0.25)
    counts = np.array([settings.exposure.items.get(name, 0) for name in names])
    allowed = Exposure(counts, settings.exposure.persons, settings.exposure_cap).allowed()
    place = {name: at for at, name in enumerate(names)}

    def following(scored: Scored) -> Step:
        used = [place[name] for name, _ in scored]
        held = belief(_ABILITY_MEAN, _ABILITY_SD)
        for at, (_, correct) in zip(used, scored, strict=True):
            held = held.after(correct, 1.0, float(difficulty[at]))
        stop = _weighed(scored, bank.take(used), held, settings.stopping, len(names))
        if stop is not None:
            return stop
        chosen = next_item(held.mean, bank, used, allowed=by_content(content, targets, used) & allowed)
        at = used[0] if chosen is None else chosen
        why = f"{_still_open(scored, settings.stopping)}; this pair tells most at ability {held.mean:.1f}"
        return Ask(Slot(names[at]), why)

    return following


def _weighed(
    scored: Scored, bank: ItemParameters, held: Belief, rule: StoppingRule, available: int
) -> Stop | None:
    """Stop an adaptive form: by the test with difficulties, at the cap by the posterior of ability."""
    total, right = len(scored), sum(correct for _, correct in scored)
    if total < min(rule.minimum, available):
        return None
    low, high = (math.log(share / (1 - share)) for share in (rule.p0, rule.p1))
    side = bounds(rule.alpha, rule.beta).side(
        irt_log_ratio([float(correct) for _, correct in scored], bank, low, high)
    )
    if side:
        ruling = Ruling.PASS if side == ABOVE else Ruling.FAIL
        return Stop(ruling, f"{right} of {total} right, weighed by difficulty: {_speaks(ruling, rule)}")
    if total < min(rule.maximum, available):
        return None
    reach = normal_quantile((1 + rule.certainty) / 2) * held.sd
    above, below = held.mean - reach > low, held.mean + reach < high
    ruling = Ruling.PERSON if above == below else Ruling.PASS if above else Ruling.FAIL
    return Stop(ruling, f"{right} of {total} right, and no pair is left to give{_person(ruling)}")


def _stop(scored: Scored, settings: Settings, available: int) -> Stop | None:
    rule, total = settings.stopping, len(scored)
    right = sum(correct for _, correct in scored)
    ruling = rule.rule(right, total)
    if ruling is Ruling.GO_ON:
        return _at_the_end(scored, settings) if total >= available else None
    if total >= rule.maximum:
        return Stop(ruling, f"{right} of {total} right at the cap of {rule.maximum}{_person(ruling)}")
    return Stop(ruling, f"{right} of {total} right: {_speaks(ruling, rule)}")


def _speaks(ruling: Ruling, rule: StoppingRule) -> str:
    one, other = (rule.p1, rule.p0) if ruling is Ruling.PASS else (rule.p0, rule.p1)
    return f"this speaks for {one:.0%} rather than {other:.0%}"


def _at_the_end(scored: Scored, settings: Settings) -> Stop:
    right, total = sum(correct for _, correct in scored), len(scored)
    ruling = settings.stopping.at_the_cap(right, total) if total else Ruling.PERSON
    return Stop(ruling, f"no pair is left after {right} of {total} right{_person(ruling)}")


def _person(ruling: Ruling) -> str:
    return ", which decides neither way: a person decides" if ruling is Ruling.PERSON else ""


def _still_open(scored: Scored, rule: StoppingRule) -> str:
    if len(scored) < rule.minimum:
        return f"at least {rule.minimum} pairs are asked, {len(scored)} are answered"
    right = sum(correct for _, correct in scored)
    return f"{right} of {len(scored)} right does not decide between {rule.p0:.0%} and {rule.p1:.0%} yet"


_KINDS: Mapping[str, Callable[[FormItems, Settings], Next]] = {
    "fixed": _fixed,
    "sequential": _sequential,
    "adaptive": _adaptive,
}
KINDS = tuple(_KINDS)
