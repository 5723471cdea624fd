"""What a manifest says that a project depends on."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

_NAME = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)")
_NPM = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "bundledDependencies")


def dependencies(path: str, content: bytes) -> frozenset[str] | None:
    r"""Return the names that a manifest depends on; None where this kind of manifest is not understood.

    >>> sorted(dependencies("requirements.txt", b"requests>=2  # http\n-r base.txt\n") or ())
    ['-r base.txt', 'requests']
    """
    name = path.rpartition("/")[2]
    try:
        text = content.decode("utf-8")
        if name == "pyproject.toml":
            return frozenset(_python(tomllib.loads(text)))
        if name == "package.json":
            return frozenset(_npm(json.loads(text)))
    except (UnicodeDecodeError, ValueError, AttributeError, TypeError, RecursionError):
        return None
    if name.startswith(("requirements", "constraints")) or "/requirements/" in f"/{path}":
        return frozenset(_requirements(text))
    return None


def _requirements(text: str) -> Iterator[str]:
    for written in text.splitlines():
        line = written.partition(" #")[0].strip().rstrip("\\").strip()
        if line and not line.startswith(("#", "--hash")):
            yield line if line.startswith("-") or "://" in line else _normal(line)


def _normal(requirement: str) -> str:
    match = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", match[1]).lower() if match else requirement


def _python(data: dict[str, Any]) -> Iterator[str]:
    project = data.get("project", {})
    lists = [project.get("dependencies", []), data.get("build-system", {}).get("requires", [])]
    lists += [*project.get("optional-dependencies", {}).values(), *data.get("dependency-groups", {}).values()]
    for listed in lists:
        yield from (_normal(one) for one in listed if isinstance(one, str))
    poetry = data.get("tool", {}).get("poetry", {})
    tables = [poetry.get("dependencies", {}), poetry.get("dev-dependencies", {})]
    tables += [group.get("dependencies", {}) for group in poetry.get("group", {}).values()]
    for table in tables:
        yield from (_normal(name) for name in table)


def _npm(data: dict[str, Any]) -> Iterator[str]:
    for key in _NPM:
        yield from data.get(key) or {}
