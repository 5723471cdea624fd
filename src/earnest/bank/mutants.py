"""Mutants: small automatic edits of a reference, each of which breaks one constraint for certain.

How many of them a constraint catches says more of it than one violation that its author thought of. They
are texts; none is run.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

from earnest.bank import edits
from earnest.bank.edits import snippets
from earnest.bank.globs import covered
from earnest.records.item import CodingItem, Constraint
from earnest.records.tree import FileMode, Tree, TreeFile

_MOST = 24
_FILES = 2
_NEW = "mutant_added.txt"
_DOCUMENTS = {"doc.changelog": ("changelog", "changes", "history", "news"), "doc.readme": ("readme",)}


class Mutant(NamedTuple):
    """One edit in a few words, and the tree it makes."""

    edit: str
    tree: Tree


@dataclass(frozen=True)
class Site:
    """What mutants are made of: an item, its reference and one of its constraints."""

    item: CodingItem
    reference: Tree
    constraint: Constraint

    @cached_property
    def files(self) -> dict[str, TreeFile]:
        """The files of the reference."""
        return self.reference.as_dict()

    @cached_property
    def start(self) -> dict[str, TreeFile]:
        """The files of the start tree."""
        return self.item.start.as_dict()

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of words among the constraint's arguments."""
        given = self.constraint.args.get(name)
        return tuple(str(one) for one in given) if isinstance(given, list) else ()

    def word(self, name: str) -> str:
        """Return one word among the arguments, "" where it is absent."""
        given = self.constraint.args.get(name)
        return given if isinstance(given, str) else ""

    def number(self, name: str, absent: int = 0) -> int:
        """Return a number among the arguments."""
        given = self.constraint.args.get(name)
        return given if isinstance(given, int) else absent

    def text(self, path: str) -> str:
        """Return one file of the reference as text."""
        return self.files[path].content.decode("utf-8", errors="replace")

    def code(self) -> list[tuple[str, str]]:
        """Return path and language of the first files of code that the reference changed and that count."""
        globs = (self.word("path"),) if self.word("path") else self.words("paths")
        chosen = [
            (path, edits.language_of(path))
            for path, file in self.files.items()
            if self.start.get(path) != file
            and edits.language_of(path) in snippets().function
            and not is_test(path)
            and (not globs or covered(path, globs))
        ]
        return chosen[:_FILES]

    def put(self, edit: str, path: str, text: str) -> Mutant:
        """Return a mutant in which one file says something else."""
        old = self.files.get(path)
        file = TreeFile(path=path, content=text.encode(), mode=old.mode if old else FileMode.REGULAR)
        return Mutant(f"{path}: {edit}", Tree.from_files(self.files | {path: file}))

    def without(self, path: str) -> Mutant:
        """Return a mutant in which one file is gone."""
        return Mutant(f"{path} removed", Tree.from_files({n: f for n, f in self.files.items() if n != path}))

    def renamed_everywhere(self, name: str) -> Mutant:
        """Return a mutant in which a name is another one, in every file."""
        files = {
            path: file.but(content=edits.renamed(self.text(path), name, f"{name}x").encode())
            if edits.language_of(path)
            else file
            for path, file in self.files.items()
        }
        return Mutant(f"{name} renamed", Tree.from_files(files))


def is_test(path: str) -> bool:
    """Whether a path looks like a test."""
    return any(part.startswith("test") or ".test." in part or "_test." in part for part in path.split("/"))


Make = Callable[[Site], Iterator[Mutant]]


def mutants(item: CodingItem, reference: Tree, constraint: Constraint) -> tuple[Mutant, ...]:
    """Return at most 24 mutants of a reference for one constraint; none for a kind that needs running."""
    make = _KINDS.get(constraint.kind)
    if make is None:
        return ()
    found: dict[str, Mutant] = {}
    original = reference.sha256()
    for mutant in make(Site(item, reference, constraint)):
        digest = mutant.tree.sha256()
        if digest != original:
            found.setdefault(digest, mutant)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _touched(site: Site, paths: Iterable[str]) -> Iterator[Mutant]:
    """Touch files in every way that a comparison of trees must see."""
    for path in sorted(paths)[:4]:
        yield site.put(
            "a line added", path, edits.append(site.text(path), edits.comment(edits.language_of(path), "x"))
        )
        yield site.put("line endings changed", path, site.text(path).replace("\n", "\r\n"))
        yield site.without(path)
        executable = site.files[path].but(mode=FileMode.EXECUTABLE)
        yield Mutant(f"{path}: made executable", Tree.from_files(site.files | {path: executable}))
        link = TreeFile(path=path, content=b"elsewhere", mode=FileMode.SYMLINK)
        yield Mutant(f"{path}: made a link", Tree.from_files(site.files | {path: link}))
        moved = {name: file for name, file in site.files.items() if name != path}
        new = f"{path}.moved"
        yield Mutant(f"{path} moved", Tree.from_files(moved | {new: site.files[path].but(path=new)}))


def _outside(site: Site) -> Iterator[Mutant]:
    globs = site.words("paths")
    yield from _touched(
        site, [path for path in site.start if path in site.files and not covered(path, globs)]
    )
    if not covered(_NEW, globs):
        yield site.put("added", _NEW, "x\n")


def _inside(site: Site) -> Iterator[Mutant]:
    globs = site.words("paths")
    yield from _touched(site, [path for path in site.start if path in site.files and covered(path, globs)])


def _tests_touched(site: Site) -> Iterator[Mutant]:
    globs = site.words("paths")
    old = [path for path in site.start if (covered(path, globs) if globs else is_test(path))]
    yield from _touched(site, [path for path in old if path in site.files])


def _added(site: Site) -> Iterator[Mutant]:
    for path in (_NEW, "src/mutant_added.py", "docs/mutant.md"):
        if not covered(path, site.words("allow")) and covered(path, site.words("paths") or ("**",)):
            yield site.put("added", path, "x = 1\n")


def _too_many_files(site: Site) -> Iterator[Mutant]:
    files = dict(site.files)
    globs = site.words("paths") or ("**",)
    for number in range(site.number("limit") + 1):
        path = f"{globs[0].partition('*')[0].rstrip('/') or 'more'}/mutant_{number}.txt"
        files[path] = TreeFile(path=path, content=b"x\n")
    yield Mutant("more files added than may differ", Tree.from_files(files))


def _too_many_lines(site: Site) -> Iterator[Mutant]:
    globs = site.words("paths") or ("**",)
    changed = [path for path, file in site.files.items() if site.start.get(path) != file]
    for path in [path for path in changed if covered(path, globs)][:_FILES]:
        more = "\n".join([edits.comment(edits.language_of(path), "x")] * (site.number("limit") + 1))
        yield site.put("more lines added than may differ", path, edits.append(site.text(path), more))


def _gone(site: Site) -> Iterator[Mutant]:
    yield from (site.without(path) for path in sorted(site.start)[:4] if path in site.files)


def _symbols_changed(site: Site) -> Iterator[Mutant]:
    for symbol in site.words("symbols"):
        for path in [path for path in site.start if path in site.files]:
            language = edits.language_of(path)
            if language in snippets().filler and site.word("path") in {"", path}:
                filler = snippets().filler[language]
                yield site.put(
                    f"a line in {symbol}", path, edits.in_function(site.text(path), language, symbol, filler)
                )
                yield site.put(f"{symbol} wider", path, edits.wider(site.text(path), language, symbol))


def _beside_symbol(site: Site) -> Iterator[Mutant]:
    for path, language in site.code():
        more = edits.function(language, snippets().filler[language])
        yield site.put("a function beside it", path, edits.append(site.text(path), more))
    yield from _added(site)


def _imports_of(site: Site, modules: Iterable[str]) -> Iterator[Mutant]:
    for module in modules:
        for path, language in site.code():
            for form in snippets().imports.get(language, ()):
                statement = form.format(module=module)
                text = edits.imported(site.text(path), language, statement)
                yield site.put(statement.replace("\n", "; "), path, text)


def _foreign(site: Site) -> Iterator[Mutant]:
    languages = {language for _path, language in site.code()}
    yield from _imports_of(site, sorted(snippets().foreign[language] for language in languages))


def _forbidden_modules(site: Site) -> Iterator[Mutant]:
    yield from _imports_of(site, site.words("modules"))


def _module_gone(site: Site) -> Iterator[Mutant]:
    for module in site.words("modules"):
        yield site.renamed_everywhere(module.rpartition("/")[2])


def _dependency(site: Site) -> Iterator[Mutant]:
    lines = {
        "requirements.txt": "requests==2.32.0\n",
        "go.mod": "\nrequire github.com/nobody/nothing v1.0.0\n",
        "Cargo.toml": '\n[dependencies.nothing_crate]\nversion = "1"\n',
        "pyproject.toml": '\n[project]\nname = "x"\ndependencies = ["requests"]\n',
    }
    for name, more in lines.items():
        if name in site.files or name == "requirements.txt":
            text = site.text(name) if name in site.files else ""
            yield site.put("a dependency added", name, edits.append(text, more))
    if "package.json" in site.files:
        text = site.text("package.json").rstrip().removesuffix("}").rstrip()
        more = ',\n  "dependencies": { "left-pad": "1.3.0" }\n}\n'
        yield site.put("a dependency added", "package.json", text + more)


def _signature(site: Site) -> Iterator[Mutant]:
    symbol = site.word("symbol")
    holder = symbol.rpartition(".")[0]
    for path in site.files:
        here = site.word("path") in {"", path} and holder in site.text(path)
        if here and not is_test(path) and edits.language_of(path):
            text = edits.wider(site.text(path), edits.language_of(path), symbol)
            yield site.put("one more parameter", path, text)
    yield site.renamed_everywhere(symbol.rpartition(".")[2])


def _definition(site: Site) -> Iterator[Mutant]:
    yield site.renamed_everywhere(site.word("name"))


def _members(site: Site) -> Iterator[Mutant]:
    yield from (site.renamed_everywhere(name) for name in (*site.words("members"), site.word("class_name")))


def _in_code(site: Site, statement: Callable[[str], str]) -> Iterator[Mutant]:
    """Put a statement into the function that the constraint names, else into a new one."""
    for path, language in site.code():
        said = statement(language)
        if not said:
            continue
        if site.word("symbol"):
            text = edits.in_function(site.text(path), language, site.word("symbol"), said)
        else:
            text = edits.append(site.text(path), edits.function(language, said))
        yield site.put(said.replace("\n", "; ")[:60], path, text)


def _construct(site: Site) -> Iterator[Mutant]:
    for name in site.words("constructs"):
        yield from _in_code(site, partial(_statement, name))


def _statement(construct: str, language: str) -> str:
    return snippets().constructs.get(language, {}).get(construct, "")


def _call(site: Site) -> Iterator[Mutant]:
    for call in site.words("calls"):
        yield from _in_code(site, partial(_called, call))


def _called(call: str, language: str) -> str:
    end = ";" if language in {"typescript", "javascript", "rust"} else ""
    if call.startswith("."):
        return f"p0{call}(){end}"
    module = call.rpartition(".")[0]
    return f"import {module}\n{call}()" if language == "python" and module else f"{call}(){end}"


def _call_gone(site: Site) -> Iterator[Mutant]:
    yield from (site.renamed_everywhere(call.rpartition(".")[2]) for call in site.words("calls"))


def _sized(body: Callable[[str, int], str], params: int = 2) -> Make:
    def make(site: Site) -> Iterator[Mutant]:
        limit = site.number("limit")
        for path, language in site.code():
            said, symbol = body(language, limit + 1), site.word("symbol")
            many = params or limit + 1
            text = edits.append(site.text(path), edits.function(language, said, params=many))
            if symbol and params:
                text = edits.in_function(site.text(path), language, symbol, said)
            yield site.put("over the limit", path, text)

    return make


def _filler(language: str, count: int) -> str:
    return "\n".join([snippets().filler[language]] * count)


def _long_file(site: Site) -> Iterator[Mutant]:
    for path, language in site.code():
        more = "\n".join([edits.comment(language, "x")] * (site.number("limit") + 1))
        yield site.put("over the limit", path, edits.append(site.text(path), more))


def _long_line(site: Site) -> Iterator[Mutant]:
    for path, language in site.code():
        more = edits.comment(language, "x" * (site.number("limit") + 1))
        yield site.put("a line over the limit", path, edits.append(site.text(path), more))


def _named_wrongly(site: Site) -> Iterator[Mutant]:
    wrong = snippets().names.get(site.word("style"), "")
    if wrong and "function" in (site.words("of") or ("function",)):
        for path, language in site.code():
            more = edits.function(language, snippets().filler[language], name=wrong)
            yield site.put(f"a function {wrong}", path, edits.append(site.text(path), more))


def _plain_function(site: Site) -> Iterator[Mutant]:
    for path, language in site.code():
        more = edits.function(language, "return p0", name="mutant")
        yield site.put("a function without them", path, edits.append(site.text(path), more))


def _placeholder(site: Site) -> Iterator[Mutant]:
    for path, language in site.code():
        for word in ("TODO: the rest", "FIXME"):
            yield site.put(word, path, edits.append(site.text(path), edits.comment(language, word)))
        for body in ("pass", "...", "raise NotImplementedError") if language == "python" else ():
            yield site.put(body, path, edits.append(site.text(path), edits.function(language, body)))


def _unfinished(site: Site) -> Iterator[Mutant]:
    for path, _language in site.code():
        yield site.put("no line end at its end", path, site.text(path).rstrip("\n"))


def _swallowed(site: Site) -> Iterator[Mutant]:
    for path, language in site.code():
        forms = snippets().handlers.get(language, ())
        for form in forms if site.constraint.args.get("also_broad") else forms[:1]:
            said = form.replace("\n", "; ")
            yield site.put(said, path, edits.append(site.text(path), edits.function(language, form)))


def _queries(site: Site) -> Iterator[Mutant]:
    for path, language in site.code():
        for form in snippets().queries.get(language, ()):
            yield site.put(form, path, edits.append(site.text(path), edits.function(language, form)))


def _evaluated(site: Site) -> Iterator[Mutant]:
    yield from _in_code(
        site, lambda language: {"python": "return eval(p0)", "typescript": "eval(p0);"}.get(language, "")
    )


def _document(site: Site) -> Iterator[Mutant]:
    names = _DOCUMENTS[site.constraint.kind]
    for path, file in site.files.items():
        if path.rpartition("/")[2].casefold().startswith(names) and site.start.get(path) != file:
            files = {name: one for name, one in site.files.items() if name != path}
            back = {path: site.start[path]} if path in site.start else {}
            yield Mutant(f"{path} as it was", Tree.from_files(files | back))
            for word in site.words("mentions"):
                yield site.put(f"{word} not mentioned", path, _unsaid(site, path, word))


def _unsaid(site: Site, path: str, word: str) -> str:
    """Return a document whose new lines say nothing of a word."""
    old = set(site.start[path].content.decode().split("\n")) if path in site.start else set()
    lines = site.text(path).split("\n")
    return "\n".join(
        "something new" if line not in old and word.casefold() in line.casefold() else line for line in lines
    )


def _tests_gone(site: Site) -> Iterator[Mutant]:
    kept = {path: file for path, file in site.files.items() if not is_test(path)}
    tests = {path: file for path, file in site.start.items() if is_test(path)}
    yield Mutant("no tests added", Tree.from_files(kept | tests))


_KINDS: dict[str, Make] = {
    "scope.only_paths": _outside,
    "scope.forbid_paths": _inside,
    "scope.tests_unchanged": _tests_touched,
    "scope.no_new_files": _added,
    "scope.max_files": _too_many_files,
    "scope.max_diff_lines": _too_many_lines,
    "scope.no_delete": _gone,
    "scope.forbid_symbol": _symbols_changed,
    "scope.only_symbol": _beside_symbol,
    "deps.stdlib_only": _foreign,
    "deps.no_imports": _foreign,
    "deps.forbid_module": _forbidden_modules,
    "deps.only_modules": _foreign,
    "deps.require_module": _module_gone,
    "deps.no_new_dependency": _dependency,
    "api.signature": _signature,
    "api.defines": _definition,
    "api.class_members": _members,
    "construct.forbid": _construct,
    "construct.forbid_call": _call,
    "construct.require_call": _call_gone,
    "size.max_function_lines": _sized(_filler),
    "size.nesting": _sized(lambda language, count: edits.branches(language, count, nested=True)),
    "size.complexity": _sized(lambda language, count: edits.branches(language, count, nested=False)),
    "size.params": _sized(lambda language, _count: snippets().filler[language], params=0),
    "size.total_lines": _long_file,
    "style.line_length": _long_line,
    "style.naming": _named_wrongly,
    "style.type_hints": _plain_function,
    "style.docstrings": _plain_function,
    "style.no_placeholder": _placeholder,
    "style.final_newline": _unfinished,
    "errors.no_bare_except": _swallowed,
    "sec.parametrised_sql": _queries,
    "sec.no_eval": _evaluated,
    "doc.changelog": _document,
    "doc.readme": _document,
    "tests.added": _tests_gone,
}
