"""nianbao audit: a folder of reports in, what an oversight office needs out."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from validator.cli.asking import Share, Wishes, asking_options, share_options
from validator.cli.common import (
    common_options,
    complain,
    errors_as_sentences,
    extra_needed,
    words,
)

if TYPE_CHECKING:
    from validator.audit.plan import Plan
    from validator.audit.running import Ran
    from validator.model.catalogue import Catalogue


@click.command("audit")
@click.argument("folder", metavar="FOLDER")
@click.option(
    "-o", "--output", required=True, metavar="OUT", type=click.Path(path_type=Path),
    help="结果文件夹 · the folder of results",
)  # fmt: skip
@click.option(
    "--bodies", metavar="FILE", type=click.Path(path_type=Path),
    help="应报机关名单 name,parent,complete · CSV of the bodies that must report",
)  # fmt: skip
@click.option(
    "--store", metavar="URL", default="", envvar="NIANBAO_STORE",
    help="数据库，如 postgresql://…  [OUT 里的 SQLite] · database, not SQLite in OUT",
)  # fmt: skip
@click.option(
    "--cluster", metavar="URL", default="", envvar="NIANBAO_CLUSTER",
    help="Dask 集群的调度地址，如 tcp://… · scheduler of a Dask cluster",
)  # fmt: skip
@click.option("--again", is_flag=True, help="重读未能读取的文件 · read refused files once more")
@share_options(seconds=300)
@asking_options
@common_options
def command(
    folder: str,
    output: Path,
    bodies: Path | None,
    store: str,
    cluster: str,
    share: Share,
    again: bool,
    wishes: Wishes,
    lang: str,
    debug: bool,
) -> None:
    """审核文件夹里的全部报告：读取、逐份核对、跨年度和跨机关核对，写出总览、台账和整改通知。

    Audits all reports below a folder (or a URL of object storage): each by itself, over the
    years of a body, and over the bodies of a list. Stopped at any moment, the next run goes on
    where it was; what has not changed is not read again.
    """
    said = words(lang)
    with errors_as_sentences(said, debug=debug), extra_needed("cluster" if cluster else "audit"):
        from validator.audit.bodies import NO_ROSTER, roster
        from validator.audit.plan import Plan
        from validator.audit.running import run
        from validator.processes.pool import Bounds

        asked = wishes.asked()
        # A rule that is named and is none is told before any work.
        asked.chosen(asked.rules(), asked.settings.wanted)
        plan = Plan(
            folder,
            output,
            asked,
            said,
            roster(bodies) if bodies else NO_ROSTER,
            share.jobs,
            Bounds(share.seconds, share.megabytes),
            again,
            cluster,
        )
        from validator.cli.progress import Shown

        started = time.monotonic()
        with Shown(said) as shown:
            ran = run(plan, store, shown)
        _summary(ran, plan, said, time.monotonic() - started)
        sys.exit(_exit_code(ran))


def _summary(ran: "Ran", plan: "Plan", said: "Catalogue", seconds: float) -> None:
    from validator.audit.outputs.files import FILES, NOTICES

    audited = ran.audited
    if audited.left_aside:
        count, first = str(len(audited.left_aside)), audited.left_aside[0]
        complain(said, "left_aside", grade="note", count=count, first=first)
    if not ran.written:
        click.echo(said.say("audit.nothing_new", out=plan.besides))
        return
    years = "、".join(str(year) for year in sorted({year for _, year in audited.versions}))
    bodies = len({body for body, _ in audited.versions})
    refused = sum(1 for kept in audited.seen if kept.refusal)
    values = {"seen": len(audited.seen), "bodies": bodies, "years": years, "refused": refused}
    click.echo(said.say("audit.done", **values, read=audited.read, seconds=f"{seconds:.0f}"))
    files = "、".join((*FILES, f"{NOTICES}/"))
    click.echo(said.say("audit.where", out=plan.besides, files=files))


def _exit_code(ran: "Ran") -> int:
    """2 where a document could not be read, 1 where there are errors, else 0."""
    from validator.model.rule import Severity

    if any(kept.refusal for kept in ran.audited.seen):
        return 2
    return int(ran.worst >= Severity.ERROR)
