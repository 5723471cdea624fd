"""The same content in any format gives the same blind text and the same Evidence.

The profiles in `formats/profiles` are invented; `formats/writers.py` saves them as an ordinary editor would.
"""

import importlib.util
import json
from pathlib import Path

import pytest

from earnest.bank import EMPTY_PACK
from earnest.blind import separate
from earnest.intake import read
from earnest.intake.profile import read_document
from earnest.records.application import BlindApplication, Submission, SubmittedFile
from earnest.signals import Context, all_signals

FOLDER = Path(__file__).with_name("formats")
EXAMPLES = sorted((Path(__file__).parents[1] / "examples" / "applications").glob("*/"))
PROFILES = sorted((FOLDER / "profiles").glob("*.md"))
# A PDF in Devanagari needs a font that tests cannot count on.
NO_PDF = frozenset({"hindi"})


def load_writers():
    spec = importlib.util.spec_from_file_location("writers", FOLDER / "writers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


writers = load_writers()
PdfStyle = writers.PdfStyle

LOOKS = {
    "justified": PdfStyle(justified=True),
    "two columns": PdfStyle(columns=2, size=9),
    "two justified columns": PdfStyle(columns=2, size=9, justified=True),
    "ligatures and smart quotes": PdfStyle(font="Vera", ligatures=True, smart=True, size=9),
    "set solid": PdfStyle(leading=1.0),
    "wide leading": PdfStyle(leading=1.6),
    "large print, table without lines": PdfStyle(size=13, grid=False),
    "page headers": PdfStyle(header="Resume - page", size=12),
    "small margins": PdfStyle(margin=30, size=8),
    "hyphenated": PdfStyle(
        columns=2,
        size=10,
        justified=True,
        breaks=(
            "main~te~nance",
            "col~leagues",
            "com~pa~ring",
            "mea~su~re~ment",
            "un~de~res~ti~ma~ted",
            "ques~tions",
        ),
    ),
}


def blind(name: str, content: bytes) -> BlindApplication:
    submission = Submission(name="ada", files=(SubmittedFile(path=name, content=content),))
    return separate(read(submission)).blind


def evidence(application: BlindApplication) -> dict[str, str]:
    """Return the hash of the Evidence of every signal that has any."""
    context = Context(pack=EMPTY_PACK)
    found = {signal.id.value: signal.extract(application, context) for signal in all_signals()}
    return {name: one.sha256() for name, one in found.items() if one is not None}


def written(markdown: str, kind: str) -> bytes:
    try:
        return writers.write(markdown, kind)
    except writers.NoFont as error:
        pytest.skip(f"{error}; the fonts of the test requirements are Latin and Chinese")


def assert_same(name: str, content: bytes, expected: BlindApplication) -> None:
    found = blind(name, content)
    assert found.profile.text.split("\n") == expected.profile.text.split("\n")
    hashes = evidence(expected)
    assert {"specificity", "stack"} <= set(hashes)
    assert evidence(found) == hashes


@pytest.mark.parametrize("kind", writers.KINDS)
@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_every_format_gives_the_same_evidence(profile, kind):
    markdown = profile.read_text(encoding="utf-8")
    assert_same(f"profile.{kind}", written(markdown, kind), blind("profile.md", markdown.encode()))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "profile", [path for path in PROFILES if path.stem not in NO_PDF], ids=lambda path: path.stem
)
def test_how_a_pdf_looks_makes_no_difference(profile, look):
    if profile.stem == "chinese" and LOOKS[look].columns > 1:
        pytest.skip("ReportLab loses a character where it breaks mixed text in narrow columns")
    markdown = profile.read_text(encoding="utf-8")
    content = writers.write_pdf(writers.nodes(markdown), LOOKS[look])
    assert_same("profile.pdf", content, blind("profile.md", markdown.encode()))


@pytest.mark.parametrize("width", [50, 64, 72, 80, 100])
@pytest.mark.parametrize("profile", PROFILES, ids=lambda path: path.stem)
def test_where_a_text_is_wrapped_makes_no_difference(profile, width):
    markdown = profile.read_text(encoding="utf-8")
    content = writers.write_text(writers.nodes(markdown), width)
    assert_same("profile.txt", content, blind("profile.md", markdown.encode()))


def test_the_long_profile_has_pages_and_hyphens():
    """What the cases above are about does occur in them."""
    import pypdfium2  # noqa: PLC0415 - not needed by the other tests

    markdown = (FOLDER / "profiles" / "backend.md").read_text(encoding="utf-8")
    pages = [
        page.get_textpage().get_text_bounded()
        for page in pypdfium2.PdfDocument(writers.write(markdown, "pdf"))
    ]
    assert len(pages) >= 2
    broken = writers.write_pdf(writers.nodes(markdown), LOOKS["hyphenated"])
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(broken))
    assert "-\r\n" in text or "\x02" in text or "\ufffe" in text


@pytest.mark.parametrize("kind", writers.KINDS)
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_every_example_gives_the_same_evidence_in_any_format(example, kind):
    (profile,) = example.glob("profile.*")
    given = SubmittedFile(path=profile.name, content=profile.read_bytes())
    markdown = writers.markdown_of(read_document(given).text)
    assert_same(f"profile.{kind}", written(markdown, kind), blind(given.path, given.content))


@pytest.mark.parametrize("look", ["two justified columns", "hyphenated", "small margins"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_how_an_example_looks_makes_no_difference(example, look):
    (profile,) = example.glob("profile.*")
    given = SubmittedFile(path=profile.name, content=profile.read_bytes())
    nodes = writers.nodes(writers.markdown_of(read_document(given).text))
    try:
        content = writers.write_pdf(nodes, LOOKS[look])
    except writers.NoFont as error:
        pytest.skip(f"{error}; the fonts of the test requirements are Latin and Chinese")
    assert_same("profile.pdf", content, blind(given.path, given.content))


def test_json_resume_gives_the_evidence_of_the_same_text():
    resume = json.loads((FOLDER / "profiles" / "structured.json").read_text(encoding="utf-8"))
    markdown = (FOLDER / "profiles" / "structured.md").read_text(encoding="utf-8")
    expected = blind("profile.md", markdown.encode())
    assert_same("profile.json", json.dumps(resume).encode(), expected)
    assert_same("profile.json", json.dumps(resume, indent=2, ensure_ascii=False).encode("utf-16"), expected)
