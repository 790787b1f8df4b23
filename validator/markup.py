"""XML and HTML trees: parsed safely, walked, searched, written. The only module that knows lxml.

No entity is expanded, no declaration of a document type is loaded, and nothing is fetched.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

# Characters that XML 1.0 does not allow.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class MarkupError(ValueError):
    """A text is not well-formed, or its elements are nested too deeply."""


def parse_xml(data: bytes, *, lenient: bool = False, huge: bool = False) -> Element:
    """The root element of an XML document, without comments.

    If `lenient`, what is not well-formed is repaired where it can be; if `huge`, texts may be
    longer than 10 MB, as pictures in base64 are. Raise MarkupError.
    """
    with malformed():
        try:
            return etree.fromstring(data, _xml_parser(recover=False, huge=huge))
        except etree.XMLSyntaxError:
            parser = _xml_parser(recover=True, huge=huge)
            root = etree.fromstring(data, parser) if lenient else None
            if root is None:
                raise
            return root


def _xml_parser(*, recover: bool, huge: bool) -> "etree.XMLParser":
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, recover=recover, huge_tree=huge,
    )  # fmt: skip


# Elements without content, which libxml2 takes for the parent of all that follows.
_EMBEDDED = re.compile(r"<embed(?=[\s/>])", re.IGNORECASE)


def parse_html(text: str) -> Element | None:
    """The body of a web page as browsers repair it, or None if it is empty.

    Raise MarkupError if elements are nested deeper than 2048, where libxml2 stops reading.
    """
    # Pass bytes with an explicit encoding, so that no declaration in the text overrides it.
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    text = _EMBEDDED.sub("<img", text.replace("\0", ""))
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise MarkupError("elements nested too deeply")
    if root is None:
        return None
    body = root.find("body")
    return root if body is None else body


def html_title(text: str) -> str:
    """The title of a web page, empty if it has none."""
    begin = re.search(r"(?i)<title\b[^<>]{0,1000}>", text)
    end = re.compile(r"(?i)</title").search(text, begin.end()) if begin else None
    return " ".join(unescape(text[begin.end() : end.start()]).split()) if begin and end else ""


@contextmanager
def malformed() -> Iterator[None]:
    """Raise MarkupError where the parser, or a library that uses it, finds malformed XML."""
    try:
        yield
    except (etree.XMLSyntaxError, ValueError) as error:
        raise MarkupError(str(error)) from None


class Walk:
    """Walks a tree in document order: the start and the end of each element.

    `skip` leaves out the content and the end of the element that has just begun.
    """

    def __init__(self, root: Element) -> None:
        """Begin at an element."""
        self._events = etree.iterwalk(root, events=("start", "end"))

    def __iter__(self) -> Iterator[tuple[bool, Element]]:
        """Whether an element begins, and the element."""
        return ((event == "start", element) for event, element in self._events)

    def skip(self) -> None:
        """Leave out the content of the element that has just begun."""
        self._events.skip_subtree()


def is_element(thing: object) -> bool:
    """Whether a thing is an element of a tree."""
    return isinstance(thing, etree._Element)


def local_name(element: Element) -> str:
    """An element's name without its namespace."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def attribute(element: Element | None, name: str) -> str | None:
    """The value of an attribute by its local name, or None."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        text = str(key)
        if text[text.rfind("}") + 1 :] == name:
            return str(value)
    return None


def child(element: Element | None, *names: str) -> Element | None:
    """The descendant reached through the first child of each local name in turn, or None."""
    for name in names:
        if element is None:
            return None
        element = next((candidate for candidate in element if local_name(candidate) == name), None)
    return element


def new(name: str, namespace: str | None = None, prefix: str | None = None) -> Element:
    """A root element; its namespace, if any, has the prefix, or is the default one."""
    if namespace is None:
        return etree.Element(name)
    return etree.Element(f"{{{namespace}}}{name}", nsmap={prefix: namespace})


def add(
    parent: Element, name: str, attributes: Mapping[str, str] | None = None, text: str = ""
) -> Element:
    """Append an element in the namespace of its parent.

    Characters that XML does not allow are replaced by U+FFFD.
    """
    namespace = etree.QName(parent).namespace
    element = etree.SubElement(parent, f"{{{namespace}}}{name}" if namespace else name)
    for key, value in (attributes or {}).items():
        element.set(key, _allowed(value))
    if text:
        element.text = _allowed(text)
    return element


def qualified(
    name: str, namespace: str, attributes: Mapping[str, str] | None = None, text: str = ""
) -> Element:
    """An element to be put into a tree; its attributes are in its own namespace.

    Characters that XML does not allow are replaced by U+FFFD.
    """
    element = etree.Element(f"{{{namespace}}}{name}")
    for key, value in (attributes or {}).items():
        element.set(f"{{{namespace}}}{key}", _allowed(value))
    if text:
        element.text = _allowed(text)
    return element


def insert(element: Element, parent: Element, position: int) -> None:
    """Insert an element among the children of another, before the text at the beginning."""
    if position == 0:
        element.tail, parent.text = parent.text, None
    parent.insert(position, element)


def indent(root: Element, levels: int) -> None:
    """Put the elements of the first levels on lines of their own, indented by two blanks each."""
    _indent(root, 1, levels)
    root.tail = "\n"


def _indent(parent: Element, level: int, levels: int) -> None:
    if level > levels or not len(parent):
        return
    parent.text = "\n" + "  " * level
    for element in parent:
        element.tail = "\n" + "  " * level
        _indent(element, level + 1, levels)
    parent[-1].tail = "\n" + "  " * (level - 1)


def serialise(root: Element, *, standalone: bool = False) -> str:
    """The XML document of a tree, which declares the encoding UTF-8."""
    alone = ' standalone="yes"' if standalone else ""
    text: str = etree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"{alone}?>\n{text}'


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
