"""Instructions with a condition that a program can check on the text of an answer."""

import json
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from earnest.bank.generating.draft import Draft, Sides
from earnest.bank.generating.prose import phrases

_SEEDS = Path(__file__).parent / "seeds"


@cache
def topics() -> dict[str, list[str]]:
    """Return the shipped topics with their sentences."""
    text = (_SEEDS / "topics.toml").read_text(encoding="utf-8")
    found: dict[str, list[str]] = tomllib.loads(text)["topics"]
    return found


@dataclass(frozen=True)
class Condition:
    """One condition: how the prompt states it, how a text is made to keep or to miss it, and its checker.

    `keep` and `miss` take the sentences of an answer (each may be made longer) and return its text.
    `program` is the body of `holds(claim)`, where `claim` is the text.
    """

    name: str
    stated: str
    keep: Callable[[list[str]], str]
    miss: Callable[[list[str]], str]
    program: str


def drafts(random: Random) -> Iterator[Draft]:
    """Yield drafts without end: every topic once a round, the kinds of conditions in turn."""
    while True:
        kinds = random.sample(_CONDITIONS, len(_CONDITIONS))
        for place, topic in enumerate(random.sample(sorted(topics()), len(topics()))):
            yield _draft(random, topic, kinds[place % len(kinds)](random, topic))


def _draft(random: Random, topic: str, condition: Condition) -> Draft:
    sentences = random.sample(topics()[topic], 6)
    count = random.choice((2, 3))
    return Draft(
        subject=f"{topic} {condition.stated}",
        title=f"An instruction: {topic}",
        prompt=f"Write a short text about {topic}. {condition.stated}",
        plain=_sides(condition, sentences[:count]),
        fluent=_sides(condition, _longer(random, sentences, count)),
        program=f"import json\n\n\ndef holds(claim):\n{condition.program}",
        why=f"The instruction says: {condition.stated} {{right}} keeps to it, {{wrong}} does not.",
    )


def _sides(condition: Condition, sentences: list[str]) -> Sides:
    right, wrong = condition.keep(sentences), condition.miss(sentences)
    return Sides(right, wrong, right_claim=right, wrong_claim=wrong)


def _longer(random: Random, sentences: list[str], count: int) -> list[str]:
    """Say the same at greater length: each sentence with a clause that says nothing."""
    carried = []
    for sentence in sentences[: count + random.choice((0, 1, 2))]:
        lead = random.choice(_LEADS)
        carried.append(f"{lead} {sentence[0].lower()}{sentence[1:-1]} {random.choice(_TAILS)}.")
    return carried


_LEADS = (
    "It is well worth knowing that",
    "Anybody who has tried it will confirm that",
    "One of the first things to keep in mind is that",
    "Experience shows again and again that",
    "What matters more than it may seem is that",
    "Among everything that could be said here it stands out that",
    "Those who do this regularly will tell you that",
    "From a practical point of view it is important that",
    "A point that deserves a place in every introduction is that",
)
_TAILS = (
    "and this makes the rest a good deal easier",
    "which is a small thing with a large effect",
    "so that the result will be a pleasure to look at",
    "and it takes hardly any time once it has become a habit",
    "which beginners and experts will both be glad of",
    "and that alone is a good reason to do it carefully",
    "so that nothing has to be done a second time",
    "which pays for itself sooner than one would think",
)


def _joined(sentences: list[str]) -> str:
    return " ".join(sentences)


def _keyword(random: Random, topic: str) -> Condition:
    word, times = (
        random.choice(("patience", "daylight", "balance", "routine", "comfort", "harvest")),
        random.choice((1, 2)),
    )
    extra = f"It takes {word}."
    more = f"It rewards {word}."

    def keep(sentences: list[str]) -> str:
        return _joined([*sentences, extra, more][: len(sentences) + times])

    other = times + random.choice((-1, 1))

    def miss(sentences: list[str]) -> str:
        given = [extra, more, f"It teaches {word}."]
        return _joined([*sentences, *given[:other]])

    del topic
    return Condition(
        "keyword",
        f"Use the word '{word}' exactly {'once' if times == 1 else 'twice'}.",
        keep,
        miss,
        f"    return claim.lower().count({word!r}) == {times}",
    )


def _commas(random: Random, topic: str) -> Condition:
    """Ask for no comma, or for exactly one; a wrong answer has one too many, or none."""
    del topic
    place, asked = random.random(), random.choice((0, 1))

    def written(sentences: list[str], commas: int) -> str:
        words = _joined(sentences).split(" ")
        first = 2 + int(place * (len(words) // 2 - 3))
        for at in (first, first + len(words) // 2 - 1)[:commas]:
            words[at] = words[at].rstrip(".") + ","
        return " ".join(words)

    other = 1 if asked == 0 else random.choice((0, 0, 2))
    return Condition(
        "commas",
        "Do not use a single comma." if asked == 0 else "Use exactly one comma, no more and no less.",
        lambda sentences: written(sentences, asked),
        lambda sentences: written(sentences, other),
        f'    return claim.count(",") == {asked}',
    )


def _lower(random: Random, topic: str) -> Condition:
    del topic
    which = random.random()

    def miss(sentences: list[str]) -> str:
        at = int(which * len(sentences))
        return " ".join(each if place == at else each.lower() for place, each in enumerate(sentences))

    return Condition(
        "lower",
        "Write everything in lower case.",
        lambda sentences: _joined(sentences).lower(),
        miss,
        "    return claim == claim.lower()",
    )


_ENDINGS = (
    "That is all there is to it.",
    "The rest is practice.",
    "Now it is your turn.",
    "Good luck with it.",
    "Take your time.",
    "It is easier than it sounds.",
)


def _ending(random: Random, topic: str) -> Condition:
    del topic
    end, other = random.sample(_ENDINGS, 2)
    return Condition(
        "ending",
        f"End with exactly this sentence and nothing after it: {end}",
        lambda sentences: _joined([*sentences, end]),
        lambda sentences: (
            _joined([*sentences[:-1], end, sentences[-1]]) if len(other) % 2 else _joined([*sentences, other])
        ),
        f"    return claim.endswith({end!r})",
    )


def _beginning(random: Random, topic: str) -> Condition:
    word, other = random.sample(("First", "Today", "Usually", "Here", "Often", "Again"), 2)
    return Condition(
        "beginning",
        f"The very first word must be '{word}'.",
        lambda sentences: f"{word} a word on {topic}. {_joined(sentences)}",
        lambda sentences: f"{other} a word on {topic}. {_joined(sentences)}",
        f"    return claim.split()[0] == {word!r}",
    )


def _bullets(random: Random, topic: str) -> Condition:
    """Ask for a number of bullet points; every answer is written in bullet points."""
    count, step = random.choice((3, 4)), random.choice((-1, 1))
    spare = random.sample(topics()[topic], 6)

    def listed(sentences: list[str], wanted: int) -> str:
        more = [each for each in spare if each not in sentences]
        return "\n".join(f"• {line}" for line in [*sentences, *more][:wanted])

    return Condition(
        "bullets",
        f"Use exactly {'three' if count == 3 else 'four'} bullet points, each on a line beginning with '• '.",
        lambda sentences: listed(sentences, count),
        lambda sentences: listed(sentences, count + step),
        f'    return sum(line.startswith("• ") for line in claim.splitlines()) == {count}',
    )


def _sentences(random: Random, topic: str) -> Condition:
    count, step = random.choice((3, 4, 5)), random.choice((-1, 1))
    spare = random.sample(topics()[topic], 6)

    def told(sentences: list[str], wanted: int) -> str:
        more = [each for each in spare if each not in sentences]
        return _joined([*sentences, *more][:wanted])

    return Condition(
        "sentences",
        f"Write exactly {count} sentences.",
        lambda sentences: told(sentences, count),
        lambda sentences: told(sentences, count + step),
        f'    return claim.count(".") == {count}',
    )


def _json_keys(random: Random, topic: str) -> Condition:
    keys = random.sample(("topic", "text", "language", "audience", "source", "level"), 3)
    if "text" not in keys:
        keys[1] = "text"
    lost = random.random() < 0.5

    def made(sentences: list[str], names: list[str]) -> str:
        values = {"topic": topic, "text": _joined(sentences), "language": "English"}
        values |= {"audience": "beginners", "source": "experience", "level": "easy"}
        return json.dumps({name: values[name] for name in names})

    def miss(sentences: list[str]) -> str:
        if lost:
            swapped = ["note" if name == keys[0] else name for name in keys]
            text = made(sentences, keys)
            return text.replace(f'"{keys[0]}":', f'"{swapped[0]}":', 1)
        return made(sentences, keys).replace('"', "'")

    names = ", ".join(f"'{key}'" for key in keys)
    return Condition(
        "json",
        f"Answer with one JSON object that has exactly the keys {names} and with nothing else.",
        lambda sentences: made(sentences, keys),
        miss,
        "    try:\n        found = json.loads(claim)\n    except ValueError:\n        return False\n"
        f"    return isinstance(found, dict) and sorted(found) == {sorted(keys)!r}",
    )


def _paragraphs(random: Random, topic: str) -> Condition:
    """Ask for two paragraphs; a wrong answer has three, one, or another line between them."""
    del topic
    kind = random.randrange(3)

    def miss(sentences: list[str]) -> str:
        first, rest = sentences[0], _joined(sentences[1:])
        if kind == 0 and len(sentences) > 2:
            return f"{first}\n===\n{sentences[1]}\n===\n{_joined(sentences[2:])}"
        return f"{first}\n---\n{rest}" if kind == 1 else f"{first} {rest}"

    return Condition(
        "paragraphs",
        "Write exactly two paragraphs and put a line with only === between them.",
        lambda sentences: f"{sentences[0]}\n===\n{_joined(sentences[1:])}",
        miss,
        '    return claim.splitlines().count("===") == 1',
    )


def _title(random: Random, topic: str) -> Condition:
    wrong = random.choice((f"<{topic}>", f"[[{topic}]]", f"{{{{{topic}}}}}"))
    return Condition(
        "title",
        "Begin with a title in double angular brackets, as in <<title>>.",
        lambda sentences: f"<<{topic}>>\n{_joined(sentences)}",
        lambda sentences: f"{wrong}\n{_joined(sentences)}",
        '    return claim.startswith("<<") and ">>" in claim',
    )


def _forbidden(random: Random, topic: str) -> Condition:
    del topic
    word, other = random.sample(("simple", "clever", "costly", "gentle", "honest", "cheap"), 2)
    return Condition(
        "forbidden",
        f"Do not use the word '{word}'.",
        lambda sentences: _joined([*sentences, f"It is a {other} way to do it."]),
        lambda sentences: _joined([*sentences, f"It is a {word} way to do it."]),
        f"    return {word!r} not in claim.lower()",
    )


def _question(random: Random, topic: str) -> Condition:
    ask = random.choice(("Would you like to try it", "Is that not worth a try", "What would you do first"))
    del topic
    return Condition(
        "question",
        "The last character must be a question mark.",
        lambda sentences: _joined([*sentences, f"{ask}?"]),
        lambda sentences: _joined([*sentences[:-1], f"{ask}?", sentences[-1]]),
        '    return claim.endswith("?")',
    )


def _quoted(random: Random, topic: str) -> Condition:
    del topic
    left = random.random() < 0.5
    return Condition(
        "quoted",
        "Put the whole answer in double quotation marks.",
        lambda sentences: f'"{_joined(sentences)}"',
        lambda sentences: f"'{_joined(sentences)}'" if left else f"({_joined(sentences)})",
        """    return claim[0] == '"' and claim[-1] == '"'""",
    )


def _numbered(random: Random, topic: str) -> Condition:
    del topic
    start = random.choice((0, 2))

    def lines(sentences: list[str], first: int) -> str:
        return "\n".join(f"{number}: {line}" for number, line in enumerate(sentences, start=first))

    return Condition(
        "numbered",
        "Put each sentence on a line of its own, numbered from 1 upwards as in '1: '.",
        lambda sentences: lines(sentences, 1),
        lambda sentences: lines(sentences, start),
        "    lines = claim.splitlines()\n"
        '    return all(line.startswith(f"{number}: ") for number, line in enumerate(lines, start=1))',
    )


def _sorted_words(random: Random, topic: str) -> Condition:
    """Ask for tags in alphabetical order; the wrong answer has two neighbours changed over."""
    words = sorted(random.sample(_TAGS, 5))
    given = random.sample(words, 5)
    at = random.randrange(4)
    turned = [*words[:at], words[at + 1], words[at], *words[at + 2 :]]
    del topic
    return Condition(
        "sorted",
        f"Put these tags in alphabetical order on the last line, separated by spaces: {' '.join(given)}",
        lambda sentences: f"{_joined(sentences)}\n{' '.join(words)}",
        lambda sentences: f"{_joined(sentences)}\n{' '.join(turned)}",
        f"    return claim.splitlines()[-1].split() == {words!r}",
    )


_TAGS = (
    "advice basics craft daily easy family garden habit home household ideas kitchen learning leisure "
    "methods nature outdoors practice projects quick repair routine saving seasonal skills spring summer "
    "tips tools trial useful weekend winter workshop"
).split()


def _capitals(random: Random, topic: str) -> Condition:
    """Ask for one word in capitals."""
    del topic
    word, other = random.sample(("always", "never", "slowly", "twice", "early", "later"), 2)
    capital_other = random.random() < 0.5
    return Condition(
        "capitals",
        f"Use the word '{word}' once and write it in capital letters.",
        lambda sentences: _joined([*sentences, f"Do it {word.upper()} and {other}."]),
        lambda sentences: _joined(
            [*sentences, f"Do it {word} and {other.upper() if capital_other else other}."]
        ),
        f"    return claim.split().count({word.upper()!r}) == 1",
    )


def _opening_line(random: Random, topic: str) -> Condition:
    """Ask for a fixed phrase before the text; the wrong answer has it with a change or behind the text."""
    phrase = random.choice(phrases().headings)
    behind = random.random() < 0.5
    other = random.choice([each for each in phrases().headings if each != phrase])
    del topic
    return Condition(
        "opening-line",
        f"The first line must be '{phrase}:' and nothing else.",
        lambda sentences: f"{phrase}:\n{_joined(sentences)}",
        lambda sentences: f"{_joined(sentences)}\n{phrase}:" if behind else f"{other}:\n{_joined(sentences)}",
        f"    return claim.splitlines()[0] == {phrase + ':'!r}",
    )


_CONDITIONS: tuple[Callable[[Random, str], Condition], ...] = (
    _keyword,
    _commas,
    _lower,
    _ending,
    _beginning,
    _bullets,
    _sentences,
    _json_keys,
    _paragraphs,
    _title,
    _forbidden,
    _question,
    _quoted,
    _numbered,
    _sorted_words,
    _capitals,
    _opening_line,
)
