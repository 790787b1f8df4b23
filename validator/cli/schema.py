"""nianbao schema: print a JSON Schema."""

import click

from validator.cli.common import catalogue_for, common_options, errors_as_sentences, show


@click.command("schema")
@click.argument("name", required=False)
@common_options
def command(name: str | None, lang: str, debug: bool) -> None:
    """输出一个 JSON Schema；不给名称则列出全部名称。

    Print a schema; without a name, list their names.
    """
    catalogue = catalogue_for(lang)
    with errors_as_sentences(catalogue, debug=debug):
        from validator.model.errors import UserError
        from validator.rulebase.files import schema_names, schema_text

        names = schema_names()
        if name is None:
            show("\n".join(names))
        elif name in names:
            show(schema_text(name), nl=False)
        else:
            raise UserError(
                "no_such_schema", name=name, names=catalogue.say("list.comma").join(names)
            )
