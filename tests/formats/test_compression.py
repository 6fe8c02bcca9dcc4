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


@pytest.mark.parametrize("kind", MAGIC)
def test_what_stands_before_the_damage_is_read(kind: str) -> None:
    stream = decompressed(io.BytesIO(members(kind, b"first\n", DATA)[:-20]))
    found = stream.read()

    assert found.startswith(b"first\n")
    assert kind in damage_of(stream)


@pytest.mark.parametrize("kind", MAGIC)
def test_the_smallest_loss_at_the_end_is_damage(kind: str) -> None:
    stream = decompressed(io.BytesIO(members(kind, DATA, b"more")[:-1]))
    stream.read()

    assert kind in damage_of(stream)


def test_frames_without_data_are_passed_over() -> None:
    skipped = b"\x5a\x2a\x4d\x18\x04\0\0\0abcd"
    packed = skipped + members("zst", DATA) + skipped + members("zst", b"more") + skipped

    assert DATA + b"more" == decompressed(io.BytesIO(packed)).read()


def test_long_windows_are_read() -> None:
    library = pytest.importorskip("zstandard")
    asked = library.ZstdCompressionParameters.from_level(1, window_log=28)
    member = library.ZstdCompressor(compression_params=asked).compressobj()
    packed = member.compress(DATA) + member.flush()

    assert DATA == decompressed(io.BytesIO(packed)).read()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.b/c.jsonl.GZ", ("a.b/c.jsonl", "gz")), ("a.gz/c", ("a.gz/c", "")), ("x", ("x", ""))],
)
def test_a_suffix_is_split_off(name: str, expected: tuple[str, str]) -> None:
    assert expected == split_suffix(name)
