import random
import textwrap

import pytest

from earnest.integrity.reuse import code, find_reuse, prose, works_of
from earnest.integrity.reuse.lexing import tokens_of
from earnest.integrity.reuse.records import WorkKind
from earnest.integrity.reuse.settings import settings
from earnest.integrity.reuse.winnowing import fingerprints
from earnest.integrity.reuse.works import Work, WorkFile
from earnest.records.application import Application
from earnest.records.document import Document, DocumentKind
from earnest.records.item import CodingItem, ItemKind, LongformItem, Provenance
from earnest.records.response import CodeResponse, SampleForm, TextResponse
from earnest.records.tree import Tree, TreeFile

ORIGINAL = textwrap.dedent('''
    def plan(bookings, seats):
        """Give each booking a row of seats."""
        rows = {}
        for booking in sorted(bookings, key=lambda one: one.size):
            free = [row for row in seats if seats[row] >= booking.size]
            if not free:
                raise ValueError(f"no row for {booking.name}")
            chosen = min(free, key=lambda row: seats[row])
            rows[booking.name] = chosen
            seats[chosen] -= booking.size
        return rows
''')
COPY = textwrap.dedent("""
    # my very own planner
    def allocate(reservations, places):
        result = {}
        for r in sorted(reservations, key=lambda x: x.size):
            # which rows are big enough
            candidates = [p for p in places if r.size <= places[p]]
            verbose = False
            if not candidates:
                raise ValueError(f"nothing left for {r.name}")
            best = min(candidates, key=lambda p: places[p])
            result[r.name] = best
            places[best] -= r.size
        return result
""")
OTHER = textwrap.dedent("""
    def plan(bookings, seats):
        queue, rows = list(bookings), dict()
        queue.sort(key=size_of, reverse=True)
        while queue:
            booking = queue.pop()
            row = first_fit(seats, booking)
            if row is None:
                return None
            take(seats, row, booking.size)
            rows.update({booking.name: row})
        return rows


    def first_fit(seats, booking):
        best = None
        for row, left in seats.items():
            if left < booking.size:
                continue
            if best is None or left < seats[best]:
                best = row
        return best
""")


def invented(seed, statements=40):
    """Code whose shape hangs on the seed alone."""
    rng = random.Random(seed)  # noqa: S311 - a seed, no secret

    def value(depth):
        if depth == 0 or rng.random() < 0.3:
            return rng.choice(("a", "1", "'t'", "None"))
        inner = value(depth - 1)
        return rng.choice((f"f({inner})", f"a.b({inner}, 1)", f"({inner} + a)", f"[{inner}]", f"a[{inner}:]"))

    shapes = ("{} = {}", "if {} < {}: a = {}", "for x in {}: f({}, {})", "{}[{}] += 1", "return {}, {}")
    lines = [rng.choice(shapes).format(value(3), value(3), value(3)) for _ in range(statements)]
    return "".join(f"    {line}\n" for line in ["def f(a):", *lines])


GIVEN = invented("given")


def item(**given):
    files = {path: TreeFile(path=path, content=text.encode()) for path, text in given.items()}
    return CodingItem(
        id="seats",
        kind=ItemKind.CODING,
        prompt="Plan the seats.",
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="python",
        start=Tree.from_files(files),
    )


def work(owner, text, path="plan.py", **more):
    return Work(
        owner=owner, kind=WorkKind.CODE, item="seats", files=(WorkFile(path=path, text=text),), **more
    )


def text_work(owner, text, name="essay"):
    return Work(owner=owner, kind=WorkKind.PROSE, item=name, files=(WorkFile(path="e.md", text=text),))


def owners(report):
    return [(flag.left.owner, flag.right.owner) for flag in report.flags]


def test_a_disguised_copy_is_flagged_and_an_independent_solution_is_not():
    report = find_reuse([work("ann", ORIGINAL), work("ben", COPY), work("cy", OTHER)])
    assert owners(report) == [("ann", "ben")]
    flag = report.flags[0]
    assert flag.share >= flag.threshold
    assert "for booking in sorted" in flag.left.text
    assert "for r in sorted" in flag.right.text
    assert COPY.split("\n")[flag.right.first - 1] == flag.right.text.split("\n")[0]


def test_what_the_item_gave_to_everybody_is_no_reuse():
    both = [work("ann", GIVEN + "\nX = 1\n"), work("ben", GIVEN + "\nY = [2]\n")]
    assert owners(find_reuse(both)) == [("ann", "ben")]
    assert find_reuse(both, {"seats": item(**{"given.py": GIVEN})}).flags == ()


def test_what_many_candidates_have_is_common_and_a_copy_among_them_is_still_seen():
    many = [work(f"c{n:02}", GIVEN + invented(n)) for n in range(30)]
    assert find_reuse(many).flags == ()
    assert ("c00", "zoe") in owners(find_reuse([*many, work("zoe", invented(0).replace("a", "q"))]))


def test_the_threshold_comes_from_the_pairs_of_the_item():
    held = settings().code
    assert code.threshold_of([0.9], held.fewest - 1) == held.assumed
    assert code.threshold_of([0.9], held.few - 1) == held.floor
    assert code.threshold_of([0.9, 0.2, 0.15], 3) == pytest.approx(0.2 + held.above)
    assert code.threshold_of([0.9, 0.9, 0.9], 3) == held.assumed, "a ring of copies hides nothing"
    assert code.threshold_of([], 10) == held.floor
    near = [0.3 + n / 1000 for n in range(45)]
    assert held.floor < code.threshold_of(near, 10) < held.assumed
    assert code.threshold_of([n / 45 for n in range(45)], 10) == held.ceiling


def test_a_pack_is_compared_with_candidates_and_not_with_itself():
    pack = [work("pack", ORIGINAL, pack=True), work("other pack", ORIGINAL, pack=True)]
    assert owners(find_reuse([*pack, work("ann", COPY)])) == [("ann", "other pack"), ("ann", "pack")]


def test_too_little_code_says_nothing():
    assert (
        find_reuse(
            [work("ann", "def f(a):\n    return a + 1\n"), work("ben", "def g(b):\n    return b + 1\n")]
        ).flags
        == ()
    )


def test_names_texts_numbers_comments_and_layout_are_levelled():
    one = tokens_of("a.py", 'total = price * 12  # net\nprint("x")')
    two = tokens_of("b.py", "t=p*7\n\nprint( 'yy' )")
    assert [token.text for token in one] == [token.text for token in two]
    assert [token.line for token in two][-1] == 3
    assert tokens_of("a.unknown", "x = 1") == []


@pytest.mark.parametrize("path", ["a.py", "a.ts", "a.sql"])
@pytest.mark.parametrize(
    "piece", ['"', "'", "`", "/*", "\\", "'''", "a", "(", "\n", "0", "é", "\x00", '"""\\']
)
def test_no_text_takes_more_than_linear_time(path, piece):
    # Not a timing: what grows with the square would need hours for these, and the run would never end.
    tokens_of(path, piece * (100_000 // len(piece)))


def test_rows_that_share_enough_tokens_share_a_fingerprint():
    rng = random.Random(7)  # noqa: S311 - a seed, no secret
    for _ in range(200):
        gram, window = rng.randint(1, 8), rng.randint(1, 6)
        shared = [str(rng.randrange(50)) for _ in range(gram + window - 1)]
        rows = [[f"x{rng.random()}" for _ in range(rng.randrange(9))] + shared for _ in range(2)]
        one, two = ({value for value, _ in fingerprints(row, gram, window)} for row in rows)
        assert one & two


def test_the_report_does_not_know_the_order_of_the_works():
    works = [
        work("ann", ORIGINAL),
        work("ben", COPY),
        work("cy", OTHER),
        text_work("ann", ESSAY),
        text_work("dan", ESSAY),
    ]
    first = find_reuse(works).canonical_bytes()
    for seed in range(5):
        random.Random(seed).shuffle(works)  # noqa: S311 - a seed, no secret
        assert find_reuse(works).canonical_bytes() == first


ESSAY = """A queue that grows is a promise that somebody else will keep.

We noticed it in March when the export fell four hours behind and nobody could say which of the eleven
producers had become slower. I wrote a probe that marks each message with the time at which it entered, and
within a day we knew that one tenant sent the same file again and again because our answer came too late.
"""
NEAR = (
    ESSAY.replace("eleven", "twelve")
    .replace("within a day", "within two days")
    .replace("We noticed", "They noticed")
)
TOLD_ANEW = """Nobody believes in slow producers until there is a number.

In spring exports lagged by half a morning. My probe stamped every message on entry; one day of stamps showed
a single tenant who kept resending one file, since we replied after its patience had run out, and so the line
of waiting work grew although no producer had lost any of its speed at all in those weeks.
"""


def test_a_paragraph_with_a_few_changed_words_is_flagged_and_the_same_story_told_anew_is_not():
    report = find_reuse([text_work("ann", ESSAY), text_work("ben", NEAR), text_work("cy", TOLD_ANEW)])
    assert owners(report) == [("ann", "ben")]
    assert report.flags[0].left.first == 3
    assert report.flags[0].left.text.startswith("We noticed")
    assert report.flags[0].right.text.startswith("They noticed")


def test_words_of_the_prompt_are_no_reuse():
    prompt = LongformItem(
        id="essay",
        kind=ItemKind.LONGFORM,
        prompt=ESSAY,
        provenance=Provenance(licence="Apache-2.0", source="invented"),
    )
    both = [text_work("ann", ESSAY), text_work("ben", ESSAY)]
    assert owners(find_reuse(both)) == [("ann", "ben")]
    assert find_reuse(both, {"essay": prompt}).flags == ()


def test_a_paragraph_that_many_share_is_a_form():
    many = settings().prose.common + 1
    assert find_reuse([text_work(f"c{n}", ESSAY) for n in range(many)]).flags == ()


def test_one_owner_may_repeat_herself():
    assert find_reuse([text_work("ann", ESSAY), text_work("ann", ESSAY, "other")]).flags == ()


def test_a_signature_estimates_how_alike_two_sets_are():
    one = frozenset(range(3000))
    two = frozenset(range(1000, 4000))
    agree = (prose.signature(one) == prose.signature(two)).mean()
    assert abs(agree - 0.5) < 0.15


def test_the_works_of_an_application():
    patch = b"--- a/plan.py\n+++ b/plan.py\n@@ -3,1 +10,2 @@\n here\n+x = 1\n+y = 2\n--- a/n.txt\n+++ b/n.txt\n@@ -0,0 +1 @@\n+no code\n"
    application = Application(
        name="ann",
        samples=(
            CodeResponse(item="seats", form=SampleForm.DIFF, patch=patch),
            CodeResponse(item="b", form=SampleForm.BUNDLE, patch=b"x"),
        ),
        writing=(
            TextResponse(item="w", document=Document(id="writing/w", kind=DocumentKind.WRITING, text="a")),
        ),
    )
    code_work, text = works_of(application)
    assert [(file.path, file.text, file.numbers) for file in code_work.files] == [
        ("plan.py", "x = 1\ny = 2", (11, 12))
    ]
    assert text.item == "w"
