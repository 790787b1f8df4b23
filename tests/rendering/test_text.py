"""The text that people read, and the examples and documents that show it."""

import re

from tests.conftest import ROOT
from tests.generator.example import examples
from tests.helpers import findings_of, render, report_of, result_of
from validator.model.catalogue import Catalogue
from validator.model.document import Source
from validator.model.finding import Refusal, Run
from validator.specimen import Edits


def rendered(edits: Edits, catalogue: Catalogue) -> str:
    report = report_of(edits)
    source = Source("report.pdf", "", "application/pdf", "pdfium", 3)
    run = Run("report.pdf", source, report.issuer, report.year, report.format, findings_of(report))
    return str(render("text", result_of(run)))


def test_a_whole_result(catalogue: Catalogue) -> None:
    text = rendered(Edits(cells={"disputes.reconsideration.total": "0"}), catalogue)
    assert re.sub(r"\d{3,}", "N", text.split("核对")[0] + "核对") == (
        "report.pdf：清溪县水务局N年度报告，N年格式\n"
        "\n"
        "表四 “行政复议”一行 总计栏  错误 SUMN dispute-total\n"
        "  总计填 0，各项之和为 1，相差 1"
        "（结果维持 1 ＋ 结果纠正 0 ＋ 其他结果 0 ＋ 尚未审结 0 ＝ 1）\n"
        "  疑点  有 2 种改法能消除这 1 处不一致，仅凭数字不能断定，请对照原始台账；较可能的在前\n"
        "    1. 表四 “行政复议”一行 总计栏改为 1"
        "（现填 0，疑漏加表四 “行政复议”一行 结果维持栏的 1）\n"
        "    2. 表四 “行政复议”一行 结果维持栏改为 0（现填 1，相差 1）\n"
        "  依据  国办公开办函〔N〕30号 附件 四、政府信息公开行政复议、行政诉讼情况\n"
        "  改法  核对"
    )


def test_long_sums_show_what_is_not_zero(catalogue: Catalogue) -> None:
    text = rendered(Edits(cells={"requests.done.enterprise": "3"}), catalogue)
    assert "（（一）予以公开 1 ＋ （二）部分公开 1 ＝ 2）" in text


def test_many_open_checks_are_summed_up(catalogue: Catalogue) -> None:
    text = rendered(Edits(drop_columns=["requests.welfare"]), catalogue)
    assert "无法判断" in text
    assert re.search(r"另有 \d+ 项  SUM001", text)


def test_open_checks_qualify_the_verdict(catalogue: Catalogue) -> None:
    assert "\n没有发现问题\n" in rendered(Edits(), catalogue)
    unread = Edits(cells={"disputes.reconsideration.total": "1 0"})
    found = findings_of(unread, ["SUM"])
    text = str(render("text", result_of(Run("a.pdf", findings=found))))
    assert "\n没有发现问题，但有 1 项无法判断\n" in text


def test_refused_documents_stand_in_the_result(catalogue: Catalogue) -> None:
    text = str(render("text", result_of(Run("a.pdf", refusal=Refusal("pdf_scan")))))
    assert text.startswith("a.pdf\n  未能检查  PDF 没有文字层")


def test_the_examples_are_what_the_generator_draws() -> None:
    for name, content in examples().items():
        kept = (ROOT / "examples" / name).read_bytes()
        assert findings_of(kept) == findings_of(content), name
        assert report_of(kept).facts == report_of(content).facts, name
