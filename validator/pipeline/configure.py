"""The configuration of a check, put together from command line, file and programs."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from validator.configuration.config import CheckConfig
from validator.configuration.disposition import read_baseline
from validator.configuration.file import ConfigFile, read_config_file
from validator.configuration.readings import read_readings
from validator.model.errors import UserError
from validator.model.message import listed
from validator.model.report import Report
from validator.pipeline.document import Input, extract_previous
from validator.reading.options import Bounds, Engine, OcrMode, Options


class ReadingArguments(NamedTuple):
    """How documents are read, as typed: `bounds` are texts such as `pages=1000`."""

    engine: Engine = "pdfium"
    encoding: str = ""
    ocr: OcrMode = "auto"
    bounds: tuple[str, ...] = ()

    def options(self, bounds: Mapping[str, int] | None = None) -> Options:
        """The reading options; `bounds` are a configuration file's, which these override.

        Raise UserError `bad_bound` or `unknown_encoding`.
        """
        if self.encoding:
            from validator.reading.text.encoding import is_charset

            if not is_charset(self.encoding):
                raise UserError("unknown_encoding", encoding=self.encoding)
        amounts = dict(bounds or {})
        for text in self.bounds:
            name, _, amount = text.partition("=")
            amounts[name] = _amount(text, amount)
        for name, value in amounts.items():
            if name not in Bounds._fields or value < 1:
                raise _bad_bound(f"{name}={value}")
        return Options(self.engine, self.encoding, self.ocr, Bounds(**amounts))


# No amount has more.
_MOST_DIGITS = 12
AS_USUAL = ReadingArguments()


def configure(
    *,
    config_file: str | None = None,
    search_from: Path | None = None,
    rules: Iterable[Path] = (),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    reading: ReadingArguments | Options = AS_USUAL,
    year: int | None = None,
    previous: Input | Report | None = None,
    baseline: Path | None = None,
    use_file_baseline: bool = False,
    readings: Path | None = None,
) -> CheckConfig:
    """Put together the configuration of a check.

    The configuration file is `config_file`, else the nearest in `search_from` or above, else none;
    the baseline that it names holds with `use_file_baseline`.
    Raise UserError if a file, a bound, a rule, last year's report, the baseline or the readings
    cannot be used.
    """
    if config_file is None and search_from is None:
        file = ConfigFile()
    else:
        file = read_config_file(config_file, search_from or Path())
    if baseline is None and use_file_baseline:
        baseline = file.baseline
    config = CheckConfig(
        file,
        tuple(rules),
        tuple(select),
        tuple(ignore),
        reading if isinstance(reading, Options) else reading.options(file.bounds),
        year,
        baseline=read_baseline(baseline) if baseline else None,
        readings=read_readings(readings) if readings else None,
    )
    config.require_rules()
    if isinstance(previous, Input):
        previous = extract_previous(previous, config.rules.formats, options=config.options)
    return config._replace(previous=previous)


def _amount(text: str, amount: str) -> int:
    if not (amount.isascii() and amount.isdecimal()) or len(amount) > _MOST_DIGITS:
        raise _bad_bound(text)
    return int(amount)


def _bad_bound(text: str) -> UserError:
    return UserError("bad_bound", bound=text, names=listed(Bounds._fields))
