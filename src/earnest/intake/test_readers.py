"""What each reader reads, and what it leaves out because nobody sees it."""

import doctest
import io
import json
import zipfile

import pytest

from earnest.errors import UnreadableFile
from earnest.intake import names
from earnest.intake.parsers import hyphens, running
from earnest.intake.profile import read_document
from earnest.records.application import SubmittedFile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
  <w:style w:styleId="Bullets"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
  <w:style w:styleId="Deep"><w:basedOn w:val="Bullets"/></w:style>
  <w:style w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style>
  <w:style w:styleId="H1"><w:name w:val="heading 1"/></w:style>
</w:styles>"""


def read(name: str, content: bytes) -> list[str]:
    return read_document(SubmittedFile(path=name, content=content)).text.split("\n")


def docx(body: str, **parts: str) -> list[str]:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in {"styles": STYLES, **parts}.items():
            made.writestr(f"word/{name}.xml", content)
    return [line for line in read("a.docx", file.getvalue()) if line]


def html(body: str, head: str = "") -> list[str]:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    return [line for line in read("a.html", page.encode()) if line]


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize("module", [hyphens, running, names], ids=lambda module: module.__name__)
def test_doctests(module):
    result = doctest.testmod(module)
    assert result.failed == 0
    assert result.attempted > 0


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<w:p>{run('Seen')}{run(' hidden', '<w:vanish/>')}{run(' too')}</w:p>", ["Seen too"]),
        ("<w:p>" + run("Shown", '<w:vanish w:val="0"/>') + "</w:p>", ["Shown"]),
        ("<w:p>" + run("Seen") + run("no", '<w:rStyle w:val="Secret"/>') + "</w:p>", ["Seen"]),
        (f'<w:p><w:pPr><w:pStyle w:val="Secret"/></w:pPr>{run("no")}</w:p><w:p>{run("yes")}</w:p>', ["yes"]),
        (f'<w:p><w:pPr><w:pStyle w:val="Deep"/></w:pPr>{run("item")}</w:p>', ["• item"]),
        (
            '<w:p><w:pPr><w:pStyle w:val="Deep"/><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr>'
            + run("no item")
            + "</w:p>",
            ["no item"],
        ),
        (f"<w:p>{run('new')}<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>", ["new"]),
        (f"<w:p><w:ins>{run('put in')}</w:ins></w:p>", ["put in"]),
        (f"<w:p><w:hyperlink>{run('a link')}</w:hyperlink></w:p>", ["a link"]),
        ("<w:p><w:r><w:t>one</w:t><w:br/><w:t>two</w:t></w:r></w:p>", ["one", "two"]),
        ("<w:p><w:r><w:t>left</w:t><w:tab/><w:t>right</w:t></w:r></w:p>", ["left\tright"]),
        ("<w:p><w:r><w:t>long</w:t><w:noBreakHyphen/><w:t>term</w:t></w:r></w:p>", ["long-term"]),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>text</w:t></w:r></w:p>", ["text"]),
        (
            f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p></w:tc><w:tc><w:p>{run('b')}</w:p></w:tc></w:tr></w:tbl>",
            ["a\tb"],
        ),
        (
            f"<w:p><w:r><w:pict><w:txbxContent><w:p>{run('boxed')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
            ["boxed"],
        ),
        (f"<w:sdt><w:sdtContent><w:p>{run('in a control')}</w:p></w:sdtContent></w:sdt>", ["in a control"]),
    ],
)
def test_docx_is_read_as_it_is_seen(body, expected):
    assert docx(body) == expected


def test_a_header_of_a_document_is_read_where_it_says_something_new():
    body = f"<w:p>{run('Ada Example, engineer')}</w:p>"
    assert docx(body, header1=f"<w:hdr {W}><w:p>{run('Ada Example')}</w:p></w:hdr>") == [
        "Ada Example, engineer"
    ]
    found = docx(body, header1=f"<w:hdr {W}><w:p>{run('ada@example.org')}</w:p></w:hdr>")
    assert found == ["ada@example.org", "Ada Example, engineer"]
    assert docx(body, footer1=f"<w:ftr {W}><w:p>{run('Page 2 of 3')}</w:p></w:ftr>") == [
        "Ada Example, engineer"
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Seen <span style='display:none'>hidden</span> too</p>", ["Seen too"]),
        ("<p>Seen</p><p hidden>no</p><p style='color:red; visibility : hidden'>no</p>", ["Seen"]),
        ("<script>x()</script><style>p{}</style><template>no</template><p>yes</p><!-- no -->", ["yes"]),
        ("<p class='a x'>no</p><p id='b'>no</p><aside>no</aside><p class='c'>yes</p>", ["yes"]),
        ("<p>one\n  two<br>three</p>", ["one two", "three"]),
        ("<ul><li>one<ul><li>two</ul><li><p>three</p></ul>", ["• one", "• two", "• three"]),
        ("<table><tr><th>a<td>b<tr><td>c<td>d</table>", ["a\tb", "c\td"]),
        ("<div>loose <b>bold</b>text<div>inner</div>after</div>", ["loose boldtext", "inner", "after"]),
        ("<p>R&amp;D &lt;b&gt;, 3&nbsp;ms</p>", ["R&D <b>, 3 ms"]),
        ("<pre>a\n  b **c**</pre>", ["```", "a", "  b **c**", "```"]),
        ("<p>a<img alt='no'>b <input value='no'></p><select><option>no</select>", ["ab"]),
    ],
)
def test_html_is_read_as_it_is_seen(body, expected):
    head = (
        "<style>.x, #b, aside { display: none } @media print { .c { display: none } }</style><title>T</title>"
    )
    assert html(body, head) == expected


def test_html_says_its_encoding():
    page = "<html><head><meta charset=iso-8859-1></head><body><p>naïve</p></body></html>"
    assert read("a.html", page.encode("latin-1")) == ["naïve"]
    assert read("a.html", page.encode("utf-16")) == ["naïve"]


def test_an_encoding_nobody_uses_falls_back_to_what_the_bytes_say():
    page = "<html><head><meta charset=cp1026></head><body><p>naïve</p></body></html>"
    assert read("a.html", page.encode()) == ["naïve"]


def test_json_resume_in_the_order_of_its_schema():
    resume = {
        "skills": [{"name": "Stores", "level": "daily", "keywords": ["PostgreSQL", "Redis"]}],
        "work": [
            {
                "name": "Acme Example",
                "position": "Engineer",
                "startDate": "2019-01",
                "endDate": "2024-03",
                "summary": "Ledger team.\nQueue team.",
                "highlights": ["Cut p95 from 2.1 s to 300 ms.", 7, " "],
                "unknown": {"deep": []},
            }
        ],
        "basics": {
            "name": "Ada Example",
            "email": "ada@example.org",
            "location": {"city": "Tartu"},
            "label": 3,
        },
        "languages": "not a list",
    }
    assert [line for line in read("resume.json", json.dumps(resume).encode()) if line] == [
        "Ada Example",
        "ada@example.org",
        "Tartu",
        "Work",
        "Engineer, Acme Example",
        "2019-01 - 2024-03",
        "Ledger team.",
        "Queue team.",
        "• Cut p95 from 2.1 s to 300 ms.",
        "Skills",
        "• Stores (daily): PostgreSQL, Redis",
    ]


def test_json_is_told_by_its_content():
    content = b'{"basics": {"name": "Ada Example"}}'
    assert read("profile", content) == ["Ada Example"]
    assert read("profile.md", b"{braces} begin this text") == ["{braces} begin this text"]
    with pytest.raises(UnreadableFile, match=r"a\.md: is broken JSON"):
        read("a.md", b'{"basics": ')


def test_markdown_and_text_stay_as_they_are():
    text = "# Ada\r\n\r\n* one  \r\n"
    assert read_document(SubmittedFile(path="a.md", content=text.encode())).text == text


@pytest.mark.parametrize(
    ("left", "right", "known", "joined"),
    [
        ("the imple-", "mentation of", "", "the implementation of"),
        ("a cross-", "functional team", "", "a cross-functional team"),
        ("a byte-", "identical copy", "byte", "a byte-identical copy"),
        ("a byte-", "identical copy", "byte-identical", "a byte-identical copy"),
        ("the under-", "standing", "understanding", "the understanding"),
        ("the develop-", "ment", "", "the development"),
        ("an end-to-", "end test", "", "an end-to-end test"),
        ("the API-", "first way", "", "the API-first way"),
        ("pre-", "and post-processing", "", "pre- and post-processing"),
        ("in 10-", "minute steps", "", "in 10-minute steps"),
        ("a well-", "Known name", "", "a well-Known name"),
        ("soft\u00ad", "ware", "", "software"),
        ("two words", "apart", "", "two words apart"),
        ("数据", "处理", "", "数据处理"),
    ],
)
def test_words_broken_at_the_end_of_a_line(left, right, known, joined):
    assert hyphens.join(left, right, frozenset(known.split())) == joined
