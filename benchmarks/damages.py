"""Lines of JSON, and twenty ways to damage one; `clean run` has to tell each and lose none."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable, Mapping, Sequence

SENTENCE = "The council voted on Tuesday to close bridge {n} for six months, the mayor said."


def good_line(n: int) -> bytes:
    """A line, without its end, in which there is nothing to clean."""
    return json.dumps({"id": n, "text": SENTENCE.format(n=n)}).encode()


def original(line: Mapping[str, str]) -> bytes:
    """The bytes of a bad record, from its line in the errors."""
    return line["record"].encode() if "record" in line else b64decode(line["record_base64"])


def replaced(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    return lambda line: line.replace(old, new, 1)


DAMAGES: Sequence[Callable[[bytes], bytes]] = (
    lambda line: line[:-1],  # the closing brace is gone
    lambda line: line[: len(line) // 2],  # cut in the middle
    lambda line: line[1:],  # the opening brace is gone
    lambda line: line + line,  # two records on a line
    lambda line: line + b"]",
    lambda line: b"[" + line + b"]",  # a list
    lambda line: b'"' + line[2:9] + b'"',  # a string
    lambda line: b"12",  # a number
    lambda line: b"null",
    replaced(b'"text"', b'"texts"'),  # no text
    replaced(b'"text": "', b'"text": ["'),  # a list that is not closed
    lambda line: b'{"id": 1, "text": 17}',
    lambda line: b'{"id": 1, "text": {"en": "Rain."}}',
    lambda line: b'{"id": 1, "text": ["Rain."]}',
    lambda line: b'{"id": 1, "text": true}',
    replaced(b"council", b"c\xffouncil"),  # no UTF-8
    replaced(b"council", b"co\x00ncil"),  # a control character
    replaced(b"council", b"\\x63ouncil"),  # an escape that JSON does not know
    replaced(b'"text": ', b'"text": "A.", "text": '),  # twice
    lambda line: b"[" * 100_000,  # too deep
)
