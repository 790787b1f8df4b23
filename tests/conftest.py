"""What all tests share."""

import os
from pathlib import Path

import pytest

from validator.model.catalogue import Catalogue
from validator.model.format import Format
from validator.recognition.vocabulary import Vocabulary

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT.parent / "shared" / "samples"


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the user's cache out of the tests, and the tests out of the user's cache."""
    os.environ["NIANBAO_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def formats() -> tuple[Format, ...]:
    from validator.recognition.formats import formats

    return formats()


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    from validator.recognition.vocabulary import vocabulary

    return vocabulary()


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    from validator.data.languages import catalogue

    return catalogue("zh")


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """Skip where no font draws ideographs; that of the drawn pages is not in their files."""
    from tests.generator.pdf import draw
    from validator.reading import pdfium
    from validator.recognition.formats import formats
    from validator.specimen import specimen

    if any(page.blind for page in pdfium.pages(draw(specimen(formats())), 9)):
        pytest.skip("needs a Chinese font: apt-get install fonts-noto-cjk")


@pytest.fixture(scope="session")
def samples() -> Path:
    if not SAMPLES.is_dir():
        pytest.skip("needs the sample documents in ../shared/samples beside the project")
    return SAMPLES
