"""The reports as their readers meet them: through the whole line, and in a browser."""

import json
from itertools import pairwise

import pytest

from earnest.bank import find_pack
from earnest.decide import load_policy
from earnest.records.application import Submission, SubmittedFile
from earnest.report.html import candidate_html, reviewer_html
from earnest.report.specimen import specimen, specimen_policy
from earnest.screening import screen
from earnest.signals import Context

PROFILE = """\
# Ngozi Brightwater-Sall

ngozi.sall@brightwater.example · +234 800 000 0000 · Lagos, Nigeria

## Experience

**Data engineer, Kestrel Freight**, 2016 to 2023, Lagos

- Cut the nightly customs export from 42 minutes to 6 by batching 11 PostgreSQL queries into one.
- Passionate results-driven professional with a proven track record.
- Worked with Python for 7 years.

## Education

BSc Computer Science, University of Ibadan, 2012 - 2016
"""
ANSWER = """\
My name is Ngozi Sall. At Kestrel Freight I shipped a migration without reading the lock it takes, and 212
customers saw an error for 38 minutes. I had skipped the dry run. Since then every migration runs against a copy.
"""
CODE = '''"""Rate limiter. Author: Ngozi Brightwater-Sall <ngozi.sall@brightwater.example>"""
# nsall: ask ngozi before you change this
import requests
'''
LEAKS = (
    "ngozi",
    "brightwater",
    "sall ",
    "nsall",
    "lagos",
    "nigeria",
    "ibadan",
    "+234",
    "2016",
    "2023",
    "7 years",
)


@pytest.fixture(scope="module")
def screening():
    files = {
        "application.toml": "",
        "profile.md": PROFILE,
        "interview.md": f"## interview-failure\n\n{ANSWER}",
        "samples/code-py-rate-limiter/limiter.py": CODE,
        "samples/code-py-rate-limiter/ngozi_sall/notes.py": "import requests  # by Ngozi\n",
        "writing/ngozi-sall.md": "Ngozi Sall wrote this.\n",
        "preferences.jsonl": "ngozi-sall, not JSON\n",
    }
    submitted = tuple(SubmittedFile(path=path, content=text.encode()) for path, text in files.items())
    submission = Submission(name="ngozi-brightwater-sall", files=submitted)
    return screen(submission, Context(pack=find_pack("practice")), load_policy("default"))


@pytest.mark.parametrize("leak", LEAKS)
def test_a_reviewer_cannot_read_who_it_is(screening, leak):
    assert leak in screening.model_dump_json().casefold()
    assert leak not in reviewer_html(screening, load_policy("default")).casefold()


def test_a_reviewer_still_reads_the_work(screening):
    page = reviewer_html(screening, load_policy("default"))
    assert "batching 11 PostgreSQL queries into one" in page
    assert "I had skipped the dry run" in page
    assert "import requests" in page


def test_a_candidate_reads_all_of_their_own(screening):
    page = candidate_html(screening, load_policy("default"))
    assert "Ngozi Brightwater-Sall" in page
    assert "University of Ibadan" in page


@pytest.fixture(scope="module", params=["candidate", "reviewer"])
def page_file(request, tmp_path_factory):
    render = {"candidate": candidate_html, "reviewer": reviewer_html}[request.param]
    path = tmp_path_factory.mktemp("report") / f"{request.param}.html"
    path.write_text(render(specimen(), specimen_policy()), encoding="utf-8")
    return path


def opened(browser, path, **settings):
    # The policy of the page forbids every script, the checker's too; this lifts it for the checker alone.
    page = browser.new_context(bypass_csp=settings.pop("bypass_csp", False), **settings).new_page()
    page.problems = []
    page.on("console", lambda message: page.problems.append(message.text))
    page.on(
        "request", lambda request: page.problems.append(request.url) if request.url[:5] != "file:" else None
    )
    page.goto(path.as_uri())
    return page


@pytest.mark.optional
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(browser, page_file, scheme, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = opened(
        browser,
        page_file,
        bypass_csp=True,
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
    )
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    found = axe.Axe().run(page).response["violations"]
    assert [(each["id"], each["impact"], each["nodes"][0]["html"][:120]) for each in found] == []


@pytest.mark.optional
@pytest.mark.parametrize("width", [320, 768])
def test_nothing_is_wider_than_the_window(browser, page_file, width):
    page = opened(browser, page_file, viewport={"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.problems == []


@pytest.mark.optional
def test_it_works_without_scripts_and_with_the_keyboard(browser, page_file):
    page = opened(browser, page_file, java_script_enabled=False)
    page.keyboard.press("Tab")
    focused = "document.activeElement.getAttribute('href')"
    assert page.evaluate(focused) == "#main"
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    reached = []
    for _ in range(400):
        page.keyboard.press("Tab")
        reached.append(page.evaluate(f"{focused} ?? document.activeElement.tagName"))
        if reached[-1] == "BODY":
            break
    links = page.evaluate(
        "[...document.querySelectorAll('main a')].filter(a => a.checkVisibility()).map(a => a.hash)"
    )
    assert set(links) <= set(reached)
    assert {"SUMMARY", "PRE"} <= set(reached)


@pytest.mark.optional
def test_a_mark_and_its_finding_lead_to_each_other(browser, page_file):
    page = opened(browser, page_file)
    page.click("#f3 a.see")
    assert page.url.endswith("#m3")
    page.click("sup a[href='#f3']")
    assert page.url.endswith("#f3")
    assert page.evaluate("document.querySelector(':target').id") == "f3"


@pytest.mark.optional
def test_it_prints_on_a4(browser, page_file):
    page = opened(browser, page_file)
    paper = page.pdf(prefer_css_page_size=True, print_background=True)
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(paper)
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    text = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert "What was masked before scoring" in text
    assert all(sheet.get_textpage().get_text_range().strip() for sheet in document)


@pytest.mark.optional
def test_a_screen_reader_hears_each_chart(browser, page_file):
    page = opened(browser, page_file)
    charts = page.get_by_role("img").all()
    names = [chart.get_attribute("aria-label") or "" for chart in charts]
    assert any("0.44 ± 0.05 on a scale from 0 to 1; cut 0.45" in name for name in names)
    assert any("it breaks at word 640" in name for name in names)
    assert page.get_by_role("row").count() > 7
    headings = page.evaluate("[...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")
    assert json.dumps(headings).startswith("[1, 2")
    assert all(later - earlier <= 1 for earlier, later in pairwise(headings))
