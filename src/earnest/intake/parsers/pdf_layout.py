"""Characters with places -> blocks: the paragraphs, list items and table rows of PDF pages.

Distances are in heights of the line at hand (the box of its font, about 1.17 of the font size), so that
nothing depends on the size of page or print. Two lines belong to one paragraph where the next word would not
have fitted on the first, they stand at the usual distance and in one column, and no bullet stands between.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from earnest.intake.parsers.blocks import Block, BlockKind
from earnest.intake.parsers.hyphens import HYPHENS, join, vocabulary
from earnest.intake.parsers.pdf_columns import Column, columns
from earnest.intake.parsers.pdf_lines import Line, column_lines, parted, with_markers
from earnest.intake.parsers.pdf_places import SPACE, Box, Page, Piece
from earnest.intake.parsers.pdf_running import without_running
from earnest.intake.parsers.running import says_more

_NEAR = 0.6
"""Two left edges closer than this are one."""
_WIDE_PITCH = 1.12
"""Lines further apart than this many usual distances are two paragraphs."""
_ALIKE = 1.08
"""How much higher letters of the same size can be."""
_ENOUGH = 3
"""So many distances show what is usual in a column."""
_ANYWHERE: Column = (-1, 0.0)
_OWN_WIDTH = 0.85
"""A text at least fills this share of the page between equal margins."""
_LONG = 0.5
"""A line of ideographs this long, measured by its column, is no title and no address."""
_ENDS = frozenset(".!?:;…。！？")


def blocks_of(pages: Sequence[Page]) -> list[Block]:
    """Return the blocks of a document in reading order."""
    kept, running = without_running(
        [page._replace(pieces=with_markers(parted(page.pieces))) for page in pages]
    )
    lines: list[Line] = []
    rules = _rules_of(kept)
    for number, page in enumerate(kept):
        for column, pieces in columns(page.pieces, rules[number]):
            lines += column_lines(pieces, page, number, column)
    _name_columns(lines)
    _set_limits(lines, pages)
    known = vocabulary(cell.text for line in lines for cell in line.cells)
    paragraphs = list(_paragraphs(lines, _pitches(lines), rules))
    said = " ".join(line.text for line in lines)
    heads = [Block(BlockKind.PARAGRAPH, text) for text in running if says_more(text, said)]
    return heads + [_block(paragraph, known) for paragraph in paragraphs]


def _name_columns(lines: list[Line]) -> None:
    """Give the lines of a page with the left column alone the column that the other pages have there."""
    ends: dict[Column, float] = {}
    alone: dict[int, list[Line]] = {}
    for line in lines:
        if line.column[0]:
            ends[line.column] = max(line.right, ends.get(line.column, 0.0))
        alone.setdefault(line.page, []).append(line)
    for page in alone.values():
        begins = round(min(line.marked if line.item else line.left for line in page) / 8) * 8.0
        end = ends.get((1, begins), 0.0)
        if all(not line.column[0] and line.right <= end + 1 for line in page):
            for line in page:
                line.column = (1, begins)


def _set_limits(lines: list[Line], pages: Sequence[Page]) -> None:
    """Set where each line would have had to end, by the longest one of its kind of column and the page.

    Short lines alone do not show how wide a column is: unless sentences run over their ends, or several end
    at one place, the text is taken to be as wide as equal margins leave it.
    """
    by_column: dict[Column, list[Line]] = {}
    for line in lines:
        by_column.setdefault(line.column, []).append(line)
    for (narrow, _), column in by_column.items():
        running = [line for line in column if len(line.cells) == 1]
        longest = max(line.right for line in (running if narrow and running else column))
        for line in column:
            line.limit = longest
        if not narrow and not _is_wrapped(column):
            first = min(line.marked if line.item else line.left for line in column)
            width = pages[column[0].page].width
            for line in column:
                line.limit = max(longest, first + _OWN_WIDTH * (width - 2 * first))


def _is_wrapped(lines: list[Line]) -> bool:
    """Say whether the longest line shows the width of the column."""
    inside = sum(
        _starts_inside(lower) and _same_place(upper, lower) and _was_full(upper, lower)
        for upper, lower in pairwise(lines)
    )
    even = sum(line.right > line.limit - 0.5 for line in lines)
    return inside >= 2 or (even >= 3 and even * 4 > len(lines))


def _starts_inside(line: Line) -> bool:
    word = line.cells[0].text.partition(" ")[0]
    if _is_ideograph(word[:1]):
        return not line.item
    return word[:1].islower() and "@" not in word and "." not in word[:-1] and not line.item


_Print = tuple[Column, int]
"""A column and the height of its lines, rounded."""


def _pitches(lines: list[Line]) -> dict[_Print, float]:
    """Return the usual distance of two lines of a paragraph; `_ANYWHERE` stands for all columns together."""
    found: dict[_Print, list[float]] = {}
    for upper, lower in pairwise(lines):
        if lower.item or not _same_place(upper, lower) or not _was_full(upper, lower):
            continue
        for column in (upper.column, _ANYWHERE):
            found.setdefault((column, round(upper.height)), []).append(upper.base - lower.base)
    return {
        place: _commonest(distances)
        for place, distances in found.items()
        if place[0] == _ANYWHERE or len(distances) >= _ENOUGH
    }


def _commonest(distances: list[float]) -> float:
    counts = Counter(round(distance * 2) for distance in distances)
    best = max(counts.values())
    return min(value for value, count in counts.items() if count == best) / 2


def _same_place(upper: Line, lower: Line) -> bool:
    same = upper.page == lower.page and upper.column == lower.column
    return same and 0.5 * upper.height < upper.base - lower.base < 2.2 * upper.height


_SLACK = 0.1
"""In heights of a line: letters are drawn narrower than they are set, by so much at both ends of a word."""


def _was_full(upper: Line, lower: Line) -> bool:
    """Say whether the first word of the lower line would not have fitted on the upper one."""
    first = lower.cells[0]
    width = first.first_right - (lower.marked if lower.item else first.left)
    if _is_ideograph(first.text[:1]):
        width = min(width, 2 * first.height)  # a stop is never the first of a line
    return upper.right + (SPACE + _SLACK) * upper.height + width > upper.limit


def _is_ideograph(letter: str) -> bool:
    return "\u3040" <= letter <= "\u9fff"


def _rules_of(pages: Sequence[Page]) -> list[list[Box]]:
    return [
        [box for box in page.boxes if box.top - box.bottom < 3 and box.right - box.left > 12]
        for page in pages
    ]


@dataclass
class _Paragraph:
    """Lines of one block. `rows` holds the lines of each cell where there is more than one cell."""

    lines: list[Line]
    cells: list[list[Piece]] = field(default_factory=list)

    @classmethod
    def begun(cls, line: Line) -> "_Paragraph":
        return cls([line], [[cell] for cell in line.cells])


def _paragraphs(
    lines: list[Line], pitches: dict[_Print, float], rules: list[list[Box]]
) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    number = ""
    for line in lines:
        if current is not None and len(current.cells) > 1 and _in_cells(current, line, rules):
            continue
        late = line.item and (_is_late(line, number) or _is_dash(current, line))
        if current is not None and (not line.item or late) and _goes_on(current, line, pitches):
            _append(current, line)
            continue
        if current is not None:
            yield current
        number = line.number if line.item else number
        current = _Paragraph.begun(line)
    if current is not None:
        yield current


def _append(paragraph: _Paragraph, line: Line) -> None:
    paragraph.lines.append(line)
    text = line.cells[0].text
    if line.item:
        text = f"{line.number}. {text}" if line.number else f"{line.marker} {text}"
    paragraph.cells[0].append(line.cells[0]._replace(text=text))


def _is_late(line: Line, last: str) -> bool:
    """Say whether a number at the start of a line may belong to the sentence before it."""
    if not line.number.isdigit() or line.number == "1":
        return False
    return not (last.isdigit() and int(last) + 1 == int(line.number))


def _is_dash(paragraph: _Paragraph | None, line: Line) -> bool:
    """Say whether a dash or dot at the start of a line parts words of the sentence before it.

    It stands where the text of the paragraph does, not where its bullet does, and the line above was full.
    """
    if paragraph is None or not line.marker or line.number or len(paragraph.cells) > 1:
        return False
    last = paragraph.lines[-1]
    near = _NEAR * line.height
    inside = abs(line.marked - last.left) < near and (last.left - paragraph.lines[0].marked > near)
    if not (inside or not paragraph.lines[0].item) or not _was_full(last, line):
        return False
    said = " ".join(cell.text for cell in paragraph.cells[0])
    return line.cells[0].text[:1].islower() or f" {line.marker} " in said


def _in_cells(row: _Paragraph, line: Line, rules: list[list[Box]]) -> bool:
    """Add a line to the cells of the table row above it, where it goes on in them."""
    last = row.lines[-1]
    starts = [cell[0].left for cell in row.cells]
    where = [_column_of(starts, cell.left) for cell in line.cells]
    if line.item or line.page != last.page or not 0 < last.base - line.base < 1.6 * line.height:
        return False
    if _index_near(starts, line.left, line.height) < 0:
        return False
    between = [rule for rule in rules[line.page] if line.base < rule.bottom < last.base]
    ruled = any(
        rule.left <= cell.left and rule.right >= cell.right - 1 for rule in between for cell in line.cells
    )
    if ruled or (0 in where and not _is_inside_table(row, line, rules)):
        return False
    for index, cell in zip(where, line.cells, strict=True):
        row.cells[index].append(cell)
    row.lines.append(line)
    return True


def _is_inside_table(row: _Paragraph, line: Line, rules: list[list[Box]]) -> bool:
    """Say whether a rule above the row and one below the line show that both are one row of a table."""
    top, bottom = row.lines[0].base, line.base
    near = 2.5 * line.height
    covering = [
        rule for rule in rules[line.page] if rule.left <= line.left and rule.right >= line.cells[0].right - 1
    ]
    above = any(top < rule.bottom < top + near for rule in covering)
    return above and any(bottom - near < rule.bottom < bottom for rule in covering)


def _index_near(starts: list[float], left: float, height: float) -> int:
    for index, start in enumerate(starts):
        if abs(start - left) < _NEAR * height:
            return index
    return -1


def _column_of(starts: list[float], left: float) -> int:
    return max(0, sum(start <= left + 1 for start in starts) - 1)


def _goes_on(paragraph: _Paragraph, line: Line, pitches: dict[_Print, float]) -> bool:
    last = paragraph.lines[-1]
    broken = last.page != line.page or last.column != line.column or line.base > last.base
    if not _looks_alike(last, line) or not _follows(paragraph, line, pitches, broken=broken):
        return False
    return _was_full(last, line) or _is_inside(last, line, broken=broken)


_PARTED = frozenset("|·")
"""A line that ends with one of these has its next part in the next line."""


def _is_inside(last: Line, line: Line, *, broken: bool) -> bool:
    """Say whether the words show that a sentence goes on, though its line broke early."""
    letter, end = line.cells[0].text[:1], last.cells[0].text[-1:]
    if (letter.islower() and end in HYPHENS) or (end in _PARTED and not broken):
        return True
    if broken or end in _ENDS:
        return False
    long = last.right - last.left > _LONG * (last.limit - last.left)
    return letter.islower() or (_is_ideograph(letter) and end.isalnum() and long)


def _looks_alike(last: Line, line: Line) -> bool:
    """Say whether two lines have one cell each and the same print."""
    upper, lower = last.cells[0], line.cells[0]
    alike = upper.heights[0] <= _ALIKE * lower.heights[1] and lower.heights[0] <= _ALIKE * upper.heights[1]
    return len(line.cells) == len(last.cells) == 1 and alike and upper.bold == lower.bold


def _follows(paragraph: _Paragraph, line: Line, pitches: dict[_Print, float], *, broken: bool) -> bool:
    """Say whether a line stands where the next line of the paragraph would."""
    last = paragraph.lines[-1]
    if broken:
        return _is_aligned_elsewhere(paragraph, line)
    wide = 1.6 * last.height if last.cells[0].text[-1:] in _PARTED else 0.0
    return last.base - line.base <= max(wide, _pitch(last, pitches)) and _is_aligned(paragraph, line)


def _pitch(line: Line, pitches: dict[_Print, float]) -> float:
    """Return how far apart two lines of one paragraph can be."""
    height = round(line.height)
    usual = pitches.get((line.column, height)) or pitches.get((_ANYWHERE, height)) or 1.15 * line.height
    return _WIDE_PITCH * usual


def _is_aligned(paragraph: _Paragraph, line: Line) -> bool:
    """Say whether a line begins where the paragraph's next line would."""
    first, near = paragraph.lines[0], _NEAR * line.height
    left = line.marked if line.item else line.left
    if len(paragraph.lines) > 1:
        last = paragraph.lines[-1]
        starts = [last.marked if last.item else last.left]  # a number that stands inside a sentence
    else:
        starts = [first.left, first.marked] if first.item else [first.left]
    if any(abs(left - start) < near for start in starts):
        return True
    if len(paragraph.lines) == 1 and not first.item and 0 < first.left - left < 4 * line.height:
        return True
    middle = (left + line.right) / 2 - (first.left + first.right) / 2
    return abs(middle) < 0.2 * line.height and not first.item


def _is_aligned_elsewhere(paragraph: _Paragraph, line: Line) -> bool:
    """Say the same of a line on the next page or in the next column, which may begin elsewhere."""
    last = paragraph.lines[-1]
    if last.column == line.column:
        return _is_aligned(paragraph, line)
    ended = last.cells[0].text[-1:] in _ENDS
    return not paragraph.lines[0].item or line.cells[0].text[:1].islower() or not ended


def _block(paragraph: _Paragraph, known: frozenset[str]) -> Block:
    cells: list[str] = []
    for pieces in paragraph.cells:
        text = pieces[0].text
        for piece in pieces[1:]:
            text = join(text, piece.text, known)
        cells.append(text.replace("\x02", "-"))
    first = paragraph.lines[0]
    text = "\t".join(cells)
    if first.item:
        return Block(BlockKind.ITEM, text)
    if len(cells) > 1:
        return Block(BlockKind.ROW, text)
    heading = len(paragraph.lines) == 1 and first.cells[0].bold
    return Block(BlockKind.HEADING if heading else BlockKind.PARAGRAPH, text)
