"""nianbao decide: what an auditor makes of findings, kept for later runs."""

import getpass
from datetime import datetime
from pathlib import Path

import click

from validator.cli.common import common_options, errors_as_sentences, extra_needed, words
from validator.model.errors import UserError


@click.command("decide")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.argument("fingerprints", metavar="FINGERPRINT ...", nargs=-1, required=True)
@click.option("--confirm", "verdict", flag_value="confirmed", help="确认 · it is a fault")
@click.option("--dismiss", "verdict", flag_value="dismissed", help="不予认定 · it is none")
@click.option("--reason", required=True, metavar="TEXT", help="理由 · why")
@click.option("--by", "author", metavar="NAME", default="", help="认定人 · who decides")
@click.option(
    "--store", metavar="URL", default="", envvar="NIANBAO_STORE",
    help="数据库，如 postgresql://…  [OUT 里的 SQLite] · database, not SQLite in OUT",
)  # fmt: skip
@common_options
def command(
    out: Path,
    fingerprints: tuple[str, ...],
    verdict: str | None,
    reason: str,
    author: str,
    store: str,
    lang: str,
    debug: bool,
) -> None:
    """记录对问题的认定（确认或不予认定），以后各次审核都算数。

    Keeps what an auditor decides on findings of an audit, named by their fingerprints or the
    beginnings of these. Run the audit again to have it in the results.
    """
    said = words(lang)
    if verdict is None:
        raise click.UsageError("--confirm | --dismiss")
    with errors_as_sentences(said, debug=debug), extra_needed("audit"):
        from validator.audit.store.opening import beside, opened
        from validator.audit.store.store import Decision

        if not store and not (out / "nianbao.db").is_file():
            raise UserError("no_audit", name=str(out))
        with opened(store or beside(out)) as known:
            decided = []
            for beginning in fingerprints:
                found = known.of_fingerprint(beginning)
                if not found:
                    raise UserError("no_such_finding", name=str(out), fingerprint=beginning)
                decided.extend(found)
            at = datetime.now().astimezone().isoformat(timespec="seconds")
            who = author or getpass.getuser()
            for body, year, fingerprint in decided:
                known.decide(Decision(body, year, fingerprint, verdict, reason, who, at))
        word = said.say(f"audit.verdict_{verdict}")
        click.echo(said.say("audit.decided", count=len(decided), verdict=word))
