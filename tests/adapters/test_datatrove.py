"""The step for datatrove: one document out for each, with metadata that never changes its types."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from cleaner import Cleaner, restore
from cleaner.errors import UsageError
from tests.documents import BODY

pytest.importorskip("datatrove", reason="datatrove is not installed")

from datatrove.data import Document
from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter

from cleaner.adapters.datatrove import BATCH_DOCUMENTS, NewsCleaner, whole_record

PAGE = "\n".join(("Advertisement", *BODY[:4], "Sign up to our newsletter"))
TYPES = {"clean_spans": str, "clean_status": str, "clean_kept": float, "clean_error": str}


def documents_of(*texts: str | None) -> list[Document]:
    return [Document(text, str(i), metadata={"n": i}) for i, text in enumerate(texts)]


def test_documents_come_out_cleaned_in_order_and_can_be_restored(cleaner: Cleaner) -> None:
    texts = [BODY[0], PAGE, "", *(f"{PAGE}\n{i}" for i in range(BATCH_DOCUMENTS))]

    cleaned = list(NewsCleaner(cleaner).run(iter(documents_of(*texts))))

    assert [cleaner.clean(text).text for text in texts] == [d.text for d in cleaned]
    assert list(range(len(texts))) == [d.metadata["n"] for d in cleaned]
    for text, document in zip(texts, cleaned, strict=True):
        assert text == restore(document.text, json.loads(document.metadata["clean_spans"]))


def test_metadata_has_the_same_types_whatever_becomes_of_a_document(cleaner: Cleaner) -> None:
    """The Parquet writer takes its schema from the first document."""
    odd = documents_of(None, "", BODY[0], PAGE, 17, "\ud800")  # type: ignore[arg-type]

    cleaned = list(NewsCleaner(cleaner).run(iter(odd)))

    for document in cleaned:
        assert TYPES == {k: type(v) for k, v in document.metadata.items() if k != "n"}
    status = [document.metadata["clean_status"] for document in cleaned]
    assert ["", "empty", "untouched", "cleaned", "failed"] == status[:5]
    assert [d.text for d in odd[:3]] == [d.text for d in cleaned[:3]]


def test_the_address_comes_from_the_metadata(rules_only: Cleaner) -> None:
    text = "\n".join((*BODY[:3], "The Independent is on the ground when the story is developing."))
    url = "https://www.independent.co.uk/a"
    known = [Document(text, "1", metadata={"url": url}), Document(text, "2")]

    cleaned = list(NewsCleaner(rules_only).run(iter(known)))

    assert [rules_only.clean(text, url=url).text, text] == [d.text for d in cleaned]


def test_cleaning_again_is_refused_rather_than_losing_the_first_spans(cleaner: Cleaner) -> None:
    once = list(NewsCleaner(cleaner).run(iter(documents_of(PAGE))))

    with pytest.raises(UsageError, match="document 0 has been cleaned before"):
        list(NewsCleaner(cleaner).run(iter(once)))


def test_statistics_count_what_became_of_the_documents(cleaner: Cleaner) -> None:
    step = NewsCleaner(cleaner)

    list(step.run(iter(documents_of(PAGE, BODY[0], None))))

    stats = {name: stat.total for name, stat in step.stats.stats.items()}
    removed = len(PAGE) - len(cleaner.clean(PAGE).text)
    assert {"total": 3, "cleaned": 1, "untouched": 1, "null": 1, "removed": removed} == stats


def test_two_tasks_clean_two_files_and_a_finished_run_is_skipped(
    cleaner: Cleaner, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    for name in "ab":
        line = json.dumps({"id": name, "text": f"{PAGE}\n{name}"})
        (tmp_path / "in" / f"{name}.jsonl").write_text(line + "\n", "utf-8")

    def clean_all(how: Cleaner) -> dict[str, str]:
        output = tmp_path / how.fingerprint
        pipeline = [
            JsonlReader(str(tmp_path / "in")),
            NewsCleaner(how),
            JsonlWriter(str(output), compression=None, adapter=whole_record),
        ]
        logs = tmp_path / f"logs-{how.fingerprint}"
        LocalPipelineExecutor(pipeline, tasks=2, workers=1, logging_dir=str(logs)).run()
        lines = [json.loads(path.read_text("utf-8")) for path in output.glob("*.jsonl")]
        return {line["id"]: line["text"] for line in lines}

    other = Cleaner(profile="rules-only", keep=["title"])
    for how in (cleaner, other, cleaner):
        assert {n: how.clean(f"{PAGE}\n{n}").text for n in "ab"} == clean_all(how)


def test_an_empty_text_stays_in_the_record() -> None:
    document = Document("", "7", metadata={"url": None})

    assert {"text": "", "id": "7", "url": None} == whole_record(None, document)


def test_a_task_shares_the_cleaner_of_its_process(cleaner: Cleaner) -> None:
    """The executor copies the pipeline for every task; the rules are not copied with it."""
    assert cleaner is deepcopy(NewsCleaner(cleaner)).cleaner


def test_what_is_no_cleaner_is_told_before_any_worker_begins() -> None:
    with pytest.raises(UsageError, match="cleaner cannot be str; give a Cleaner"):
        NewsCleaner("safe")  # type: ignore[arg-type]
