"""Generated pairs: proved keys, the same bytes from the same seed, and no look that tells the key."""

from collections import Counter
from random import Random

import pytest

from earnest.bank import load_pack
from earnest.bank.checking import CheckState
from earnest.bank.generating import KINDS, code, generate, write_pack
from earnest.bank.generating.draft import Draft, Sides, prove
from earnest.bank.pair_checks import check_balance, check_pair
from earnest.bank.pair_programs import pair_programs
from earnest.errors import ContractBroken, UnknownName, UserError
from earnest.records.answer_key import PairKey

COUNT = 120


@pytest.fixture(scope="module", params=KINDS)
def pack(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("packs") / request.param
    write_pack(generate(request.param, COUNT, "a seed for tests"), folder, request.param)
    return load_pack(folder)


def test_the_pack_loads_and_every_pair_is_sound(pack):
    assert len(pack.items) == COUNT
    lines = [line for item in pack.items.values() for line in check_pair(item, pack.keys[item.id])]
    lines += check_balance(pack)
    assert [line for line in lines if line.state is CheckState.FAILED] == []


def test_the_program_beside_each_pair_prints_its_key(pack, capsys):
    programs = pair_programs(pack)
    assert len(programs) == COUNT
    for name, program in programs.items():
        exec(compile(program, name, "exec"), {"__name__": "__main__"})  # noqa: S102 - our own programs
        assert capsys.readouterr().out.strip() == pack.key(name, PairKey).key.value


def test_no_two_items_ask_the_same(pack):
    prompts = Counter(item.prompt for item in pack.items.values())
    assert max(prompts.values()) == 1


def test_the_prompt_and_the_options_tell_neither_seed_nor_key(pack):
    for item in pack.items.values():
        assert "a seed for tests" not in f"{item.model_dump()}"


@pytest.mark.parametrize("kind", KINDS)
def test_equal_seeds_give_equal_items_and_other_seeds_others(kind):
    one, again, other = generate(kind, 12, "x"), generate(kind, 12, "x"), generate(kind, 12, "y")
    assert one == again
    assert {each.id for each in one}.isdisjoint(each.id for each in other)
    assert [each.files["prompt.md"] for each in one] != [each.files["prompt.md"] for each in other]


def test_every_slip_of_every_function_is_told_by_a_test():
    proved = 0
    for function in code.functions():
        seen = set()
        for values, slip in code.variants(function):
            if slip not in seen:
                prove(code.draft(Random(0), function, values, slip))  # noqa: S311
                seen.add(slip)
                proved += 1
    assert proved > 150


def test_a_draft_whose_program_is_fooled_is_refused():
    sides = Sides("1", "1", right_claim=1, wrong_claim=1)
    draft = Draft("s", "t", "p", sides, sides, "def holds(claim):\n    return claim == 1", "why")
    with pytest.raises(ContractBroken, match="does not tell"):
        prove(draft)


def test_more_than_there_are_is_an_error():
    with pytest.raises(UserError, match="ask for fewer"):
        generate("code", 5000, "z")


def test_an_unknown_kind_is_named():
    with pytest.raises(UnknownName, match="fact, code"):
        generate("poem", 1, "z")


def test_a_folder_that_holds_something_is_left_alone(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="not empty"):
        write_pack(generate("fact", 2, "z"), tmp_path, "p")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
