"""Our dataclasses as JSON and back, exactly: dates, decimals, enums, tuples and unions with None."""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")
Decoder = Callable[[Any], Any]


def dumps(value: Any) -> str:
    """``value`` as compact JSON; fields that hold their default are left out."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """The value of type ``kind`` (a dataclass or ``tuple[…, ...]``) that ``dumps`` wrote."""
    value: T = _decoder(cast(Any, kind))(json.loads(text))
    return value


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            name: _plain(getattr(value, name))
            for name, default in _defaults(type(value))
            if getattr(value, name) != default
        }
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


@cache
def _defaults(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))


@cache
def _decoder(kind: Any) -> Decoder:
    """How a JSON value becomes ``kind``."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in {Union, types.UnionType}:
        return _optional(_decoder(next(choice for choice in arguments if choice is not type(None))))
    if origin is tuple:
        return _tuple(arguments)
    if dataclasses.is_dataclass(origin or kind):
        return _dataclass(origin or kind, arguments)
    if kind is date:
        return date.fromisoformat
    if kind is Decimal or (isinstance(kind, type) and issubclass(kind, StrEnum)):
        return kind
    return _as_it_is


def _as_it_is(value: Any) -> Any:
    return value


def _optional(decode: Decoder) -> Decoder:
    if decode is _as_it_is:
        return decode
    return lambda value: None if value is None else decode(value)


def _tuple(arguments: tuple[Any, ...]) -> Decoder:
    decode = _decoder(arguments[0])  # all our tuples are of one type
    return lambda values: tuple(decode(value) for value in values)


def _dataclass(kind: Any, arguments: tuple[Any, ...]) -> Decoder:
    parameters = dict(zip(getattr(kind, "__parameters__", ()), arguments, strict=True))
    hints = get_type_hints(kind)
    every = {
        field.name: _decoder(parameters.get(hints[field.name], hints[field.name]))
        for field in dataclasses.fields(kind)
    }
    decoders = {name: decode for name, decode in every.items() if decode is not _as_it_is}

    def decode(values: dict[str, Any]) -> Any:
        for name in values.keys() & decoders.keys():
            values[name] = decoders[name](values[name])  # nobody else holds what was just read
        return kind(**values)

    return decode
