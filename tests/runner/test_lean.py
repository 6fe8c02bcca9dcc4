"""What a process of a run does not load."""

import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

LOADED = """
import sys
from cleaner.cli.main import main
code = main()
print(code, "pandas" in sys.modules, file=sys.stderr)
"""


def test_parquet_is_cleaned_without_pandas(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    pq.write_table(pa.table({"text": ["Rain.", None]}), tmp_path / "in.parquet")
    command = [sys.executable, "-c", LOADED, "run", "in.parquet", "-o", "out.parquet", "-q"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert "0 False\n" == done.stderr
    assert ["Rain.", None] == pq.read_table(tmp_path / "out.parquet")["text"].to_pylist()


def test_a_process_of_somebody_else_keeps_pandas() -> None:
    pytest.importorskip("pandas")
    script = (
        "from cleaner.cli.main import main; main(['run', 'gone.jsonl']);"
        "import pyarrow as pa; print(len(pa.table({'a': ['b']}).to_pandas()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert "1\n" == done.stdout
