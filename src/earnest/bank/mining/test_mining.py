import pytest

from earnest.bank.mining import mine, not_declared, nowhere_stated
from earnest.records.item import CodingItem, Constraint, ItemKind, Provenance


def kinds(prompt):
    return [one.kind for one in mine(prompt)]


def item(prompt, *constraints):
    return CodingItem(
        id="x",
        kind=ItemKind.CODING,
        prompt=prompt,
        provenance=Provenance(licence="Apache-2.0", source="invented"),
        language="python",
        constraints=constraints,
    )


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("Please do not touch `billing/tax.py`.", "scope.forbid_paths"),
        ("No new dependencies.", "deps.no_new_dependency"),
        ("You must not use recursion.", "construct.forbid"),
        ("The response must contain at least 80 words.", "length_constraints:number_words"),
        ("We'd like you to keep every function under 20 lines.", "size.max_function_lines"),
        ('Write a sonnet without using the word "rose".', "keywords:forbidden_words"),
        ("What I do not want: new dependencies.", "deps.no_new_dependency"),
        ("`plan.py` does without `sorted()`.", "construct.forbid_call"),
    ],
)
def test_an_order_to_the_writer_is_found_with_its_kind(prompt, kind):
    assert kind in kinds(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "You may only edit your own account.",
        "Users must not share passwords.",
        "The old module did not use recursion.",
        "You don't need to add tests.",
        "Why must I not use recursion?",
        "The manual says: never use recursion.",
        "```\n# do not use recursion\n```",
        "> Do not touch `billing/tax.py`.",
        "A customer can have at most three addresses.",
    ],
)
def test_a_description_is_not_an_order(prompt):
    assert kinds(prompt) == []


def test_quotes_stand_where_the_offsets_say():
    prompt = "Fix it.\n\n- Don't touch `a/b.py`;\n- use at most 120 words, no commas."
    found = mine(prompt)
    assert found[0].kind == "scope.forbid_paths"
    assert found[0].args == {"paths": ["a/b.py"]}
    assert all(prompt[one.start : one.end] == one.quote for one in found)


def test_authors_learn_what_is_declared_but_not_said_and_said_but_not_declared():
    prompt = "Don't touch `a.py`. No new dependencies. The page is blue."
    touch = Constraint(id="a", kind="scope.forbid_paths", quote="Don't touch `a.py`")
    blue = Constraint(id="b", kind="style.naming", quote="The page is blue")
    one = item(prompt, touch, blue)
    assert nowhere_stated(one) == (blue,)
    assert [found.kind for found in not_declared(one)] == ["deps.no_new_dependency"]


@pytest.mark.parametrize(
    "piece", ["a, ", "`", '"', "- ", "(", "do not use ", "\n", "1.", ": ", "<<", "a/", "**"]
)
def test_no_prompt_takes_more_than_linear_time(piece):
    # Not a timing: what grows with the square would need hours for these, and the run would never end.
    mine(piece * (200_000 // len(piece)))
