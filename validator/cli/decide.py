"""nianbao decide: record an auditor's decisions on findings for later audits."""

import getpass
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from validator.cli.common import (
    catalogue_for,
    common_options,
    errors_as_sentences,
    note_renewed,
    require_extra,
    show,
)
from validator.model.errors import UserError


@click.command("decide")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path, readable=False))
@click.argument("fingerprints", metavar="FINGERPRINT ...", nargs=-1, required=True)
@click.option("--confirm", "verdict", flag_value="confirmed", help="确认 · it is an error")
@click.option("--dismiss", "verdict", flag_value="dismissed", help="不予认定 · it is not an error")
@click.option("--reason", required=True, metavar="TEXT", help="理由 · reason")
@click.option("--by", "author", metavar="NAME", default="", help="认定人 · who decided")
@click.option(
    "--store", metavar="URL", default="", envvar="NIANBAO_STORE",
    help="数据库，如 postgresql://…  [OUT 里的 SQLite] · database, instead of SQLite in OUT",
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

    Record decisions on findings of an audit, named by their fingerprints or the beginnings
    of these. Run the audit again to include them in the results.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug), require_extra("audit"):
        if verdict is None:
            raise UserError("usage_missing", name="--confirm | --dismiss", command="nianbao decide")
        decided_by = author or _user()
        from validator.audit.store.opening import DATABASE, open_store, sqlite_url
        from validator.audit.store.store import Decision

        if not store and not (out / DATABASE).is_file():
            raise UserError("no_audit", name=str(out))
        location = store or sqlite_url(out)
        renewed = partial(note_renewed, catalogue=catalogue)
        with open_store(location, on_renewed=renewed) as audit_store:
            decided = []
            for beginning in fingerprints:
                matches = audit_store.find_by_fingerprint(beginning)
                if not matches:
                    raise UserError("no_such_finding", name=str(out), fingerprint=beginning)
                decided.extend(matches)
            now = datetime.now().astimezone().isoformat(timespec="seconds")
            for body, year, fingerprint in decided:
                audit_store.decide(
                    Decision(body, year, fingerprint, verdict, reason, decided_by, now)
                )
        word = catalogue.say(f"audit.verdict_{verdict}")
        show(catalogue.say("audit.decided", count=len(decided), verdict=word))


def _user() -> str:
    """The name of who runs this command. Raise UserError `needs_author` if it has none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        raise UserError("needs_author") from None
