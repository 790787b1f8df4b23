"""Title, sections, statistics period."""

from itertools import product

import pytest

from tests.generator import text, web, word
from tests.helpers import findings_of, report_of
from validator.model.document import Document, Line, Source
from validator.model.place import Place
from validator.model.report import Report
from validator.rulebase.formats import load_formats
from validator.specimen import Edits, specimen


def recognised(*lines: str) -> Report:
    blocks = tuple(Line(text, Place(line=n)) for n, text in enumerate(lines, 1))
    return report_of(Document(Source("a", "", "text/plain", "text"), blocks))


TITLE = "清溪县水务局2023年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE],
        ["清溪县水务局", "2023年政府信息公开工作年度报告"],
        ["清溪县水务局2023年政府信息公开工作年", "度报告"],
        ["首页 政务公开 当前位置：首页>年报", "一、机构职能", "二、政策文件", TITLE],
        ["清溪县水务局 2023 年度政府信息公开工作年度报告"],
        ["清溪县水务局2023年政府信息公开年报"],
        ["清溪县水务局政府信息公开工作年度报告", "（2023年）"],
        ["2023年度清溪县水务局政府信息公开工作年度报告"],
        ["清溪县水务局关于2023年度政府信息公开工作的年度报告".replace("工作的", "工作")],
        ["清溪县水务局", "2023年度", "政府信息公开工作年度报告"],
    ],
)
def test_titles_in_the_ways_they_are_set(lines: list[str]) -> None:
    report = recognised(*lines, "本报告依据条例编制。", "一、总体情况", "公开信息20条。")
    assert (report.issuer, report.year) == ("清溪县水务局", 2023)
    assert report.introduction is not None
    assert report.introduction.text == "本报告依据条例编制。"


def test_a_report_without_title_has_the_year_of_its_period() -> None:
    period = "统计期限自2022年1月1日起至2022年12月31日止。"
    report = recognised(period, "一、总体情况", "二、主动公开政府信息情况", "无")
    assert (report.title, report.issuer, report.year) == (None, "", 2022)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("统计期限为2023年1月1日至2023年12月31日。", (2023, 2023)),
        ("统计期限自 2023 年 1 月 1 日起至 12 月 31 日止。", (2023, 2023)),
        ("数据统计期限：2022年1月1日—2023年12月31日", (2022, 2023)),
        ("统计期限自２０２３年１月１日起至２０２３年１２月３１日止", (2023, 2023)),
    ],
)
def test_periods(text: str, years: tuple[int, int]) -> None:
    report = recognised(TITLE, text, "一、总体情况", "公开信息20条。")
    assert report.period is not None
    assert (report.period.first, report.period.last) == years


@pytest.mark.parametrize(
    ("heading", "section"),
    [
        ("一、概述", "overview"),
        ("一、 总体情况", "overview"),
        ("二、行政机关主动公开政府信息情况", "disclosure"),
        ("三、行政机关收到和处理政府信息公开申请情况", "requests"),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "disputes"),
        ("四、政府信息公开行政复议行政诉讼情况", "disputes"),
        ("五、政府信息公开工作存在的主要问题及改进情况", "problems"),
        ("五、存在的主要问题和改进措施", "problems"),
        ("六、其他需要报告的情况", "other_matters"),
        ("其他需要报告的事项", "other_matters"),
    ],
)
def test_headings_and_their_variants(heading: str, section: str) -> None:
    report = recognised(TITLE, heading, "有关情况如下。")
    assert [s.id for s in report.sections] == [section]
    assert report.sections[0].text == "有关情况如下。"


def test_headings_over_two_lines_and_things_like_headings() -> None:
    report = recognised(
        TITLE,
        "一、总体情况",
        "（二）主动公开情况",
        "一、本年新收政府信息公开申请数量",
        "四、因政府信息公开工作被申请行政复议、提起",
        "行政诉讼情况",
    )
    assert [s.id for s in report.sections] == ["overview", "disputes"]


def test_a_heading_that_wraps_is_whole() -> None:
    report = recognised(
        TITLE, "一、总体情况", "正文。", "四、政府信息公开行政复议、行政诉讼情", "况", "正文。"
    )
    assert [s.heading for s in report.sections] == [
        "一、总体情况",
        "四、政府信息公开行政复议、行政诉讼情况",
    ]


def test_a_title_may_stand_in_the_data_about_the_page() -> None:
    printed = "清溪县水务局2023年政府信息公开工作年度报告"
    page = "<p>一、总体情况</p><p>略。</p><p>二、主动公开政府信息情况</p><p>略。</p>"
    titled = f"<html><head><title>{printed}</title></head><body>{page}</body></html>"
    table = (
        f"<html><body><table><tr><td>标题</td><td>{printed}</td></tr></table>{page}</body></html>"
    )
    for data in (titled, table):
        report = report_of(data.encode())
        assert (report.issuer, report.year) == ("清溪县水务局", 2023)


def test_the_year_is_that_on_which_period_and_text_agree() -> None:
    edits = Edits(
        year=2019, format="2019", title=["清溪县水务局2018年政府信息公开工作年度报告"],
        texts={"overview": "2019年，制度更加健全。2019年全年公开12条，2019年培训3次。"},
    )  # fmt: skip
    assert report_of(edits).year == 2019
    assert "TXT032" in {finding.rule for finding in findings_of(edits, ["TXT"]).findings}


def test_a_table_of_contents_is_not_the_sections() -> None:
    contents = ["一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况"]
    body = [part for heading in contents for part in (heading, "正文一", "正文二")]
    report = recognised(TITLE, *contents, *body)
    assert [s.text for s in report.sections] == ["正文一\n正文二"] * 3


@pytest.mark.parametrize(
    ("issuer", "kind"),
    [
        ("清溪县水务局", "department"),
        ("清溪县人民政府", "government"),
        ("云岭高新区管理委员会", "government"),
        ("白石镇人民政府", "township"),
        ("松原街道办事处", "township"),
    ],
)
def test_kinds_of_body(issuer: str, kind: str) -> None:
    assert recognised(f"{issuer}2023年政府信息公开工作年度报告").issuer_kind == kind


BELOW = ("（一）主动公开", "（二）依申请公开")


def contents(leader: str, pages: bool, below: bool, numbered: bool) -> list[Line]:
    """A table of contents with its heading."""
    lines = ["目  录"]
    for page, section in enumerate(load_formats()[-1].sections, 1):
        heading = f"{section.number}、{section.heading}" if numbered else section.heading
        entries = [heading, *(BELOW if below and page == 1 else ())]
        lines.extend(f"{entry}{leader}{page}" if pages else entry for entry in entries)
    return [Line(text, Place()) for text in lines]


@pytest.mark.parametrize("place", ["before", "after title", "between titles", "after introduction"])
@pytest.mark.parametrize("leader", ["……", " . . . ", " · · · ", "\t", ""])
@pytest.mark.parametrize("form", ["docx", "html", "text"])
def test_a_table_of_contents_heads_nothing(place: str, leader: str, form: str) -> None:
    report = specimen(load_formats(), Edits())
    blocks = report.blocks
    first = next(n for n, b in enumerate(blocks) if isinstance(b, Line) and b.text[:2] == "一、")
    at, before = {
        "before": (0, ()),
        "after title": (1, ()),
        "between titles": (0, blocks[:1]),
        "after introduction": (first, ()),
    }[place]
    for pages, below, numbered in product((True, False), repeat=3):
        entries = contents(leader, pages, below, numbered)
        document = report._replace(blocks=(*before, *blocks[:at], *entries, *blocks[at:]))
        written = {
            "docx": word.write(document),
            "html": web.write(document),
            "text": text.write(document).encode(),
        }
        found = findings_of(written[form])
        assert [f.message for f in found.findings] == []
