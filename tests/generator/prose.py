"""Running text of reports without fault: sentences that repeat the tables' figures, by chance."""

from collections.abc import Mapping
from random import Random

_NEW = (
    "全年新收政府信息公开申请{new}件",
    "{year}年，共收到政府信息公开申请{new}件",
    "本年度新收到依申请公开{new}件",
    "{year}年度受理公民、法人和其他组织政府信息公开申请{new}宗",
)
_FURTHER = (
    "上年结转{carried_in}件",
    "予以公开的{granted}件",
    "不予公开{denied}件",
    "予以公开及部分公开{disclosed}件",
    "全年办结{done}件",
    "结转下年度继续办理{carried_out}件",
)
_DISPUTES = (
    "全年因政府信息公开被申请行政复议{reconsideration}件、被提起行政诉讼{litigation}件。",
    "发生涉政府信息公开行政复议案件{reconsideration}件，行政诉讼案件{litigation}件。",
    "",
)
_ASIDE = (
    "较上年度的{other}件有所下降。",
    "办理人大建议{other}件，答复12345工单{other}件。",
    "{last_year}年以来，共举办培训{other}期，参训{other}人次。",
    "通过门户网站发布信息{other}条，政务新媒体推送{other}条。",
    "",
)
_ASSESSED = "公开工作纳入年度考核，开展社会评议，全年未发生责任追究情形。"


def texts(
    figures: Mapping[str, str], year: int, random: Random, *, government: bool
) -> dict[str, str]:
    """The texts of overview and other matters that agree with the figures printed."""

    def total(table: str, *rows: str) -> int:
        return sum(int(figures.get(f"{table}.{row}.total", 0)) for row in rows)

    denied = {c.split(".")[1] for c in figures if c.startswith("requests.denied_")}
    values = {
        "year": year,
        "last_year": year - 1,
        "new": total("requests", "new"),
        "carried_in": total("requests", "carried_in"),
        "granted": total("requests", "granted"),
        "disclosed": total("requests", "granted", "partial"),
        "denied": total("requests", *sorted(denied)),
        "done": total("requests", "done"),
        "carried_out": total("requests", "carried_out"),
        "reconsideration": total("disputes", "reconsideration"),
        "litigation": total("disputes", "litigation_direct", "litigation_after_reconsideration"),
        "other": random.randrange(2, 4000),
    }
    further = [part for part in _FURTHER if random.random() < 0.5]
    sentence = "，".join([random.choice(_NEW), *further]) + "，均在法定期限内答复。"
    overview = "\n".join(
        (
            "（一）主动公开情况。在门户网站公开信息214条，重点公开农村供水和河湖管理信息。",
            f"（二）依申请公开情况。{sentence}{random.choice(_DISPUTES)}{random.choice(_ASIDE)}",
            "（三）政府信息管理情况。完成历年文件清理，逐件标明公开属性。",
            "（四）政府信息公开平台建设情况。改版公开专栏，增设供水停水查询。",
            f"（五）监督保障情况。召开专题会2次。{_ASSESSED if government else '纳入年度考核。'}",
        )
    )
    unpaid = total("requests", "other_fee_unpaid")
    fees = f"本年度发出收费通知{unpaid + 1}件，收取信息处理费120元。"
    other = fees if unpaid else random.choice((fees, "本年度未收取信息处理费。"))
    return {"overview": overview.format(**values), "other_matters": other}
