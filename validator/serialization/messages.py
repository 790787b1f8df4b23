"""Messages and their values as plain data, for JSON and for bytes."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from validator.model.message import Joined, Message, Value, Values
from validator.model.text import Text


def encode_message(message: Message) -> dict[str, Any]:
    """A message as `{"key": …, "values": {…}}`."""
    return {"key": message.key, "values": encode_values(message.values)}


def encode_values(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values by name: texts and whole numbers as they are, other kinds as objects that tell them.

    Figures are `{"figure": "1.5"}`, words in each language `{"zh": …, "en": …}`, phrases as
    `encode_message` gives them, and values in a row `{"parts": […], "separator": key}`.
    """
    return {name: encode_value(value) for name, value in values.items()}


def decode_message(data: Mapping[str, Any]) -> Message:
    """The message that was encoded. Raise KeyError or TypeError if the data is none."""
    return Message(data["key"], decode_values(data["values"]))


def decode_values(data: Mapping[str, Any]) -> Values:
    """The values that were encoded. Raise KeyError or TypeError if the data is none."""
    return Values({name: _decode(value) for name, value in data.items()})


def encode_value(value: Value) -> Any:
    """A value as plain data, see `encode_values`."""
    match value:
        case Message():
            return encode_message(value)
        case Joined(parts, separator):
            return {"parts": [encode_value(part) for part in parts], "separator": separator}
        case Text():
            return value._asdict()
        case Decimal():
            return {"figure": str(value)}
        case _:
            return value


def _decode(data: Any) -> Value:
    if isinstance(data, str | int):
        return data
    if "figure" in data:
        return Decimal(data["figure"])
    if "key" in data:
        return decode_message(data)
    if "parts" in data:
        return Joined(tuple(_decode(part) for part in data["parts"]), data["separator"])
    return Text(data["zh"], data["en"])
