"""Lines of the JSON-lines interface: an item and a submission by path, or constraints with two trees of
texts.
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pydantic import JsonValue

from earnest.bank import Pack, load_item
from earnest.errors import BadRecord, UnknownName
from earnest.records.application import Application
from earnest.records.base import Record
from earnest.records.item import CodingItem, Constraint, ItemKind, Pool, Provenance
from earnest.records.response import CodeResponse, SampleForm
from earnest.records.tree import Tree, TreeFile
from earnest.signals.adherence.deciding import checked_args
from earnest.signals.adherence.submission import read_submission
from earnest.signals.adherence.trees import normalised
from earnest.signals.signal import Context, Line

_WANTED = 'adherence needs {"item", "submission"} or {"constraints", "before", "after"}'
_INLINE = "line"


class InlineConstraint(Record):
    """A constraint as a line may write it. Without an id it is named after its kind, the second `KIND-2`."""

    kind: str
    id: str = ""
    args: dict[str, JsonValue] = {}
    quote: str = ""


class Inline(Record):
    """A line that brings everything along. `after` is the whole tree; `diff` is applied to `before`
    instead.
    """

    constraints: tuple[InlineConstraint, ...]
    before: dict[str, str] = {}
    after: dict[str, str] | None = None
    diff: str | None = None
    tests: dict[str, str] = {}
    test_command: tuple[str, ...] = ()


def read_line(line: Line, context: Context) -> tuple[Application, Context]:
    """Read one line; the context that is returned holds its item.

    - `{"item", "submission"}`: the folder of an item and a folder, a diff (`.diff`, `.patch`) or a bundle;
      with `"seed"`, the item's variant of this seed.
    - `{"item", "after"}`: the id of an item of the pack, and the texts by path.
    - `{"constraints", "before", "after"}`: constraints and two trees; `"diff"` may stand for `"after"`, and
      `"tests"` with `"test_command"` bring tests along.

    Raises `BadRecord` for a line out of the format, `UnknownName` for an unknown item (unless the line says
    `"skip_unknown": true`, as an application does) or an unknown kind of constraint.
    """
    if "constraints" in line:
        response, pack = _inline(line, context.pack)
    else:
        response, pack = _of_item(line, context.pack)
    known = pack.items.get(response.item)
    if isinstance(known, CodingItem):
        for constraint in known.constraints:
            checked_args(constraint)
    elif line.get("skip_unknown") is not True:
        raise UnknownName(
            f"item {response.item!r} is no folder of a coding item, and not in pack {pack.id!r}"
        )
    application = Application(name=str(line.get("id", "")), samples=(response,))
    return application, replace(context, pack=pack)


def _inline(line: Line, pack: Pack) -> tuple[CodeResponse, Pack]:
    fields = {name: value for name, value in line.items() if name in Inline.model_fields}
    given = Inline.model_validate(fields)
    if (given.after is None) == (given.diff is None):
        raise BadRecord(f'{_WANTED}: give one of "after" and "diff"')
    item = CodingItem(
        id=_INLINE,
        kind=ItemKind.CODING,
        prompt="",
        provenance=Provenance(licence="LicenseRef-unknown", source="the line itself"),
        language="",
        constraints=_named(given.constraints),
        start=_tree(given.before),
        tests=_tree(given.tests),
        test_command=given.test_command,
    )
    held = Pack(id=pack.id, version=pack.version, title=pack.title, pool=Pool.PRACTICE, items={item.id: item})
    if given.diff is not None:
        patch = given.diff.encode("utf-8", errors="surrogatepass")
        return CodeResponse(item=item.id, form=SampleForm.DIFF, patch=patch), held
    return CodeResponse(item=item.id, form=SampleForm.TREE, tree=_raw_tree(given.after or {})), held


def _named(constraints: tuple[InlineConstraint, ...]) -> tuple[Constraint, ...]:
    counts: Counter[str] = Counter()
    named = []
    for one in constraints:
        counts[one.kind] += not one.id
        nth = "" if one.id or counts[one.kind] == 1 else f"-{counts[one.kind]}"
        named.append(Constraint(id=one.id or one.kind + nth, kind=one.kind, args=one.args, quote=one.quote))
    if len({one.id for one in named}) < len(named):
        raise BadRecord('two constraints have the same "id"')
    return tuple(named)


def _of_item(line: Line, pack: Pack) -> tuple[CodeResponse, Pack]:
    name = line.get("item")
    if not isinstance(name, str) or not name:
        raise BadRecord(_WANTED)
    seed = line.get("seed")
    if not isinstance(seed, str | int | None):
        raise BadRecord('"seed" is neither a number nor a text')
    item_id, held = _held(name, pack, seed)
    if "submission" in line:
        path = line["submission"]
        if not isinstance(path, str) or not path:
            raise BadRecord('"submission" is not a path')
        return read_submission(item_id, Path(path)), held
    after = line.get("after")
    if not isinstance(after, dict) or not all(isinstance(text, str) for text in after.values()):
        raise BadRecord(_WANTED)
    texts = {path: str(text) for path, text in after.items()}
    return CodeResponse(item=item_id, form=SampleForm.TREE, tree=_raw_tree(texts)), held


def _held(name: str, pack: Pack, seed: int | str | None) -> tuple[str, Pack]:
    """Return the id of an item and a pack that holds it: one of the pack by its id, else a folder."""
    if name in pack.items or "\0" in name or not Path(name).is_dir():
        return name, pack
    item, key = load_item(Path(name), seed)
    keys = {} if key is None else {item.id: key}
    return item.id, replace(pack, items={**pack.items, item.id: item}, keys={**pack.keys, **keys})


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", errors="surrogatepass")


def _tree(texts: Mapping[str, str]) -> Tree:
    """Make a tree of an item: its paths are normalised here; those of a candidate where the sample is
    applied.
    """
    return Tree.from_files(
        [TreeFile(path=normalised(path), content=_bytes(text)) for path, text in texts.items()]
    )


def _raw_tree(texts: Mapping[str, str]) -> Tree:
    return Tree.from_files([TreeFile(path=path, content=_bytes(text)) for path, text in texts.items()])


def example(text: str) -> Line:
    """Make a line from an example: it is the line itself, as JSON."""
    try:
        line: Line = {"id": "example", **json.loads(text)}
    except (ValueError, TypeError) as error:
        raise BadRecord(f"an example of adherence is a line as JSON: {error}") from error
    return line
