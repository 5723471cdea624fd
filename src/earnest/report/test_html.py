import base64
import re
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from earnest.records.decision import Decision, Outcome
from earnest.records.result import Assessment, SignalId, SignalResult, Status
from earnest.report.html import candidate_html, reviewer_html, sentence
from earnest.report.specimen import specimen, specimen_policy

RENDERERS = [candidate_html, reviewer_html]
EVIL = (
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}&lt;b>\u202eevil\x00\x1b[2J]]>--><style>"
)


class Page(HTMLParser):
    """What a browser would make of a report: its elements with their attributes."""

    def __init__(self, text):
        super().__init__()
        self.elements = []
        self.words = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return "".join(self.words)

    def tags(self):
        return {tag for tag, _ in self.elements}

    def attributes(self):
        return {(tag, name) for tag, attrs in self.elements for name in attrs}

    def ids(self):
        return [attrs["id"] for _, attrs in self.elements if "id" in attrs]


def everywhere(record, words):
    """Put `words` into every free text of a record, keeping what a type or an id fixes."""
    data = record.model_dump(mode="json")
    fixed = {"signal", "status", "outcome", "kind", "effect", "id", "document", "limiting", "state"}
    fixed |= {"tier", "next_tier", "name", "part", "text", "submission_sha256"}

    def changed(value, key=""):
        if isinstance(value, dict):
            return {name: changed(each, name) for name, each in value.items()}
        if isinstance(value, list):
            return [changed(each, key) for each in value]
        return value + words if isinstance(value, str) and value and key not in fixed else value

    return type(record).model_validate(changed(data))


@pytest.mark.parametrize("render", RENDERERS)
def test_policy_of_content_allows_the_one_style_and_nothing_else(render):
    page = render(specimen(), specimen_policy())
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page).group(1)
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(sha256(style.encode()).digest()).decode()
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy.replace("&#39;", "'")
    assert Page(page).tags().isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    assert not {
        name for _, name in Page(page).attributes() if name.startswith("on") or name in {"style", "src"}
    }


@pytest.mark.parametrize("render", RENDERERS)
def test_every_link_leads_to_a_place_and_every_place_is_one(render):
    page = Page(render(specimen(), specimen_policy()))
    ids = page.ids()
    links = {attrs["href"] for tag, attrs in page.elements if tag == "a"}
    assert len(ids) == len(set(ids))
    assert links <= {f"#{each}" for each in ids}
    assert {f"#f{number}" for number in range(3, 17)} <= links  # 1 and 2 stand in code


@pytest.mark.parametrize("render", RENDERERS)
def test_hostile_words_in_any_field_stay_words(render):
    clean, policy = specimen(), specimen_policy()
    hostile = everywhere(clean, EVIL).but(name=clean.name + EVIL)
    documents = tuple(
        document.but(text=document.text + EVIL.replace("\x00", ""), file=document.file + EVIL)
        for document in clean.documents
    )
    page = render(hostile.but(documents=documents), policy.but(title=policy.title + EVIL))
    assert Page(page).tags() == Page(render(clean, policy)).tags()
    assert Page(page).attributes() == Page(render(clean, policy)).attributes()
    assert "<script" not in page
    assert "\u202e" not in page
    assert "\x1b" not in page
    assert "{{7*7}}" in page
    assert "‹U+202E›" in page


def test_a_candidate_sees_their_own_words_and_what_was_masked():
    page = Page(candidate_html(specimen(), specimen_policy()))
    for document in specimen().documents:
        for line in document.text.splitlines():
            longest = max(re.split(r"[^\w ]+", line), key=len).strip()
            assert longest in page.text or any(word in page.text for word in longest.split())
    assert "Orsolya Varga-Lindqvist" in page.text
    assert "Schools and education" in page.text


@pytest.mark.parametrize("render", RENDERERS)
def test_each_finding_shows_message_quote_and_rule(render):
    page = render(specimen(), specimen_policy())
    text = Page(page).text
    for findings in specimen().findings.values():
        for found in findings:
            assert sentence(found.message) in text or found.message in text
            assert found.quote in text
            assert f"earnest explain {found.rule}" in text


@pytest.mark.parametrize("render", RENDERERS)
def test_numbers_carry_their_errors_and_other_states_their_reasons(render):
    text = " ".join(Page(render(specimen(), specimen_policy())).text.split())
    for result in specimen().assessment.results:
        if result.score is not None:
            assert f"{result.score:.2f} ± {result.standard_error:.2f}" in text
    assert "no specialty in this application" in text


@pytest.mark.parametrize("render", RENDERERS)
@pytest.mark.parametrize("outcome", list(Outcome))
@pytest.mark.parametrize("limiting", [None, SignalId.STACK])
def test_every_outcome_and_status_has_a_page_without_any_finding(render, outcome, limiting):
    statuses = [Status.NOT_ADMINISTERED, Status.INSUFFICIENT_EVIDENCE, Status.FAILED]
    results = tuple(
        SignalResult(signal=signal, status=statuses[place % 3], reason="nothing there")
        for place, signal in enumerate(SignalId)
    )
    bare = specimen().but(
        assessment=Assessment(results=results),
        decision=Decision(outcome=outcome, limiting=limiting),
        findings={},
        masked=(),
        documents=(),
        excerpts=(),
        problems=(),
    )
    text = Page(render(bare, specimen_policy())).text
    assert "Nothing had to be masked" in text
    assert text.count("no score") == 7


@pytest.mark.parametrize("render", RENDERERS)
def test_equal_screenings_give_equal_bytes(render):
    assert render(specimen(), specimen_policy()) == render(specimen(), specimen_policy())


def test_the_next_tier_says_what_it_asks_for():
    text = " ".join(Page(candidate_html(specimen(), specimen_policy())).text.split())
    needed = "Reads carefully 0.75, Calibrated judgment 0.75 (not scored), Concrete claims 0.55, Holds together 0.60"
    assert f"specialist 3.2 standard errors away asks for {needed}" in text


def test_many_findings_fold_behind_a_summary():
    few = specimen()
    many = few.but(findings={**few.findings, "stack": few.findings["stack"] * 30})
    page = candidate_html(many, specimen_policy())
    assert "<summary>27 more</summary>" in page
    assert len(Page(page).ids()) == len(set(Page(page).ids()))


def test_each_line_of_a_text_has_its_own_direction():
    page = candidate_html(specimen(), specimen_policy())
    assert re.search(r'<p dir="auto">שלום', page)
    assert re.search(r'<p dir="auto">A second line', page)
