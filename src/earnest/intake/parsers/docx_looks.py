"""How the runs of a Word document look: hidden, too small, or in the colour of what is behind them."""

from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from earnest.intake.parsers.colours import WHITE, Colour, colour, is_seen
from earnest.intake.parsers.xml import attribute, child, children, local

_OFF = frozenset({"0", "false", "off", "none"})
_LEAST_HALF_POINTS = 5
_LEAST_PERCENT = 10
_WHITE_THEMES = frozenset({"background1", "light1"})
_STEPS = 16

HIDDEN = "hidden text"
SMALL = "too small to read"
COLOUR = "written in the colour of its background"
BEYOND = "off the page"
_LEAST_TWIPS = 50
"""Twentieths of a point: a line that is exactly so low shows no letters."""
_PRESSED_TWIPS = -120
"""Letters moved together by six points stand on each other."""
_FAR_TWIPS = 15_000
"""26 cm: no paragraph that is seen begins so far in."""
_FAR_EMU = 20_000_000
_FAR_BACK_EMU = -3_000_000
"""English metric units, 360,000 a centimetre."""
_FAR_POINTS = 1500.0


class Look(NamedTuple):
    """What run properties say; None for what they leave open."""

    vanish: bool | None = None
    ink: Colour | None = None
    half_points: int | None = None
    percent: int | None = None
    ground: Colour | None = None
    between: int | None = None

    def over(self, below: "Look") -> "Look":
        """Return this look where it says something, and the one below where not."""
        open_still = {name: value for name, value in below._asdict().items() if getattr(self, name) is None}
        return self._replace(**open_still)

    def why_unseen(self, ground: Colour | None) -> str:
        """Say why a text of this look is not seen on a ground (None: not known), "" where it is."""
        if self.vanish:
            return HIDDEN
        small = (self.half_points or 99) < _LEAST_HALF_POINTS or (self.percent or 99) < _LEAST_PERCENT
        if small or (self.between or 0) <= _PRESSED_TWIPS:
            return SMALL
        behind = self.ground or ground
        if self.ink is not None and behind is not None and not is_seen(self.ink, behind):
            return COLOUR
        return ""


def look(properties: etree._Element | None) -> Look:
    """Read run properties (`w:rPr`)."""
    if properties is None or not len(properties):
        return Look()
    vanish = child(properties, "vanish")
    return Look(
        vanish=None if vanish is None else is_on(vanish),
        ink=_filled(child(properties, "textFill")) or _ink(child(properties, "color")),
        half_points=_number(child(properties, "sz")),
        percent=_number(child(properties, "w")),
        ground=shading(properties) or colour(attribute(child(properties, "highlight"), "val")),
        between=_signed(child(properties, "spacing"), "val"),
    )


def paragraph_away(properties: etree._Element | None) -> str:
    """Say why nobody sees a paragraph, by its frame, its lines and its indent; "" where one does."""
    spacing, frame, indent = (child(properties, name) for name in ("spacing", "framePr", "ind"))
    height = _signed(spacing, "line")
    if attribute(spacing, "lineRule") == "exact" and height is not None and height < _LEAST_TWIPS:
        return SMALL
    across = [_signed(frame, "x"), _signed(frame, "y"), _signed(indent, "left"), _signed(indent, "start")]
    return BEYOND if any(abs(place or 0) >= _FAR_TWIPS for place in across) else ""


def shape_away(shape: etree._Element) -> str:
    """Say why nobody sees what a shape holds, by where it is anchored; "" where one does."""
    if local(shape) == "anchor":
        offsets = [inner.text or "" for inner in shape.iter() if local(inner) == "posOffset"]
        places = [int(words) for words in offsets if _is_whole(words)]
        return BEYOND if any(not _FAR_BACK_EMU <= place <= _FAR_EMU for place in places) else ""
    style = (shape.get("style") or "") if isinstance(shape.tag, str) else ""
    sides = dict(part.split(":", 1) for part in style.split(";")[:50] if ":" in part)
    lengths = [sides.get(side, "").strip() for side in ("margin-left", "margin-top", "left", "top")]
    points = [float(words[:-2]) for words in lengths if words.endswith("pt") and _is_whole(words[:-2])]
    return BEYOND if any(abs(place) >= _FAR_POINTS for place in points) else ""


def _is_whole(words: str) -> bool:
    return words.isascii() and words.removeprefix("-").isdigit() and len(words) <= 12


def _signed(element: etree._Element | None, name: str) -> int | None:
    value = attribute(element, name)
    return int(value) if _is_whole(value) else None


def _filled(fill: etree._Element | None) -> Colour | None:
    """Return the colour that Word's text effects give to letters, None where they give none."""
    if child(fill, "noFill") is not None:
        return Colour(0.0, 0.0, 0.0, 0.0)
    solid = child(fill, "solidFill")
    plain, theme = child(solid, "srgbClr"), child(solid, "schemeClr")
    clear = _signed(child(plain if plain is not None else theme, "alpha"), "val") or 0
    found = colour(attribute(plain, "val"))
    if found is None and attribute(theme, "val") in {"bg1", "lt1"}:
        found = WHITE
    return found._replace(opacity=max(0.0, 1 - clear / 100_000)) if found is not None else None


def is_on(flag: etree._Element | None) -> bool:
    """Say whether a switch is on."""
    return flag is not None and attribute(flag, "val").lower() not in _OFF


def shading(properties: etree._Element | None) -> Colour | None:
    """Return the fill behind a run, paragraph or cell, None where there is none of its own."""
    return colour(attribute(child(properties, "shd"), "fill"))


def _ink(element: etree._Element | None) -> Colour | None:
    found = colour(attribute(element, "val"))
    if found is None and attribute(element, "themeColor") in _WHITE_THEMES:
        return WHITE
    return found


def _number(element: etree._Element | None) -> int | None:
    value = attribute(element, "val").rstrip("%")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else None


@dataclass
class Styles:
    """What styles say: list item, heading, how text looks, and which tables have grounds of their own."""

    items: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    shaded: set[str] = field(default_factory=set)
    looks: dict[str, Look] = field(default_factory=dict)
    grounds: dict[str, Colour] = field(default_factory=dict)

    @classmethod
    def of(cls, root: etree._Element | None) -> "Styles":
        """Read `word/styles.xml`; what a style leaves open is told by the one that it is based on."""
        found = cls()
        based_on: dict[str, str] = {}
        for style in children(root, "style") if root is not None else ():
            name = attribute(style, "styleId")
            based_on[name] = attribute(child(style, "basedOn"), "val")
            found._read(style, name)
        direct = replace(found, looks=dict(found.looks), grounds=dict(found.grounds))
        for name in based_on:
            chain = _chain(name, based_on)
            for group in (found.items, found.headings, found.shaded):
                if not group.isdisjoint(chain):
                    group.add(name)
            for above in chain[1:]:
                found.looks[name] = found.looks[name].over(direct.looks.get(above, Look()))
                if above in direct.grounds:
                    found.grounds.setdefault(name, direct.grounds[above])
        return found

    def _read(self, style: etree._Element, name: str) -> None:
        properties = child(style, "pPr")
        if child(properties, "numPr") is not None:
            self.items.add(name)
        title = attribute(child(style, "name"), "val").lower()
        if child(properties, "outlineLvl") is not None or title.startswith(("heading", "title")):
            self.headings.add(name)
        self.looks[name] = look(child(style, "rPr"))
        ground = shading(properties)
        if ground is not None:
            self.grounds[name] = ground
        if attribute(style, "type") == "table" and any(local(inner) == "shd" for inner in style.iter()):
            self.shaded.add(name)


def _chain(name: str, based_on: dict[str, str]) -> list[str]:
    """Return a style and those that it is based on, nearest first."""
    chain: list[str] = []
    while name in based_on and name not in chain and len(chain) < _STEPS:
        chain.append(name)
        name = based_on[name]
    return chain
