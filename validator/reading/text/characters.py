"""Look-alike characters that PDF fonts use in place of ordinary ideographs.

Fonts often map the glyph of 青 to the radical ⻘ and the like, so that text looks right but
compares unequal. Radicals and compatibility ideographs are replaced by the ideographs they show
(Unicode: EquivalentUnifiedIdeograph, and the NFKC forms of both blocks).
"""

import unicodedata

_SUPPLEMENT = {
    "⺁": "厂", "⺄": "乙", "⺅": "亻", "⺆": "冂", "⺇": "几", "⺈": "刀", "⺉": "刂", "⺊": "卜",
    "⺌": "小", "⺍": "小", "⺎": "尢", "⺐": "尢", "⺒": "巳", "⺓": "幺", "⺕": "彐", "⺖": "忄",
    "⺗": "心", "⺘": "扌", "⺙": "攵", "⺛": "旡", "⺜": "日", "⺝": "月", "⺞": "歹", "⺟": "母",
    "⺠": "民", "⺡": "氵", "⺢": "水", "⺣": "灬", "⺤": "爪", "⺥": "爪", "⺦": "丬", "⺧": "牛",
    "⺨": "犭", "⺩": "王", "⺪": "疋", "⺫": "目", "⺬": "示", "⺭": "礻", "⺮": "竹", "⺯": "糹",
    "⺰": "纟", "⺲": "网", "⺵": "网", "⺶": "羊", "⺷": "羊", "⺹": "老", "⺺": "肀", "⺼": "月",
    "⺽": "臼", "⺾": "艹", "⺿": "艹", "⻀": "艹", "⻁": "虎", "⻂": "衤", "⻃": "西", "⻄": "西",
    "⻅": "见", "⻆": "角", "⻇": "角", "⻈": "讠", "⻉": "贝", "⻊": "足", "⻋": "车", "⻌": "辶",
    "⻍": "辶", "⻎": "辶", "⻏": "邑", "⻐": "钅", "⻑": "長", "⻒": "镸", "⻓": "长", "⻔": "门",
    "⻖": "阝", "⻗": "雨", "⻘": "青", "⻙": "韦", "⻚": "页", "⻛": "风", "⻜": "飞", "⻝": "食",
    "⻞": "食", "⻠": "饣", "⻢": "马", "⻣": "骨", "⻤": "鬼", "⻥": "鱼", "⻦": "鸟", "⻧": "卤",
    "⻨": "麦", "⻩": "黄", "⻪": "黾", "⻫": "斉", "⻬": "齐", "⻭": "歯", "⻮": "齿", "⻯": "竜",
    "⻰": "龙", "⻲": "亀", "⻳": "龟",
}  # fmt: skip

# Zero-width characters: between the digits of a number they would split it in two.
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a\u202c"

CHARACTER_MAP: dict[int, str] = {
    **{ord(char): "" for char in _INVISIBLE},
    **{ord(radical): ideograph for radical, ideograph in _SUPPLEMENT.items()},
    **{
        code: unicodedata.normalize("NFKC", chr(code))
        for start, end in ((0x2F00, 0x2FD6), (0xF900, 0xFAE0))
        for code in range(start, end)
    },
}

# The code points of the ideographs that radicals are replaced by.
RADICAL_IDEOGRAPHS = frozenset(
    ord(ideograph)
    for code, ideograph in CHARACTER_MAP.items()
    if code < 0x3000 and len(ideograph) == 1 and ideograph >= "\u3400"
)


def unify_characters(text: str) -> str:
    """Replace radicals and compatibility ideographs, and remove invisible characters."""
    return text.translate(CHARACTER_MAP)


def is_unmapped(text: str) -> bool:
    """Whether a character is of a private use area: which one it shows is known to its font."""
    return any(unicodedata.category(char) == "Co" for char in text)
