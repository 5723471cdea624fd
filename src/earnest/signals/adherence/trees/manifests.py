"""What a manifest or a lock file says that a project depends on, and in which version."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element, ParseError, XMLParser

Pairs = Iterator[tuple[str, str]]

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_NPM = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "bundledDependencies")
_CARGO = ("dependencies", "dev-dependencies", "build-dependencies")
_YARN = re.compile(r'"?(@?[^@"\s]{1,200})@')
_PNPM = re.compile(r"/?(@?[^@\s(]{1,200})@([^@\s:(]{1,100})")


def dependencies(path: str, content: bytes) -> frozenset[str] | None:
    r"""Return the names that a manifest depends on; None where this kind of manifest is not understood.

    >>> sorted(dependencies("requirements.txt", b"requests>=2  # http\n-r base.txt\n") or ())
    ['-r base.txt', 'requests']
    """
    found = versions(path, content)
    return None if found is None else frozenset(found)


def versions(path: str, content: bytes) -> dict[str, frozenset[str]] | None:
    r"""Return every name that a manifest or lock file depends on, with what it says of the version.

    None where this kind of file is not understood or cannot be read.

    >>> versions("go.mod", b"module x\nrequire github.com/a/b v1.2.0\n")
    {'github.com/a/b': frozenset({'v1.2.0'})}
    >>> versions("Cargo.toml", b'[dependencies]\ntonic = "0.10"\n')
    {'tonic': frozenset({'0.10'})}
    """
    reader = _reader(path)
    if reader is None:
        return None
    found: dict[str, set[str]] = {}
    try:
        for name, version in reader(content.decode("utf-8-sig")):
            found.setdefault(name, set()).add(version)
    except (UnicodeDecodeError, ValueError, AttributeError, TypeError, RecursionError, ParseError):
        return None
    return {name: frozenset(said) for name, said in found.items()}


def is_lock(path: str) -> bool:
    """Whether a file is written by a tool, with everything that is needed, not only what is asked for."""
    name = path.rpartition("/")[2]
    return name in _LOCKS


def same_name(path: str, name: str) -> str:
    """Return a name as the manifest's own tool compares it: without case and marks in Python."""
    return _normal(name) if _ecosystem(path) == "pip" else name


def _ecosystem(path: str) -> str:
    name = path.rpartition("/")[2]
    if name in _READERS:
        return "pip" if name in _PIP else "other"
    return "pip" if _is_requirements(path, name) else "other"


def _is_requirements(path: str, name: str) -> bool:
    return name.startswith(("requirements", "constraints")) or "/requirements/" in f"/{path}"


def _reader(path: str) -> Callable[[str], Pairs] | None:
    name = path.rpartition("/")[2]
    if name in _READERS:
        return _READERS[name]
    if _is_requirements(path, name):
        return _requirements
    return None


# Python


def _requirements(text: str) -> Pairs:
    for written in text.splitlines():
        line = written.partition(" #")[0].strip().rstrip("\\").strip()
        if line and not line.startswith(("#", "--hash")):
            yield (line, "") if line.startswith("-") or "://" in line else _required(line)


def _required(requirement: str) -> tuple[str, str]:
    """Split a requirement into its name and what it says of the version, without extras and markers."""
    match = _NAME.match(requirement)
    if match is None:
        return requirement, ""
    rest = requirement[match.end() :].partition(";")[0].partition(" --hash")[0].strip()
    if rest.startswith("["):
        rest = rest.partition("]")[2]
    return _normal(match[1]), "".join(rest.strip("() ").split())


def _normal(name: str) -> str:
    match = _NAME.match(name)
    return re.sub(r"[-_.]+", "-", match[1]).lower() if match else name


def _pyproject(text: str) -> Pairs:
    data = tomllib.loads(text)
    project = data.get("project", {})
    lists = [project.get("dependencies", []), data.get("build-system", {}).get("requires", [])]
    lists += [*project.get("optional-dependencies", {}).values(), *data.get("dependency-groups", {}).values()]
    for listed in lists:
        yield from (_required(one) for one in listed if isinstance(one, str))
    poetry = data.get("tool", {}).get("poetry", {})
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for table in tables:
        yield from ((_normal(name), _version_of(said)) for name, said in table.items())


def _version_of(said: object) -> str:
    """Return what a table or a text says of a version; a source other than the registry counts as one."""
    if isinstance(said, str):
        return said
    if isinstance(said, dict):
        parts = [
            f"{key}={said[key]}" for key in ("version", "git", "rev", "tag", "branch", "path") if key in said
        ]
        return parts[0].removeprefix("version=") if len(parts) == 1 and "version" in said else " ".join(parts)
    return json.dumps(said, sort_keys=True)


def _pipfile(text: str) -> Pairs:
    data = tomllib.loads(text)
    for key in ("packages", "dev-packages"):
        yield from ((_normal(name), _version_of(said)) for name, said in data.get(key, {}).items())


def _pipfile_lock(text: str) -> Pairs:
    data = json.loads(text)
    for key in ("default", "develop"):
        yield from ((_normal(name), _version_of(said)) for name, said in data.get(key, {}).items())


def _locked(text: str) -> Pairs:
    """Read `[[package]]` tables: poetry, uv, pdm and cargo write these."""
    for one in tomllib.loads(text).get("package", []):
        yield str(one["name"]), str(one.get("version", ""))


def _locked_python(text: str) -> Pairs:
    yield from ((_normal(name), version) for name, version in _locked(text))


def _setup_cfg(text: str) -> Pairs:
    inside = False
    for line in text.splitlines():
        if line[:1].strip():
            inside = line.partition("=")[0].strip() in {"install_requires", "setup_requires", "tests_require"}
            line = line.partition("=")[2] if inside else ""  # noqa: PLW2901 (the rest of the line is the first value)
        if inside and line.strip() and not line.strip().startswith("#"):
            yield _required(line.strip())


# npm


def _package_json(text: str) -> Pairs:
    data = json.loads(text)
    for key in _NPM:
        listed = data.get(key) or {}
        yield from (
            listed.items()
            if isinstance(listed, dict) and all(isinstance(one, str) for one in listed.values())
            else ((name, "") for name in listed)
        )


def _package_lock(text: str) -> Pairs:
    data = json.loads(text)
    for path, one in (data.get("packages") or {}).items():
        if path:
            yield path.rpartition("node_modules/")[2], str(one.get("version", ""))
    if "packages" not in data:
        waiting = [data.get("dependencies") or {}]
        while waiting:
            for name, one in waiting.pop().items():
                yield name, str(one.get("version", ""))
                waiting.append(one.get("dependencies") or {})


def _yarn_lock(text: str) -> Pairs:
    name = ""
    for line in text.splitlines():
        if line[:1].strip() and not line.startswith("#"):
            match = _YARN.match(line)
            name = match[1] if match else ""
        elif name and line.strip().startswith("version"):
            yield name, line.strip().removeprefix("version").strip(' :"')
            name = ""


def _pnpm_lock(text: str) -> Pairs:
    inside = False
    for line in text.splitlines():
        if line[:1].strip():
            inside = line.startswith(("packages:", "snapshots:"))
        elif inside and line.startswith("  ") and line[2:3].strip():
            match = _PNPM.match(line.strip().strip("'\""))
            if match:
                yield match[1], match[2].rstrip("'\"")


# Rust, Go, Java


def _cargo(text: str) -> Pairs:
    data = tomllib.loads(text)
    tables = [data, data.get("workspace", {}), *data.get("target", {}).values()]
    for table in tables:
        for key in _CARGO:
            for name, said in table.get(key, {}).items():
                yield name, _version_of(said)


def _go_mod(text: str) -> Pairs:
    inside = ""
    for written in text.splitlines():
        line = written.partition("//")[0].strip()
        words = line.split()
        if inside and line == ")":
            inside = ""
        elif words[1:2] == ["("]:
            inside = words[0]
        elif inside in {"require", "replace"} and words:
            yield words[0], " ".join(words[1:])
        elif words[:1] in (["require"], ["replace"]) and len(words) > 1:
            yield words[1], " ".join(words[2:])


def _go_sum(text: str) -> Pairs:
    for line in text.splitlines():
        words = line.split()
        if len(words) == 3:
            yield words[0], words[1].removesuffix("/go.mod")


def _pom(text: str) -> Pairs:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a document type has no place in a manifest")
    parser = XMLParser()  # noqa: S314 (entities are refused above)
    parser.feed(text)
    root = parser.close()
    properties = {
        _tag(one): (one.text or "").strip() for block in root if _tag(block) == "properties" for one in block
    }
    for one in root.iter():
        if _tag(one) in {"dependency", "plugin", "parent"}:
            parts = {_tag(child): (child.text or "").strip() for child in one}
            version = parts.get("version", "")
            held = properties.get(version.removeprefix("${").removesuffix("}"), version)
            yield f"{parts.get('groupId', '')}:{parts.get('artifactId', '')}", held


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


_PIP: dict[str, Callable[[str], Pairs]] = {
    "pyproject.toml": _pyproject,
    "Pipfile": _pipfile,
    "Pipfile.lock": _pipfile_lock,
    "poetry.lock": _locked_python,
    "uv.lock": _locked_python,
    "pdm.lock": _locked_python,
    "setup.cfg": _setup_cfg,
}
_READERS: dict[str, Callable[[str], Pairs]] = {
    **_PIP,
    "package.json": _package_json,
    "package-lock.json": _package_lock,
    "npm-shrinkwrap.json": _package_lock,
    "yarn.lock": _yarn_lock,
    "pnpm-lock.yaml": _pnpm_lock,
    "Cargo.toml": _cargo,
    "Cargo.lock": _locked,
    "go.mod": _go_mod,
    "go.sum": _go_sum,
    "pom.xml": _pom,
}
_LOCKS = frozenset(
    "Pipfile.lock poetry.lock uv.lock pdm.lock package-lock.json npm-shrinkwrap.json yarn.lock "
    "pnpm-lock.yaml Cargo.lock go.sum".split()
)
