"""XML as candidates hand it in: no DTD, no entities, no network, bounded depth."""

from collections.abc import Iterator

from lxml import etree

from earnest.intake.parsers.blocks import Refused, RefusedTooLarge


def parse_xml(content: bytes, depth: int, what: str) -> etree._Element:
    """Return the root of an XML document.

    Raises `Refused` for broken XML and a document type, `RefusedTooLarge` for elements deeper than `depth`.
    """
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        _feed(parser, content, depth)
        root: etree._Element = parser.close()
    except etree.XMLSyntaxError as error:
        if "depth" in str(error) or "huge" in str(error).lower():
            raise RefusedTooLarge(f"{what} is nested too deeply; export it again, simpler") from None
        raise Refused(f"is broken ({what} is not valid XML); export it again from your editor") from None
    dtd: object = root.getroottree().docinfo.internalDTD
    if dtd is not None:
        raise Refused(f"{what} declares XML entities, which no editor does; export it again from your editor")
    return root


def _feed(parser: etree.XMLPullParser, content: bytes, depth: int) -> None:
    level = 0
    for at in range(0, len(content), 1 << 16):
        parser.feed(content[at : at + (1 << 16)])
        for event, _ in parser.read_events():
            level += 1 if event == "start" else -1
            if level > depth:
                raise RefusedTooLarge("is nested too deeply; export it again, simpler")


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace, "" for what is no element."""
    tag: object = element.tag  # a function, where it is no element
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the child elements of a local name."""
    return (child for child in element if local(child) == name)


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """Return the first child element of a local name."""
    return None if element is None else next(children(element, name), None)


def attribute(element: etree._Element | None, name: str) -> str:
    """Return an attribute by its local name, "" where it is absent."""
    if element is None:
        return ""
    for key, value in element.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
