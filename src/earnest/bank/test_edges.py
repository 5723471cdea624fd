"""Edge cases in one file: what is read, what is refused, and what proves a key."""

import pytest

from earnest.bank import load_pack
from earnest.bank.check_line import CheckState
from earnest.bank.edge_checks import check_cues, check_edge
from earnest.errors import PackError, Unavailable
from earnest.records.answer_key import EdgeKey
from earnest.records.item import Ask

PACK = 'id = "small"\nversion = "1"\ntitle = "Small"\npool = "practice"\n'
HEAD = 'specialty = "sql"\nlanguage = "sql"\nlicence = "CC0-1.0"\nsource = "this file"\n'
ITEM = """
[[items]]
id = "one"
title = "One"
ask = "predict"
difficulty = 0.5
variants.n = [{ a = 1, out = 2 }, { a = 4, out = 5 }]
prompt = "What does it return?"
code = '''
SELECT @@n.a@@ + 1;
'''
answer = "@@n.out@@"
wrong = [
  { says = "@@n.a@@", thinks = "nothing is added" },
  { says = "NULL", thinks = "a constant is no column" },
  { says = "an error", thinks = "SELECT needs FROM" },
]
why = "One is added."
misses = "They do not read on."
"""
EXPLAIN = """
[[items]]
id = "two"
title = "Two"
ask = "explain"
difficulty = 1.0
prompt = "Why?"
rests_on = "arithmetic"
answer = "The loop adds one to the counter. Start it at zero."
points = [
  { says = "one is added", needs = [["add*"], ["one"]] },
  { says = "start at zero", needs = [["zero"]] },
]
wrong = [{ says = "It is a mistake of the compiler.", thinks = "compilers are wrong" }]
why = "Because."
misses = "They start at one."
"""


def load(tmp_path, text, seed=None, name="edges.toml"):
    (tmp_path / "pack.toml").write_text(PACK, encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_pack(tmp_path, seed)


def said(pack, state, run_script=None):
    lines = [line for item in pack.items.values() for line in check_edge(item, pack, run_script)]
    return [line.message for line in lines if line.state is state]


def test_an_item_is_read_with_its_key_and_what_the_file_says_for_all(tmp_path):
    pack = load(tmp_path, HEAD + ITEM)
    item, key = pack.item("one"), pack.key("one", EdgeKey)
    assert (item.specialty, item.ask, item.difficulty) == ("sql", Ask.PREDICT, 0.5)
    assert item.prompt.endswith("```sql\nSELECT 1 + 1;\n```")
    assert item.options[key.answer] == "2"
    assert set(item.options.values()) == {"1", "2", "NULL", "an error"}
    wrong = {item.options[letter]: thought for letter, thought in key.thinks.items()}
    assert wrong["NULL"] == "a constant is no column"


def test_a_seed_picks_numbers_and_letters(tmp_path):
    packs = [load(tmp_path, HEAD + ITEM, seed) for seed in (None, 1, 2, 3, 4, 5)]
    assert {pack.item("one").options[pack.key("one", EdgeKey).answer] for pack in packs} == {"2", "5"}
    assert len({pack.key("one", EdgeKey).answer for pack in packs}) > 1
    assert len({pack.sha256 for pack in packs}) == 1
    assert load(tmp_path, HEAD + ITEM, 3).items == packs[3].items


def test_every_variant_is_proved(tmp_path):
    passed = said(load(tmp_path, HEAD + ITEM), CheckState.PASSED)
    assert "check.sql was run and prints the key" in passed
    assert any(line.startswith("seed ") and "prints the key" in line for line in passed)
    broken = ITEM.replace("out = 5", "out = 6")
    (failed,) = said(load(tmp_path, HEAD + broken), CheckState.FAILED)
    assert failed.startswith("seed ")
    assert failed.endswith("check.sql prints '5', the key is '6'")


def test_what_a_program_shows_stands_for_an_answer_in_words(tmp_path):
    words = ITEM.replace('answer = "@@n.out@@"', 'answer = "one more"\nshows = "@@n.out@@"')
    assert said(load(tmp_path, HEAD + words), CheckState.FAILED) == []
    failed = said(
        load(tmp_path, HEAD + words.replace('shows = "@@n.out@@"', 'shows = "7@@n.out@@"')), CheckState.FAILED
    )
    assert failed[0] == "check.sql prints '2', the key is '72'"


def test_a_longer_check_must_hold_the_code(tmp_path):
    other = ITEM.replace("answer =", "check = '''\nSELECT 2;\n'''\nanswer =", 1)
    failed = said(load(tmp_path, HEAD + other), CheckState.FAILED)
    assert "check.sql does not run the prompt's line 'SELECT 1 + 1;'" in failed


def test_an_explanation_is_proved_by_its_answers(tmp_path):
    passed = said(load(tmp_path, HEAD + EXPLAIN), CheckState.PASSED)
    assert "a judgement without a program; it rests on arithmetic" in passed
    assert "the model answer is right, and none of 1 wrong ones is" in passed
    poor = EXPLAIN.replace("Start it at zero.", "Start it elsewhere.")
    assert "what it lacks: ['start at zero']" in said(load(tmp_path, HEAD + poor), CheckState.FAILED)[0]
    taken = EXPLAIN.replace("It is a mistake of the compiler.", "It adds one to it. It begins at zero.")
    assert "a wrong answer is graded right" in said(load(tmp_path, HEAD + taken), CheckState.FAILED)[0]


def test_a_key_that_nothing_proves_fails(tmp_path):
    bare = EXPLAIN.replace('rests_on = "arithmetic"\n', "")
    assert "nothing proves the key" in said(load(tmp_path, HEAD + bare), CheckState.FAILED)[0]


def test_a_program_that_cannot_be_run_is_not_run(tmp_path):
    def run_script(name: str, content: bytes) -> str:
        raise Unavailable("no rustc")

    rust = HEAD.replace('language = "sql"', 'language = "rust"')
    lines = said(load(tmp_path, rust + ITEM), CheckState.NOT_RUN, run_script)
    assert lines[0] == "check.rs: no rustc"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda text: text + "colour = 1\n", "colour"),
        (lambda text: text.replace('why = "One is added."', ""), "why"),
        (lambda text: text + ITEM, "a second item with the id 'one'"),
        (lambda text: text.replace("@@n.out@@", "2"), "stands nowhere"),
        (lambda text: text.replace('says = "NULL"', 'says = "an error"'), "two options are the same"),
        (lambda text: text.replace('ask = "predict"', 'ask = "explain"'), "an explanation has them"),
        (lambda text: text.replace('language = "sql"', 'language = "cobol"'), "say one of"),
        (lambda text: text.replace("difficulty = 0.5", "difficulty = 9"), "difficulty"),
        (lambda text: text.partition("[[")[0], "no [[items]]"),
        (lambda text: text + "\nx = =", "not TOML"),
    ],
)
def test_what_is_out_of_the_format_says_where(tmp_path, change, message):
    with pytest.raises(PackError, match=r"edges\.toml") as caught:
        load(tmp_path, change(HEAD + ITEM))
    assert message in str(caught.value)


def test_a_second_file_holds_items_under_another_licence(tmp_path):
    load(tmp_path, HEAD + EXPLAIN, name="edges-others.toml")
    other = HEAD.replace("CC0-1.0", "CC-BY-SA-4.0")
    (tmp_path / "edges-others.toml").write_text(other + EXPLAIN, encoding="utf-8")
    pack = load(tmp_path, HEAD + ITEM)
    assert [item.provenance.licence for item in pack.items.values()] == ["CC-BY-SA-4.0", "CC0-1.0"]


def test_the_longest_option_always_right_fails(tmp_path):
    longest = ITEM.replace("@@n.out@@", "2 and a half, which is the long one").replace("@@n.a@@", "x")
    plain = longest.replace("variants.n = [{ a = 1, out = 2 }, { a = 4, out = 5 }]\n", "")
    many = "".join(plain.replace('"one"', f'"one{n}"') for n in range(12))
    lines = list(check_cues(load(tmp_path, HEAD + many)))
    assert [line.state for line in lines] == [CheckState.FAILED, CheckState.PASSED]
    assert "12 of 12 (0.25 by chance)" in lines[0].message
    assert list(check_cues(load(tmp_path, HEAD + ITEM))) == []
