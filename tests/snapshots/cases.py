"""The cases: files in an empty folder, and what is typed there."""

from collections.abc import Mapping
from typing import NamedTuple

from validator.specimen import Edits


class Case(NamedTuple):
    """Files by their names, a report each by its edits or a text as it is; commands in turn."""

    files: Mapping[str, Edits | str]
    commands: tuple[str, ...]


SOUND = Edits()
# Six requests and one are not six.
FAULT = Edits(cells={"requests.granted.total": "6"})
LONE = Edits(
    cells={
        "disputes.reconsideration.upheld": "14",
        "disputes.reconsideration.corrected": "15",
        "disputes.reconsideration.other": "16",
        "disputes.reconsideration.pending": "17",
        "disputes.reconsideration.total": "67",
    }
)
PERSON = "一是申请人甲（身份证号11010519491231002X）的答复不够及时，下一步改进。"
OWN_RULE = """
- id: OWN001
  name: coercion-without-penalties
  kind: equation
  title: {zh: 行政强制不多于行政处罚, en: "No more coercion than penalties"}
  severty: warning
"""
SUPPRESSED = """
[[suppress]]
rule = "SUM001"
reason = "法院尚未送达"
until = "2999-12-31"
"""

CASES = {
    "nothing-found": Case(
        {"a.pdf": SOUND}, ("nianbao check a.pdf", "nianbao check a.pdf --lang en")
    ),
    "one-culprit": Case(
        {"a.pdf": FAULT}, ("nianbao check a.pdf", "nianbao check a.pdf --lang en --explain")
    ),
    "alternatives": Case(
        {"a.docx": LONE}, ("nianbao check a.docx --explain", "nianbao check a.docx --lang en")
    ),
    "no-sure-figure": Case(
        {"a.pdf": Edits(cells={"requests.granted.total": "若干"})},
        ("nianbao check a.pdf", "nianbao check a.pdf --lang en"),
    ),
    "structure": Case(
        {
            "a.pdf": Edits(
                headings={"problems": "五、存在主要困难及整改情况"},
                drop_sections=("other_matters",),
                drop_rows=("requests.rejected_publication",),
                drop_tables=("disputes",),
            )
        },
        ("nianbao check a.pdf", "nianbao check a.pdf --lang en"),
    ),
    "claims": Case(
        {
            "a.docx": Edits(
                texts={
                    "overview": "全年新收政府信息公开申请12件，其中予以公开7件，占75%。",
                    "other_matters": "依据国办函〔2021〕109号，，未收取信息处理费。",
                }
            )
        },
        ("nianbao check a.docx", "nianbao check a.docx --lang en"),
    ),
    "personal-data": Case({"a.txt": Edits(texts={"problems": PERSON})}, ("nianbao check a.txt",)),
    "two-years": Case(
        {
            "2022.pdf": Edits(
                year=2022,
                cells={
                    "requests.carried_out.natural_person": "3",
                    "requests.carried_out.total": "3",
                },
            ),
            "2023.pdf": SOUND,
        },
        ("nianbao check 2023.pdf --previous 2022.pdf",),
    ),
    "several": Case(
        {
            "in/a.txt": FAULT,
            "in/b.docx": SOUND,
            "in/c.txt": "一份通知。",
            "in/d.pdf": "",
            "in/e.ofd": "",
        },
        (
            "nianbao check in",
            "nianbao check in --statistics",
            "nianbao check in/a.txt in/c.txt --reports-only",
            "nianbao check in --format github",
            "nianbao check in --format markdown --lang en",
        ),
    ),
    "baseline": Case(
        {"a.txt": FAULT, "b.txt": LONE},
        (
            "nianbao check a.txt --write-baseline known.json",
            "nianbao check a.txt --baseline known.json",
            "nianbao check b.txt a.txt --baseline known.json",
        ),
    ),
    "suppressed": Case(
        {"a.txt": FAULT, "nianbao.toml": SUPPRESSED},
        ("nianbao check a.txt", "nianbao check a.txt --lang en --format markdown"),
    ),
    "mistakes": Case(
        {
            "a.txt": SOUND,
            "own.yaml": OWN_RULE,
            "wrong.toml": "fail-onn = 1\n",
        },
        (
            "nianbao check",
            "nianbao check none.pdf",
            "nianbao check a.txt --ignore SUM999",
            "nianbao check a.txt --config wrong.toml",
            "nianbao check a.txt --rules own.yaml",
            "nianbao check a.txt --format pdf",
            "nianbao check a.txt --bound leaves=3",
            "nianbao check a.txt --previous a.txt",
            "nianbao rules SUM999",
            "nianbao new --year 1999 --body 清溪县水务局 -o new.docx",
            "nianbao chek a.txt",
            "nianbao check --lnag en a.txt",
            "nianbao check a.txt --lang",
            "nianbao check a.txt --lang fr",
            "nianbao check a.txt --lang en --year 1900",
        ),
    ),
    "rules": Case(
        {},
        (
            "nianbao rules SUM001",
            "nianbao rules TXT016 --lang en",
            "nianbao rules SER001",
            "nianbao rules TXT",
        ),
    ),
}
