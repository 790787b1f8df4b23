"""The HTTP API of the server, described by schemas/openapi.json."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from validator.model.errors import UserError
from validator.model.result import Result
from validator.pipeline.document import refuse as refuse_document
from validator.rendering.json import JsonRenderer
from validator.rulebase.files import SCHEMAS, schema_text
from validator.rulebase.messages import load_catalogue
from validator.web.requests import desk_of, is_busy, language_of, options_of, read_uploads
from validator.web.tasks import ApiCheckTask, CheckTask


async def check(request: Request) -> Response:
    """Check an uploaded document: findings.json, with status 422 if it could not be checked."""
    async with request.form(max_files=2, max_fields=2) as form:
        documents = await read_uploads(form, "file")
        previous = await read_uploads(form, "previous")
    if not documents:
        raise UserError("no_upload")
    checking = CheckTask(documents[0], previous[0] if previous else None)
    language = language_of(request)
    try:
        data = await desk_of(request).execute(ApiCheckTask(checking, language))
    except UserError as error:
        if is_busy(error):
            raise
        # The process that read it ended, or was ended: that is what came of this document.
        run = refuse_document(checking.document.name, error, debug=False)
        rule_set = options_of(request).config.rules
        result = Result((run,), rule_set.by_id, rule_set.digest, rule_set.catalogue(language))
        data = JsonRenderer().render(result).encode()
    refused = "error" in json.loads(data)["runs"][0]
    return Response(data, 422 if refused else 200, media_type="application/json")


async def rules(request: Request) -> Response:
    """List all rules."""
    language = language_of(request)
    rule_set = options_of(request).config.rules
    listed = [
        {
            "id": rule.id,
            "name": rule.name,
            "severity": rule.severity.word,
            "title": rule.title.of(language),
            "basis": str(rule.basis) or load_catalogue(language).say("rules.basis_of_format"),
            "help": rule.help.of(language),
        }
        for rule in rule_set.rules
    ]
    return JSONResponse({"digest": rule_set.digest, "rules": listed})


async def description(_: Request) -> Response:
    """The OpenAPI description of the API."""
    return Response((SCHEMAS / "openapi.json").read_bytes(), media_type="application/json")


async def findings_schema(_: Request) -> Response:
    """The schema of the response of `check`."""
    return Response(schema_text("findings"), media_type="application/schema+json")
