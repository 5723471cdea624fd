"""A prompt as sentences and clauses of tagged tokens; code, quoted words and examples are set apart."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from earnest.bank.mining.words import table
from earnest.text.inflect import Form, verb
from earnest.text.segment import Span

_FENCE = re.compile(r"^[ \t]{0,3}(?:```|~~~)", re.MULTILINE)
_TOKEN = re.compile(
    r"(?P<code>`[^`\n]{1,200}`)"
    r"|(?P<str>\"[^\"\n]{1,400}\"|[“”][^“”\"\n]{1,400}[”\"]|(?<!\w)'[^'\n]{1,200}'(?!\w)|«[^»\n]{1,200}»)"
    r"|(?P<path>(?<![\w/])(?:[\w.*-]{1,60}/){1,12}[\w.*-]{0,60}|(?<![\w/])[\w-]{1,60}\.(?:py|ts|tsx|js|mjs|jsx|go|rs|java|md|toml|json|sql|css|html|yml|yaml|txt|sh|lock|cfg|ini)\b)"
    r"|(?P<big>O\([^()\n]{1,20}\))"
    r"|(?P<sig>\b(?:def|function|func|fn) \w{1,60} ?\([^()\n]{0,200}\))"
    r"|(?P<bare>\b[A-Za-z_][\w.]{0,60}\(\)|\b[a-z]{1,40}[A-Z]\w{0,60}|\b[A-Za-z]{1,40}_\w{1,60})"
    r"|(?P<num>\d+(?:[.,]\d+)*)"
    r"|(?P<word>[^\W\d_]\w*(?:['’+#./-]\w+)*(?:\+\+|#)?)"
    r"|(?P<mark>\n|[^\w\s])"
)
_QUOTED = re.compile(r"`[^`\n]{1,200}`|\"[^\"\n]{1,400}\"|“[^”\n]{1,400}”")
_FINITE = frozenset("is are must should may can cannot has have".split())
_NO_SPLICE = frozenset("which who that whose where when as because if than and or but".split())
_LONGEST_NOUN = 5  # tokens of a subject behind a comma
_MARKS = frozenset(";—–()?!:…")
_PATH_ENDINGS = (".py", ".ts", ".js", ".go", ".rs", ".md", ".java", ".toml", ".json", ".sql", ".sh", ".txt")
_LONGEST = 60  # tokens of a clause, and of what stands before it in its sentence, that are looked at


@dataclass(frozen=True)
class Token:
    """One token: where it stands, its lower-case text and what it is."""

    start: int
    end: int
    lower: str
    tag: str
    capital: bool = False

    @property
    def shape(self) -> str:
        """The word itself, or a placeholder: `<code>`, `<path>`, `<str>`, `<num>`."""
        return f"<{self.tag}>" if self.tag in {"code", "path", "str", "num"} else self.lower


@dataclass(frozen=True)
class Clause:
    """A part of a sentence. `item` says whether its sentence is an item of a list, `after` holds what stands
    behind the colon that ends the clause, `asked` says that a heading or a colon announces rules.
    """

    text: str
    tokens: tuple[Token, ...]
    first: bool
    item: bool
    question: bool
    before: tuple[Token, ...] = field(default=())
    carried: tuple[str, ...] = field(default=())
    after: tuple[Token, ...] = field(default=())
    asked: bool = False
    end_of_sentence: int = 0

    @property
    def span(self) -> Span:
        """Where the clause stands in the prompt."""
        return Span(self.tokens[0].start, self.tokens[-1].end)

    @property
    def opens(self) -> bool:
        """Whether a semicolon or a colon stands before the clause, so that it could be a sentence."""
        return (
            self.text[max(0, self.tokens[0].start - 3) : self.tokens[0].start].rstrip().endswith((";", ":"))
        )

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Shapes of the tokens without marks."""
        return tuple(token.shape for token in self.tokens if token.tag != "mark")

    @cached_property
    def line(self) -> str:
        """The words joined by one space, with a space at each end."""
        row = (*self.carried, *self.words)
        counted = ("<num>" if word in table().numbers and word != "one" else word for word in row)
        return f" {' '.join(row)} | {' '.join(counted)} "

    @cached_property
    def stems(self) -> frozenset[str]:
        """Every word, its singular and the verb that it is a form of."""
        return frozenset(stem for word in self.words for stem in stems_of(word))

    @property
    def with_before(self) -> "Clause":
        """The sentence up to and with this clause, for what a pronoun of it points back to."""
        return replace(self, tokens=(*self.before, *self.tokens)[-_LONGEST:], before=())

    def given(self, *tags: str) -> list[str]:
        """Return what stands in code, quotes or paths, without their marks."""
        return [
            self.text[token.start : token.end].strip("`\"“”'«»") for token in self.tokens if token.tag in tags
        ]

    def numbers(self) -> list[int]:
        """Return the whole numbers, in digits and in words."""
        found = []
        for token in self.tokens:
            if token.tag == "num" and token.lower.replace(",", "").isdigit():
                found.append(int(token.lower.replace(",", "")))
            elif token.lower in table().numbers:
                found.append(table().numbers[token.lower])
        return found


def stems_of(word: str) -> set[str]:
    """Return a word, its singular and the verb it may be a form of."""
    stems = {word}
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        stems |= {word[:-1]} | ({word[:-3] + "y"} if word.endswith("ies") else set())
    if len(word) > 6 and word.endswith("ing"):
        stems |= {word[:-3], word[:-3] + "e"}
    known = verb(word)
    if known is not None:
        stems.add(known.lemma)
    return stems


def is_base_verb(word: str) -> bool:
    """Whether a word is known as the base form of a verb."""
    known = verb(word)
    return known is not None and known.form is Form.BASE


def clauses(prompt: str) -> Iterator[Clause]:
    """Yield the clauses of a prompt in order; code blocks and block quotes have none."""
    header: tuple[str, ...] = ()
    listed = False
    for start, end, item, under in _sentences(prompt):
        tokens = list(_tokens(prompt, start, end))
        carried = header if item else ()
        header = () if not item else header
        listed = listed and item
        asked = under or listed
        question = bool(tokens) and tokens[-1].lower == "?"
        before: tuple[Token, ...] = ()
        stop = start + len(prompt[start:end].rstrip())
        for part in _split(tokens):
            if not any(token.tag != "mark" for token in part):
                continue
            held = tuple(_trim(part)[:_LONGEST])
            if len(held) == 1 and held[0].end - held[0].start == 1:
                continue  # the letter of "(a)"
            if before and restarts(held[0], before):
                before = ()
            after = _behind(tokens, held[-1]) if held[-1].lower == ":" else ()
            yield Clause(prompt, held, not before, item, question, before, carried, after, asked, stop)
            before = (*before, *held)[-_LONGEST:]
            if held[-1].lower == ":":
                carried = _carried(held)
                asked = asked or _announces(held)
        if tokens and tokens[-1].lower == ":":
            header, listed = carried, asked


def _announces(heading: Iterable[Token]) -> bool:
    """Whether words before a colon announce rules for the reader."""
    return any(token.lower in table().clauses.announces for token in heading)


def _behind(tokens: list[Token], colon: Token) -> tuple[Token, ...]:
    """Return the tokens of a sentence behind a colon."""
    place = bisect_right(tokens, colon.start, key=lambda token: token.start)
    row = tokens[place : place + _LONGEST]
    ends = (n for n, (one, two) in enumerate(pairwise(row)) if n and one.lower == "\n" and two.capital)
    return tuple(row[: next(ends, len(row))])


def _carried(heading: tuple[Token, ...]) -> tuple[str, ...]:
    """Return what a clause before a colon says of each thing behind it: "what I do not want: ..."."""
    denied = table().clauses.denials
    return ("no",) if {token.lower for token in heading} & denied else ()


def _trim(part: list[Token]) -> list[Token]:
    first = next(place for place, token in enumerate(part) if token.tag != "mark")
    last = max(place for place, token in enumerate(part) if token.tag != "mark")
    tail = part[last + 1 : last + 2]
    return part[first : last + 1] + ([tail[0]] if tail and tail[0].lower == ":" else [])


def _tokens(prompt: str, start: int, end: int) -> Iterator[Token]:
    for match in _TOKEN.finditer(prompt, start, end):
        tag = match.lastgroup or "mark"
        text = match.group()
        if tag == "code" and _is_path(text.strip("`")):
            tag = "path"
        if tag in {"sig", "bare"}:
            tag = "word" if text.lower() in table().classes["name_style"] else "code"
        if tag == "mark" and text == "\n":
            continue
        if tag == "path" and text[0] != "`" and not (text.endswith(("/", *_PATH_ENDINGS)) or "." in text):
            tag = "word"  # "m/s", "and/or"
        lower = text.lower().replace("’", "'")
        yield Token(match.start(), match.end(), lower, tag, tag == "word" and text[0].isupper())


def _is_path(text: str) -> bool:
    return "/" in text.strip("/ ") or (text.endswith(("/", *_PATH_ENDINGS)) and " " not in text)


def _split(tokens: list[Token]) -> Iterator[list[Token]]:
    """Split a sentence at marks that separate clauses and at conjunctions that open a new one."""
    part: list[Token] = []
    for place, token in enumerate(tokens):
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        if _breaks(token, following, part) or (
            token.lower == "," and _splices(part, tokens[place + 1 : place + 1 + _LONGEST_NOUN])
        ):
            if token.lower == ":" and part:
                part.append(token)
                yield part
                part = []
                continue
            if part:
                yield part
            part = [] if token.tag == "mark" else [token]
        else:
            part.append(token)
    if part:
        yield part


def _breaks(token: Token, following: Token | None, part: list[Token]) -> bool:
    words = table().clauses
    if token.tag == "mark":
        return _mark_breaks(token, following, part)
    if token.lower in words.breaks:
        return bool(part) and part[-1].lower not in words.no_break_before_but
    if token.lower in {"and", "or"} and following is not None and part:
        return following.lower in words.after_and
    if token.lower == "without":
        return bool(part) and part[-1].tag == "word"
    return restarts(token, part)


def _splices(part: list[Token], rest: list[Token]) -> bool:
    """Whether a comma stands between two sentences: "headings are optional, footnotes are not"."""
    if not any(token.lower in _FINITE for token in part):
        return False
    for token in rest[:_LONGEST_NOUN]:
        if token.lower in _FINITE:
            return token is not rest[0]
        if token.tag == "mark" or token.lower in _NO_SPLICE:
            return False
    return False


def _mark_breaks(token: Token, following: Token | None, part: list[Token]) -> bool:
    if token.lower in _MARKS:
        return True
    if following is None:
        return False
    if token.lower == "-":
        return bool(part) and following.start > token.end
    return token.lower == "," and following.tag == "word" and _opens_clause(following.lower)


def restarts(token: Token, part: Sequence[Token]) -> bool:
    """Whether a capital opens a new sentence although no full stop ends the one before."""
    if not (token.capital and part) or part[-1].tag == "mark" or part[-1].capital:
        return False
    return token.lower in table().clauses.restarts


def _opens_clause(word: str) -> bool:
    words = table().clauses
    return word in words.opens or word in words.after_and or is_base_verb(word)


def _sentences(prompt: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield each sentence outside code blocks and block quotes: where it starts and ends, whether it is an
    item of a list, whether a heading above it announces rules.

    A line break ends a sentence only before an empty line, a list item or a heading.
    """
    for start, end, item, asked in _blocks(prompt):
        begin = start
        quoted = [Span(*match.span()) for match in _QUOTED.finditer(prompt, start, end)]
        for match in re.finditer(r"[.!?]+[\"”')\]*]*(?=\s|$)", prompt[start:end]):
            stop = start + match.end()
            while quoted and quoted[0].end < stop:
                quoted.pop(0)
            inside = bool(quoted) and quoted[0].start < stop < quoted[0].end
            if inside or _is_short_form(prompt, start + match.start()):
                continue
            yield begin, stop, item, asked
            begin = stop
        if prompt[begin:end].strip():
            yield begin, end, item, asked


def _is_short_form(prompt: str, stop: int) -> bool:
    word = re.search(r"[\w.]{1,12}\Z", prompt[max(0, stop - 12) : stop])
    return word is not None and word.group().lower() in table().clauses.short_forms


_ITEM = re.compile(r"[ \t]*(?:[-*+•]|\d{1,3}(?:\.\d{1,3})*[.)]?|\(?[a-z]\)|[A-Z]{1,5}-?\d{1,4}[.:)]?)[ \t]+")


_HEADING = re.compile(r"#{1,6} |\*\*[^*\n]{1,80}\*\*:?\s*$|[A-Z][^.:!?\n]{0,60}:\s*$")
_NO_PROSE = ("    ", "\t", ">", "#", "|")


def _blocks(prompt: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield paragraphs and list items outside code and block quotes, in the same form as sentences.

    Under a heading such as "Steps to reproduce" nothing is asked of the writer, so it is left out.
    """
    start, end, item, fenced, offset = 0, 0, False, False, 0
    shown = _Shown()
    for line in prompt.split("\n"):
        after = offset + len(line) + 1
        is_fence = bool(_FENCE.match(line))
        marker = _ITEM.match(line)
        announced = shown.announced
        shows = not fenced and shown.takes(line, is_item=bool(marker))
        skipped = fenced or is_fence or shows or line.startswith(_NO_PROSE) or not line.strip()
        if (skipped or marker) and end > start:
            yield start, end, item, announced
            start = end = offset
        if is_fence:
            fenced = not fenced
        if not skipped:
            if marker or end <= start:
                start, item = offset + (marker.end() if marker else 0), bool(marker)
            end = offset + len(line)
        else:
            start = end = after
        offset = after
    if end > start:
        yield start, min(end, len(prompt)), item, shown.announced


class _Shown:
    """Knows whether a line stands under a heading that shows something: steps, usage, what was seen.

    Under a heading of Markdown that holds to the next heading, under any other to the end of its list.
    """

    def __init__(self) -> None:
        """Begin above every heading."""
        self.inside = self.to_heading = self.listed = self.announced = False

    def takes(self, line: str, *, is_item: bool) -> bool:
        """Whether the next `line` is left out."""
        if _HEADING.match(line):
            words = set(re.findall(r"[a-z]+", line.lower()))
            self.inside = bool(words & table().clauses.steps)
            self.announced = bool(words & table().clauses.announces)
            self.to_heading, self.listed = line.startswith("#"), False
        elif self.inside and is_item:
            self.listed = True
        elif self.listed and not self.to_heading and line.strip() and not line.startswith(" "):
            self.inside = False
        return self.inside
