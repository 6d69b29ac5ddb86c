"""Content streams of a PDF: every operator with its operands (ISO 32000-1, 7.8.2).

Numbers are floats, strings are bytes, names are ``Name``. What is no operand of anything is passed over, as viewers do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any


class Name(str):
    """A name such as ``/Artifact``, without its slash."""

    __slots__ = ()


_TOKEN = re.compile(
    rb"[\s\0]*(?:"
    rb"([^\s\0()<>\[\]{}/%]++)"  # a number, an operator or a word such as true
    rb"|\(((?:[^()\\]++|\\.)*+)\)"  # a string without brackets in it
    rb"|<([0-9A-Fa-f\s]*+)>"
    rb"|/([^\s\0()<>\[\]{}/%]*+)"
    rb"|(<<|>>|[\[\]({<>)}])"
    rb"|(%[^\r\n]*+)"
    rb")",
    re.DOTALL,
)
_WORD, _STRING, _HEX, _NAME, _MARK = 1, 2, 3, 4, 5
_NUMBER = frozenset(b"+-.0123456789")
_CONSTANTS = {b"true": True, b"false": False, b"null": None}
_END_OF_IMAGE = re.compile(rb"\sEI(?=[\s\0]|$)")
_MOST = 200_000  # operands of one operator; more is no drawing
_DEEPEST = 20  # arrays and dictionaries within each other

Operation = tuple[bytes, list[Any]]


def operations(data: bytes) -> Iterator[Operation]:  # noqa: PLR0912  # a branch a kind of token: calls cost more
    """Every operator in order, with its operands. An image in line is ``BI`` with its dictionary."""
    outer: list[list[Any]] = []
    operands: list[Any] = []
    at, match = 0, _TOKEN.match(data)
    while match:
        kind, at = match.lastindex, match.end()
        if kind == _WORD:
            word = match[1]
            if word[0] in _NUMBER:
                operands.append(_number(word))
            elif word in _CONSTANTS:
                operands.append(_CONSTANTS[word])
            else:
                if word == b"ID":
                    end = _END_OF_IMAGE.search(data, at)
                    at = end.end() if end else len(data)
                    yield b"BI", [_dictionary(operands)]
                elif word != b"BI":
                    yield word, operands
                outer, operands = [], []
        elif kind == _STRING:
            operands.append(_unescaped(match[2]))
        elif kind == _HEX:
            digits = b"".join(match[3].split())
            operands.append(bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode()))
        elif kind == _NAME:
            operands.append(_name(match[4]))
        elif kind == _MARK:
            mark = match[5]
            if mark in {b"[", b"<<"} and len(outer) < _DEEPEST:
                outer.append(operands)
                operands = []
            elif mark in {b"]", b">>"} and outer:
                inner = _dictionary(operands) if mark == b">>" else operands
                operands = outer.pop()
                operands.append(inner)
            elif mark == b"(":
                text, at = _bracketed(data, at)
                operands.append(text)
        if len(operands) > _MOST:
            operands = []
        match = _TOKEN.match(data, at)


def _number(word: bytes) -> float:
    try:
        return float(word)
    except ValueError:
        return 0.0


def _dictionary(entries: list[Any]) -> dict[str, Any]:
    return {key: value for key, value in zip(entries[::2], entries[1::2], strict=False) if isinstance(key, str)}


def _name(name: bytes) -> Name:
    if b"#" in name:
        name = re.sub(rb"#([0-9A-Fa-f]{2})", lambda match: bytes.fromhex(match[1].decode()), name)
    return Name(name.decode("utf-8", "replace"))


_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def _unescaped(text: bytes) -> bytes:
    return _ESCAPE.sub(_character, text) if b"\\" in text else text


def _character(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes((int(code, 8) & 255,)) if code.isdigit() and code < b"8" else _ESCAPED.get(code, code)


_BRACKET = re.compile(rb"[()]|\\.", re.DOTALL)


def _bracketed(data: bytes, start: int) -> tuple[bytes, int]:
    """A string with brackets in it, from behind its first bracket, and where it ends."""
    depth = 1
    for match in _BRACKET.finditer(data, start):
        depth += (match[0] == b"(") - (match[0] == b")")
        if not depth:
            return _unescaped(data[start : match.start()]), match.end()
    return _unescaped(data[start:]), len(data)


# What each operator that draws or sets something is called in ``proof.pdf_operators`` (annex A).
METHODS = {
    b"q": "save",
    b"Q": "restore",
    b"cm": "transform",
    b"w": "line_width",
    b"gs": "graphics_state",
    b"cs": "fill_space",
    b"CS": "stroke_space",
    b"sc": "fill_color",
    b"scn": "fill_color",
    b"SC": "stroke_color",
    b"SCN": "stroke_color",
    b"m": "move",
    b"l": "line_to",
    b"c": "curve",
    b"v": "curve_from",
    b"y": "curve_to",
    b"h": "close",
    b"re": "rectangle",
    b"W": "clip",
    b"W*": "clip",
    b"n": "end_path",
    b"f": "fill",
    b"F": "fill",
    b"f*": "fill_even_odd",
    b"S": "stroke_path",
    b"s": "close_and_stroke",
    b"B": "fill_and_stroke",
    b"B*": "fill_and_stroke",
    b"b": "fill_and_stroke",
    b"b*": "fill_and_stroke",
    b"sh": "shade",
    b"BI": "inline_image",
    b"Do": "external",
    b"BMC": "begin_marked",
    b"BDC": "begin_marked",
    b"EMC": "end_marked",
    b"BT": "begin_text",
    b"Tf": "font",
    b"Tm": "text_matrix",
    b"Td": "next_line",
    b"TD": "next_line_with_leading",
    b"T*": "new_line",
    b"Tj": "show_string",
    b"TJ": "show",
    b"'": "show_on_new_line",
    b'"': "show_spaced",
}
