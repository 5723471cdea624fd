import doctest

import pytest

from earnest.matching import language_pairs
from earnest.matching import surface as module
from earnest.matching.gazetteer import find_concepts, find_technologies, gazetteer
from earnest.matching.surface import surface


def names(text):
    return [mention.name for mention in find_technologies(text)]


def test_the_doctests_hold():
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    "text",
    [
        "<ul><li>Go</li></ul><!-- Rust --> <script>var c = 'R';</script>",
        "a < b > c & d; List<int> &nbsp;&#38; https://x.org/y?z#t www.x me@x.org",
        "```\n~~~\n````py\nx\n",
        "<script>never closed " + "<p " * 50,
        "\ud800<b>\ud800</b>İ",
    ],
)
def test_every_character_stays_where_it_was(text):
    seen = surface(text)
    assert len(seen.text) == len(text)
    assert [at for at, char in enumerate(text) if char == "\n"] == [
        at for at, char in enumerate(seen.text) if char == "\n" and text[at] == "\n"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<ul><li>Go</li><li>Rust</li><li>React</li></ul>", ["Go", "Rust", "React"]),
        ("<p>We use <b>Spark</b> and <i>Flask</i> daily</p>", ["Apache Spark", "Flask"]),
        ('<div class="react go rust" data-x="python">Nothing</div>', []),
        ("<script>import React from 'react'</script><style>.go{}</style><!-- Rust, Go, C -->", []),
        ("R&amp;D at AT&amp;T", []),
        ("List<int> and Vec<String> in Rust, C++ and Go", ["Rust", "C++", "Go"]),
        ("mail rust@go.dev or see https://github.com/x/react-go and github.com/x/django", []),
        ("used Vue.js/React and Node.js/Express", ["Vue.js", "React", "Node.js", "Express"]),
    ],
)
def test_html_and_addresses(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "```python\nimport torch\nfrom celery import Celery\nflask = go(1)\n```",
            ["Python", "Celery", "Celery"],
        ),
        ("```rust\nfn main() { let go = swift; react(); }\n```", ["Rust"]),
        ("```bash\ngo build ./...\n$ uv sync\nmake test\n```", ["Bash", "Go", "uv", "Make"]),
        ("```\nmove the box, make it go\n```", []),
        ("Then `uv`, `click` and `make`.", ["uv", "click", "Make"]),
    ],
)
def test_code_fences_and_inline_code(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("用Go重写了导入服务,并用Rust写了解析器", {"Go", "Rust"}),
        ("Goでサーバーを書いた。Kubernetesで動かす。", {"Go", "Kubernetes"}),
        ("Переписал сервис на Go и добавил кэш на Redis", {"Go", "Redis"}),
        ("Escribí el servicio de ingesta en Go y el panel en React para tres equipos", {"Go", "React"}),
        (
            "Der Dienst wurde in Go geschrieben und mit Spark verbunden, mein Chef war zufrieden",
            {"Go", "Apache Spark"},
        ),
        ("Kubernetesপ্ল্যাটফর্ম এবং Docker", {"Kubernetes", "Docker"}),
        ("كتبت الخدمة بلغة Go واستخدمت React في الواجهة", {"Go", "React"}),
    ],
)
def test_other_languages(text, expected):
    assert set(names(text)) == expected


def test_natural_languages_and_specialties_are_concepts_and_no_technologies():
    text = "Hindi and Yoruba rater; polish the draft; Polish into German; derivatives pricing in Python"
    assert [one.name for one in find_concepts(text)] == [
        "Hindi", "Yoruba", "Polish", "German", "Derivatives pricing", "Python",
    ]  # fmt: skip
    assert names(text) == ["Python"]


def test_language_pairs_are_read_by_their_codes():
    assert doctest.testmod(language_pairs).failed == 0
    known = gazetteer().technologies
    assert {known[name].category for name in language_pairs.language_codes().values()} == {"natural-language"}
    text = "Pairs: EN>PT-BR, FR → EN, hi-en. Use ls -a and/or a-z, IT/HR, i-e, en-US, Python."
    assert [text[one.start : one.end] for one in find_concepts(text)] == [
        "EN",
        "PT",
        "FR",
        "EN",
        "hi",
        "en",
        "Python",
    ]
    assert names(text) == ["Python"]


def test_hostile_surfaces_end():
    for piece in ("<script>", "<!--", "```\n", "<a <a ", "&amp", "a.b.c.d.", "x@", "https://", "<p\n"):
        text = piece * (200_000 // len(piece))
        assert len(surface(text).text) == len(text)
