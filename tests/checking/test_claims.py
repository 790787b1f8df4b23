"""Numbers in sentences: what is tied to which figure, and what must not become an error."""

from decimal import Decimal

import pytest

from tests.helpers import findings_of, report_of, worded
from validator.model.finding import Findings
from validator.model.rule import Severity
from validator.specimen import Edits

CLAIMS = ["CLM"]


def claims(text: str, **edits: object) -> list[tuple[str, Decimal, str]]:
    report = report_of(Edits.of({"texts": {"overview": text}, **edits}))
    found = [claim for claim in report.claims if claim.section == "overview"]
    return [(claim.id, claim.value, claim.scope) for claim in found]


def checked(text: str, **edits: object) -> Findings:
    return findings_of(Edits.of({"texts": {"overview": text}, **edits}), CLAIMS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年新收政府信息公开申请三十二件。", [("new", 32)]),
        ("共收到政府信息公开申请1,234宗。", [("received", 1234)]),
        ("未收到政府信息公开申请。", [("new", 0)]),
        ("本年度没有收到依申请公开事项。", [("new", 0)]),
        ("收到申请44件（含上年度结转18件）。", [("received", 44), ("carried_in", 18)]),
        ("共办理44件，其中上年度转结3件。", [("handled", 44), ("carried_in", 3)]),
        ("不予公开4件，无法提供两件。", [("denied", 4), ("unavailable", 2)]),
        ("予以公开及部分公开21件。", [("granted_or_partial", 21)]),
        ("本机关收到5件政府信息公开申请。", [("received", 5)]),
        (
            "因政府信息公开引发行政复议2件、行政诉讼1件。",
            [("reconsideration", 2), ("litigation", 1)],
        ),
        ("制发行政规范性文件3件，废止2件。", [("documents_made", 3), ("documents_repealed", 2)]),
    ],
)
def test_sentences_are_tied_to_figures(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(name, int(value)) for name, value, _ in claims(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "发布信息300条，举办培训4期，参训25人次。",
        "办理人大建议5件、政协提案6件，处理12345工单300件。",
        "收到行政许可申请30件，受理信访事项20件。",
        "本局全年办理行政复议案件120件。",
        "公示行政许可455条、行政处罚33条。",
        "申请量较上年增加3件，同比下降12%。",
        "较上年度的443件有所下降。",
        "其中网络申请12件。",
        "全年办结群众诉求123件，办结率98%。",
        "收到信息公开咨询45件，已答复45件。",
    ],
)
def test_other_things_that_are_counted_are_no_claims(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "区政府办代表区政府受理政府信息公开申请7件。",
        "区本级受理政府信息公开申请7件。",
        "通过网络渠道收到政府信息公开申请7件。",
    ],
)
def test_a_smaller_scope_makes_a_finding_a_notice_that_says_why(text: str) -> None:
    (finding,) = checked(text).findings
    assert finding.severity is Severity.NOTICE
    assert "可能小于" in worded(finding.message)
    assert "7件" in worded(finding.message)
    assert "10" in worded(finding.message)
    assert [spot.cell for spot in finding.locations] == ["", "requests.new.total"]


def test_a_part_beyond_the_whole_stays_a_warning() -> None:
    (finding,) = checked("区本级受理政府信息公开申请70件。").findings
    assert finding.severity is Severity.WARNING


@pytest.mark.parametrize(
    "text",
    [
        "受理了约50余件政府信息公开申请。",
        "2024年计划受理政府信息公开申请100件。",
        "2021年收到政府信息公开申请30件，2023年收到政府信息公开申请10件。",
        "共受理政府信息公开申请11件。",
    ],
)
def test_rounded_planned_earlier_and_inclusive_numbers_are_no_finding(text: str) -> None:
    assert checked(text).findings == ()


def test_a_claim_shows_sentence_both_values_and_both_places() -> None:
    (finding,) = checked("全年新收政府信息公开申请12件，均依法答复。").findings
    assert finding.severity is Severity.WARNING
    assert "全年新收政府信息公开申请12件" in worded(finding.message)
    assert (finding.actual, finding.expected) == (Decimal(12), Decimal(10))
    assert [spot.cell or spot.section for spot in finding.locations] == [
        "overview",
        "requests.new.total",
    ]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("全年公开信息1499条，其中文件1303条、信函172条、通告24条。", []),
        ("全年公开信息4042条，其中文件1495条，通告2918条。", ["CLM026"]),
        ("全年公开信息100条，其中公众号80条、网站60条。", []),
        ("收到来信25封，其中网络15封。", []),
        ("收到咨询20件，其中网络12件、信函4件、当面2件。", ["CLM027"]),
        ("收到咨询20件，其中网络12件、信函4件，另有电话8件。", []),
        ("收到来信11件（含上年结转1件），其中自然人8件、法人2件。", []),
        ("收到咨询30件，其中网络10件，占33.3%。", []),
        ("收到咨询30件，其中网络10件，占43.3%。", ["CLM028"]),
        ("自然人申请8件，占80%；法人申请2件，占20%。", []),
        ("收到咨询30件，其中网络15件，占50%，信函6件，占25%。", ["CLM028"]),
    ],
)
def test_arithmetic_inside_a_sentence(text: str, rules: list[str]) -> None:
    assert [finding.rule for finding in checked(text).findings] == rules


@pytest.mark.parametrize(
    ("text", "issuer", "rules"),
    [
        ("截至2023年底，累计收到依申请公开126件。", "", []),
        ("累计收到依申请公开126件。", "", ["CLM001"]),
        ("全年累计收到依申请公开126件。", "", ["CLM001"]),
        ("近三年共收到政府信息公开申请45件。", "", []),
        ("2021年至2023年共收到政府信息公开申请45件。", "", []),
        ("第一季度收到申请2件，第二季度收到申请3件。", "", []),
        ("上半年收到政府信息公开申请4件。", "", []),
        ("1至6月收到政府信息公开申请4件。", "", []),
        ("1至12月收到政府信息公开申请4件。", "", ["CLM001"]),
        ("自2023年1月1日至12月31日，收到政府信息公开申请4件。", "", ["CLM001"]),
        ("局属单位收到申请3件，由其自行答复。", "", []),
        ("各镇街共收到政府信息公开申请56件。", "", []),
        ("全县行政机关收到政府信息公开申请230件。", "", []),
        ("全县行政机关收到政府信息公开申请230件。", "清溪县人民政府", ["CLM001"]),
        ("全县行政机关收到政府信息公开申请230件。", "云岭市人民政府", []),
        ("我县发生行政诉讼案件5件，其中政府信息公开类0件。", "", []),
    ],
)
def test_figures_of_other_times_and_bodies_are_no_fault(
    text: str, issuer: str, rules: list[str]
) -> None:
    found = checked(text, issuer=issuer)
    assert [finding.rule for finding in found.findings] == rules


def test_a_blank_total_among_the_figures_of_a_sum_is_not_zero() -> None:
    cells = {
        "requests.unavailable_not_held.total": "",
        "requests.unavailable_unclear.natural_person": "1",
        "requests.unavailable_unclear.total": "1",
    }
    overview = "（二）依申请公开情况。收到政府信息公开申请10件，无法提供3件。"
    result = findings_of(Edits(cells=cells, texts={"overview": overview}), ["CLM009"])
    assert [finding.rule for finding in result.findings] == []
    assert [check.rule for check in result.undetermined] == ["CLM009"]
