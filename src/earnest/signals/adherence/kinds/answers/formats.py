"""The format of the answer: nesting, lists, stairs, options, templates, emoji, case of titles."""

import re
from typing import Any

from pydantic import Field

from earnest.signals.adherence.kinds.answers.reading import (
    Answer,
    InstructionArgs,
    Sentences,
    answer_kind,
    bare,
    by_sentences,
    data,
    ending,
    is_emoji,
    plain_kind,
    sentences,
    verdict,
    words,
)
from earnest.signals.adherence.kinds.kind import Kind, Outcome, kept, missed

_PAIRS = {")": "(", "]": "[", "}": "{"}
_BRACKET_LEVELS = 5
_QUOTE_LEVELS = 3
_OPTION = re.compile(r"/|,|\bor\b")
_STAR = re.compile(r"[ \t]*[*•](?:[ \t]+\S|(?=[^\s*][^*\n]*$))")
_DASH = re.compile(r"[ \t]*[-–][ \t]+\S")
_HEADING = re.compile(r"[ \t]*(?:#{1,6}[ \t]|<h[1-6]>|\*\*[^*\n]{1,120}\*\*:?[ \t]*$)")
_ITALICS = re.compile(r"[ \t>*\-]{0,8}<(?:i|em)>[^<\n]*[^<\s]", re.IGNORECASE)
_TEMPLATE = ("My Answer:", "My Conclusion:", "Future Outlook:")
_FEWEST_ITEMS = 2


class OptionsArgs(InstructionArgs):
    """The answers that are allowed, separated by `/`, `,` or `or`."""

    options: str = Field(min_length=1)


class SeparatorArgs(InstructionArgs):
    """The mark that stands where bullets would."""

    sep: str = Field(min_length=1)


def _parentheses(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    deepest = _closed_depth(answer.text)
    return verdict(deepest >= _BRACKET_LEVELS, f"brackets {deepest} deep, {_BRACKET_LEVELS} asked for")


def _closed_depth(text: str) -> int:
    """Return how deep brackets nest that are all closed by their own kind."""
    held: list[tuple[str, int]] = []
    deepest = 0
    for char in text:
        if char in "([{":
            held.append((char, 0))
        elif char in _PAIRS:
            if not held or held[-1][0] != _PAIRS[char]:
                held.clear()
                continue
            depth = held.pop()[1] + 1
            deepest = max(deepest, depth)
            if held:
                held[-1] = (held[-1][0], max(held[-1][1], depth))
    return deepest


def _quotes(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    held: list[tuple[str, int]] = []
    deepest = 0
    for place, char in enumerate(answer.text):
        mark = _quote_mark(answer.text, place, char)
        if not mark:
            continue
        if held and held[-1][0] == mark:
            depth = held.pop()[1] + 1
            deepest = max(deepest, depth)
            if held:
                held[-1] = (held[-1][0], max(held[-1][1], depth))
        else:
            held.append((mark, 0))
    return verdict(deepest >= _QUOTE_LEVELS, f"quotes {deepest} deep, {_QUOTE_LEVELS} asked for")


def _quote_mark(text: str, place: int, char: str) -> str:
    """Return `"` or `'` for a quotation mark of either shape; "" for an apostrophe inside a word."""
    if char in '"“”':
        return '"'
    if char not in "'‘’":
        return ""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    return "" if before.isalnum() and after.isalnum() else "'"


def _options(answer: Answer, args: OptionsArgs) -> Outcome:
    allowed = {bare(option) for option in _OPTION.split(args.options)} - {""}
    said = bare(answer.text.strip())
    return verdict(said in allowed, f"the answer is {said[:60]!r}; allowed: {', '.join(sorted(allowed))}")


def _newline(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    for number, line in enumerate(answer.text.split("\n"), 1):
        count = len([word for word in line.split() if any(char.isalnum() for char in word)])
        if count > 1:
            return missed(f"{count} words in line {number}")
    return kept("one word a line")


def _emoji(answer: Answer, args: InstructionArgs, held: Sentences) -> Outcome:
    del args
    if not held:
        return missed("there is no sentence")
    for number, sentence in enumerate(held, 1):
        tail = sentence.rstrip(" \t\n.!?…\"'”’)]*_")
        opens = held[number].lstrip()[:1] if number < len(held) else ""
        if not (tail and is_emoji(tail[-1])) and not (opens and is_emoji(opens)):
            return missed(f"sentence {number} ends without an emoji: {sentence[-60:]!r}")
    del answer
    return kept("an emoji at the end of every sentence")


def _no_bullets_bullets(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    lines = answer.text.split("\n")
    first = next((number for number, line in enumerate(lines) if _STAR.match(line)), len(lines))
    before = sum(ending(one) == "." for line in lines[:first] for one in sentences(line))
    bullets = sum(bool(_STAR.match(line)) for line in lines[first:])
    holds = before >= _FEWEST_ITEMS and bullets >= _FEWEST_ITEMS
    return verdict(holds, f"{before} sentences before {bullets} bullets")


def _stairs(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    before = -1
    for number, line in enumerate(answer.text.split("\n"), 1):
        if not line.strip():
            continue
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        if indent <= before:
            return missed(f"line {number} is indented by {indent}, the one before by {before}")
        before = indent
    return kept("every line is indented further than the one before")


def _quote_unquote(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    pieces = answer.text.replace("“", '"').replace("”", '"').split('"')
    quoted = len(pieces) // 2
    for number in range(2, len(pieces) + 1, 2):
        follows = pieces[number] if number < len(pieces) else ""
        if not any(char.isalpha() for char in follows):
            return missed(
                f"quoted phrase {number // 2} is followed by no explanation: {pieces[number - 1][:60]!r}"
            )
    return kept(f"{quoted} quoted phrases, each followed by unquoted words")


def _separated(answer: Answer, args: SeparatorArgs) -> Outcome:
    mark = args.sep.strip() or args.sep
    count = sum(
        line.count(mark) if mark in line.split() else line.lstrip().startswith(mark)
        for line in answer.text.split("\n")
    )
    return verdict(count >= _FEWEST_ITEMS, f"{count} times {mark!r} where an item begins")


def _thesis(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    for number, lines in _sections(answer.text):
        if not _ITALICS.match(lines[0]):
            return missed(f"the section in line {number} does not begin in HTML italics: {lines[0][:60]!r}")
    return kept("every section begins in HTML italics")


def _sections(text: str) -> list[tuple[int, list[str]]]:
    """Return the sections below their headings as (number of the first line, lines that are not empty);
    without any heading, the whole text.
    """
    found: list[tuple[int, list[str]]] = []
    fresh = True
    for number, line in enumerate(text.split("\n"), 1):
        if _HEADING.match(line):
            fresh = True
        elif line.strip() and fresh:
            found.append((number, [line]))
            fresh = False
        elif line.strip():
            found[-1][1].append(line)
    return found or [(1, [""])]


def _sub_bullets(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    bullets: list[int] = []
    for line in answer.text.split("\n"):
        if _STAR.match(line):
            bullets.append(0)
        elif _DASH.match(line) and bullets:
            bullets[-1] += 1
    if not bullets:
        return missed("there is no bullet point denoted by *")
    bare_ones = bullets.count(0)
    return verdict(not bare_ones, f"{bare_ones} of {len(bullets)} bullet points have no sub-bullet")


def _title_case(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    minor = frozenset(data()["minor_words"].split())
    for word in words(answer.text):
        if word[0].islower() and word not in minor:
            return missed(f"{word!r} is not capitalised", [answer.place(answer.text.find(word))])
        if len(word) > 3 and word.isalpha() and word.isupper() and answer.text.isupper():
            return missed("the whole answer is in capitals")
    return kept("every major word is capitalised")


def _template(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    places = [answer.text.find(part) for part in _TEMPLATE]
    if min(places) < 0:
        absent = [part for part, place in zip(_TEMPLATE, places, strict=True) if place < 0]
        return missed(f"absent: {', '.join(absent)}")
    return verdict(
        places == sorted(places),
        "the parts of the template, in order"
        if places == sorted(places)
        else "the parts of the template stand in another order",
    )


def _no_whitespace(answer: Answer, args: InstructionArgs) -> Outcome:
    del args
    text = answer.text.removesuffix("\n")
    place = next((place for place, char in enumerate(text) if char.isspace()), -1)
    return kept("no white space") if place < 0 else missed("there is white space", [answer.place(place)])


KINDS: tuple[Kind[Any], ...] = (
    plain_kind("format:parentheses", "Brackets nest at least 5 deep", _parentheses),
    plain_kind("format:quotes", "Quotes nest at least 3 deep, double and single in turn", _quotes),
    answer_kind("format:options", "The answer is one of the options and nothing else", OptionsArgs, _options),
    plain_kind("format:newline", "Each word on a line of its own", _newline),
    plain_kind("format:emoji", "An emoji at the end of every sentence", by_sentences(_emoji)),
    plain_kind(
        "format:no_bullets_bullets", "Two sentences or more, then two * bullets or more", _no_bullets_bullets
    ),
    plain_kind("format:line_indent", "Each line is indented further than the one before", _stairs),
    plain_kind("format:quote_unquote", "An unquoted explanation after every quoted phrase", _quote_unquote),
    answer_kind("format:list", "A list with this mark for bullets", SeparatorArgs, _separated),
    plain_kind("format:thesis", "Each section begins in HTML italics", _thesis),
    plain_kind("format:sub-bullets", "Bullets * with at least one sub-bullet - each", _sub_bullets),
    plain_kind("format:title_case", "Every major word is capitalised", _title_case),
    plain_kind("format:output_template", "The three parts of a template, in order", _template),
    plain_kind("format:no_whitespace", "No white space", _no_whitespace),
)
