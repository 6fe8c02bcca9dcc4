"""`clean eval` and `clean train`, as people run them."""

import json
import sys
from pathlib import Path

import pytest

from cleaner.scoring.labelled import TrainSettings
from cleaner.scoring.learn import NetSettings
from cleaner.scoring.learn_words import WordSettings
from cleaner.scoring.weights import read_weights
from tests.cli.conftest import Run

SMALL = TrainSettings(
    folds=3, words=WordSettings(entries=20, groups=5), net=NetSettings(units=4, steps=60, batch=128)
)
PAGES = [
    {
        "id": f"page{number}",
        "text": f"Share this article\nMenu\nThe council said on Monday that gate {number} broke.\n"
        "Repairs will take a week, and the boats were sent to the next town.\nMore\n",
        "labels": [0, 0, 1, 1, 0, None],
        "url": f"https://site{number}.example.org/",
        "lang": "en",
        "source": "odd" if number % 2 else "even",
    }
    for number in range(12)
]


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, PAGES)), encoding="utf-8")
    return str(path)


@pytest.fixture
def ours(rules: str) -> tuple[str, ...]:
    return "--rules", rules, "--profile", "rules-only"


@pytest.fixture
def trained(run: Run, labelled: str, rules: str, tmp_path: Path, monkeypatch) -> Path:
    """A folder with weights, the weights of folds and the cross-validated result."""
    monkeypatch.setattr("cleaner.measure.learning.DEFAULTS", SMALL)
    options = "--folds", tmp_path / "folds", "--scores", tmp_path / "cv.json", "--rules", rules
    ran = run("train", labelled, "-o", tmp_path / "weights.yaml", *options)
    assert ran.code == 0, ran.err
    assert ran.out.decode().splitlines()[2].split()[:2] == ["all", "12"]
    notes = [line.partition(";")[0] for line in ran.err.splitlines()]
    assert notes[:2] == [
        "clean: note: learning for the check, in folds",
        "clean: note: learning from all texts",
    ]
    return tmp_path


def test_eval_prints_a_table(run: Run, labelled: str, ours: tuple[str, ...]):
    ran = run("eval", labelled, *ours)
    table = ran.out.decode().splitlines()

    assert (0, "") == (ran.code, ran.err)
    assert table[0].startswith("profile rules-only, rules ")
    assert ["all", "even", "odd"] == [
        row.split()[0] for row in table if " 12 " in row or "  6 " in row
    ]


def test_eval_in_json_has_what_can_be_counted_by_hand(run: Run, labelled: str, ours):
    found = json.loads(run("eval", labelled, *ours, "--format", "json").out)

    assert 12 == found["all"]["pages"] == len(found["pages"])
    assert found["all"]["chrome_removed"] == pytest.approx(100 / 3)  # of share, menu, more
    assert (0.0, 0.0) == (found["all"]["lost"], found["all"]["exact"])
    assert found["all"]["residue"] == pytest.approx(100 * 2 / (2 + 9 + 14))
    assert {"even", "odd"} == set(found["source"])


def test_a_result_says_what_it_depends_on(run: Run, labelled: str, ours):
    plain = json.loads(run("eval", labelled, *ours, "--format", "json").out)
    other = ["--keep", "title,byline", "--text-alone"]
    found = json.loads(run("eval", labelled, *ours, *other, "--format", "json").out)

    assert ["profile", "rules", "texts"] == list(plain["about"])
    assert {"keep": "title,byline", "told": "text alone"} | plain["about"] == found["about"]


def test_eval_compares_with_the_untouched_text(run: Run, labelled: str, ours):
    ran = run("eval", labelled, *ours, "--compare", "untouched", "--format", "json")
    found = {one["measure"]: one for one in json.loads(ran.out)["differences"]}

    assert found["residue"]["difference"] < 0
    assert found["residue"]["high"] < 0
    assert found["lost"]["difference"] == 0


def test_two_results_are_compared(run: Run, labelled: str, ours, tmp_path: Path):
    run("eval", labelled, *ours, "-o", tmp_path / "new.json")
    run("eval", labelled, *ours, "--no-default-rules", "--ignore", "share", "-o",
        tmp_path / "old.json")  # fmt: skip
    ran = run("eval", tmp_path / "new.json", "--compare", tmp_path / "old.json")
    row = next(row for row in ran.out.decode().splitlines() if row.startswith("residue"))

    assert ran.code == 0
    assert row.split()[3].startswith("-")
    assert row.endswith("*")


def test_results_of_other_labels_are_told(run: Run, labelled: Path, ours, tmp_path: Path):
    run("eval", labelled, *ours, "-o", tmp_path / "old.json")
    first, *rest = Path(labelled).read_text().splitlines()
    page = json.loads(first)
    changed = {**page, "labels": [-1 if label == 0 else label for label in page["labels"]]}
    (tmp_path / Path(labelled).name).write_text("\n".join([json.dumps(changed), *rest]))
    ran = run("eval", tmp_path / Path(labelled).name, *ours, "--compare", tmp_path / "old.json")

    assert "other texts or labels" in ran.err


def test_outputs_of_another_program_are_compared(run: Run, labelled: str, ours, tmp_path: Path):
    kept = tmp_path / "kept.jsonl"
    bodies = [{"id": p["id"], "text": "\n".join(p["text"].split("\n")[2:4])} for p in PAGES]
    kept.write_text("\n".join(map(json.dumps, bodies)))
    ran = run("eval", labelled, *ours, "--compare", f"outputs={kept}", "--format", "json")
    found = {one["measure"]: one for one in json.loads(ran.out)["differences"]}

    assert (0.0, 100.0) == (found["exact"]["this"], found["exact"]["other"])


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--compare", "other.json"], "other.json: cannot be read: No such file"),
        (["--compare", "profile=loose"], "loose"),
        (["--format", "xml"], "--format 'xml' is unknown; choose table, json"),
        (["--outputs", "a", "--folds", "b"], "--outputs and --folds exclude each other"),
        (["--folds", "nowhere", "--profile", "safe"], "fold-0.yaml: missing"),
        (["--weights", "nowhere.yaml", "--profile", "safe"], "nowhere.yaml: cannot be read"),
        (["-o", "nowhere/a.json"], "nowhere/a.json: cannot be written"),
        (["--compare", "profil=safe"], "--compare profil=safe is unknown; give a result"),
        (["--compare", "weights="], "--compare weights= is empty"),
        (["--compare", ""], "Invalid value for '--compare': it is empty"),
        (["-o", ""], "Invalid value for '-o' / '--output': it is empty"),
        (["again.json"], "a result (.json) is shown alone"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(run: Run, labelled: str, ours, arguments, problem: str):
    ran = run("eval", labelled, *ours, *arguments)

    assert (2, b"") == (ran.code, ran.out)
    assert problem in ran.err
    assert len(ran.err.splitlines()) == 1


def test_a_result_alone_cannot_be_cleaned_in_another_way(run: Run, labelled: str, ours, tmp_path):
    run("eval", labelled, *ours, "-o", tmp_path / "new.json")
    ran = run("eval", tmp_path / "new.json", "--compare", "untouched")

    assert ran.code == 2
    assert "needs labelled texts" in ran.err


@pytest.mark.parametrize(
    "option", [["--profile", "safe"], ["--folds", "f"], ["--outputs", "o"], ["--text-alone"]]
)
def test_what_means_nothing_to_a_result_is_refused(run: Run, labelled, ours, tmp_path, option):
    run("eval", labelled, *ours, "-o", tmp_path / "new.json")
    ran = run("eval", tmp_path / "new.json", *option)

    assert (2, b"") == (ran.code, ran.out)
    assert f"nothing is cleaned; leave out {option[0]}" in ran.err


def test_a_result_does_not_replace_the_texts(run: Run, labelled: str, ours):
    before = Path(labelled).read_bytes()
    ran = run("eval", labelled, *ours, "-o", labelled)

    assert 2 == ran.code
    assert "is another file of this command" in ran.err
    assert before == Path(labelled).read_bytes()


def test_without_rapidfuzz_the_extra_is_named(run: Run, labelled: str, ours, monkeypatch):
    for name in ("sequences", "lines", "rouge"):
        monkeypatch.delitem(sys.modules, f"cleaner.measure.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "rapidfuzz.distance", None)
    ran = run("eval", labelled, *ours)

    assert ran.code == 2
    assert "pip install 'news-cleaner[eval]'" in ran.err


def test_training_twice_gives_the_same_bytes(run: Run, labelled: str, rules: str, trained: Path):
    ran = run("train", labelled, "-o", trained / "again.yaml", "--no-check", "--rules", rules)

    assert (0, b"") == (ran.code, ran.out)
    assert (trained / "weights.yaml").read_bytes() == (trained / "again.yaml").read_bytes()


def test_learnt_weights_are_named_in_results(run: Run, rules: str, trained: Path):
    weights = trained / "weights.yaml"
    ran = run(
        "--weights", weights, "--rules", rules, "--format", "json", "-", stdin=b"Rain fell.\n"
    )

    assert read_weights(weights).fingerprint == json.loads(ran.out)["fingerprints"]["weights"]


def test_a_run_and_a_check_take_weights_too(run: Run, rules: str, trained: Path):
    weights, corpus, out = (trained / name for name in ("weights.yaml", "in.jsonl", "out.jsonl"))
    corpus.write_text('{"text": "Rain fell."}\n')
    ran = run("run", corpus, "-o", out, "--weights", weights, "--rules", rules)
    checked = run("check", corpus, "--weights", weights, "--rules", rules, "--show-settings")
    manifest = (trained / "out.jsonl.manifest.json").read_text()
    wrong = run("check", corpus, "--weights", trained / "nowhere.yaml", "--rules", rules)

    assert (0, 0, 2) == (ran.code, checked.code, wrong.code)
    assert read_weights(weights).fingerprint in manifest
    assert f'weights = "{weights}"' in checked.out.decode()
    assert "nowhere.yaml: cannot be read" in wrong.err


def test_explain_takes_weights_too(run: Run, rules: str, trained: Path):
    weights = trained / "weights.yaml"
    page = PAGES[0]["text"].encode()
    shipped = run("explain", "--rules", rules, "-", stdin=page)
    ran = run("explain", "--weights", weights, "--rules", rules, "-", stdin=page)

    assert (0, 0) == (ran.code, shipped.code)
    assert ran.out != shipped.out


def test_folds_measure_as_training_did(run: Run, labelled: str, rules: str, trained: Path):
    options = "--folds", trained / "folds", "--rules", rules, "--text-alone"
    ran = run("eval", labelled, *options, "--compare", trained / "cv.json", "--format", "json")
    found = json.loads(ran.out)

    assert ran.code == 0
    assert all(one["difference"] == 0 for one in found["differences"])
    assert found["about"]["weights"].count("+") == SMALL.folds - 1


def test_a_profile_is_compared_with_another(run: Run, labelled: str, rules: str, trained: Path):
    options = "--weights", trained / "weights.yaml", "--rules", rules
    ran = run("eval", labelled, *options, "--compare", "profile=safe", "--format", "json")

    assert json.loads(ran.out)["other"]["profile"] == "safe"


def test_the_rules_alone_are_compared_without_weights(run: Run, labelled, rules, trained: Path):
    for learnt in (["--weights", trained / "weights.yaml"], ["--folds", trained / "folds"]):
        ran = run("eval", labelled, *learnt, "--rules", rules, "--compare", "profile=rules-only",
                  "--format", "json")  # fmt: skip
        found = json.loads(ran.out)

        assert "weights" in found["about"]
        assert "weights" not in found["other"]


def test_too_few_sites_are_told(run: Run, tmp_path: Path, rules: str):
    path = tmp_path / "few.jsonl"
    path.write_text(json.dumps(PAGES[0]))
    ran = run("train", path, "-o", tmp_path / "w.yaml", "--rules", rules)

    assert ran.code == 2
    assert "too few sites" in ran.err
    assert not (tmp_path / "w.yaml").exists()


def with_labels(path: Path, *labels: list[int | None]) -> Path:
    """The pages again, the first ones with these labels, the others with the last of them."""
    pages = [page | {"labels": labels[min(n, len(labels) - 1)]} for n, page in enumerate(PAGES)]
    path.write_text("\n".join(map(json.dumps, pages)))
    return path


@pytest.mark.parametrize(
    ("labels", "problem"),
    [
        ([[1, 1, 1, 1, 1, None]], "too little chrome: after the rules, 0 of 3 folds"),
        ([[0, 0, 1, 1, 0, None], [1, 1, 1, 1, 1, None]], "too little chrome: after the rules, 1"),
        ([[0, 0, 1, 1, 0, None], [0, 0, -1, -1, 0, None]], "too little body: after the rules, 1"),
    ],
)
def test_body_and_chrome_on_too_few_sites_are_told(run: Run, tmp_path, rules, monkeypatch, labels,
                                                   problem: str):  # fmt: skip
    monkeypatch.setattr("cleaner.measure.learning.DEFAULTS", SMALL)
    path = with_labels(tmp_path / "few.jsonl", *labels)
    path.write_text(path.read_text().replace('"lang"', '"measured": false, "lang"'))
    ran = run("train", path, "-o", tmp_path / "w.yaml", "--rules", rules)

    assert (2, 1) == (ran.code, len(ran.err.splitlines())), ran.err
    assert problem in ran.err


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["-o", "none/w.yaml"], "none/w.yaml: cannot be written: No such file"),
        (["-o", "."], ".: cannot be written: Is a directory"),
        (["-o", "pages.jsonl"], "pages.jsonl: is another file of this command"),
        (["-o", "w.yaml", "--scores", "./w.yaml"], "w.yaml: is another file of this command"),
        (["-o", "w.yaml", "--scores", "none/cv.json"], "none/cv.json: cannot be written"),
        (["-o", "w.yaml", "--folds", "pages.jsonl"], "pages.jsonl: cannot be made: File exists"),
        (["-o", "w.yaml", "--no-check", "--folds", "f"], "--folds keeps what --no-check leaves"),
        (["-o", "w.yaml", "--no-check", "--scores", "s"], "--scores keeps what --no-check leaves"),
        (["-o", "w.yaml", "--profile", "rules-only"], "--profile rules-only uses no weights"),
    ],
)
def test_nothing_is_learnt_that_could_not_be_written(
    run: Run, labelled: str, rules: str, tmp_path: Path, monkeypatch, options, problem: str
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("cleaner.measure.learning.DEFAULTS", SMALL)
    monkeypatch.setattr("cleaner.cli.train.learn_folds", None)  # nor tried
    ran = run("train", "pages.jsonl", "--rules", rules, *options)

    assert (2, b"") == (ran.code, ran.out)
    assert problem in ran.err
    assert ["pages.jsonl"] == [path.name for path in tmp_path.iterdir()]


def test_learning_tells_each_step_where_somebody_looks_on(
    run: Run, labelled: str, rules: str, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr("cleaner.measure.learning.DEFAULTS", SMALL)
    monkeypatch.setattr("cleaner.cli.streams.is_stderr_terminal", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    command = "train", labelled, "-o", tmp_path / "w.yaml", "--rules", rules
    steps = [
        "what the rules leave of 12 texts", "features of 12 texts",
        "fold 1 of 3: words and first stage", "fold 1 of 3: net 1 of 4", "fold 3 of 3: net 4 of 4",
        "cleaning and measuring 12 texts", "net 5 of 5",
    ]  # fmt: skip
    told = run(*command).err
    places = [told.find(step) for step in steps]

    assert -1 not in places
    assert sorted(places) == places
    assert "" == run(*command, "--quiet").err


def test_learning_that_is_stopped_leaves_nothing_behind(
    run: Run, labelled: str, rules: str, tmp_path: Path, monkeypatch
):
    def stopped(lessons, tell):
        raise KeyboardInterrupt

    monkeypatch.setattr("cleaner.measure.learning.DEFAULTS", SMALL)
    monkeypatch.setattr("cleaner.cli.train.learn_folds", stopped)
    outputs = "-o", tmp_path / "w.yaml", "--folds", tmp_path / "new" / "folds"
    ran = run("train", labelled, "--rules", rules, *outputs, "--scores", tmp_path / "cv.json")

    assert 130 == ran.code
    assert [labelled] == [str(path) for path in tmp_path.iterdir()]


def test_weights_mean_nothing_to_the_rules_alone(run: Run):
    ran = run("--weights", "w.yaml", "--profile", "rules-only", "-", stdin=b"Rain.\n")

    assert ran.code == 2
    assert "--weights means nothing to the rules alone" in ran.err


def test_a_broken_weights_file_is_told(run: Run, tmp_path: Path):
    path = tmp_path / "w.yaml"
    path.write_text("version: 1\nwords: 3\n")
    ran = run("--weights", path, "-", stdin=b"Rain.\n")

    assert ran.code == 2
    assert "w.yaml: not a weights file" in ran.err
    assert len(ran.err.splitlines()) == 1
