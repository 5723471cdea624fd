"""Which elements of a page are seen, by their attributes and the plain rules of `<style>`, and why not.

Known: selectors made of tags, classes, ids, attributes and `:not()`, one inside another, and variables that
have one value. Not known: scripts, imported sheets, selectors by position, and which of two rules is the more
specific (the later wins).
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from earnest.intake.parsers.colours import WHITE, Colour, colour, is_seen
from earnest.intake.parsers.xml import local

HIDDEN = "hidden by its style"
BEYOND = "off the page"
CLIPPED = "clipped away, as for screen readers"
SMALL = "too small to read"
COLOUR = "written in the colour of its background"

_BLACK = Colour(0.0, 0.0, 0.0)
_LEAST_PIXELS = 3.5
_LEAST_OPACITY = 0.1
_FAR_PIXELS = 200
_BEYOND_PIXELS = 3000
_VARIABLES = 1000
_NESTED = 3
_RULES = 4000
_CLASSES = 64
_APART = frozenset({"block", "flex", "grid", "table", "list-item"})
_PARTED = frozenset({"flex", "grid", "inline-flex", "inline-grid"})
_GONE = frozenset({"hidden", "collapse"})
_SIZES = {"xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "smaller": 13.0}
_PIXELS = {
    "px": 1.0,
    "pt": 4 / 3,
    "em": 16.0,
    "rem": 16.0,
    "vw": 12.0,
    "vh": 8.0,
    "%": 4.0,
    "cm": 37.8,
    "in": 96.0,
    "": 1.0,
}
_LENGTH = re.compile(r"(-?(?:\d++(?:\.\d*+)?|\.\d++))([a-z%]*+)")
_COMMENT = re.compile(r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?+")
_PART = re.compile(
    r"\.(?P<cls>[\w\-]++)|#(?P<id>[\w\-]++)|:not\((?P<no>[\w.#\-]{1,60})\)"
    r"|\[(?P<name>[\w\-]++)(?:(?P<how>[~^$*|]?=)[\"']?(?P<value>[^\"'\]]{0,60}+)[\"']?)?\]",
    re.IGNORECASE,
)
_TAG = re.compile(r"[a-z][a-z0-9]*+|\*", re.IGNORECASE)
_SHIFT = re.compile(r"translate(?:x|y|3d)?\(\s*+(-?[\d.]++[a-z%]*+)")
_NO_SCALE = re.compile(r"scale(?:x|y|3d)?\(\s*+0(?:\.0\d*+)?\s*+[,)]")
_NO_CLIP = re.compile(
    r"rect\(\s*+(?:0|1)(?:px)?[\s,]++(?:0|1)(?:px)?[\s,]++(?:0|1)(?:px)?[\s,]++(?:0|1)(?:px)?\s*+\)"
    r"|inset\(\s*+(?:50|100)%|circle\(\s*+0"
    r"|polygon\((?:[\s,]*+0(?:px|%)?(?=[\s,)]))++\s*+\)"
)
_ON_EDGE = re.compile(r"rotate[xy]\(\s*+-?(?:90|270)deg")
_FAINT = re.compile(r"opacity\(\s*+([\d.]{1,12}%?+)")
_NO_MASK = re.compile(r"gradient\((?:[\s,]*+transparent)++\s*+\)")
_VARIABLE = re.compile(r"var\(\s*+(--[\w\-]++)\s*+(?:,([^()]{0,80}))?\)")

_Declared = dict[str, str]


class _Compound(NamedTuple):
    """What a selector asks of one element; "" and nothing where it does not ask."""

    tag: str = ""
    classes: frozenset[str] = frozenset()
    id: str = ""
    attributes: tuple[tuple[str, str, str], ...] = ()
    nots: tuple["_Compound", ...] = ()

    @property
    def key(self) -> str:
        """Return what every element that fits has, written as a selector; "" for none."""
        if self.id:
            return f"#{self.id}"
        return f".{min(self.classes)}" if self.classes else self.tag

    def fits(self, element: etree._Element) -> bool:
        """Say whether an element is one that is asked for."""
        if self.tag and self.tag != local(element).lower():
            return False
        if self.id and self.id != element.get("id"):
            return False
        if self.classes and not self.classes <= set((element.get("class") or "").split()[:_CLASSES]):
            return False
        asked = all(_has(element.get(name), how, value) for name, how, value in self.attributes)
        return asked and not any(one.fits(element) for one in self.nots)


def _has(said: str | None, how: str, value: str) -> bool:
    """Say whether an attribute is there and says what a selector asks."""
    if said is None:
        return False
    ways = {
        "": True,
        "=": said == value,
        "~=": value in said.split(),
        "^=": bool(value) and said.startswith(value),
        "$=": bool(value) and said.endswith(value),
        "*=": bool(value) and value in said,
        "|=": said == value or said.startswith(f"{value}-"),
    }
    return ways[how]


class Seen(NamedTuple):
    """How text looks at one place of the page; `why` is "" where it is seen."""

    ink: Colour | None = _BLACK
    ground: Colour | None = WHITE
    pixels: float = 16.0
    opacity: float = 1.0
    why: str = ""

    def inside(self, element: etree._Element, declared: Mapping[str, str]) -> "Seen":
        """Return how text looks inside an element with these declarations."""
        if self.why:
            return self
        pixels = _pixels(declared.get("font-size", ""), self.pixels)
        filtered = _FAINT.search(declared.get("filter", ""))
        faint = _fraction(filtered.group(1)) if filtered else 1.0
        opacity = self.opacity * _fraction(declared.get("opacity", "")) * faint
        look = Seen(
            _ink(element, declared, self.ink), _ground(element, declared, self.ground), pixels, opacity
        )
        return look._replace(why=_gone(element, declared) or _away(declared) or look._faint())

    def _faint(self) -> str:
        if self.pixels < _LEAST_PIXELS:
            return SMALL
        if self.opacity < _LEAST_OPACITY:
            return HIDDEN
        known = self.ink is not None and self.ground is not None
        return COLOUR if known and not is_seen(self.ink or _BLACK, self.ground or WHITE) else ""


def _gone(element: etree._Element, declared: Mapping[str, str]) -> str:
    gone = (
        element.get("hidden") is not None
        or declared.get("display") == "none"
        or declared.get("visibility") in _GONE
        or declared.get("content-visibility") == "hidden"
    )
    return HIDDEN if gone else ""


def _away(declared: Mapping[str, str]) -> str:
    moved = declared.get("position") in {"absolute", "fixed", "relative"}
    sides = ("left", "top", "right", "bottom") if moved else ()
    ways = (*sides, "text-indent", "margin-left", "margin-top")
    shift = _SHIFT.search(declared.get("transform", ""))
    lengths = [declared.get(way, "") for way in ways] + ([shift.group(1)] if shift else [])
    if any(_length(words, 16.0) <= -_FAR_PIXELS for words in lengths):
        return BEYOND
    if any(_length(declared.get(side, ""), 16.0) >= _BEYOND_PIXELS for side in sides):
        return BEYOND
    if _NO_MASK.search(declared.get("mask-image", "") or declared.get("mask", "")):
        return HIDDEN
    clipped = _NO_CLIP.search(f"{declared.get('clip', '')} {declared.get('clip-path', '')}")
    transform = declared.get("transform", "")
    if clipped or _NO_SCALE.search(transform) or _ON_EDGE.search(transform):
        return CLIPPED
    sizes = [declared.get(name, "") for name in ("width", "height", "max-width", "max-height")]
    no_room = any(words and 0 <= _length(words, 16.0) <= 1 for words in sizes)
    closed = {declared.get(name, "").partition(" ")[0] for name in ("overflow", "overflow-x", "overflow-y")}
    return CLIPPED if no_room and closed & {"hidden", "clip"} else ""


def _ink(element: etree._Element, declared: Mapping[str, str], above: Colour | None) -> Colour | None:
    if "text" in declared.get("background-clip", "") + declared.get("-webkit-background-clip", ""):
        return None
    said = declared.get("-webkit-text-fill-color") or declared.get("color") or element.get("color") or ""
    return above if said in {"", "inherit", "currentcolor"} else colour(said)


def _ground(element: etree._Element, declared: Mapping[str, str], above: Colour | None) -> Colour | None:
    said = declared.get("background-color") or declared.get("background") or element.get("bgcolor") or ""
    if "background-image" in declared or "url(" in said or "gradient" in said or "var(" in said:
        return None
    if said in {"", "none", "inherit", "initial", "unset"}:
        return above
    words = [said] if "(" in said else said.split()[:8]
    found = next((known for word in words if (known := colour(word))), None)
    if found is None or found.opacity == 1:
        return found
    return above if found.opacity < _LEAST_OPACITY else None


def _pixels(words: str, above: float) -> float:
    if words in _SIZES:
        return _SIZES[words]
    match = _LENGTH.fullmatch(words)
    if match is None:
        return above
    value, unit = float(match.group(1)[:12]), match.group(2)
    if unit in {"em", "%"}:
        return above * value / (100 if unit == "%" else 1)
    return value * _PIXELS.get(unit, 16.0)


def _length(words: str, missing: float) -> float:
    match = _LENGTH.match(words)
    return float(match.group(1)[:12]) * _PIXELS.get(match.group(2), 16.0) if match else missing


def _fraction(words: str) -> float:
    match = _LENGTH.fullmatch(words)
    if match is None:
        return 1.0
    return min(1.0, max(0.0, float(match.group(1)[:12]) / (100 if match.group(2) == "%" else 1)))


class Sheet:
    """The rules of a page's `<style>` elements, by the last part of their selectors."""

    def __init__(self, root: etree._Element) -> None:
        self._rules: dict[str, list[tuple[int, tuple[_Compound, ...], _Declared]]] = {}
        self._variables: dict[str, str] = {}
        number = 0
        for style in root.iter("style"):
            for selectors, body in _rules(_COMMENT.sub(" ", style.text or "")):
                declared = declarations(body)
                self._learn(declared)
                for parts in _selectors(selectors) if declared else ():
                    number += 1
                    if number <= _RULES:
                        self._rules.setdefault(parts[-1].key, []).append((number, parts, declared))
        for element in root.iter("*"):
            if "--" in (element.get("style") or ""):
                self._learn(declarations(element.get("style") or ""))

    def _learn(self, declared: _Declared) -> None:
        """Note the variables of a rule; one that is given two values has none that is known here."""
        for name, value in declared.items():
            if name.startswith("--") and len(self._variables) < _VARIABLES:
                known = self._variables.setdefault(name, value)
                self._variables[name] = value if known == value else ""

    def declared(self, element: etree._Element, name: str) -> _Declared:
        """Return what holds for an element, the later rules and its own `style` over the earlier ones."""
        found: list[tuple[int, _Declared]] = []
        for key in _keys(element, name) if self._rules else ():
            for number, parts, declared in self._rules.get(key, ()):
                if parts[-1].fits(element) and (len(parts) == 1 or _is_inside(element, parts[:-1])):
                    found.append((number, declared))
        merged: _Declared = {}
        for _, declared in sorted(found, key=lambda rule: rule[0]):
            merged |= declared
        style = element.get("style")
        merged = merged | declarations(_COMMENT.sub(" ", style)) if style else merged
        return {name: self._value(value) if "var(" in value else value for name, value in merged.items()}

    def _value(self, value: str) -> str:
        """Return a value with its variables filled in, as far as they are known."""
        for _ in range(_NESTED):
            value = _VARIABLE.sub(
                lambda match: self._variables.get(match.group(1), match.group(2) or "").strip(), value
            )[:400]
        return value


def is_apart(declared: Mapping[str, str]) -> bool:
    """Say whether an element stands apart from its neighbours."""
    return declared.get("display") in _APART or declared.get("float") in {"left", "right"}


def is_parted(declared: Mapping[str, str]) -> bool:
    """Say whether the children of an element stand apart from each other."""
    return declared.get("display") in _PARTED


def declarations(body: str) -> _Declared:
    """Return the last value of each property, lower case.

    >>> declarations("Color: WHITE !important; font-size:1px")
    {'color': 'white', 'font-size': '1px'}
    """
    found: _Declared = {}
    for part in body.split(";")[:200]:
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.partition("!")[0].strip().lower()
    return found


def _keys(element: etree._Element, name: str) -> Iterator[str]:
    yield from ("", name)
    yield from (f".{cls}" for cls in dict.fromkeys((element.get("class") or "").split()[:_CLASSES]))
    if element.get("id"):
        yield f"#{element.get('id')}"


def _is_inside(element: etree._Element, above: tuple[_Compound, ...]) -> bool:
    """Say whether the parts of a selector are found, in order, among the ancestors of an element."""
    wanted = list(above)
    for ancestor in element.iterancestors():
        if wanted and wanted[-1].fits(ancestor):
            wanted.pop()
    return not wanted


def _selectors(selectors: str) -> Iterator[tuple[_Compound, ...]]:
    for selector in selectors.split(","):
        parts = [_compound(part) for part in selector.replace(">", " ").split()[:4]]
        if parts and all(part is not None for part in parts):
            yield tuple(part for part in parts if part is not None)


def _compound(words: str) -> _Compound | None:
    """Read what a selector asks of one element; None where it asks what is not known here."""
    tag = _TAG.match(words)
    at = tag.end() if tag else 0
    found = _Compound(tag=tag.group().lower().replace("*", "") if tag else "")
    while at < len(words):
        match = _PART.match(words, at)
        if match is None:
            return None
        at = match.end()
        if match["cls"]:
            found = found._replace(classes=found.classes | {match["cls"]})
        elif match["id"]:
            found = found._replace(id=match["id"])
        elif match["name"]:
            asked = (match["name"].lower(), match["how"] or "", match["value"] or "")
            found = found._replace(attributes=(*found.attributes, asked))
        else:
            without = _compound(match["no"])
            if without is None:
                return None
            found = found._replace(nots=(*found.nots, without))
    return found if words else None


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield (selectors, declarations) of the rules that hold on a screen."""
    level, start, head, heads = 0, 0, "", []
    for match in re.finditer(r"[{};]", css):
        mark = match.group()
        if mark == "{":
            heads.append(css[start : match.start()].strip())
            head, level, start = heads[-1], level + 1, match.end()
        elif mark == "}":
            if heads and not head.startswith("@") and all(map(_is_for_screens, heads[:-1])):
                yield head, css[start : match.start()]
            heads = heads[:-1]
            head, level, start = "@", max(0, level - 1), match.end()
        elif not heads or heads[-1].startswith("@"):
            start = match.end()


def _is_for_screens(head: str) -> bool:
    return head.lower().startswith("@media") and "print" not in head and "(" not in head
