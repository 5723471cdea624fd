"""Readers of languages: the same shape for each, linear in the text, and a refusal instead of a guess."""

import doctest

import pytest

from earnest.signals.adherence import syntax
from earnest.signals.adherence.kinds import construct, deps
from earnest.signals.adherence.syntax import (
    CannotParse,
    parse,
    python_queries,
    python_scopes,
    shapes,
    sql,
    typescript_measures,
    unsupported_language,
)


@pytest.mark.parametrize(
    "module",
    [syntax, shapes, sql, python_queries, python_scopes, typescript_measures, construct, deps],
    ids=lambda module: module.__name__,
)
def test_doctests(module):
    assert doctest.testmod(module).failed == 0


BOTH = {
    "a.py": (
        "import os.path as p\nfrom . import db\n\nLIMIT = 3\n\n\nclass Cart:\n    def add(self, item, *more, key=1):\n"
        '        """Add."""\n        if item and more:\n            return p.join(item)\n        return db\n'
    ),
    "a.ts": (
        "import * as p from 'path';\nimport db from './db.ts';\nexport const LIMIT = 3;\nexport class Cart {\n"
        "  /** Adds. */\n  add(item: string, key = 1, ...more: string[]): string {\n"
        "    if (item && more) return p.join(item);\n    return db;\n  }\n}\n"
    ),
}


COMPILED = {
    "a.go": (
        'package app\n\nimport (\n\tp "path"\n\t"./db"\n)\n\nconst Limit = 3\n\n// Cart holds.\ntype Cart struct{}\n\n'
        '// Add adds.\nfunc (c *Cart) Add(item string, more ...string) string {\n\tif item != "" && len(more) > 0 {\n'
        "\t\treturn p.Join(item)\n\t}\n\treturn db.Get()\n}\n"
    ),
    "a.rs": (
        "use std::path as p;\nuse crate::db;\n\npub const LIMIT: usize = 3;\n\npub struct Cart;\n\nimpl Cart {\n    /// Adds.\n"
        "    pub fn add(&self, item: &str, more: &[String]) -> String {\n        if item.is_empty() && more.is_empty() {\n"
        "            return p::join(item);\n        }\n        db::get()\n    }\n}\n"
    ),
    "A.java": (
        "import java.nio.file.Path;\nimport static org.shop.Db.get;\n\npublic class Cart {\n    public static final int LIMIT = 3;\n\n"
        "    /** Adds. */\n    public String add(String item, String... more) {\n        if (item != null && more != null) {\n"
        "            return Path.join(item);\n        }\n        return get();\n    }\n}\n"
    ),
}


@pytest.mark.parametrize("path", COMPILED)
def test_go_rust_and_java_have_the_same_shape(path):
    source = parse(path, COMPILED[path].encode())
    assert [one.relative for one in source.imports] == [False, path != "A.java"]
    add = source.find("Add" if path == "a.go" else "add")
    assert add.qualname in {"Cart.Add", "Cart.add"}
    assert (add.what, add.documented, add.complexity, add.nesting, add.public) == ("method", True, 3, 1, True)
    assert {"item", "more"} <= {one.name for one in add.params}
    assert add.returns.lower() == "string"
    assert (source.find("LIMIT") or source.find("Limit") or source.find("Cart.LIMIT")).what == "constant"
    assert "Cart" in source.exports
    assert any(use.name.lower().endswith("path.join") and use.inside == add.qualname for use in source.calls)


@pytest.mark.parametrize("path", BOTH)
def test_two_languages_one_shape(path):
    source = parse(path, BOTH[path].encode())
    assert [one.relative for one in source.imports] == [False, True]
    add = source.find("Cart.add")
    assert source.find("add") == add
    assert (add.what, add.documented, add.complexity, add.nesting, add.public) == ("method", True, 3, 1, True)
    assert {"item", "more", "key"} <= {one.name for one in add.params}
    assert source.find("LIMIT").what == "constant"
    assert {"LIMIT", "Cart"} <= set(source.exports)
    assert any(use.name.endswith("path.join") and use.inside == "Cart.add" for use in source.calls)


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("a.py", b"def f(:\n"),
        ("a.py", b"x = '\xff'\n"),
        ("a.py", b"x = 1\0"),
        ("a.py", b"x = " + b"(" * 3000 + b")" * 3000),
        ("a.py", b"-" * 100_000 + b"1"),
        ("a.py", b"x = 1\n" * 200_000),
        ("a.ts", b"export const = 1;\n"),
        ("a.js", b"function (\n"),
        ("a.js", b"[" * 50_000 + b"]" * 50_000),
        ("a.tsx", b"const a = <a></a"),
        ("a.go", b"func f( {\n"),
        ("a.go", b"[" * 50_000 + b"]" * 50_000),
        ("a.rs", b"fn f( {\n"),
        ("a.rs", b"fn f() { " + b"(" * 50_000 + b")" * 50_000 + b" }"),
        ("A.java", b"class {\n"),
        ("A.java", b"class A { int a = " + b"(" * 50_000 + b"1" + b")" * 50_000 + b"; }"),
        ("A.java", b'class A { String a = "\xff"; }'),
        ("notes.md", b"text"),
    ],
)
def test_what_cannot_be_read_is_refused(path, content):
    with pytest.raises(CannotParse):
        parse(path, content)


def test_a_byte_order_mark_is_no_error():
    assert parse("a.py", "\ufeffx = 1\n".encode()).find("x") is not None


def test_languages_that_have_no_reader_are_known_as_code():
    assert unsupported_language("main.c") == "C"
    assert unsupported_language("notes.md") is None


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.py", "def f{0}(x):\n    for y in x:\n        print(y, f{0})\n    return f{1}(x)\n"),
        (
            "a.ts",
            "export function f{0}(x) {{\n  for (const y of x) console.log(y, f{0});\n  return f{1}(x);\n}}\n",
        ),
        (
            "a.go",
            "func f{0}(x int) int {{\n\tfor y := range x {{\n\t\tprintln(y)\n\t}}\n\treturn f{1}(x)\n}}\n",
        ),
        ("a.rs", "fn f{0}(x: i32) -> i32 {{\n    for y in 0..x {{\n        g(y);\n    }}\n    f{1}(x)\n}}\n"),
        (
            "a.py",
            "def f{0}(x):\n    q = 'SELECT a FROM b'\n    q = q + q + x\n    return db.execute(q + f'{{q}}{{x}}')\n",
        ),
    ],
)
def test_no_file_takes_more_than_linear_time(path, line):
    # Not a timing: what grows with the square would need hours for these, and the run would never end.
    count = 6_000
    head = "package app\n" if path.endswith("go") else ""
    source = parse(path, (head + "".join(line.format(n, n + 1) for n in range(count))).encode())
    assert len(source.definitions) == count
    assert all(use.name != "recursion" for use in source.constructs)


def test_a_cycle_of_calls_is_recursion_however_long():
    text = "".join(f"def f{n}():\n    return f{(n + 1) % 500}()\n" for n in range(500))
    source = parse("a.py", text.encode())
    assert sum(use.name == "recursion" for use in source.constructs) == 500


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("def f(a):\n    return a\n", "def f(a):  # a\n\n    return (a)\n", True),
        ("def f(a):\n    return a\n", "def f(a):\n    return b\n", False),
        ("function f(a) { return [a, 'b']; }", 'function f(\n  a,\n) {\n  return [a, "b",] // b\n}', True),
        ("function f(a) { return a - 1; }", "function f(a) { return a -1; }", True),
        ("function f(a) { return a; }", "function f(a) { return; a }", False),
    ],
)
def test_a_fingerprint_is_of_the_meaning(first, second, same):
    path = "a.py" if first.startswith("def") else "a.js"
    one, other = (parse(path, text.encode()).find("f").fingerprint for text in (first, second))
    assert (one == other) is same


def test_a_carriage_return_alone_ends_a_line_of_python():
    source = parse("a.py", b"if a:\r    b()\rc = 1  # late\r")
    assert [(use.name, use.line) for use in source.indents] == [("    ", 2)]
    assert [(one.name, one.line) for one in source.definitions] == [("c", 3)]
    assert [(one.value, one.line) for one in source.comments] == [("# late", 3)]
    assert source.line(3) == "c = 1  # late"


def test_code_in_a_text_that_is_longer_than_its_file_is_read():
    source = parse("a.py", b"exec('\\n\\n\\nif 1:\\n  import os\\n  def f(): return 2\\n')\n")
    assert [one.module for one in source.imports] == ["os"]
    other = parse("a.py", b"exec('\\n\\n\\nif 1:\\n  import os\\n  def f(): return 3\\n')\n")
    assert source.find("f").fingerprint != other.find("f").fingerprint
    assert source.indents == ()


def test_layout_is_the_same_whenever_it_is_asked():
    text = b"@a\ndef f():\n   if x:\n      'it'\n   else:\n      \"y\"  # why\n"
    source = parse("a.py", text)
    assert source.find("f").fingerprint == parse("b.py", text.replace(b"   ", b"    ")).find("f").fingerprint
    assert [(use.inside, use.line) for use in source.indents] == [("f", 3), ("f", 4), ("f", 6)]
    assert {use.name for use in source.indents} == {"   "}
    assert [use.name for use in source.quotes] == ["'", '"']
    assert [one.line for one in source.comments] == [6]
