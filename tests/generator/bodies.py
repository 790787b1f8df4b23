"""Invented bodies and their reports."""

from random import Random

from tests.generator.figures import valid_figures
from tests.generator.prose import texts
from validator.model.format import Format
from validator.rulebase.formats import load_formats
from validator.specimen import Edits

PLACES = ("清溪县", "云岭市", "沙洲区", "松原岭县", "白石滩市")
BODIES = ("水务局", "民政局", "人民政府", "林业和草原局", "城市管理局", "财政局", "审计局")


def official(name: str) -> Format:
    """The format of an id."""
    return next(known for known in load_formats() if known.id == name)


def report(seed: int, format_id: str = "2021", **edits: object) -> Edits:
    """The edits of a report without fault: a body, a year and figures by chance.

    Further edits are taken as they are; `cells` are laid over the figures, `texts` over the
    text, which repeats figures as such reports do.
    """
    random = Random(seed)
    known = official(format_id)
    figures = valid_figures(known, random, random.choice([0, 3, 40, 900]))
    figures.update(edits.pop("cells", {}))  # type: ignore[call-overload]
    year = random.choice([2019, 2020] if format_id == "2019" else [2021, 2022, 2023, 2024, 2025])
    issuer = random.choice(PLACES) + random.choice(BODIES)
    written = texts(figures, year, random, government=issuer.endswith("人民政府"))
    written.update(edits.pop("texts", {}))  # type: ignore[call-overload]
    data: dict[str, object] = {"format": format_id, "year": year, "issuer": issuer, **edits}
    return Edits.of({**data, "cells": figures, "texts": written})
