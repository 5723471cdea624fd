"""The two styles: an answer in one or two plain sentences, and a fluent, longer one around the same content.

A style is drawn once and filled twice, with the right content and with the wrong one.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from earnest.bank.generating.draft import Sides
from earnest.records.base import Record


class Phrases(Record):
    """What carries an answer and says nothing about the matter (`seeds/phrases.toml`)."""

    openers: tuple[str, ...]
    bridges: tuple[str, ...]
    closers: tuple[str, ...]
    headings: tuple[str, ...]
    plain_tails: tuple[str, ...]


@cache
def phrases() -> Phrases:
    """Return the shipped phrases."""
    path = Path(__file__).parent / "seeds" / "phrases.toml"
    return Phrases.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Content:
    """What an answer says. `result` is one sentence, `steps` lead to it, `context` stands around it.

    `context` is true whatever the result; `steps` of a wrong answer may hold the slip.
    """

    result: str
    claim: object
    steps: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


def plain(random: Random, right: Content, wrong: Content) -> Sides:
    """Return the plain answer: the result, at times with its last step or a word behind it."""
    tail = random.choice(phrases().plain_tails)
    marked = random.random() < 0.25
    with_step = bool(right.steps) and random.random() < 0.5

    def fill(content: Content) -> str:
        result = f"**{content.result}**" if marked else content.result
        lead = content.steps[-1] if with_step else ""
        return " ".join(part for part in (lead, result, tail) if part)

    return _sides(fill(right), fill(wrong), right, wrong)


def fluent(random: Random, right: Content, wrong: Content) -> Sides:
    """Return the fluent answer, in one of several shapes and lengths."""
    words = phrases()
    opener, bridge = random.choice(words.openers), random.choice(words.bridges)
    closers = random.sample(words.closers, random.choice((1, 1, 2)))
    headings = random.sample(words.headings, 2)
    order = random.sample(range(len(right.context)), min(len(right.context), random.choice((1, 2, 3))))
    shape = random.choice((_paragraphs, _paragraphs, _listed, _headed))
    bold = random.random() < 0.3

    def fill(content: Content) -> str:
        told = [content.context[place] for place in order]
        result = f"**{content.result}**" if bold else content.result
        return shape(opener, told, list(content.steps), f"{bridge} {result}", closers, headings)

    return _sides(fill(right), fill(wrong), right, wrong)


def _sides(right_text: str, wrong_text: str, right: Content, wrong: Content) -> Sides:
    return Sides(right_text, wrong_text, right.claim, wrong.claim)


def _paragraphs(
    opener: str, told: Sequence[str], steps: list[str], result: str, closers: list[str], _headings: list[str]
) -> str:
    body = " ".join([opener, *told, *steps])
    return f"{body}\n\n{result} {' '.join(closers)}"


def _listed(
    opener: str, told: Sequence[str], steps: list[str], result: str, closers: list[str], _headings: list[str]
) -> str:
    lines = "\n".join(f"- {line}" for line in [*told, *steps])
    return f"{opener}\n\n{lines}\n\n{result} {' '.join(closers)}"


def _headed(
    opener: str, told: Sequence[str], steps: list[str], result: str, closers: list[str], headings: list[str]
) -> str:
    body = " ".join([*told, *steps])
    return f"{opener}\n\n## {headings[0]}\n\n{body}\n\n## {headings[1]}\n\n{result} {' '.join(closers)}"
