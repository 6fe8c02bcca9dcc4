"""`clean rules mine`: which articles, and the YAML that is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from itertools import islice
from os.path import samestat
from pathlib import Path

from cleaner.checker.mine import Candidate, mine
from cleaner.cli import streams
from cleaner.cli.rule_inputs import Inputs, document_of
from cleaner.errors import UsageError
from cleaner.packs.cache import load_pack
from cleaner.packs.load import rule_files
from cleaner.wording import counted

_HEAD = "# Candidates: say what each is and why, prove it by examples, delete the rest.\n"
_NO_NAME = re.compile("[^a-z0-9]+")
MAX_NAME_WORDS = 5


def show_mined(
    paths: Sequence[str], fields: Sequence[str], rules: Sequence[str], least: int, most: int
) -> int:
    """Print candidates as YAML; return the exit code.

    Args:
        paths: of the articles.
        fields: of records that may hold the text; without any those of the project.
        rules: what they know is no candidate.
        least: in so many articles a line must stand.
        most: so many candidates at most.

    Raises:
        UsageError: counts that cannot be.
    """
    if least < 2 or most < 1:
        raise UsageError("--min-files must be 2 or more, --max-lines 1 or more; give larger ones")
    pack = load_pack(_without_output(rules))
    inputs = Inputs(paths, fields)
    articles = (
        (place, document_of(record, place))
        for path in inputs.paths
        for place, record in inputs.records(path)
    )
    found = mine(articles, pack, least, most, inputs.complain)
    if found:
        streams.write(_HEAD.encode())
    names: set[str] = set()
    for candidate in found:
        streams.write(_stub(candidate, names).encode("utf-8", "backslashreplace"))
    candidates, files = counted(len(found), "candidate"), counted(len(inputs.paths), "file")
    streams.complain(f"note: {candidates} in {files}")
    return inputs.code


def _without_output(rules: Sequence[str]) -> Sequence[str]:
    """The rules without the file that the candidates go to: the shell has just made it, empty."""
    own = streams.own_file()
    if own is None:
        return rules
    files = [file for path in rules for file in rule_files(Path(path))]
    others = [str(file) for file in files if not (file.exists() and samestat(file.stat(), own))]
    return others if len(others) < len(files) else rules


def _stub(one: Candidate, names: set[str]) -> str:
    """A rule that does not load until somebody has said what it is."""
    kind, text = ("template", one.template) if one.has_slots else ("line", one.lines[0])
    examples = "".join(f"      - {_quoted(line)}\n" for line in one.examples)
    return (
        f"\n# stands in {one.articles:,} articles, in {one.edge:.0%} of them near an end; "
        f"first in {one.place}\n"
        f"- name: {_name(one, names)}\n"
        "  summary:        # what it is, in a line\n"
        "  why:            # why it is not journalism\n"
        "  category:\n"
        f"  kind: {kind}\n"
        f"  any: [{_quoted(text)}]\n"
        "  examples:\n"
        f"    match:\n{examples}"
        "    no_match: []  # two or more: the nearest honest sentences of journalism\n"
    )


def _quoted(text: str) -> str:
    """Text as YAML has it; JSON is YAML."""
    return json.dumps(text, ensure_ascii=False)


def _name(one: Candidate, names: set[str]) -> str:
    """A name made of the first words, like no other."""
    words = filter(str.isalpha, _NO_NAME.sub(" ", one.lines[0].lower()).split())
    base = "-".join(islice(words, MAX_NAME_WORDS)) or "line"
    name, number = base, 2
    while name in names:
        name, number = f"{base}-{number}", number + 1
    names.add(name)
    return name
