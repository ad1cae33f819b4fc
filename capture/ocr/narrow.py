"""A recogniser's last layer, cut down to the letters that may be answered.

Nine tenths of PP-OCR's alphabet are Chinese; their weights are multiplied for nothing at every step of a line
(docs/decisions/0147). An ONNX file is a protobuf message, of which three fields are changed; all else stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

_GRAPH = 7  # of the model
_WEIGHTS, _OUTPUT, _INNER = 5, 12, 13  # of the graph: its numbers, its answer, the shapes in between
_SIZES, _NUMBERS = 1, 9  # of weights
_NAME, _TYPE = 1, 2  # of the answer
_OF_ANY_SIZE = b"\x0a\x02\x08\x01"  # a tensor of 32 bit numbers
_VARINT, _WIDE, _BYTES, _NARROW = 0, 1, 2, 5  # how a field is written


class _Field(NamedTuple):
    """A field of a message: its number, its value, and the bytes that both were written in."""

    number: int
    value: int | bytes
    written: bytes


def narrowed(model: bytes, count: int, kept: Sequence[int]) -> bytes:
    """The network whose last layer has `count` outputs with only the kept ones of them, in this order."""
    return b"".join(
        _message(_GRAPH, _graph(field.value, count, kept)) if isinstance(field.value, bytes) and field.number == _GRAPH
        else field.written
        for field in _fields(model)
    )  # fmt: skip


def _graph(graph: bytes, count: int, kept: Sequence[int]) -> bytes:
    parts = []
    for field in _fields(graph):
        if field.number == _WEIGHTS and isinstance(field.value, bytes):
            parts.append(_message(_WEIGHTS, _weights(field.value, count, kept)))
        elif field.number == _OUTPUT and isinstance(field.value, bytes):
            name = next(inner.written for inner in _fields(field.value) if inner.number == _NAME)
            parts.append(_message(_OUTPUT, name + _message(_TYPE, _OF_ANY_SIZE)))
        elif field.number != _INNER:
            parts.append(field.written)
    return b"".join(parts)


def _weights(tensor: bytes, count: int, kept: Sequence[int]) -> bytes:
    """A tensor's columns of the kept outputs, where it has one for each output."""
    fields = list(_fields(tensor))
    sizes = [size for field in fields if field.number == _SIZES for size in _sizes(field.value)]
    numbers = next((field.value for field in fields if field.number == _NUMBERS), b"")
    if not sizes or sizes[-1] != count or not isinstance(numbers, bytes):
        return tensor
    cut = np.ascontiguousarray(np.frombuffer(numbers, np.float32).reshape(sizes)[..., list(kept)])
    shape = b"".join(_number(_SIZES << 3 | _VARINT) + _number(size) for size in cut.shape)
    rest = b"".join(field.written for field in fields if field.number not in (_SIZES, _NUMBERS))
    return shape + rest + _message(_NUMBERS, cut.tobytes())


def _sizes(value: int | bytes) -> Iterator[int]:
    """One size, or several in a row."""
    if isinstance(value, int):
        yield value
        return
    place = 0
    while place < len(value):
        size, place = _read_number(value, place)
        yield size


def _fields(message: bytes) -> Iterator[_Field]:
    place = 0
    while place < len(message):
        start = place
        key, place = _read_number(message, place)
        way = key & 7
        value: int | bytes
        if way == _VARINT:
            value, place = _read_number(message, place)
        else:
            length, place = _read_number(message, place) if way == _BYTES else ({_WIDE: 8, _NARROW: 4}[way], place)
            value, place = message[place : place + length], place + length
        yield _Field(key >> 3, value, message[start:place])


def _read_number(message: bytes, place: int) -> tuple[int, int]:
    """The number that is written from this place on, seven bits a byte, and the place behind it."""
    number = shift = 0
    while True:
        byte = message[place]
        number |= (byte & 127) << shift
        place, shift = place + 1, shift + 7
        if byte < 128:
            return number, place


def _number(number: int) -> bytes:
    written = bytearray()
    while number > 127:
        written.append(number & 127 | 128)
        number >>= 7
    return bytes([*written, number])


def _message(number: int, value: bytes) -> bytes:
    return _number(number << 3 | _BYTES) + _number(len(value)) + value
