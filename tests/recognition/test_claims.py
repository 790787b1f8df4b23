"""What numbers in sentences count, by the features of the words around them."""

import pytest

from tests.helpers import report_of
from validator.rulebase.lexicon import load_lexicon
from validator.specimen import Edits

Read = list[tuple[str, str]]


def claims_of(text: str) -> Read:
    """The claims of a passage of the overview: meaning and value."""
    report = report_of(Edits(texts={"overview": text}))
    return [
        (claim.meanings[0] if claim.meanings else claim.id, f"{claim.value:g}")
        for claim in report.claims
        if claim.section == "overview"
    ]


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("受理7份信息依申请公开。", [("requests.new.total", "7")]),
        (
            "收到依申请公开事项9例，8例已按时答复，剩余1例结转下年办理。",
            [
                ("requests.new.total", "9"),
                ("requests.done.total", "8"),
                ("requests.carried_out.total", "1"),
            ],
        ),
        (
            "共接收政府信息公开申请14宗（含2022年结转2宗），办结13宗。",
            [
                ("requests.new.total + requests.carried_in.total", "14"),
                ("requests.carried_in.total", "2"),
                ("requests.done.total", "13"),
            ],
        ),
        (
            "新收政府信息公开申请5件，上年结转1件，合计6件。",
            [
                ("requests.new.total", "5"),
                ("requests.carried_in.total", "1"),
                ("requests.new.total + requests.carried_in.total", "6"),
            ],
        ),
        (
            "因政府信息公开引发行政复议6起，其中4起维持，1起被纠正，1起仍在审理中；行政诉讼0起。",
            [
                ("disputes.reconsideration.total", "6"),
                ("disputes.reconsideration.upheld", "4"),
                ("disputes.reconsideration.corrected", "1"),
                ("disputes.reconsideration.pending", "1"),
                ("disputes.litigation.total", "0"),
            ],
        ),
        (
            "制发行政规范性文件3件，废止1件，现行有效20件。",
            [
                ("disclosure.normative_documents.made", "3"),
                ("disclosure.normative_documents.repealed", "1"),
                ("disclosure.normative_documents.in_force", "20"),
            ],
        ),
        (
            "收到政府信息公开申请12件，2件为自然人提交，10件为法人提交。",
            [
                ("requests.new.total", "12"),
                ("requests.new.natural_person", "2"),
                (
                    "requests.new.enterprise + requests.new.research + requests.new.welfare"
                    " + requests.new.legal_service + requests.new.other",
                    "10",
                ),
            ],
        ),
        (
            "收到网上申请8件、快递2件，合计10件。",
            [("requests.new.total", "10")],
        ),
        (
            "未收到政府信息公开申请，也未发生因信息公开被提起行政复议、行政诉讼的情况。",
            [
                ("requests.new.total", "0"),
                ("disputes.reconsideration.total", "0"),
                ("disputes.litigation.total", "0"),
            ],
        ),
        (
            "收到政府信息公开申请4件，无上年结转和下年结转件。",
            [
                ("requests.new.total", "4"),
                ("requests.carried_in.total", "0"),
                ("requests.carried_out.total", "0"),
            ],
        ),
        (
            "未制发或废止规章、行政规范性文件。",
            [
                ("disclosure.regulations.made", "0"),
                ("disclosure.regulations.repealed", "0"),
                ("disclosure.normative_documents.made", "0"),
                ("disclosure.normative_documents.repealed", "0"),
            ],
        ),
        (
            "政府信息公开申请6件中，1件因补正后申请内容仍不明确而无法提供，5件予以公开。",
            [
                ("requests.new.total", "6"),
                ("requests.unavailable_unclear.total", "1"),
                ("requests.granted.total", "5"),
            ],
        ),
    ],
)
def test_numbers_have_the_features_of_their_clause_and_of_those_before(
    text: str, claims: Read
) -> None:
    assert claims_of(text) == claims


@pytest.mark.parametrize(
    "text",
    [
        "办理人大代表建议11件、政协提案8件，全部办结。",
        "受理行政许可申请52件，办结50件，结转下年2件。",
        "受理用户报装申请95件，办结率100%。",
        "通过网站主动公开信息214条，其中规范性文件3条。",
        "制发党内规范性文件2件，废止1件。",
        "下一步，计划废止规范性文件4件。",
        "有3件申请延长答复期限，平均用时9.6个工作日。",
        "清理失效栏目5个，废止栏目2个。",
        "政府信息公开申请较上年减少6件。",
        "作为复议机关受理行政复议申请33件，维持20件。",
        "政府信息公开申请网络申请9件、信函申请2件。",
    ],
)
def test_other_numbers_are_no_claims(text: str) -> None:
    assert claims_of(text) == []


def test_a_word_ends_where_its_text_ends() -> None:
    lexicon = load_lexicon()
    for text in ("本年度未收取信息处理费", "未发生行政复议", "新收政府信息公开申请"):
        for end in range(1, len(text) + 1):
            words = list(lexicon.find(text[:end]))
            assert max((stop for _, stop, _ in words), default=0) <= end
