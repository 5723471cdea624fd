"""Finding technologies in text: names with their context beside plain matching.

    python -m benchmarks extraction --data DIR [--raw FILE] [--prose FILE...]

DIR holds SkillSpan's `data/json` (kris927b/SkillSpan, MIT). `extraction_labels.tsv` marks the technologies of
22 ads of its test part, chosen by a seed and labelled by hand before the extractor had seen them. Mistakes
on every second of these ads were looked at (`--misses`), the others are untouched. Strict: the same
characters; lenient: overlapping ones. Fields of work, methods, natural languages and names marked with `?`
count neither way.

Plain matching: every form of the same table, in any case, wherever it stands as a word of its own. Exact
spelling: the same, in the case of the table. FILE is an uncurated table of names as JSON (`surface` lists),
as a third baseline. `--prose` takes JSON lists of essays that are about something else: what is found there
is mostly wrong.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import ahocorasick

from earnest.matching import gazetteer as gazetteer_module
from earnest.matching.gazetteer import NO_TOOLS, fold, gazetteer
from earnest.measurement.wilson import wilson

LABELS = Path(__file__).with_name("extraction_labels.tsv")
FRESH = Path(__file__).with_name("extraction_fresh.tsv")
_FIELDS = NO_TOOLS | {"computer-science-topic", "training-method"}
_ROUNDS = 3
_ESSAY = 20  # words

Find = Callable[[str], list[tuple[int, int]]]


class Row(NamedTuple):
    """One sentence of an ad with its spans: technologies, spans that count neither way, and knowledge."""

    text: str
    marked: list[tuple[int, int]]
    open: list[tuple[int, int]]
    knowledge: list[tuple[int, int]]


def rows_of(folder: Path, split: str) -> Iterator[tuple[str, str, list[tuple[int, int]]]]:
    """Yield ad, text and knowledge spans of each row; the tokenizer's `. NET` is put together again."""
    for line in (folder / f"{split}.json").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, spans = "", []
        for token, tag in zip(row["tokens"], row["tags_knowledge"], strict=True):
            glued = f" {text}".endswith(" .") and token.lower() == "net"
            text += token if glued or not text else f" {token}"
            if tag != "O":
                spans.append((len(text) - len(token), len(text)))
        yield f"{row['source']}-{row['idx']}", text, spans


def labelled(folder: Path) -> tuple[list[Row], list[Row]]:
    """Return the rows of every second ad, and those of the others."""
    lines = LABELS.read_text(encoding="utf-8").splitlines()
    ads = next(line for line in lines if line.startswith("#ads")).split("\t")[1].split()
    names = {int(line.split("\t")[0]): line.split("\t")[1].split("|") for line in lines if line[0] != "#"}
    rows = list(rows_of(folder, "test"))
    known = {rows[number][1]: held for number, held in names.items()}  # ads repeat a row word by word
    found: tuple[list[Row], list[Row]] = ([], [])
    for ad, text, knowledge in rows:
        if ad in ads:
            found[ads.index(ad) % 2].append(_marked(text, known.get(text, []), knowledge))
    return found


def _marked(text: str, names: Sequence[str], knowledge: list[tuple[int, int]]) -> Row:
    marked, free, at = [], [], 0
    for name in names:
        written = name.removeprefix("?")
        start = text.index(written, at)
        at = start + len(written)
        (free if name[0] == "?" else marked).append((start, at))
    return Row(text, marked, free, knowledge)


def overlap(one: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < one[1] and one[0] < end for start, end in others)


def ours(text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in gazetteer().find(text) if _is_tool(one.name)]


def plain(text: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in gazetteer().plain(text) if _is_tool(one.name)]


def exact(text: str) -> list[tuple[int, int]]:
    written = {
        form.written for one in gazetteer().technologies.values() for form in one.forms if _is_tool(one.name)
    }
    return [(one.start, one.end) for one in gazetteer().plain(text) if text[one.start : one.end] in written]


def _is_tool(name: str) -> bool:
    return gazetteer().technology(name).category not in _FIELDS


def raw_table(path: Path) -> Find:
    """Match the forms of an uncurated table, in any case, longest first, as whole words."""
    automaton = ahocorasick.Automaton()
    for entry in json.loads(path.read_text(encoding="utf-8")).values():
        for form in entry["surface"]:
            automaton.add_word(fold(form), len(form))
    automaton.make_automaton()

    def find(text: str) -> list[tuple[int, int]]:
        folded, kept, end = f" {fold(text)} ", [], 0
        hits = [(last - size + 1, last + 1) for last, size in automaton.iter(folded)]
        for a, b in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
            if a >= end and not folded[a - 1].isalnum() and not folded[b].isalnum():
                kept.append((a - 1, b - 1))
                end = b
        return kept

    return find


def judge(rows: Sequence[Row], find: Find) -> str:
    """Return precision and recall, strict and lenient, with 95 % Wilson intervals of the lenient ones."""
    strict = right = found = got = reached = wanted = 0
    for row in rows:
        spans = [one for one in find(row.text) if not overlap(one, row.open)]
        strict += len(set(spans) & set(row.marked))
        right += sum(overlap(one, row.marked) for one in spans)
        reached += sum(overlap(one, spans) for one in row.marked)
        got += len(set(spans) & set(row.marked))
        found, wanted = found + len(spans), wanted + len(row.marked)
    (low_p, high_p), (low_r, high_r) = wilson(right, found).rounded(3), wilson(reached, wanted).rounded(3)
    return (
        f"strict P {strict / found:.3f} R {got / wanted:.3f}   "
        f"lenient P {right / found:.3f} [{low_p:.3f}, {high_p:.3f}] "
        f"R {reached / wanted:.3f} [{low_r:.3f}, {high_r:.3f}]   ({found} found, {wanted} marked)"
    )


def misses(rows: Sequence[Row]) -> None:
    wrong = [
        row.text[a:b] for row in rows for a, b in ours(row.text) if not overlap((a, b), row.marked + row.open)
    ]
    lost = [row.text[a:b] for row in rows for a, b in row.marked if not overlap((a, b), ours(row.text))]
    print(f"  found and not marked: {', '.join(wrong) or 'none'}")
    print(f"  marked and not found: {', '.join(lost) or 'none'}")


def sentences_table() -> None:
    """Invented sentences, half of them look-alikes: those that tuned the contexts, and two held-out sets."""
    shipped = sentences(Path(gazetteer_module.__file__).with_name("mentions.tsv"))
    sets = {"tuned": shipped[0::2], "not tuned": shipped[1::2], "fresh": sentences(FRESH)}
    print("invented sentences, half of them look-alikes")
    for name, rows in sets.items():
        for label, find in (("context", gazetteer().find), ("plain", gazetteer().plain)):
            right = found = wanted = 0
            for text, names in rows:
                got = {mention.name for mention in find(text) if name != "fresh" or _is_tool(mention.name)}
                right, found, wanted = right + len(got & names), found + len(got), wanted + len(names)
            figures = f"precision {right / found:.3f} recall {right / wanted:.3f}"
            print(f"  {name:9} ({len(rows)}) {label:8} {figures}")


def sentences(path: Path) -> list[tuple[str, set[str]]]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    parted = [line.partition("\t") for line in lines]
    return [(text, set(filter(None, names.split("|")))) for text, _, names in parted]


def knowledge_table(folder: Path, splits: Sequence[str], systems: dict[str, Find]) -> None:
    """How many of the names found lie in a span that annotators marked as knowledge: a lower bound."""
    for name, find in systems.items():
        inside = found = 0
        for split in splits:
            for _, text, knowledge in rows_of(folder, split):
                spans = find(text)
                inside += sum(overlap(one, knowledge) for one in spans)
                found += len(spans)
        print(f"  {name:26} {found:5} found, {inside / found:.3f} in a marked span")


def ambiguous_table(folder: Path, splits: Sequence[str]) -> None:
    """Tools whose names are ordinary words: one inside a marked span is to be found, another is not."""
    for label, find in (("context", gazetteer().find), ("plain", gazetteer().plain)):
        right = found = wanted = 0
        for split in splits:
            for _, text, knowledge in rows_of(folder, split):
                unsure = {
                    one for one in gazetteer().plain(text) if _is_unsure(text[one.start : one.end], one.name)
                }
                marked = {one for one in unsure if overlap((one.start, one.end), knowledge)}
                got = unsure & set(find(text))
                right, found, wanted = right + len(got & marked), found + len(got), wanted + len(marked)
        print(f"  {label:8} precision {right / found:.3f} recall {right / wanted:.3f} ({wanted} marked)")


def _is_unsure(written: str, name: str) -> bool:
    if not _is_tool(name):
        return False
    forms = gazetteer().technology(name).forms
    return any(one.ambiguity == "needs-context" and one.written.lower() == written.lower() for one in forms)


def prose_table(paths: Sequence[Path], systems: dict[str, Find]) -> None:
    """Tools found in essays about something else, a thousand words."""
    texts = [
        text for path in paths for row in json.loads(path.read_text(encoding="utf-8")) for text in _texts(row)
    ]
    size = sum(len(text.split()) for text in texts)
    print(f"essays about something else: {len(texts)} texts, {size} words; tools found")
    for name, find in systems.items():
        found = [text[a:b] for text in texts for a, b in find(text)]
        examples = ", ".join(sorted(set(found))[:6]) or "none"
        print(f"  {name:26} {len(found):5} ({1000 * len(found) / size:.2f} a thousand words): {examples}")


def _texts(row: object) -> list[str]:
    values = row.values() if isinstance(row, dict) else [row]
    return [value for value in values if isinstance(value, str) and len(value.split()) > _ESSAY]


def speed_table(folder: Path) -> None:
    """Megabytes of text a second, best of a few rounds; what counts is the ratio to the plain match."""
    text = "\n".join(text for split in ("dev", "test") for _, text, _ in rows_of(folder, split))
    size = len(text.encode()) / 1e6
    best: dict[str, float] = {}
    for _ in range(_ROUNDS):
        for name, find in (("plain match", gazetteer().plain), ("with context", gazetteer().find)):
            begun = time.perf_counter()
            find(text)
            best[name] = max(best.get(name, 0.0), size / (time.perf_counter() - begun))
    ratio = best["with context"] / best["plain match"]
    print(f"  {size:.1f} MB: " + ", ".join(f"{name} {speed:.2f} MB/s" for name, speed in best.items()))
    print(f"  with context: {ratio:.2f} of the speed of the plain match")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="folder with dev.json and test.json")
    parser.add_argument("--raw", type=Path, help="an uncurated table of names, as a baseline")
    parser.add_argument("--prose", type=Path, nargs="*", help="essays about something else, as JSON lists")
    parser.add_argument("--misses", action="store_true", help="list what was found wrongly and not found")
    options = parser.parse_args()
    sentences_table()
    systems: dict[str, Find] = {"context": ours, "plain match": plain, "plain, exact spelling": exact}
    if options.raw:
        systems["uncurated table, plain"] = raw_table(options.raw)
    seen, untouched = labelled(options.data)
    for title, rows in (("untouched", untouched), ("mistakes looked at", seen)):
        print(f"labelled ads of the test part, {title}: {len(rows)} rows")
        for name, find in systems.items():
            print(f"  {name:26} {judge(rows, find)}")
    if options.misses:
        misses(seen)
    print("all ads of dev and test, beside the annotators' knowledge spans (fields too; some are missing)")
    knowledge_table(options.data, ("dev", "test"), systems)
    if options.prose:
        prose_table(options.prose, systems)
    print("tools whose names are ordinary words, dev and test, beside the same spans")
    ambiguous_table(options.data, ("dev", "test"))
    print("speed")
    speed_table(options.data)


if __name__ == "__main__":
    main()
