"""WARC and WET: pages and texts come out in order; what holds no article is passed over."""

import gzip
import zlib
from base64 import b64decode
from pathlib import Path

import brotli
import pytest
import zstandard

from tests.runner.corpora import BODY, SHARE, execute, read_lines

PAGE = f"<html><body><article><h1>Bridge</h1><p>{BODY}</p></article></body></html>"
HTTP = "Content-Type: application/http; msgtype=response\r\n"


def record(number: int, kind: str, block: bytes, head: str = "") -> bytes:
    about = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
        f"WARC-Target-URI: https://example.org/{number}\r\n{head}"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return about.encode() + block + b"\r\n\r\n"


def response(number: int, status: str, media: str, body: bytes, more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{more}\r\n"
    return record(number, "response", head.encode() + body, HTTP)


RECORDS = (
    record(0, "warcinfo", b"software: x\r\n"),
    response(1, "200 OK", "text/html; charset=utf-8", PAGE.encode()),
    response(2, "200 OK", "text/html", gzip.compress(PAGE.encode()), "Content-Encoding: gzip\r\n"),
    response(3, "301 Moved", "text/html", PAGE.encode()),
    response(4, "200 OK", "image/png", b"\x89PNG"),
    record(5, "conversion", f"{BODY}{SHARE}".encode(), "Content-Type: text/plain\r\n"),
    record(6, "conversion", b"\xff\xff", "Content-Type: text/plain\r\n"),
    response(
        7, "200 OK", "text/html; charset=iso-8859-2", PAGE.replace("six", "šest").encode("latin2")
    ),
)


@pytest.mark.parametrize("pack", [b"".join, lambda parts: b"".join(map(gzip.compress, parts))])
def test_pages_and_texts_come_out_and_nothing_else(tmp_path: Path, pack) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "a.warc").write_bytes(pack(RECORDS))
    report = execute(tmp_path / "a.warc", tmp_path / "out.jsonl", piece_bytes=1, shard_bytes=1)
    rows = read_lines(tmp_path / "out.jsonl")

    assert [1, 2, 5, 7] == [int(row["url"].rpartition("/")[2]) for row in rows]
    assert rows[0]["text"] == rows[1]["text"] == f"Bridge\n\n{BODY}".rstrip()
    assert BODY == rows[2]["text"]
    assert "šest" in rows[3]["text"]
    assert "<urn:uuid:00000000-0000-0000-0000-000000000001>" == rows[0]["id"]
    assert {"undecodable": 1} == dict(report.tally.errors)


def test_a_record_that_breaks_off_is_an_error_not_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS[:6])[:-20])
    execute(tmp_path / "a.warc", tmp_path / "out.jsonl")
    (error,) = read_lines(tmp_path / "out.jsonl.errors.jsonl")

    assert 2 == len(read_lines(tmp_path / "out.jsonl"))
    assert ("cut off", 3) == (error["problem"], error["number"])


@pytest.mark.parametrize("left", [1, 7, 12, 60])
def test_headers_that_break_off_are_told(tmp_path: Path, left: int) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS[:5]) + RECORDS[5][:left])
    execute(tmp_path / "a.warc", tmp_path / "out.jsonl")
    errors = read_lines(tmp_path / "out.jsonl.errors.jsonl")

    assert "damaged input" == errors[-1]["problem"]
    assert 2 == len(read_lines(tmp_path / "out.jsonl"))


def test_the_end_of_a_last_record_may_lack_its_blank_lines(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS[:6]).removesuffix(b"\r\n\r\n"))
    execute(tmp_path / "a.warc", tmp_path / "out.jsonl")

    assert not (tmp_path / "out.jsonl.errors.jsonl").exists()


def test_what_is_no_warc_inside_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(RECORDS[1] + b"nonsense\r\n" * 50)
    report = execute(tmp_path / "a.warc", tmp_path / "out.jsonl")

    assert 1 == report.tally.counts["records"]


def chunked(body: bytes) -> bytes:
    half = len(body) // 2
    parts = (body[:half], body[half:], b"")
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts)


ENCODED = {
    "gzip": gzip.compress(PAGE.encode()),
    "deflate": zlib.compress(PAGE.encode()),
    "br": brotli.compress(PAGE.encode()),
    "zstd": zstandard.compress(PAGE.encode()),
}


def around(tmp_path: Path, body: bytes, headers: str, **asked: object) -> tuple[list[str], list]:  # type: ignore[type-arg]
    """The texts and errors of an archive in which a capture stands between two others."""
    captures = [response(n, "200 OK", "text/html", PAGE.encode()) for n in (1, 3)]
    captures.insert(1, response(2, "200 OK", "text/html", body, headers))
    (tmp_path / "a.warc").write_bytes(b"".join(captures))
    execute(tmp_path / "a.warc", tmp_path / "out.jsonl", **asked)
    errors = tmp_path / "out.jsonl.errors.jsonl"
    rows = read_lines(tmp_path / "out.jsonl")
    assert [1, 3] == [int(r["url"].rpartition("/")[2]) for r in rows if not r["url"].endswith("2")]
    return [row["text"] for row in rows], read_lines(errors) if errors.exists() else []


@pytest.mark.parametrize("coding", ENCODED)
def test_bodies_are_unpacked_whatever_they_are_packed_in(tmp_path: Path, coding: str) -> None:
    headers = f"Content-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n"
    texts, errors = around(tmp_path, chunked(ENCODED[coding]), headers)

    assert ([f"Bridge\n\n{BODY}".rstrip()] * 3, []) == (texts, errors)


@pytest.mark.parametrize("coding", [*ENCODED, "unheard-of"])
def test_a_body_that_is_not_what_its_headers_say_is_taken_as_it_is(
    tmp_path: Path, coding: str
) -> None:
    headers = f"Content-Encoding: {coding}\r\nTransfer-Encoding: chunked\r\n"
    texts, errors = around(tmp_path, PAGE.encode(), headers)

    assert ([f"Bridge\n\n{BODY}".rstrip()] * 3, []) == (texts, errors)


@pytest.mark.parametrize("coding", ENCODED)
@pytest.mark.parametrize("packed", [lambda data: data[:-20], lambda data: data[:9] + b"\xff" * 99])
def test_a_body_that_breaks_off_is_an_error_and_the_others_are_read(  # type: ignore[no-untyped-def]
    tmp_path: Path, coding: str, packed
) -> None:
    body = packed(ENCODED[coding])
    texts, errors = around(tmp_path, body, f"Content-Encoding: {coding}\r\n")

    assert (2, ["cut off"]) == (len(texts), [error["problem"] for error in errors])
    assert body == b64decode(errors[0]["record_base64"])


def test_chunks_that_break_off_are_an_error(tmp_path: Path) -> None:
    body = chunked(PAGE.encode())
    for torn in (body[:-9], body[:-30], body[:40]):
        texts, errors = around(
            tmp_path, torn, "Transfer-Encoding: chunked\r\n", restart=True, max_record=999
        )
        assert (2, ["cut off"]) == (len(texts), [error["problem"] for error in errors])


@pytest.mark.parametrize("coding", ENCODED)
def test_a_body_that_unfolds_beyond_the_limit_is_not_held(tmp_path: Path, coding: str) -> None:
    large = PAGE.encode() + b" " * 3_000_000
    pack = {"gzip": gzip, "deflate": zlib, "br": brotli, "zstd": zstandard}[coding]
    texts, errors = around(
        tmp_path, pack.compress(large), f"Content-Encoding: {coding}\r\n", max_record=5_000
    )

    assert (2, ["too large"]) == (len(texts), [error["problem"] for error in errors])


def test_a_block_that_breaks_off_is_told_though_no_server_says_how_long_it_is(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS[:2])[:-30])
    execute([tmp_path / "a.warc"], tmp_path / "out.jsonl")
    (error,) = read_lines(tmp_path / "out.jsonl.errors.jsonl")

    assert ("cut off", "26 bytes are missing") == (error["problem"], error["detail"])


@pytest.mark.parametrize("charset", ["undefined", "no-such-thing", "base64"])
def test_a_charset_that_is_none_is_passed_over(tmp_path: Path, charset: str) -> None:
    page = response(1, "200 OK", f"text/html; charset={charset}", PAGE.encode())
    (tmp_path / "a.warc").write_bytes(page)
    execute(tmp_path / "a.warc", tmp_path / "out.jsonl")

    assert [f"Bridge\n\n{BODY}".rstrip()] == [
        row["text"] for row in read_lines(tmp_path / "out.jsonl")
    ]
