"""Arrow in, the same columns out: types, nulls, damage, and what must not change."""

import json
import pickle
import subprocess
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaner import Cleaner, restore
from cleaner.added import ADDED
from cleaner.batch.arrow import CLEAN_FIELDS, METADATA_KEY, PIECE_ROWS
from cleaner.errors import UsageError
from cleaner.scoring.tree.weights import default_tree_weights, make_tree_weights
from tests.documents import BODY, CHROME, documents

PAGE = "\n".join((CHROME[0], *BODY, CHROME[1]))
encodable = documents.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text))
VIEWS = [pa.string_view()] if hasattr(pa, "string_view") else []  # since pyarrow 16
STRINGS = [pa.string(), pa.large_string(), *VIEWS]


def test_any_column_is_cleaned_as_each_text_alone(cleaner: Cleaner) -> None:
    @given(
        st.lists(st.lists(st.none() | encodable, max_size=4), max_size=4), st.sampled_from(STRINGS)
    )
    def holds(chunks: list[list[str | None]], type_: pa.DataType) -> None:
        texts = [text for chunk in chunks for text in chunk]
        column = pa.chunked_array([pa.array(chunk, type_) for chunk in chunks], type_)
        numbers = pa.array(range(len(texts)))
        table = pa.table({"n": numbers, "text": column, "same": numbers})

        cleaned = cleaner.clean_batch(table)

        cleaned.validate(full=True)
        expected = [None if t is None else cleaner.clean(t).text for t in texts]
        assert expected == cleaned["text"].to_pylist()
        assert ["n", "text", "same", *ADDED] == cleaned.column_names
        assert type_ == cleaned.schema.field("text").type
        assert table.drop(["text"]) == cleaned.drop(["text", *ADDED])
        for text, row in zip(texts, cleaned.to_pylist(), strict=True):
            if text is None:
                assert [None] * len(ADDED) == [row[name] for name in ADDED]
            else:
                assert text == restore(row["text"], row["clean_spans"])

    holds()


@pytest.mark.parametrize("rows", [[], [PAGE], [None], [PAGE, None, "", "x " * 300_000]])
def test_a_record_batch_comes_back_as_one_with_the_same_schema(
    cleaner: Cleaner, rows: list[str | None]
) -> None:
    batch = pa.RecordBatch.from_pydict({"text": pa.array(rows, pa.string())})

    cleaned = cleaner.clean_batch(batch)

    assert isinstance(cleaned, pa.RecordBatch)
    assert [pa.field("text", pa.string()), *CLEAN_FIELDS] == list(cleaned.schema)
    assert cleaner.clean_batch(pa.Table.from_batches([batch])).to_batches() in ([cleaned], [])
    assert [None if r is None else cleaner.clean(r).text for r in rows] == cleaned[
        "text"
    ].to_pylist()


def test_the_columns_say_what_was_done(cleaner: Cleaner) -> None:
    text = f"Advertisement\n{PAGE}"
    row = cleaner.clean_batch(pa.table({"text": [text]})).to_pylist()[0]
    result = cleaner.clean(text)

    expected = [
        {k: v for k, v in verdict.to_dict().items() if k not in ("rules", "reasons")}
        for verdict in result.removed
    ]
    assert expected == row["clean_spans"]
    assert ("cleaned", None) == (row["clean_status"], row["clean_error"])
    assert len(result.text) / len(text) == row["clean_kept"]


def test_addresses_and_languages_reach_the_rules(rules_only: Cleaner) -> None:
    """By publisher: the pack of one applies. By language: rules of another do not."""
    text = "\n".join(
        (*BODY[:3], "The Independent is on the ground when the story is developing.", "Werbung")
    )
    rows = {"at": ["https://www.independent.co.uk/a", None, None], "in": ["en", "en", "de"]}
    table = pa.table({"body": [text] * 3, **rows})

    cleaned = rules_only.clean_batch(table, text="body", url="at", lang="in")["body"].to_pylist()

    pairs = zip(rows["at"], rows["in"], strict=True)
    assert [rules_only.clean(text, url=url, lang=lang).text for url, lang in pairs] == cleaned
    assert 3 == len(set(cleaned))


def test_dictionaries_are_cleaned_row_by_row_and_come_out_plain(cleaner: Cleaner) -> None:
    table = pa.table({"text": pa.array([PAGE, None, PAGE, "x"]).dictionary_encode()})

    cleaned = cleaner.clean_batch(table)

    assert pa.string() == cleaned.schema.field("text").type
    body = cleaner.clean(PAGE).text
    assert [body, None, body, "x"] == cleaned["text"].to_pylist()


def test_a_column_of_nothing_stays_so(cleaner: Cleaner) -> None:
    cleaned = cleaner.clean_batch(pa.table({"text": pa.nulls(3)}))

    assert pa.null() == cleaned.schema.field("text").type
    assert [None] * 3 == cleaned["clean_status"].to_pylist()


@pytest.mark.parametrize("type_", STRINGS)
def test_damaged_strings_fail_alone_and_keep_their_bytes(
    cleaner: Cleaner, type_: pa.DataType
) -> None:
    """What stands in an Arrow string need not be UTF-8: half a letter, a lone surrogate."""
    raw = [PAGE.encode(), b"caf\xe9", None, b"\xed\xa0\x80", b""]
    column = pa.array(raw, pa.binary()).view(pa.string()).cast(type_, safe=False)

    cleaned = cleaner.clean_batch(pa.table({"text": column}))

    kept = [value.as_buffer() and value.as_buffer().to_pybytes() for value in cleaned["text"]]
    assert [cleaner.clean(PAGE).text.encode(), *raw[1:]] == kept
    status = cleaned["clean_status"].to_pylist()
    assert ["failed", None, "failed", "empty"] == status[1:]
    assert "byte 3 is 0xe9" in cleaned["clean_error"][1].as_py()
    assert [] == cleaned["clean_spans"][1].as_py()


def test_a_damaged_address_only_means_that_none_is_known(cleaner: Cleaner) -> None:
    at = pa.array([b"\xff", b"example.org"], pa.binary()).view(pa.string())

    cleaned = cleaner.clean_batch(pa.table({"text": [PAGE, PAGE], "at": at}), url="at")

    assert [cleaner.clean(PAGE).text] * 2 == cleaned["text"].to_pylist()


def test_slices_and_many_pieces_keep_their_rows(rules_only: Cleaner) -> None:
    texts = [f"{i} {BODY[0]}" for i in range(PIECE_ROWS + 5)]
    table = pa.table({"text": texts}).slice(3, PIECE_ROWS + 1)

    cleaned = rules_only.clean_batch(table)

    assert texts[3 : PIECE_ROWS + 4] == cleaned["text"].to_pylist()


def test_the_schema_names_what_cleaned_and_keeps_what_it_said(cleaner: Cleaner) -> None:
    field = pa.field("text", pa.string(), nullable=False, metadata={"by": "us"})
    table = pa.table({"text": ["x"]}, pa.schema([field], {"owner": "us"}))

    schema = cleaner.clean_batch(table).schema

    assert cleaner.about == json.loads(schema.metadata[METADATA_KEY])
    assert dict(cleaner.clean("x").fingerprints).items() <= cleaner.about.items()
    assert b"us" == schema.metadata[b"owner"]
    assert field.equals(schema.field("text"), check_metadata=True)


def test_the_fingerprint_names_rules_weights_and_profile() -> None:
    cleaner = Cleaner()
    shipped = default_tree_weights()
    for_pages = make_tree_weights(shipped.arrays, shipped.words | {"gazebo": 1})
    others = [
        Cleaner(profile="safe"),
        Cleaner(keep=["title"]),
        Cleaner(ignore=["share"]),
        Cleaner(page_weights=for_pages),
    ]

    assert cleaner.fingerprint == Cleaner().fingerprint
    assert cleaner.fingerprint == pickle.loads(pickle.dumps(cleaner)).fingerprint
    assert cleaner.fingerprint == Cleaner(page_weights=shipped).fingerprint
    assert 5 == len({c.fingerprint for c in (cleaner, *others)})


def test_what_decides_on_pages_is_named(cleaner: Cleaner, rules_only: Cleaner) -> None:
    page = "<p>Rain fell on the town all day, and the river rose by a metre.</p>"
    for one in (cleaner, rules_only):
        found = one.clean_html(page).fingerprints

        assert found == {name: one.about[name] for name in found}
        assert len(found) == len(one.about) - 3  # version, profile, keep


@pytest.mark.parametrize(
    ("columns", "asked", "problem"),
    [
        ({"body": ["x"]}, {}, "'text' is not among body; name the column by text="),
        ({"text": [1]}, {}, "'text' is int64, not text; cast it to string first"),
        ({"text": [b"x"]}, {}, "'text' is binary, not text"),
        ({"text": ["x"]}, {"url": "link"}, "'link' is not among text"),
        ({"text": ["x"], "clean_spans": [1]}, {}, "'clean_spans' is there already; drop or rename"),
    ],
)
def test_wrong_columns_are_refused_at_once(
    cleaner: Cleaner, columns: dict[str, list[object]], asked: dict[str, str], problem: str
) -> None:
    with pytest.raises(UsageError, match=problem.replace("(", r"\(")):
        cleaner.clean_batch(pa.table(columns), **asked)


def test_what_is_no_arrow_is_refused_with_a_way_out(cleaner: Cleaner) -> None:
    with pytest.raises(UsageError, match="pyarrow Table or RecordBatch, not dict"):
        cleaner.clean_batch({"text": ["a"]})  # type: ignore[type-var]


def test_a_name_that_is_there_twice_is_refused(cleaner: Cleaner) -> None:
    table = pa.Table.from_arrays([pa.array(["a"]), pa.array(["b"])], ["text", "text"])

    with pytest.raises(UsageError, match="'text' is there 2 times"):
        cleaner.clean_batch(table)


@pytest.mark.parametrize(
    ("module", "library", "extra"),
    [
        ("cleaner.batch.arrow", "pyarrow", "arrow"),
        ("cleaner.adapters.datatrove", "datatrove", "datatrove"),
        ("cleaner.adapters.ray", "ray", "ray"),
        ("cleaner.adapters.spark", "pyspark", "spark"),
        ("cleaner.adapters.datasets", "datasets", "datasets"),
    ],
)
def test_without_its_library_it_says_what_to_install(module: str, library: str, extra: str) -> None:
    code = f"""
import sys
sys.modules[{library!r}] = None
from cleaner import CleanerError
try:
    import {module}
except CleanerError as error:
    assert isinstance(error, ImportError)
    print(error)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert f"pip install 'news-cleaner[{extra}]'" in done.stdout, done.stderr


def test_the_library_comes_without_arrow() -> None:
    """Cleaning texts and rows asks for none of the optional libraries."""
    code = """
import sys
from cleaner import Cleaner
list(Cleaner(profile="rules-only").clean_rows([("A line.",)]))
print([name for name in ("pyarrow", "pandas", "trafilatura", "typer") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()
