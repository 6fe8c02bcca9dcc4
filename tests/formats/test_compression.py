"""Compressed bytes are told by their beginning; damage is told, and what came before it counts."""

import io

import pytest

from cleaner.formats.compression import (
    MAGIC,
    compressor,
    damage_of,
    decompressed,
    split_suffix,
)

DATA = bytes(range(256)) * 3_000


def members(kind: str, *parts: bytes) -> bytes:
    out = b""
    for part in parts:
        member = compressor(kind)
        out += member.compress(part) + member.flush()
    return out


@pytest.mark.parametrize("kind", MAGIC)
def test_members_in_a_row_are_one_stream(kind: str) -> None:
    packed = members(kind, DATA, b"more")

    assert DATA + b"more" == decompressed(io.BytesIO(packed)).read()
    assert packed == members(kind, DATA, b"more")
    assert packed.startswith(MAGIC[kind])


def test_what_is_not_compressed_comes_as_it_is() -> None:
    assert DATA == decompressed(io.BytesIO(DATA)).read()


@pytest.mark.parametrize("kind", ["gz", "bz2", "xz"])
def test_what_stands_before_the_damage_is_read(kind: str) -> None:
    stream = decompressed(io.BytesIO(members(kind, b"first\n", DATA)[:-20]))
    found = stream.read()

    assert found.startswith(b"first\n")
    assert kind in damage_of(stream)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.b/c.jsonl.GZ", ("a.b/c.jsonl", "gz")), ("a.gz/c", ("a.gz/c", "")), ("x", ("x", ""))],
)
def test_a_suffix_is_split_off(name: str, expected: tuple[str, str]) -> None:
    assert expected == split_suffix(name)
