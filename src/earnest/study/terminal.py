"""A study as plain text: tables that fit a terminal."""

from collections.abc import Sequence

from earnest.study.items import ItemCalibrated, ItemStudy
from earnest.study.raters import Rater, RaterStudy

_SHOWN = 40


def raters_text(study: RaterStudy) -> str:
    """Return the raters, best first, the hardest items and the suspected keys."""
    agreement = "not defined" if study.agreement is None else f"{study.agreement:.3f}"
    lines = [
        f"{len(study.raters)} raters, {len(study.items)} items, {study.labels} labels",
        f"classes {', '.join(study.classes)}; agreement (Krippendorff's alpha) {agreement}",
        "",
        f"{'rater':<24} {'accuracy':>8}  {'95 % interval':<14} {'labels':>6} {'keyed':>9} {'s':>6}",
    ]
    ranked = sorted(study.raters, key=lambda one: (-one.accuracy, one.worker))
    lines += [_rater_line(each) for each in ranked[:_SHOWN]]
    lines += _more(len(ranked))
    if len(study.classes) <= 6:
        lines += ["", "How raters as a whole confuse classes (true class, then the share of each label)"]
        lines += _confusion(study)
    hardest = sorted(study.items, key=lambda one: (-one.difficulty, one.item))[:10]
    lines += ["", "Hardest items (difficulty in logits, 0 is average)"]
    lines += [f"  {each.difficulty:+.2f}  {each.item}  ({each.n} labels)" for each in hardest]
    lines += ["", f"Suspected keys: {len(study.suspect_keys)}"]
    lines += [f"  {item}" for item in study.suspect_keys[:_SHOWN]]
    lines += _more(len(study.suspect_keys))
    return "\n".join(lines)


def _rater_line(each: Rater) -> str:
    keyed = f"{each.keyed_right}/{each.keyed}" if each.keyed else "-"
    seconds = "-" if each.seconds is None else f"{each.seconds:.0f}"
    return (
        f"{each.worker:<24} {each.accuracy:>8.3f}  {each.low:.3f} to {each.high:.3f} {each.n:>6} "
        f"{keyed:>9} {seconds:>6}"
    )


def pooled_confusion(study: RaterStudy) -> list[list[float]]:
    """Return the mean confusion of all raters, weighted by their labels: (true class, label)."""
    total = sum(each.n for each in study.raters)
    size = range(len(study.classes))
    return [
        [sum(each.n * each.confusion[true][given] for each in study.raters) / total for given in size]
        for true in size
    ]


def _confusion(study: RaterStudy) -> list[str]:
    head = "  " + " " * 12 + " ".join(f"{name[:8]:>8}" for name in study.classes)
    rows = [
        f"  {name[:12]:<12}" + " ".join(f"{share:>8.2f}" for share in row)
        for name, row in zip(study.classes, pooled_confusion(study), strict=True)
    ]
    return [head, *rows]


def items_text(study: ItemStudy) -> str:
    """Return the items by difficulty and which to retire."""
    head = ("item", "n", "right", "a", "b", "error", "infit", "outfit", "drift")
    lines = [
        f"{study.model}: {len(study.items)} items, {study.persons} persons, {study.answers} answers",
        *(f"note: {note}" for note in study.notes),
        "",
        "{:<24} {:>5} {:>6} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6}".format(*head),
    ]
    ordered = sorted(study.items, key=lambda one: (one.difficulty, one.item))
    lines += [_item_line(each) for each in ordered[:_SHOWN]]
    lines += _more(len(study.items))
    retired = [each for each in study.items if each.retire]
    lines += ["", f"To retire: {len(retired)}"]
    lines += [f"  {each.item}: {'; '.join(each.retire)}" for each in retired[:_SHOWN]]
    return "\n".join([*lines, *_more(len(retired))])


def _item_line(each: ItemCalibrated) -> str:
    return (
        f"{each.item:<24} {each.n:>5} {each.right:>6.2f} {each.discrimination:>5.2f} "
        f"{each.difficulty:>+6.2f} {each.standard_error:>6.2f} {each.infit:>6.2f} {each.outfit:>6.2f} "
        f"{each.drift:>+6.2f}"
    )


def _more(count: int) -> Sequence[str]:
    return [f"  and {count - _SHOWN} more; --format json has all"] if count > _SHOWN else []
