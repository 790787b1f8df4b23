"""What programs ask of the server; schemas/openapi.json describes it."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from validator.data.files import SCHEMAS, schema_text
from validator.data.languages import catalogue
from validator.model.errors import UserError
from validator.web.asking import desk_of, files_of, language_of, serving_of
from validator.web.work import Answering, Checking


async def check(request: Request) -> Response:
    """findings.json of an uploaded document; status 422 where it could not be checked."""
    async with request.form(max_files=2, max_fields=2) as form:
        documents = await files_of(form, "file")
        before = await files_of(form, "previous")
    if not documents:
        raise UserError("no_upload")
    checking = Checking(documents[0], before[0] if before else None, language_of(request))
    data = await desk_of(request).do(Answering(checking))
    refused = "error" in json.loads(data)["runs"][0]
    return Response(data, 422 if refused else 200, media_type="application/json")


async def rules(request: Request) -> Response:
    """All rules."""
    language = language_of(request)
    own = serving_of(request).asked.rules()
    listed = [
        {
            "id": rule.id,
            "name": rule.name,
            "severity": rule.severity.word,
            "title": rule.title.of(language),
            "basis": str(rule.basis) or catalogue(language).say("rules.basis_of_format"),
            "help": rule.help.of(language),
        }
        for rule in own.rules
    ]
    return JSONResponse({"digest": own.digest, "rules": listed})


async def description(_: Request) -> Response:
    """What programs may ask, as OpenAPI."""
    return Response((SCHEMAS / "openapi.json").read_bytes(), media_type="application/json")


async def findings_schema(_: Request) -> Response:
    """The schema of what `check` answers."""
    return Response(schema_text("findings"), media_type="application/schema+json")
