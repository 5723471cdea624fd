"""The blocks of a text: paragraphs, list items, headings and table cells, as spans of what was given.

Works on plain text (hard-wrapped or not), on Markdown, and on what intake reads out of PDF, DOCX and HTML.
Whether a line goes on in the next one is told by the text itself: in Markdown it does unless the break is
hard; in plain text it does where the next word would not have fitted. The width of the page is the one that
explains most of the line breaks. Linear in the length of the text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import pairwise

from earnest.text.markup import visible_spans
from earnest.text.segment import Span

WIDEST = 120
"""A line that breaks later than this column was not wrapped by hand or by a mail program."""
NARROWEST = 40

_ALL_FULL = 4
"""So many full lines, and hardly one that is not, are no chance."""

_LINE = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]*+(\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]|\Z)")
_ANY_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]")
_QUOTE = re.compile(r"(?:>(?=[>\s]|$)[ \t]?)++")
_GLYPHS = "•◦▪▫‣⁃∙●○■□◆◇◾▸▹►▶➢➤➔→✓✔❖·\uf0a7\uf0b7\uf0a8\uf0d8\uf076\uf0fc"
_MARKER = re.compile(
    rf"(?:[{_GLYPHS}][ \t\u00a0]*+|[-*+–—»o](?:[ \t\u00a0]++|$)"
    r"|(?:\(?(?P<number>\d{1,2})[.)]|\(?(?P<letter>[a-h])\))(?:[ \t\u00a0]++|$))"
    r"(?:\[[ xX]\][ \t]++)?+"
)
_HEADING = re.compile(r"#{1,6}(?:[ \t]++|$)")
_HEADING_END = re.compile(r"[ \t]#++[ \t]*+\Z")
_RULE = re.compile(r"(?:```|~~~)\w*+|[-=_*+~#.•·|:\u2500-\u257f\u2014\u2013 \t]{3,}+")
_SEPARATOR = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*(?::?-+:?[ \t]*)?+)++")
_DEFINITION = re.compile(r"\[[^\]\[^]++\]:[ \t]*+<?https?://\S++[^\n]*+")
_CELL_BREAK = re.compile(r"\t++|[ \u00a0]{4,}+|<br[ ]?/?>", re.IGNORECASE)
_ROW_BREAK = re.compile(r"(?<!\\)\||<br[ ]?/?>", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^ {0,3}#{1,6} +\S|^ {0,3}(?:```|~~~)|\]\([^()\s]++\)|(?<!\w)\*\*\w[^*\n]*+\*\*"
    r"|^ {0,3}\|?[ :]*-{3,}[ :]*\|",
    re.MULTILINE,
)
_BLANK_ENTITIES = frozenset({"&nbsp;", "&ensp;", "&emsp;", "&thinsp;", "&#160;", "&#xa0;"})
_TERMINATORS = frozenset(".!?:;…。！？")
_GOES_ON_AFTER = frozenset(",-–—(&/")
_WORD = re.compile(r"[\S\u00a0]++")
_SENTENCE_BEGINS = re.compile(r"\w\w[.!?][ \u00a0][A-Z]")
_LETTERS = re.compile(r"\w++")
_BLANKS = re.compile(r"\s*+")
_OPEN_WORDS = frozenset(
    (
        "a an the of in to for and or with at from by as than into per via our my their his her its this "
        "these und oder der die das den dem des ein eine im mit von zu et ou de du des la le les un une à "
        "y o el los las en con por para e da do dos das um uma em com di il del della"
    ).split()
)
_BETWEEN = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "e", "o"})


def block_spans(text: str) -> list[list[Span]]:
    r"""Return the blocks of `text` in reading order; each is the list of spans that a reader sees of it.

    Bullets, numbers, heading and quote marks, rules, table borders and inline markup are left out. Spans of
    one block belong together with a single space where `space_between` says so and with nothing elsewhere;
    `block_text` does it. Spans are not empty and ascend. An empty text has no blocks.

    >>> text = "# Work\n\n* Cut **p95** from\n  2.1 s to 300 ms\n* Wrote docs\n"
    >>> [block_text(text, spans) for spans in block_spans(text)]
    ['Work', 'Cut p95 from 2.1 s to 300 ms', 'Wrote docs']
    """
    lines = _read_lines(text)
    blocks: list[list[Span]] = []
    for block in _grouped(text, lines, _Wrap.of(text, lines)):
        pieces = [Span(line.start, line.end) for line in block]
        spans = pieces if block[0].kind is _Kind.CODE else visible_spans(text, pieces)
        blocks.append(_trimmed(text, spans))
    return [spans for spans in blocks if spans]


def block_text(text: str, spans: Sequence[Span]) -> str:
    """Return one block as a line, runs of white space inside its spans as they stand."""
    parts: list[str] = []
    last: Span | None = None
    for span in spans:
        if last is not None and space_between(text, last.end, span.start):
            parts.append(" ")
        parts.append(span.of(text))
        last = span
    return "".join(parts)


def space_between(text: str, left: int, right: int) -> bool:
    r"""Say whether the words before `left` and from `right` on stand apart, when what is between them goes.

    Markup inside a line leaves no space; a line break leaves one, but not after the hyphen of a broken word
    and not between two ideographs.

    >>> space_between("**Go**, C", 4, 6), space_between("long-\nterm", 5, 6)
    (False, False)
    """
    gap = text[left:right]
    if not gap or gap in _BLANK_ENTITIES:
        return bool(gap)
    if _ANY_BREAK.search(gap) is None:
        return gap[0].isspace() or gap[-1].isspace()
    before, after = text[left - 1 : left], text[right : right + 1]
    if before == "\u00ad" or (_is_ideograph(before) and _is_ideograph(after)):
        return False
    if before in {"-", "\u2010"} and text[left - 2 : left - 1].isalnum() and after.isalnum():
        return _first_word(text, right) in _BETWEEN
    return True


def line_width(breaks: Iterable[tuple[float, float]], narrowest: float, widest: float) -> tuple[float, int]:
    """Return the width in `[narrowest, widest]` that explains most line breaks, and how many it explains.

    A break is (width of the line, its width had the next word stood there too); a width explains it when it
    lies in between, the second end excluded. Of equal widths the smallest counts.

    >>> line_width([(74, 80), (71, 79), (30, 36)], 40, 120)
    (74, 2)
    """
    events: list[tuple[float, int]] = []
    for short, long in breaks:
        low, high = max(short, narrowest), min(long, widest + 1)
        if low < high:
            events += ((low, 1), (high, -1))
    best, best_count, count = narrowest, 0, 0
    for at, step in sorted(events):
        count += step
        if count > best_count:
            best, best_count = at, count
    return best, best_count


def marker_end(line: str) -> tuple[int, str]:
    """Return where the text of a list item begins and its number or letter; (0, "") for what is no item.

    >>> marker_end("2. Two"), marker_end("• dot"), marker_end("-5% cost")
    ((3, '2'), (2, ''), (0, ''))
    """
    match = _MARKER.match(line)
    return (match.end(), match["number"] or match["letter"] or "") if match else (0, "")


class _Kind(Enum):
    BLANK = auto()
    RULE = auto()
    SEPARATOR = auto()
    HEADING = auto()
    ITEM = auto()
    ROW = auto()
    CODE = auto()
    TEXT = auto()


_RUNNING = frozenset({_Kind.TEXT, _Kind.ITEM})


@dataclass(frozen=True)
class _Line:
    """A line without its marks: `[start, end)`; `marked` is where it begins with its bullet or number.

    `left` and `right` are the columns at which all of it begins and ends.
    """

    kind: _Kind
    start: int
    end: int
    marked: int = 0
    left: int = 0
    right: int = 0
    number: str = ""
    hard: bool = False

    def cut(self, text: str, kind: _Kind, start: int, end: int) -> "_Line":
        """Return the part `[start, end)` of this line without white space around it."""
        begin = _skip_blank(text, start, end)
        return replace(self, kind=kind, start=begin, end=_rstrip(text, begin, end), marked=begin)


def _read_lines(text: str) -> list[_Line]:
    spans = [Span(match.start(), match.start(1)) for match in _LINE.finditer(text)]
    fences = _fences(text, spans)
    lines: list[_Line] = []
    comment = False
    for number, (start, end) in enumerate(spans):
        line = _Line(_Kind.BLANK, start, end)
        if number in fences:
            inside = fences[number] and bool(text[start:end].strip())
            lines.append(line.cut(text, _Kind.CODE, start, end) if inside else line)
            continue
        comment, hidden = _comment(text[start:end].strip(), open_before=comment)
        lines.append(line if hidden else _read_line(text, start, end))
    return _with_tables(text, lines)


def _comment(line: str, *, open_before: bool) -> tuple[bool, bool]:
    """Return whether an HTML comment is open after this line, and whether the line is nothing but comment."""
    if not open_before and not line.startswith("<!--"):
        return False, False
    return not line.endswith("-->"), True


def _fences(text: str, spans: list[Span]) -> dict[int, bool]:
    """Return, for each line of a closed fenced block, whether it is inside (True) or the fence (False)."""
    marked: dict[int, bool] = {}
    opened, mark = -1, ""
    for number, (start, end) in enumerate(spans):
        head = text[start : min(end, start + 64)].lstrip()[:3]
        if head not in {"```", "~~~"}:
            continue
        if opened < 0:
            opened, mark = number, head
        elif head == mark and not text[start:end].strip(" \t`~"):
            marked |= dict.fromkeys(range(opened + 1, number), True) | {opened: False, number: False}
            opened = -1
    return marked


def _read_line(text: str, start: int, end: int) -> _Line:
    begin = _skip_blank(text, start, end)
    quote = _QUOTE.match(text, begin, end)
    inner = _skip_blank(text, quote.end(), end) if quote else begin
    if inner == end:
        return _Line(_Kind.BLANK, start, end)
    line = _Line(_Kind.TEXT, inner, end, inner, _columns(text, start, begin), _columns(text, start, end))
    kind = _whole_line(text, inner, _rstrip(text, inner, end))
    if kind is _Kind.TEXT:
        return _item_or_text(text, line)
    if kind is _Kind.HEADING:
        return _heading(text, line)
    return line.cut(text, kind, inner, end)


def _whole_line(text: str, start: int, end: int) -> _Kind:
    if _SEPARATOR.fullmatch(text, start, end):
        return _Kind.SEPARATOR
    if _RULE.fullmatch(text, start, end) or _DEFINITION.fullmatch(text, start, end):
        return _Kind.RULE
    if _HEADING.match(text, start, end):
        return _Kind.HEADING
    return _Kind.ROW if text[start] == "|" and text.find("|", start + 1, end) > 0 else _Kind.TEXT


def _heading(text: str, line: _Line) -> _Line:
    match = _HEADING.match(text, line.start, line.end)
    start = match.end() if match else line.start
    closing = _HEADING_END.search(text, max(start - 1, line.end - 64), line.end)
    end = closing.start() if closing else line.end
    return line.cut(text, _Kind.HEADING, start, max(start, end))


def _item_or_text(text: str, line: _Line) -> _Line:
    at, number, kind = line.start, "", _Kind.TEXT
    for _ in range(3):
        marker = _MARKER.match(text, at, line.end)
        if marker is None:
            break
        number = marker.group("number") or marker.group("letter") or number
        kind, at = _Kind.ITEM, marker.end()
    tail = text[max(at, line.end - 2) : line.end]
    slash = tail.endswith("\\") and tail != "\\\\"
    read = line.cut(text, kind, at, line.end - 1 if slash else line.end)
    return replace(read, marked=line.start, number=number, hard=slash or tail == "  ")


def _with_tables(text: str, lines: list[_Line]) -> list[_Line]:
    """Turn the lines around a separator row into rows, also where they have no border on the left."""
    table = False
    found: list[_Line] = []
    for line in lines:
        barred = line.kind in {*_RUNNING, _Kind.ROW} and text.find("|", line.marked, line.end) >= 0
        if line.kind is _Kind.SEPARATOR and found and found[-1].kind in {*_RUNNING, _Kind.ROW}:
            found[-1] = found[-1].cut(text, _Kind.ROW, found[-1].marked, found[-1].end)
            table = True
        else:
            table = table and barred
        found.append(line.cut(text, _Kind.ROW, line.marked, line.end) if table and barred else line)
    return found


@dataclass(frozen=True)
class _Wrap:
    """How lines go on: `width` at which the text was wrapped, 0 where nothing says that it was.

    `sure`: most line breaks agree with the width. `markdown`: the width does not matter.
    """

    width: float = 0
    sure: bool = False
    markdown: bool = False

    @classmethod
    def of(cls, text: str, lines: list[_Line]) -> "_Wrap":
        if _MARKDOWN.search(text):
            return cls(markdown=True)
        pairs = [
            (left, right)
            for left, right in pairwise(lines)
            if left.kind in _RUNNING and right.kind is _Kind.TEXT and left.right <= WIDEST
        ]
        breaks = [(left.right, left.right + 1 + _first_length(text, right)) for left, right in pairs]
        needed = sorted(_needs(text, line) for line in lines if line.kind in _RUNNING)
        at_least = needed[int(0.98 * (len(needed) - 1))] if needed else 0
        width, explained = line_width(breaks, max(NARROWEST, at_least), WIDEST)
        if not explained:
            return cls()
        telling = sum(short * 2 >= width for short, _ in breaks)
        inside = sum(
            short <= width < long and _starts_inside(text, left, right)
            for (short, long), (left, right) in zip(breaks, pairs, strict=True)
        )
        # In wrapped prose most lines break inside a sentence; a list of claims, one a line, never does. Where
        # the lines that have another below them are full, a blank line parts whatever there is to part.
        all_full = explained >= _ALL_FULL and explained * 10 >= len(pairs) * 9
        most = explained >= 2 and explained * 2 >= telling and inside * 3 >= explained
        return cls(width, sure=all_full or most)


def _needs(text: str, line: _Line) -> int:
    """Return the column before the last word: a narrower page would have broken there."""
    space = text.rfind(" ", line.start, line.end)
    return line.right - (line.end - space) if space >= 0 else 0


def _grouped(text: str, lines: list[_Line], wrap: "_Wrap") -> Iterator[list[_Line]]:
    """Yield the lines of each block."""
    block: list[_Line] = []
    number = ""
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        late = _is_late(line, number)
        read = replace(line, start=line.marked) if late else line
        running = line.kind is _Kind.TEXT or late
        if running and block and not _is_underline(text, line, below) and _goes_on(text, block, read, wrap):
            block.append(read)
            continue
        yield from _finished(text, block)
        number = number if line.kind is _Kind.TEXT else line.number
        block = [line] if line.kind in _RUNNING else []
        yield from _alone(text, line)
    yield from _finished(text, block)


def _alone(text: str, line: _Line) -> Iterator[list[_Line]]:
    """Yield the blocks of a line that is never part of a longer block."""
    if line.kind is _Kind.ROW:
        yield from _cells(text, line, _ROW_BREAK)
    elif line.kind in {_Kind.HEADING, _Kind.CODE}:
        yield [line]


def _finished(text: str, block: list[_Line]) -> Iterator[list[_Line]]:
    """Yield a block; one line with columns in it (a tab, four spaces) is one block for each."""
    if len(block) == 1:
        yield from _cells(text, block[0], _CELL_BREAK)
    elif block:
        yield block


def _is_underline(text: str, line: _Line, below: _Line | None) -> bool:
    """Say whether `below` underlines the line, which makes it a heading."""
    if below is None or below.kind is not _Kind.RULE or text[below.start] not in "=-":
        return False
    return abs((below.right - below.left) - (line.right - line.left)) <= 3


def _is_late(line: _Line, last: str) -> bool:
    """Say whether a number at the start of a line may belong to the sentence before it.

    A list that begins right under a line of text begins with 1 (or a); a later number follows the one before.
    """
    if line.kind is not _Kind.ITEM or not line.number or line.number in {"1", "a"}:
        return False
    if line.number.isdigit():
        return not (last.isdigit() and int(last) + 1 == int(line.number))
    return not (len(last) == 1 and ord(last) + 1 == ord(line.number))


def _cells(text: str, line: _Line, cut: re.Pattern[str]) -> Iterator[list[_Line]]:
    at = line.start
    for match in cut.finditer(text, line.start, line.end):
        if match.start() > at:
            yield [line.cut(text, _Kind.TEXT, at, match.start())]
        at = match.end()
    if at < line.end:
        yield [line.cut(text, _Kind.TEXT, at, line.end)]


def _goes_on(text: str, block: list[_Line], line: _Line, wrap: _Wrap) -> bool:
    last = block[-1]
    if _needs(text, last) > WIDEST or _has_columns(text, last) or _has_columns(text, line):
        return False
    if wrap.markdown:
        return not last.hard and not _is_short(text, last, line)
    if last.right >= NARROWEST // 2 and _ends_open(text, last):
        return True
    lower = _starts_inside(text, last, line)
    hanging = block[0].kind is _Kind.ITEM and line.left > block[0].left
    if wrap.width and last.right + 1 + _first_length(text, line) > wrap.width:
        open_end = text[last.end - 1] in _GOES_ON_AFTER or _is_unfinished(text, last)
        return wrap.sure or lower or hanging or open_end
    long = hanging or last.right >= (0.6 * wrap.width or NARROWEST)
    return lower and long and text[last.end - 1] not in _TERMINATORS


def _is_unfinished(text: str, line: _Line) -> bool:
    """Say whether a sentence ends inside of a line and the one after it does not: prose that goes on."""
    return (
        text[line.end - 1] not in _TERMINATORS
        and _SENTENCE_BEGINS.search(text, line.start, line.end) is not None
    )


def _is_short(text: str, last: _Line, line: _Line) -> bool:
    """Say whether a line of Markdown was broken by hand: short, no sentence, and the next begins anew.

    The head of a profile is written so; a page shows it as one line, and its writer never meant that.
    """
    ends = text[last.end - 1] in _TERMINATORS or text[last.end - 1] in _GOES_ON_AFTER
    return (
        last.right < NARROWEST and not ends and not _starts_lower(text, line) and not _ends_open(text, last)
    )


def _ends_open(text: str, line: _Line) -> bool:
    """Say whether a line ends with a word that no sentence and no heading ends with: "That was in"."""
    space = text.rfind(" ", line.start, line.end)
    return space >= 0 and (
        text[space + 1 : line.end] in _OPEN_WORDS or text[space + 1 : line.end] in {"|", "·"}
    )


def _has_columns(text: str, line: _Line) -> bool:
    return _CELL_BREAK.search(text, line.start, line.end) is not None


def _starts_inside(text: str, last: _Line, line: _Line) -> bool:
    """Say whether a line begins as a sentence does not: with a small letter, or between two ideographs."""
    if _is_ideograph(text[line.start : line.start + 1]):
        return text[last.end - 1] not in _TERMINATORS and text[last.end - 1].isalnum()
    return _starts_lower(text, line)


def _starts_lower(text: str, line: _Line) -> bool:
    word = text[line.start : line.start + _first_length(text, line)]
    return word[:1].islower() and "@" not in word and "://" not in word and not word.startswith("www.")


def _first_length(text: str, line: _Line) -> int:
    if _is_ideograph(text[line.start : line.start + 1]):
        return 2
    match = _WORD.match(text, line.start, min(line.end, line.start + WIDEST))
    return len(match.group()) if match else 0


def _first_word(text: str, at: int) -> str:
    match = _LETTERS.match(text, at, at + 16)
    return match.group() if match else ""


def _is_ideograph(character: str) -> bool:
    return "\u3040" <= character <= "\u9fff" or "\uff00" <= character <= "\uffef"


def _columns(text: str, start: int, end: int) -> int:
    """Return the width of a piece of a line without white space after it.

    Tabs stop at every 8th column; an ideograph is two columns wide.
    """
    piece = text[start:end]
    if piece.strip():
        piece = piece.rstrip()
    wide = 0 if piece.isascii() else sum(_is_ideograph(letter) for letter in piece)
    return len(piece.expandtabs(8)) + wide


def _skip_blank(text: str, start: int, end: int) -> int:
    match = _BLANKS.match(text, start, end)
    return match.end() if match else start


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _trimmed(text: str, spans: list[Span]) -> list[Span]:
    """Return the spans without empty ends: white space at both ends of a block is nobody's."""
    kept = list(spans)
    while kept and not kept[0].of(text).strip():
        kept.pop(0)
    while kept and not kept[-1].of(text).strip():
        kept.pop()
    if kept:
        kept[0] = Span(_skip_blank(text, *kept[0]), kept[0].end)
        kept[-1] = Span(kept[-1].start, _rstrip(text, *kept[-1]))
    return kept
