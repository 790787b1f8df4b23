"""The runs of a Word paragraph that hold certain words, cut to them."""

from copy import deepcopy

from docx.oxml.ns import qn

from validator.markup import Element

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def runs_of(paragraph: Element, words: str) -> tuple[Element, Element] | None:
    """The first and last of the runs that hold words and nothing else, or None.

    A run that holds more is cut in two that look the same. Only runs that stand directly in the
    paragraph and hold text alone are cut; blanks do not count.
    """
    runs = [run for run in paragraph.findall(qn("w:r")) if _is_plain(run)]
    # Each character that is no blank, with its run and offset.
    chars = [
        (char, run, at) for run in runs for at, char in enumerate(_text(run)) if not char.isspace()
    ]
    unspaced = "".join(words.split())
    position = "".join(char for char, _, _ in chars).find(unspaced) if unspaced else -1
    if position < 0:
        return None
    _, first, start = chars[position]
    _, last, end = chars[position + len(unspaced) - 1]
    siblings = list(paragraph)
    if any(not _is_plain(e) for e in siblings[siblings.index(first) : siblings.index(last) + 1]):
        return None
    if end + 1 < len(_text(last)):
        _cut(last, end + 1)
    if start:
        rest = _cut(first, start)
        last = rest if last is first else last
        first = rest
    return first, last


def _is_plain(element: Element) -> bool:
    """Whether a child of a paragraph is a run of text alone."""
    if element.tag != qn("w:r"):
        return False
    content = [child for child in element if child.tag != qn("w:rPr")]
    return bool(content) and all(child.tag == qn("w:t") for child in content)


def _text(run: Element) -> str:
    return "".join(child.text or "" for child in run.findall(qn("w:t")))


def _cut(run: Element, at: int) -> Element:
    """Cut a run at an offset into its text; the new run behind it has the rest."""
    text = _text(run)
    rest = deepcopy(run)
    run.addnext(rest)
    for piece, kept in ((run, text[:at]), (rest, text[at:])):
        first, *others = piece.findall(qn("w:t"))
        first.text = kept
        first.set(_SPACE, "preserve")
        for other in others:
            piece.remove(other)
    return rest
