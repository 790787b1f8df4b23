"""What all tests share."""

import os
from pathlib import Path

import pytest

from validator.model.catalogue import Catalogue
from validator.model.format import Format
from validator.rulebase.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the user's cache out of the tests, and the tests out of the user's cache."""
    os.environ["NIANBAO_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def formats() -> tuple[Format, ...]:
    from validator.rulebase.formats import load_formats

    return load_formats()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    from validator.rulebase.vocabulary import load_vocabulary

    return load_vocabulary()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    from validator.rulebase.messages import load_catalogue

    return load_catalogue("zh")


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """Skip where no font draws ideographs; that of the drawn pages is not in their files."""
    from tests.generator.pdf import draw
    from validator.reading.pdf import pdfium
    from validator.rulebase.formats import load_formats
    from validator.specimen import specimen

    if any(page.missing_font for page in pdfium.pages(draw(specimen(load_formats())))):
        pytest.skip("needs a Chinese font: apt-get install fonts-noto-cjk")


@pytest.fixture(scope="session")
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("needs the sample documents in ../shared/samples beside the project")
    return SAMPLES
