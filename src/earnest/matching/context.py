"""Decide from its neighbours whether an ambiguous name ("Go", "React", "Excel") is the technology.

Evidence is added up with the weights of `contexts.toml`. Names that are settled speak for their neighbours,
so a list such as "go, rust, python" settles from right to left.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pydantic import field_validator

from earnest.matching.surface import Fence, Surface
from earnest.records.base import Record
from earnest.text.language import language_of
from earnest.text.segment import Span, sentences, words

_MAX_PASSES = 3
_LANGUAGE_REACH = 2_000  # characters that tell the language of a text
_MAX_FENCES = 50  # whose opening word is looked at
_REACH = 400  # characters from the beginning of a line in which a label still speaks for a name
_WORLD = 25  # words before and after a name in which its own world is looked for
_GAP_REACH = 80  # characters between two names of a list, blanked tags included
_LIST_GAP = re.compile(
    r"\s{0,2}[),]?\s{0,2}(?:[,/|;•·、]|\s-\s)?\s{0,2}(?P<joiner>[^\W\d_]+|&|\+)?\s{0,2}\(?\s?"
)
_LABEL = re.compile(r"[^:\n]{1,60}:\s")
_VERSION = re.compile(
    r"\s?v?\d{1,2}(?:\.\d+)+\b|\s?v\d{1,2}\b|\s\d{1,2}(?:\+|\b)(?!\s?%|\+?\s(?:day|hour|week|month|year|minute|people))"
)
_LATIN_END = 0x250  # code points below are letters of Latin script, or no letters
_LINE_REACH = 200  # characters of a line of code before a name


class Candidate(NamedTuple):
    """A written form at `text[start:end]`; `sure` where it needs no context. `written` is its proper form.

    `tool` is false for fields, methods and natural languages: they say little about their neighbours.
    """

    name: str
    written: str
    start: int
    end: int
    sure: bool
    tool: bool = True


class Weights(Record):
    """What each kind of evidence is worth."""

    exact_case: int
    lower_case: int
    listed: int
    joined: int
    listed_ambiguous: int
    run: int
    before_strong: int
    before_weak: int
    after: int
    after_second: int
    version: int
    number: int
    label: int
    alone: int
    parentheses: int
    compound: int
    in_sentence: int
    row: int
    several: int
    near: int
    article: int
    against_before: int
    against_after: int
    code: int
    other_script: int
    other_language: int


class Words(Record):
    """The words that speak for any ambiguous name."""

    before_strong: frozenset[str]
    before_weak: frozenset[str]
    joiners: frozenset[str]
    after: frozenset[str]
    compound: frozenset[str]
    labels: frozenset[str]
    function_words: frozenset[str]
    people: frozenset[str]
    people_weak: frozenset[str]
    code_openers: frozenset[str]
    shells: frozenset[str]

    @field_validator("after", "labels", "code_openers", "shells", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return value.split() if isinstance(value, str) else value


class Against(Record):
    """The words of one name: `before` and `after` where it is an ordinary word, `near` of its own world."""

    before: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()


class ContextRules(Record):
    """`contexts.toml`, typed."""

    version: str
    threshold: int
    weights: Weights
    words: Words
    against: dict[str, Against]


class _Scene(NamedTuple):
    """A text with its sentences and words, cut once for all of its candidates."""

    text: str
    sentences: list[Span]
    sentence_starts: list[int]
    words: list[Span]
    word_starts: list[int]
    name_starts: frozenset[int]
    rules: ContextRules
    fences: Surface
    foreign: bool

    def sentence(self, offset: int) -> Span:
        index = bisect_right(self.sentence_starts, offset) - 1
        return self.sentences[index] if index >= 0 else Span(0, len(self.text))

    def before(self, start: int, count: int) -> list[str]:
        """Return up to `count` words of the same sentence before `start`, as written, nearest last."""
        index = bisect_right(self.word_starts, start - 1)
        floor = self.sentence(start).start
        spans = self.words[max(0, index - count) : index]
        return [span.of(self.text) for span in spans if span.start >= floor and span.end <= start]

    def around(self, one: Candidate) -> set[str]:
        """Return the words of the same sentence around a candidate, in lower case."""
        low, high = self.sentence(one.start)
        index = bisect_right(self.word_starts, one.start)
        spans = self.words[max(0, index - _WORLD) : index + _WORLD]
        return {span.of(self.text).lower() for span in spans if low <= span.start < high}

    def after(self, end: int, count: int) -> list[str]:
        """Return up to `count` words after `end` that only spaces and hyphens set off."""
        index = bisect_right(self.word_starts, end - 1)
        found: list[str] = []
        position = end
        for span in self.words[index : index + count]:
            gap = self.text[position : span.start]
            if gap.strip() or "\n" in gap:
                break
            found.append(span.of(self.text))
            position = span.end
        return found


def settle(seen: Surface, candidates: Sequence[Candidate], rules: ContextRules) -> list[Candidate]:
    """Return the candidates that are technologies, in order."""
    settled = [one.sure for one in candidates]
    if all(settled):
        return list(candidates)
    scene = _scene(seen, candidates, rules)
    own = [0 if one.sure else _own_evidence(scene, one) for one in candidates]
    exact = _exact_by_sentence(scene, candidates)
    for _ in range(_MAX_PASSES):
        sure = _sentences_with_sure(scene, candidates, settled)
        changed = False
        for index, one in enumerate(candidates):
            if not settled[index]:
                total = own[index] + _neighbours(scene, candidates, settled, index)
                total += _company(scene, one, sure) + _several(scene, one, exact)
                settled[index] = total >= rules.threshold
                changed = changed or settled[index]
        if not changed:
            break
    return [one for one, accepted in zip(candidates, settled, strict=True) if accepted]


def _scene(seen: Surface, candidates: Sequence[Candidate], rules: ContextRules) -> _Scene:
    text = seen.text
    cut, tokens = sentences(text), words(text)
    names = frozenset(one.start for one in candidates)
    foreign = language_of(text[:_LANGUAGE_REACH]) not in {"", "en"}
    starts = [one.start for one in cut], [one.start for one in tokens]
    return _Scene(text, cut, starts[0], tokens, starts[1], names, rules, seen, foreign)


def _sentences_with_sure(
    scene: _Scene, candidates: Sequence[Candidate], settled: list[bool]
) -> dict[Span, int]:
    """Return the sentences that name a tool for sure, with how many characters such names take up."""
    found: dict[Span, int] = {}
    for one, accepted in zip(candidates, settled, strict=True):
        if accepted and one.sure and one.tool:
            sentence = scene.sentence(one.start)
            found[sentence] = found.get(sentence, 0) + one.end - one.start
    return found


def _exact_by_sentence(scene: _Scene, candidates: Sequence[Candidate]) -> dict[Span, int]:
    """Return how many ambiguous tools each sentence spells as they are, people's names left out."""
    found: dict[Span, int] = {}
    for one in candidates:
        if not one.sure and one.tool and _is_spelled(scene, one):
            sentence = scene.sentence(one.start)
            found[sentence] = found.get(sentence, 0) + 1
    return found


def _several(scene: _Scene, one: Candidate, exact: Mapping[Span, int]) -> int:
    """Weigh other ambiguous tools that the same sentence spells as they are: "from Linear into Slack"."""
    many = exact.get(scene.sentence(one.start), 0) > 1
    return scene.rules.weights.several * (many and one.tool and _is_spelled(scene, one))


def _is_spelled(scene: _Scene, one: Candidate) -> bool:
    return len(one.written) > 1 and one.name not in scene.rules.words.people and _is_exact(scene, one)


def _company(scene: _Scene, one: Candidate, sure: Mapping[Span, int]) -> int:
    """Weigh sure names in the same sentence; more where they make up half of it, as in a row of tags."""
    sentence = scene.sentence(one.start)
    covered = sure.get(sentence, 0)
    row = 2 * covered >= sentence.end - sentence.start - (one.end - one.start)
    weights = scene.rules.weights
    return weights.in_sentence * (covered > 0) + weights.row * (covered > 0 and row)


def _own_evidence(scene: _Scene, one: Candidate) -> int:
    """Add up what does not depend on other candidates; inside code that tells alone."""
    fence = scene.fences.fence(one.start)
    if fence:
        return _in_code(scene, one, fence)
    if scene.text[max(0, one.start - 1) : one.start] == "`" == scene.text[one.end : one.end + 1]:
        return scene.rules.weights.code
    return (
        _spelling(scene, one)
        + _elsewhere(scene, one)
        + _words_before(scene, one)
        + _words_after(scene, one)
        + _place(scene, one)
        + _own_world(scene, one)
    )


def _in_code(scene: _Scene, one: Candidate, fence: Fence) -> int:
    """Weigh a name in a fence: on a line that imports or installs, or as the command of a shell."""
    floor = max(fence.start, one.start - _LINE_REACH)
    line = scene.text[scene.text.rfind("\n", floor, one.start) + 1 : one.start] if floor else ""
    opening = line.strip().removeprefix("$").split()
    if not opening:
        command = fence.language in scene.rules.words.shells or line.strip() == "$"
        return scene.rules.threshold if command else -scene.rules.threshold
    imports = opening[0] in scene.rules.words.code_openers
    return scene.rules.threshold if imports else -2 * scene.rules.threshold


def _elsewhere(scene: _Scene, one: Candidate) -> int:
    """Weigh the word after the marks of a fence, and text of another script or language."""
    weights, text = scene.rules.weights, scene.text
    if text[max(0, one.start - 1) : one.start] in {"`", "~"} and any(
        fence.info == one.start for fence in scene.fences.fences[:_MAX_FENCES]
    ):
        return 2 * scene.rules.threshold
    if text[one.start : one.end] != one.written or len(one.written) == 1:
        return 0
    if _other_script(text, one.start - 1, -1) or _other_script(text, one.end, 1):
        return weights.other_script
    return weights.other_language if scene.foreign and scene.before(one.start, 1) else 0


def _other_script(text: str, offset: int, step: int) -> bool:
    """Whether the nearest letter within two characters is of another script than the Latin one."""
    for place in (offset, offset + step):
        if 0 <= place < len(text) and text[place].isalpha():
            return ord(text[place]) >= _LATIN_END
    return False


def _is_exact(scene: _Scene, one: Candidate) -> bool:
    """Whether it is spelled as the technology is, inside a sentence and not in a run of capitals."""
    surface = scene.text[one.start : one.end]
    if not surface.startswith(one.written) or not one.written[0].isupper():
        return False
    before = scene.before(one.start, 2)
    if not before or _in_title(scene, len(before) == 1, one):
        return False
    following = scene.after(one.end, 1)
    if not following or _next_is_name(scene, one):
        return True
    word = following[0]
    return not word[0].isupper() or word.isupper() or word.lower() in scene.rules.words.after


def _in_title(scene: _Scene, first: bool, one: Candidate) -> bool:
    """Whether the word before is capitalised as well, and neither first in its sentence nor a name."""
    span = scene.words[bisect_right(scene.word_starts, one.start - 1) - 1]
    last = span.of(scene.text)
    capital = last[0].isupper() and last[1:].islower()
    return capital and not first and span.end + 1 == one.start and span.start not in scene.name_starts


def _next_is_name(scene: _Scene, one: Candidate) -> bool:
    return scene.text[one.end : one.end + 1] == " " and one.end + 1 in scene.name_starts


def _spelling(scene: _Scene, one: Candidate) -> int:
    weights = scene.rules.weights
    surface = scene.text[one.start : one.end]
    if _is_exact(scene, one):
        return weights.exact_case
    if one.written[0].isupper() and surface[0].islower():
        return weights.lower_case if len(surface) > 1 else 3 * weights.against_after
    return 0


def _words_before(scene: _Scene, one: Candidate) -> int:
    weights, lists = scene.rules.weights, scene.rules.words
    near = [word.lower() for word in scene.before(one.start, 2)]
    if not near:
        return 0
    against = scene.rules.against.get(one.name, Against())
    last, exact = near[-1], _is_exact(scene, one)
    total = 0
    if last in against.before and not (exact and last in lists.function_words):
        total += weights.against_before
    if last in ("a", "an", "the") and not _follows_technology(scene, one):
        total += weights.article
    if not _set_off(scene.text, one.start):
        total += _cue_before(near, one, scene.rules)
    return total


def _cue_before(near: list[str], one: Candidate, rules: ContextRules) -> int:
    last = near[-1]
    if last in rules.words.before_strong or " ".join(near) in rules.words.before_strong:
        return rules.weights.before_strong
    weak = rules.words.people_weak if one.name in rules.words.people else rules.words.before_weak
    return rules.weights.before_weak if last in weak else 0


def _set_off(text: str, start: int) -> bool:
    """Whether a sign and not a space stands before the name."""
    return bool(text[max(0, start - 1) : start].strip())


def _follows_technology(scene: _Scene, one: Candidate) -> bool:
    return any(word.lower() in scene.rules.words.after for word in scene.after(one.end, 2))


def _words_after(scene: _Scene, one: Candidate) -> int:
    weights, lists = scene.rules.weights, scene.rules.words
    if scene.text[one.end : one.end + 1] in {"-", "‐"}:
        return _compound(scene, one)
    if len(one.written) == 1 and scene.text[one.end : one.end + 1] in {"&", ":", ")", "+"}:
        return weights.against_after
    following = [word.lower() for word in scene.after(one.end, 2)]
    version = _VERSION.match(scene.text, one.end)
    if version:
        return weights.version if "." in version.group() or "v" in version.group() else weights.number
    if not following:
        return _possessive(scene, one)
    return _next_words(following, one, scene, lists)


def _next_words(following: list[str], one: Candidate, scene: _Scene, lists: Words) -> int:
    weights = scene.rules.weights
    against = scene.rules.against.get(one.name, Against())
    first, second = following[0], (*following, "")[1]
    if first in against.after and not (_is_exact(scene, one) and first in lists.function_words):
        return weights.against_after
    if first in lists.after:
        return weights.after
    return weights.after_second if second in lists.after else 0


def _possessive(scene: _Scene, one: Candidate) -> int:
    tail = scene.text[one.end : one.end + 2]
    return scene.rules.weights.after_second if tail in {"'s", "’s"} and _is_exact(scene, one) else 0


def _compound(scene: _Scene, one: Candidate) -> int:
    """Weigh a hyphen: "React-based" speaks for the technology, "go-to" and "swift-footed" against."""
    rest = re.compile(r"[^\W_]+").match(scene.text, one.end + 1)
    known = rest is not None and rest.group().lower() in (
        scene.rules.words.compound | scene.rules.words.after
    )
    return scene.rules.weights.compound if known else scene.rules.weights.against_after


def _place(scene: _Scene, one: Candidate) -> int:
    """Add up evidence from where the name stands: alone on a line, after a label, in parentheses."""
    weights, text = scene.rules.weights, scene.text
    line_start = _line_start(text, one.start)
    if _is_alone(text, line_start, one):
        return weights.alone
    if one.start and text[one.start - 1] in "-.":
        return weights.against_after
    label = _LABEL.match(text, line_start) if line_start >= 0 else None
    if label and label.end() <= one.start and _is_label(label.group(), scene.rules):
        return weights.label
    inside = one.start > 0 and text[one.start - 1] == "(" and len(one.written) > 1
    return weights.parentheses if inside and text[one.start] == one.written[0] else 0


def _line_start(text: str, offset: int) -> int:
    """Return where the line of `offset` begins, or -1 where that is further away than any label reaches."""
    floor = max(0, offset - _REACH)
    found = text.rfind("\n", floor, offset)
    return found + 1 if found >= 0 or floor == 0 else -1


def _is_alone(text: str, line_start: int, one: Candidate) -> bool:
    if line_start < 0 or text[one.start] != one.written[0]:
        return False
    line = text[line_start : one.end + 8].split("\n", 1)[0]
    return line.strip(" .•*-\t") == text[one.start : one.end]


def _is_label(label: str, rules: ContextRules) -> bool:
    spans = words(label)
    return len(spans) <= 4 and any(span.of(label).lower() in rules.words.labels for span in spans)


def _own_world(scene: _Scene, one: Candidate) -> int:
    against = scene.rules.against.get(one.name)
    if against is None or not against.near:
        return 0
    present = scene.around(one)
    return scene.rules.weights.near * min(2, len(present & against.near))


def _neighbours(scene: _Scene, candidates: Sequence[Candidate], settled: list[bool], index: int) -> int:
    """Score lists and pairs: "Python, Go and C"."""
    best = 0
    run = 0
    one = candidates[index]
    for other in (index - 1, index + 1):
        if 0 <= other < len(candidates):
            left, right = (candidates[other], one) if other < index else (one, candidates[other])
            closed = other > index or _closed(scene, one)
            sure = settled[other] and candidates[other].tool
            best = max(best, _link(scene, left, right, sure=sure, closed=closed))
            if not settled[other]:
                best = max(best, _both_exact(scene, left, right))
            run += sure and scene.text[left.end : right.start] == " "
    return max(best, run * scene.rules.weights.run)


def _both_exact(scene: _Scene, left: Candidate, right: Candidate) -> int:
    if not _gap(scene, left.end, right.start):
        return 0
    proper = all(
        scene.text[one.start : one.end] == one.written and len(one.written) > 1 for one in (left, right)
    )
    return 2 * scene.rules.weights.listed_ambiguous if proper else 0


def _link(scene: _Scene, left: Candidate, right: Candidate, *, sure: bool, closed: bool) -> int:
    weights = scene.rules.weights
    kind = _gap(scene, left.end, right.start)
    if not kind:
        return 0
    if not sure or not closed:
        return weights.listed_ambiguous
    return weights.listed if kind == "sign" else weights.joined


def _gap(scene: _Scene, start: int, end: int) -> str:
    """Return how two names are set off: "sign", "word" or ""."""
    gap = scene.text[start : min(end, start + _GAP_REACH)]
    if end - start > _GAP_REACH or "\n" in gap:
        return ""
    gap = re.sub(r" +", " ", gap)
    if len(gap) > 12:
        return ""
    match = _LIST_GAP.fullmatch(gap)
    if not match or not gap.strip():
        return ""
    joiner = (match["joiner"] or "").lower()
    if joiner and joiner not in scene.rules.words.joiners | {"&", "+"}:
        return ""
    return "sign" if any(sign in gap for sign in ",/|;•·、") else "word"


def _closed(scene: _Scene, one: Candidate) -> bool:
    """Whether the name ends an element of a list: a sign, the end, "and" or "service" follows."""
    following = [word.lower() for word in scene.after(one.end, 1)]
    if not following:
        return True
    lists = scene.rules.words
    return _is_exact(scene, one) or following[0] in lists.after | lists.joiners | {"for", "on"}
