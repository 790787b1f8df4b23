"""Documents as web pages, in the ways in which sites and office programs write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tests.generator.text import html_table
from validator.model.document import Cell, Document, Grid, Line
from validator.model.place import Place


@dataclass(frozen=True)
class WebStyle:
    """How a document is written."""

    # The encoding of the bytes.
    encoding: str = "utf-8"
    # The encoding that the page declares, empty for none.
    declared: str = "utf-8"
    # `plain`; `nested` layout tables around the text and each table; `one` table that holds all;
    # `columns` with a side bar beside the text; `site` with all that sites put around it.
    layout: str = "plain"
    # How the text of a cell is wrapped.
    cells: str = "{text}"
    # Paragraphs are lines of one block.
    breaks: bool = False
    # Optional end tags are left out.
    unclosed: bool = False
    # There are hidden copies with other figures.
    hidden: bool = False
    # Row labels span no columns.
    ragged: bool = False
    # The page is as Word saves it.
    office: bool = False


def write(document: Document, style: WebStyle | None = None) -> bytes:
    """The page of a document."""
    style = style or WebStyle()
    if style.layout == "one":
        table = html_table(joined(document.blocks))
        return f"<html><meta charset=utf-8><body>{table}</body></html>".encode()
    parts: list[str] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            table = _table(block, style)
            parts.append(
                f"<table><tr><td><table><tr><td>{table}</td></tr></table></td><td></td></tr></table>"
                if style.layout == "nested"
                else table
            )
        else:
            parts.append(_line(block, style, title=number == 0))
    text = "\n".join(parts)
    meta = f'<meta charset="{style.declared}">' if style.declared else ""
    page = _LAYOUTS[style.layout].replace("TEXT", text)
    html = f"<!DOCTYPE html><html><head>{meta}<title>年报</title></head><body>{page}</body></html>"
    return html.encode(style.encoding)


def joined(blocks: Sequence[Line | Grid]) -> Grid:
    """All blocks in one grid: texts as wide as it, the last cells of tables drawn out to it."""
    width = max(block.columns for block in blocks if isinstance(block, Grid))
    cells: list[Cell] = []
    rows = 0
    for block in blocks:
        if isinstance(block, Line):
            cells.append(Cell(rows, 0, 1, width, block.text, Place()))
            rows += 1
            continue
        for cell in block.cells:
            last = cell.column + cell.column_span == block.columns
            span = width - cell.column if last else cell.column_span
            cells.append(cell._replace(row=rows + cell.row, column_span=span))
        rows += block.rows
    return Grid(rows, width, tuple(cells), Place())


def _line(line: Line, style: WebStyle, *, title: bool) -> str:
    text = escape(line.text)
    if title:
        return f"<h1>{text}</h1>"
    if style.office:
        return f"<p class=MsoNormal><span lang=ZH-CN>{text}<o:p></o:p></span></p>"
    if style.breaks:
        return f"　　{text}<br>"
    if style.unclosed:
        return f"<p>&nbsp;&nbsp;{text}"
    return f"<p style='text-indent:2em'>&emsp;&emsp;{text}</p>"


def _table(grid: Grid, style: WebStyle) -> str:
    rows = []
    for row in range(grid.rows):
        cells = []
        for cell in sorted((c for c in grid.cells if c.row == row), key=lambda c: c.column):
            spans = f" rowspan={cell.row_span}" if cell.row_span > 1 else ""
            if cell.column_span > 1 and not (style.ragged and cell.column < 3 and cell.row > 1):
                spans += f' colspan="{cell.column_span}"'
            text = style.cells.format(text=escape(cell.text))
            if style.hidden and cell.text.isdigit():
                text += '<span style="display:none">7</span><sup>1</sup>'
            cells.append(f"<td{spans}>{text}{'' if style.unclosed else '</td>'}")
        rows.append("<tr>" + "".join(cells) + ("" if style.unclosed else "</tr>"))
    table = f"<table border=1>{''.join(rows)}</table>"
    if style.hidden:
        other = table.replace(">0<", ">9<")
        table = f"<div style='display: none'>{other}</div>{table}<script>'<table>'</script>"
    return table


_SITE = """
<!-- 公共头部 --><div class="top-nav"><ul><li><a href="/">首页</a></li><li>政务公开</li>
<li>一、机构职能</li><li>二、政策文件</li></ul></div>
<div class="position">当前位置：<a href="/">首页</a> &gt; 年度报告</div>
<div class="main"><div class="side_bar"><h3>六、其他</h3><p>一、本栏目说明。</p>
<ul><li><a href="1.html">桃源县林业局2019年政府信息公开工作年度报告</a></li>
<li><a href="2.html">桃源县林业局2018年政府信息公开工作年度报告</a></li></ul></div>
<div class="article"><p>来源：本站　发布时间：2025-01-20　浏览次数：<span>318</span>次</p>
TEXT
<p>附件：<a href="a.pdf">年度报告.pdf</a></p></div>
<p>上一篇：<a href="3.html">桃源县林业局领导分工</a></p><p>扫一扫在手机打开当前页</p></div>
<div class="footer"><p>版权所有：桃源县林业局　网站标识码：0000000000</p><p>电话：0000-1234567</p>
<table><tr><td>地址</td><td>一、中心路 1 号</td></tr><tr><td>邮编</td><td>000000</td></tr></table>
<script>document.write("三、收到和处理政府信息公开申请情况")</script></div>
"""
_LAYOUTS = {
    "plain": "<div class='TRS_Editor'>TEXT</div>",
    "nested": "<table><tr><td><table width=100%><tr><td>TEXT</td></tr></table></td></tr></table>",
    "columns": "<table><tr><td width=200><ul><li><a href='#'>一、总体情况</a></li><li>"
    "<a href='#'>通知公告</a></li></ul></td><td>TEXT</td></tr></table>",
    "site": _SITE,
}
