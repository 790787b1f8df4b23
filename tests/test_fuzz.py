"""`make fuzz` in short, and texts, pages and parts of Word files made up by hypothesis."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzzing.guided import FORMS, seeds, whole
from tests.fuzzing.mutants import BASES, OPTIONS, outcomes
from tests.generator.word import package
from tests.helpers import run_document

_WORDS = st.sampled_from((
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "规章",
    "清溪县水务局2023年政府信息公开工作年度报告", "总计", "一、本年新收政府信息公开申请数量", "0",
    "12", "1,024", "７", "无", "—", "\n", " ", "　", "|", "|---|---|", "（一）予以公开", "#", "。",
    "2023年1月1日起至2023年12月31日止", "共收到政府信息公开申请12件", "\u200b", "①",
    "-3", "0.5万元",
))  # fmt: skip
_TAGS = st.sampled_from((
    "<table>", "</table>", "<tr>", "<td>", "<td rowspan=3>", "<td colspan='x'>", "</td>", "<p>",
    "</p>", "<br>", "<div class=footer>", "</div>", "<h1>", "<script>", "</script>", "<!--", "-->",
    "<a href='#'>", "</a>", "&nbsp;", "&#0;", "<td hidden>", "</body>", "<sup>", "<th",
))  # fmt: skip
_PARTS = st.sampled_from((
    "<w:p>", "</w:p>", "<w:r>", "</w:r>", "<w:t>", "</w:t>", "<w:tbl>", "</w:tbl>", "<w:tr>",
    "</w:tr>", "<w:tc>", "</w:tc>", "<w:del>", "</w:del>", "<w:tcPr><w:vMerge/></w:tcPr>",
    '<w:tcPr><w:gridSpan w:val="99999999"/></w:tcPr>', "<w:br/>", "<w:txbxContent>",
    "</w:txbxContent>", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>',
))  # fmt: skip
_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def ends_well(data: bytes) -> None:
    one = run_document("made-up", data, options=OPTIONS)
    assert one.refusal is None or one.refusal.key != "internal"


@pytest.mark.parametrize("form", BASES)
def test_mutants_end_as_findings_or_as_a_sentence(form: str) -> None:
    seeds = ((form, seed) for seed in itertools.islice(itertools.count(), 60))
    assert {outcome for _, _, outcome in outcomes(seeds)} & {"internal", "hang"} == set()


@pytest.mark.parametrize("form", FORMS)
def test_kept_documents_end_as_findings_or_as_a_sentence(form: str) -> None:
    kept = list(seeds(form))
    assert kept
    for data in kept:
        ends_well(whole(form, data))


@given(st.lists(_WORDS | st.text(max_size=8), max_size=60))
@_SETTINGS
def test_made_up_texts(words: list[str]) -> None:
    ends_well(("清溪县水务局2023年政府信息公开工作年度报告\n" + "".join(words)).encode())


@given(st.lists(_WORDS | _TAGS | st.text(max_size=4), max_size=80))
@_SETTINGS
def test_made_up_pages(pieces: list[str]) -> None:
    ends_well(("<html><body>" + "".join(pieces)).encode())


@given(st.lists(_WORDS | _PARTS, max_size=60))
@_SETTINGS
def test_made_up_word_files(pieces: list[str]) -> None:
    body = "".join(pieces)
    ends_well(
        package(
            {"word/document.xml": f'<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>'}
        )
    )
