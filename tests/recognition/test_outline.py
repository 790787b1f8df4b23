"""Outlines as offices number them: each cause is one finding that names it, or none."""

from collections.abc import Callable, Iterable

import pytest

from tests.helpers import findings_of, report_of
from validator.model.document import Block, Document, Grid, Line
from validator.model.enumeration import numeral
from validator.model.place import Place
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen

SECTIONS = load_formats()[-1].sections
HEADINGS = {section.id: f"{section.number}、{section.heading}" for section in SECTIONS}
IDS = {heading: section for section, heading in HEADINGS.items()}
ORDER = tuple(HEADINGS)
ORDERED = tuple(HEADINGS.values())

Outline = Callable[[Edits], Document]


def rewritten(change: Callable[[str], Iterable[str]], edits: Edits | None = None) -> Document:
    """The specimen, each of its lines replaced."""
    document = specimen(load_formats(), edits or Edits())
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Line):
            blocks.extend(Line(text, Place()) for text in change(block.text) if text)
        else:
            blocks.append(block)
    return document._replace(blocks=tuple(blocks))


def aspects(write: Callable[[int, str, str], Iterable[str]]) -> Callable[[str], Iterable[str]]:
    """Replace the paragraphs of aspects: `write` takes number from 0, heading and text."""

    def change(text: str) -> Iterable[str]:
        if not text.startswith("（"):
            return [text]
        heading, _, rest = text[3:].partition("。")
        return write("一二三四五".index(text[1]), heading, rest)

    return change


def headings(write: Callable[[int, str], Iterable[str]]) -> Callable[[str], Iterable[str]]:
    """Replace the section headings: `write` takes number from 0 and the heading's words."""
    return lambda text: write(ORDER.index(IDS[text]), text[2:]) if text in IDS else [text]


def one_level() -> Callable[[str], Iterable[str]]:
    """Number aspects and sections one after the other."""
    count = 0

    def change(text: str) -> Iterable[str]:
        nonlocal count
        if text.startswith("（"):
            heading, _, rest = text[3:].partition("。")
        elif text in IDS:
            heading, rest = text[2:], ""
        else:
            return [text]
        count += 1
        return [f"{numeral(count)}、{heading}", rest]

    return change


def joined(mark: str) -> Document:
    """The specimen with headings in one paragraph with the text below them."""
    document = specimen(load_formats(), Edits())
    blocks: list[Block] = []
    for block in document.blocks:
        last = blocks[-1] if blocks else None
        if isinstance(block, Line) and isinstance(last, Line) and last.text in IDS:
            blocks[-1] = Line(last.text + mark + block.text, Place())
        else:
            blocks.append(block)
    return document._replace(blocks=tuple(blocks))


def without_overview_heading() -> Document:
    document = specimen(load_formats(), Edits())
    blocks = tuple(b for b in document.blocks if getattr(b, "text", "") != HEADINGS["overview"])
    count = one_level()
    lines: list[list[Block]] = [
        [Line(t, Place()) for t in count(b.text) if t] if isinstance(b, Line) else [b]
        for b in blocks
    ]
    return document._replace(blocks=tuple(part for parts in lines for part in parts))


def continued_below_table() -> Document:
    document = specimen(load_formats(), Edits())
    again = Line("三、收到和处理政府信息公开申请情况（续）", Place())
    largest = max(b.rows for b in document.blocks if isinstance(b, Grid))
    blocks: list[Block] = []
    for block in document.blocks:
        blocks.append(block)
        if isinstance(block, Grid) and block.rows == largest:
            blocks.append(again)
    return document._replace(blocks=tuple(blocks))


def shifted(first: int, by: int) -> Callable[[str], Iterable[str]]:
    return headings(lambda n, text: [f"{numeral(n + 1 + (by if n >= first else 0))}、{text}"])


def renamed(section: str, heading: str) -> Document:
    return specimen(load_formats(), Edits(headings={section: heading}))


ASPECTS_LIKE_SECTIONS = aspects(lambda n, heading, text: [f"{numeral(n + 1)}、{heading}", text])
# Six aspects, of which one has the words of a section.
SIX_ASPECTS = aspects(
    lambda n, heading, text: [
        *(["一、工作开展情况", "按年初计划推进。"] if n == 0 else []),
        f"{numeral(n + 2)}、{heading}",
        text,
    ]
)
VARIANTS = {
    "aspects numbered as the sections": (rewritten(ASPECTS_LIKE_SECTIONS), ""),
    "six aspects, 二、主动公开情况 among them": (rewritten(SIX_ASPECTS), ""),
    "aspects at the top level, numbered through": (rewritten(one_level()), "STR005"),
    "aspects at the top level, no overview": (without_overview_heading(), "STR003"),
    "aspects numbered 1、": (
        rewritten(aspects(lambda n, heading, text: [f"{n + 1}、{heading}", text])),
        "",
    ),
    "numbers shifted from one section on": (rewritten(shifted(2, 1)), "STR005"),
    "all numbers shifted": (rewritten(shifted(0, 1)), "STR005"),
    "one number twice": (
        rewritten(headings(lambda n, text: [f"{numeral(4 if n == 4 else n + 1)}、{text}"])),
        "STR005",
    ),
    "a section left out, the rest renumbered": (
        rewritten(shifted(4, -1), Edits(drop_sections=["disputes"])),
        "STR001",
    ),
    "a heading repeated as running title": (
        rewritten(
            lambda text: [text, HEADINGS["overview"]] if text.startswith("（三）") else [text]
        ),
        "",
    ),
    "a heading continued below a table": (continued_below_table(), ""),
    "a contents list": (
        rewritten(
            lambda text: [*HEADINGS.values(), text] if text in HEADINGS["overview"] else [text]
        ),
        "",
    ),
    "headings within their paragraph": (joined("。"), ""),
    "headings within their paragraph, a colon": (joined("："), ""),
    "headings within their paragraph, a blank": (joined("\u3000"), ""),
    "第一部分": (rewritten(headings(lambda n, t: [f"第{numeral(n + 1)}部分 {t}"])), "STR026"),
    "（一）": (rewritten(headings(lambda n, t: [f"（{numeral(n + 1)}）{t}"])), "STR026"),
    "1.": (rewritten(headings(lambda n, t: [f"{n + 1}.{t}"])), "STR026"),
    "no numbers": (rewritten(headings(lambda _, t: [t])), ""),
    "a number on a line of its own": (
        rewritten(headings(lambda n, t: [f"{numeral(n + 1)}、", t])),
        "",
    ),
    "one section in brackets": (renamed("problems", "（五）存在的主要问题及改进情况"), "STR026"),
    "one section in digits": (renamed("problems", "5.存在的主要问题及改进情况"), "STR026"),
    "no mark behind the number": (renamed("requests", "三 收到和处理政府信息公开申请情况"), ""),
    "或 for 、": (renamed("disputes", "四、政府信息公开行政复议或行政诉讼情况"), "STR004"),
    "及 for 、": (renamed("disputes", "四、政府信息公开行政复议及行政诉讼情况"), "STR004"),
    "a misprint in a heading": (renamed("requests", "三、收到和处理府信息公开申请情况"), "STR003"),
    "a misprint in an aspect's heading": (
        rewritten(lambda text: [text.replace("（四）政府信息", "（四）府信息")]),
        "STR027",
    ),
    "another word in an aspect's heading": (
        rewritten(lambda text: [text.replace("（四）政府信息公开平台", "（四）政务公开平台")]),
        "",
    ),
    "fewer parts than there are": (
        rewritten(lambda text: [text.replace("六个部分", "五个部分")]),
        "STR028",
    ),
    "a list without one of the parts": (
        rewritten(lambda text: [text.replace("行政复议和行政诉讼情况、", "")]),
        "STR028",
    ),
    "a list with the numbers of the parts": (
        specimen(
            load_formats(),
            Edits(
                introduction=f"本报告共分六个部分：{'；'.join(ORDERED)}。"
                "统计期限自2023年1月1日起至2023年12月31日止。"
            ),
        ),
        "",
    ),
    "a wrong character in an aspect's heading": (
        rewritten(lambda text: [text.replace("（五）监督保障", "（五）监督保章")]),
        "STR027",
    ),
    "more parts than sections, an annex among them": (
        rewritten(lambda text: [text.replace("事项六个部分", "事项、附件七个部分")]),
        "",
    ),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_one_cause_is_one_finding_or_none(name: str) -> None:
    document, rule = VARIANTS[name]
    found = [finding.rule for finding in findings_of(document).findings]
    assert found == ([rule] if rule else [])
    sections = [section.id for section in report_of(document).sections]
    assert sections == [s for s in ORDER if rule != "STR001" or s != "disputes"]


def test_a_running_title_is_no_text_of_its_section() -> None:
    document, _ = VARIANTS["a heading repeated as running title"]
    overview = report_of(document).section("overview")
    plain = report_of(Edits()).section("overview")
    assert overview is not None
    assert plain is not None
    assert overview.text == plain.text


def test_shifted_numbers_are_all_shown() -> None:
    document, _ = VARIANTS["numbers shifted from one section on"]
    (finding,) = findings_of(document).findings
    assert [location.text for location in finding.locations] == [
        f"{numeral(n + 2)}、{HEADINGS[section][2:]}" for n, section in enumerate(ORDER) if n >= 2
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "本年度报告的总体情况包括五部分。",
        "本报告第四部分列出复议和诉讼情况。",
        "报告期内公开内容包括主动公开、依申请公开和复议诉讼三类。",
        "全年分三个部分推进。",
    ],
)
def test_sentences_that_do_not_list_the_parts_of_the_report(sentence: str) -> None:
    introduction = f"{sentence}统计期限自2023年1月1日起至2023年12月31日止。"
    assert findings_of(Edits(introduction=introduction), ["STR028"]).findings == ()
