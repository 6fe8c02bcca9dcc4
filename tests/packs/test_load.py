"""Rule files with mistakes: all of them at once, each in its place, each with a way out."""

# ruff: noqa: E501  (tables)

import os
from pathlib import Path

import pytest

from cleaner.errors import RuleError
from cleaner.packs.cache import load_pack
from cleaner.packs.compile import compile_rules
from cleaner.packs.load import load_rules, read_rules
from cleaner.packs.tree import MAX_BYTES, MAX_DEPTH, read_tree

SOUND = """\
- name: one
  summary: s
  why: w
  kind: line
  any: [share it]
  examples: {match: [share it], no_match: [he shares it]}
"""

MISTAKES = {
    "keys-and-values": (
        SOUND + "  knd: x\n  reach: all\n  confidence: 2\n",
        ["7:3: key `knd` is unknown", '8:10: reach "all" is unknown', "9:15: `confidence`"],
    ),
    "missing": (
        "- name: one\n  kind: line\n",
        ["1:3: `summary` is missing", "1:3: `why` is missing", "1:3: `examples` is missing", "2:9: kind line needs `any`"],
    ),
    "misfits": (
        SOUND + "  role: body\n  max_lines: 3\n  since: 2020-02-01\n  until: 2020-01-01\n",
        ["7:9: `role` and `action: label`", "8:14: `max_lines` belongs", "9:10: `since` is later"],
    ),
    "templates": (
        SOUND.replace("line", "template").replace("[share it]\n", '["by {nam}", "[a", "{n}"]\n', 1),
        ['5:9: templates/one: template "by {nam}": slot {nam} is unknown', '5:21: templates/one: template "[a"', '5:27: templates/one: template "{n}" has no fixed text'],
    ),
    "patterns": (
        SOUND.replace("line", "pattern").replace("[share it]\n", "['(share', 'a|b', 'ab*']\n", 1),
        ["5:9: patterns/one: pattern '(share'", "5:19: patterns/one: pattern 'a|b' has no literal", "5:26: patterns/one: pattern 'ab*'"],
    ),
    "blocks": (
        SOUND.replace("line", "block").replace("any:", "to:") + "  anchor: start\n  reach: phrase\n",
        ["4:9: kind block needs `from`", "4:9: kind block needs `max_lines`", "8:10: `reach` does not"],
    ),
    "twice": (
        SOUND + "  why: again\n" + SOUND + SOUND.replace("[share it]\n", "&a [share it]\n", 1),
        ["7:3: key `why` stands twice", "8:9: rule twice/one stands also at", "14:9: rule twice/one", "18:8: anchor &a is refused"],
    ),
    "yaml": (
        SOUND.replace("s\n", "!!str s\n", 1) + "  unless: &x quoted\n  needs: *x\n",
        ["2:12: tag tag:yaml.org,2002:str is refused", "7:11: anchor &x is refused", "8:10: alias *x is refused", "7:11: `needs` belongs to kind pattern"],
    ),
    "publisher": (
        "publisher:\n  name: G\n  domains: [g.org, 'G org']\n  fingerprint: [short]\nruls: 1\nrules:\n" + SOUND.replace("- name: one", "- name: One"),
        ["3:20: `domains.1`", "4:17: `fingerprint.0`", "5:1: key `ruls` is unknown", "7:9: `name`"],
    ),
    "shapes": (
        "- just text\n" + SOUND.replace("[share it]", "[2024, '***']", 1).replace("no_match: [he shares it]", "no_match: []"),
        ['1:3: a rule must be a mapping, not "just text"', "6:9: `any.0` must be text, not 2024", "7:43: `examples.no_match`"],
    ),
}  # fmt: skip


def told(folder: Path) -> list[str]:
    with pytest.raises(RuleError) as found:
        compile_rules(*read_rules([folder]))
    return str(found.value).splitlines()


def test_ten_files_of_three_mistakes_are_told_in_one_go(tmp_path: Path) -> None:
    for name, (text, _) in MISTAKES.items():
        (tmp_path / f"{name}.yaml").write_text(text.replace("  why", "  category: share\n  why", 0))
    lines = told(tmp_path)

    assert len(MISTAKES) == 10
    for name, (_, expected) in MISTAKES.items():
        for start in expected:
            assert [x for x in lines if x.startswith(f"{tmp_path}/{name}.yaml:{start}")], (
                start,
                lines,
            )
    assert all("; " in line for line in lines)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SOUND.replace("any:", "anny:"), "key `anny` is unknown; did you mean `any`?"),
        (SOUND + "  form: [a]\n", "key `form` is unknown; did you mean `from`?"),
        (
            SOUND + "  where: {langauges: [en]}\n",
            "key `where.langauges` is unknown; did you mean `languages`?",
        ),
        (
            SOUND + "  where: {near: {linse: 1, any: [a]}}\n",
            "key `where.near.linse` is unknown; did you mean `lines`?",
        ),
        (
            SOUND.replace("no_match", "nomatch"),
            "key `examples.nomatch` is unknown; did you mean `no_match`?",
        ),
        (
            f"publisher: {{name: G, domain: [g.org]}}\nrules:\n{SOUND}",
            "key `domain` is unknown; did you mean `domains`?",
        ),
        (
            SOUND + "  xyz: 1\n",
            "key `xyz` is unknown; see `clean rules schema`, or docs/rules.md, for the keys",
        ),
    ],
)
def test_an_unknown_key_is_told_with_the_known_one_near_it(
    tmp_path: Path, text: str, said: str
) -> None:
    (tmp_path / "share.yaml").write_text(text)

    assert [line for line in told(tmp_path) if line.endswith(said)]


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_told_in_reading_order_each_once(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.yaml").write_text(MISTAKES[name][0])
    lines = told(tmp_path)
    places = [tuple(map(int, x.split(f"{name}.yaml:")[1].split(":")[:2])) for x in lines]

    assert places == sorted(places)
    assert len(set(lines)) == len(lines)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (b"- a: b: c\n", ":1:7: not YAML"),
        (b"- a\n- \xff\n", ":2:3: the file is not UTF-8"),
        ("\ufeff- \u00e4".encode() + b"\xe4", ":1:4: the file is not UTF-8"),
        (
            "- \u00e4\r\n- \u00e4\u00e4: a\x07b\n".encode(),
            ":2:8: not YAML: U+0007 is a character that may not stand in it; take it out",
        ),
        (b"- one\n- a\x00b\n", ":2:4: not YAML: U+0000 is"),
        (
            "- \u00e4: \u00e4\n\tb: c\n".encode(),
            ":2:1: not YAML: a tab in the indentation; indent with blanks",
        ),
        (b"- a:\n  \tb: c\n", ":2:3: not YAML: a tab in the indentation; indent with blanks"),
        (b"- a: @x\n", ":1:6: not YAML: found character that cannot start any token; quote"),
        (b"", ":1:1: the file is empty"),
        (b"# nothing\n", ":1:1: the file is empty"),
        (b"- a\n---\n- b\n", ":2:1: a second document is refused"),
        (b"just text", ":1:1: rules must be a list"),
        (b"rules: []\n", "a mapping without `publisher`"),
        (b"- " + b"[" * (MAX_DEPTH + 1), "nested too deeply"),
        (b"[" * 5000, "nested too deeply"),
        (b"- x\n" * 100_001, "too many values"),
        (b"#" * (MAX_BYTES + 1), "1,000,001 bytes"),
        (SOUND.encode() + b"  max_lines: " + b"9" * 5000, "`max_lines`"),
        (b"- &a [*a, *a]\n- {? [x] : y}\n", "alias *a is refused"),
        (b"\x00", "not YAML"),
        (b"- !!python/object/apply:os.abort []\n", "python/object/apply:os.abort is refused"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(source: bytes, problem: str, tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_bytes(source)

    assert [line for line in told(tmp_path) if problem in line]


def test_aliases_of_aliases_do_not_explode(tmp_path: Path) -> None:
    layers = "".join(f"- &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    (tmp_path / "share.yaml").write_text(f"- &a0 [x]\n{layers}")

    assert told(tmp_path)


def test_what_is_not_there_or_holds_no_rules_is_a_mistake(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github" / "work.yml").write_text("on: push")

    assert "the folder holds no rule file" in told(tmp_path)[0]
    assert "cannot be read: No such file" in told(tmp_path / "none.yaml")[0]


@pytest.mark.parametrize("inside", [False, True])
def test_a_pipe_is_refused_instead_of_waited_for(inside: bool, tmp_path: Path) -> None:
    pipe = tmp_path / "share.yaml"
    os.mkfifo(pipe)

    with pytest.raises(RuleError, match=r"share.yaml:1:1: is a pipe or device; save the rules"):
        load_pack([str(tmp_path if inside else pipe)])


def test_a_file_named_besides_its_folder_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(SOUND)
    (tmp_path / "folder.yaml").mkdir()

    assert len(load_rules([tmp_path, tmp_path / "share.yaml", tmp_path])) == 1


def test_a_mark_of_the_end_is_no_second_document(tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(f"---\n{SOUND}...\n")

    assert len(load_rules([tmp_path])) == 1


def test_scalars_are_what_they_look_like() -> None:
    source = b"[no, yes, on, null, ~, true, 3, 0.5, 1e3, 0x10, 010, 2020-01-01, '3', 1_000, .5]"
    tree, mistakes = read_tree(source, "x.yaml")

    assert mistakes == []
    assert tree.data == [
        "no", "yes", "on", None, None, True, 3, 0.5, "1e3", "0x10", 10, "2020-01-01", "3", "1_000", ".5",
    ]  # fmt: skip


def test_no_is_norwegian(tmp_path: Path) -> None:
    (tmp_path / "share.no.yaml").write_text(SOUND)
    (tmp_path / "share.yaml").write_text(SOUND + "  where: {languages: [no, en]}\n")
    rules = load_rules([tmp_path])

    assert rules[0].languages == ("no",)
    assert rules[1].rule.where.languages == ("no", "en")


@pytest.mark.parametrize("language", ["german", "DE", "d1"])
def test_the_language_in_a_files_name_is_a_code(language: str, tmp_path: Path) -> None:
    (tmp_path / f"share.{language}.yaml").write_text(SOUND)

    assert f"the file's name says language {language}" in told(tmp_path)[0]


def test_a_rule_without_a_category_is_told_though_it_has_other_mistakes(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SOUND + "  knd: x\n")

    assert [line.split(";")[0].split("/")[-1] for line in told(tmp_path)] == [
        "mine.yaml:1:9: rule one has no category",
        "mine.yaml:7:3: key `knd` is unknown",
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("any: [share it]", 'any: [share it, "share\\nit all"]', ":5:19: share/one: "),
        ("line\n", "block\n  from: |\n    share it\n    now\n  to: end\n  max_lines: 3\n", ":5:9: share/one: "),
        ("why: w", 'why: w\n  unless: ["at\\u2028noon"]', ":4:12: share/one: "),
        ("why: w", 'why: w\n  where: {near: {lines: 1, any: "most\\nread"}}', ":4:33: share/one: "),
    ],
    ids=["any", "from", "unless", "near"],
)  # fmt: skip
def test_a_text_of_several_lines_is_told_since_no_line_holds_it(
    old: str, new: str, place: str, tmp_path: Path
) -> None:
    (tmp_path / "share.yaml").write_text(SOUND.replace(old, new, 1))

    assert [line for line in told(tmp_path) if f"{place}a text of several lines" in line]


def test_each_mistake_is_one_line_whatever_is_written_there(tmp_path: Path) -> None:
    source = SOUND.replace("name: one", r'name: "o\ne\e[31m"').replace(
        "why", r'"w\ny": x' + "\n  why"
    )
    (tmp_path / "share.yaml").write_text(source)

    assert [
        r'`name` may not be "o\ne\x1b[31m"; write lower case, digits and hyphens, as share-buttons',
        r"key `w\ny` is unknown; did you mean `why`?",
    ] == [line.split(": ", 1)[1] for line in told(tmp_path)]


UNSEEN = r'"\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b"'
PUBLISHER = "publisher:\n  name: G\n  domains: [g.example]\n"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{PUBLISHER}  fingerprint: [follow us there, {UNSEEN}]\nrules:\n{SOUND}", ":4:34: nothing is left of the fingerprint"),
        (f'{PUBLISHER}  fingerprint: ["follow us\\nthere", other readers]\nrules:\n{SOUND}', ":4:16: `fingerprint` has a text of several lines"),
        (f"{PUBLISHER}  fingerprint: ['        ', follow us there]\nrules:\n{SOUND}", ":4:17: nothing is left of the fingerprint"),
        (SOUND + f"  unless: [quoted, {UNSEEN}]\n", ":7:20: share/one: `unless.1` holds nothing but"),
        (SOUND + "  where: {near: {lines: 1, any: [a, '  ']}}\n", ":7:37: share/one: `where.near.any.1` holds nothing but"),
        (SOUND + "  where: {not_near: {lines: 1, any: '  '}}\n", ":7:37: share/one: `where.not_near.any.0` holds nothing but"),
    ],
)  # fmt: skip
def test_texts_that_are_not_seen_are_told(text: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(text)

    assert [line for line in told(tmp_path) if problem in line]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("where: {max_words: true}", "22: `where.max_words` must be a whole number, not true"),
        ("where: {max_words: '3'}", '22: `where.max_words` must be a whole number, not "3"'),
        ("where: {quoted: yes}", '19: `where.quoted` must be true or false, not "yes"'),
        ("where: {domains: www.x.org}", "20: `where.domains.0` begins with `www.`"),
        ("where: {domains: X.org}", '20: `where.domains.0` may not be "X.org"; write it in small'),
        ("where: {languages: EN}", '22: `where.languages.0` may not be "EN"; write two small letters'),
        ("where: {near: {lines: 1}}", "17: `where.near.any` is missing"),
        ("where: {near: {lines: 0, any: x}}", "25: `where.near.lines` is below 1; write at least 1"),
        ("where:", "9: `where` must be a mapping, not nothing; write it"),
        ("where: {quoted: true}\n  unless: quoted", "10: `quoted: true` and `unless: quoted` exclude"),
        ("unless: []", "11: `unless` is empty"),
        ("unless: {a: b}", "11: `unless` must be a list of texts, not a mapping"),
        ("confidence: '0.9'", '15: `confidence` must be a number, not "0.9"'),
        ("since: 86400", "10: `since` is no day; write it as"),
        ("since: 2020-13-01", "10: `since` is no day"),
        ("since: 2020-02-30\n  until: 2020-01-01", "10: `since` is no day"),
        ("since: 2020\n  until: 2019-01-01", "10: `since` is no day"),
        ("until: 2020-W01-1", "10: `until` is no day"),
        ("action: label", "11: `role` and `action: label` belong together"),
    ],
)  # fmt: skip
def test_what_may_not_stand_there_is_told_in_words(line: str, problem: str, tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(f"{SOUND}  {line}\n")

    assert [f"{tmp_path}/share.yaml:7:{problem}" in line for line in told(tmp_path)] == [True]


@pytest.mark.parametrize(
    ("kind", "lines", "expected"),
    [
        ("template", "any: [7, 'hi {nme} you', 'x [y']", ["7:9: `any.0`", "7:12: share/", "7:28: share/"]),
        ("phrase", "any: a b\n  where: {max_words: x, near: {lines: 2, any: ['{nme}', 'a [']}}", ["8:22: `where.max", "8:48: share/", "8:57: share/"]),
        ("phrase", "any: a b\n  where: {max_words: 1, min_words: 2, near: {lines: x, any: ['a [', 5]}}", ["8:10: `min_words`", "8:53: `where.near.lines`", "8:62: share/", "8:69: `where.near.any.1`"]),
        ("pattern", "any: ['hi (big', 7]\n  needs: [5]", ["7:9: share/", "7:20: `any.1`", "8:11: `needs.0`"]),
        ("block", "from: ['hi {nme}', 3]\n  to: ['bye {foo}']\n  max_lines: 3", ["7:10: share/", "7:22: `from.1`", "8:8: share/"]),
        ("phrse", "any: a b\n  where: {languages: [EN, DE], near: {lines: 1, any: 'a ['}}", ["6:9: kind", "8:23: `where.lang", "8:27: `where.lang", "8:54: share/"]),
        ("template", "any: '{name}'\n  where: {near: {lines: 1, any: ['{date}', 5]}}", ["8:44: `where.near.any.1`"]),
        ("template", "any: '{name}'\n  where: {near: {lines: 1, any: {}}}", ["8:33: `where.near.any`"]),
    ],
)  # fmt: skip
def test_a_mistake_hides_no_other(
    kind: str, lines: str, expected: list[str], tmp_path: Path
) -> None:
    rule = SOUND.replace("  any: [share it]\n", "").replace("kind: line", f"kind: {kind}")
    rule = rule.replace(
        "  kind", "  examples: {match: [hi], no_match: [bye]}\n  category: share\n  kind"
    )
    rule = rule.replace(
        "  examples: {match: [share it], no_match: [he shares it]}\n", f"  {lines}\n"
    )
    (tmp_path / "share.yaml").write_text(rule)
    found = [line.split("share.yaml:")[1] for line in told(tmp_path)]

    assert [line.startswith(start) for line, start in zip(found, expected, strict=True)] == [
        True
    ] * len(expected), found


@pytest.mark.parametrize("fingerprint", ["[7]", "[7, 8]", "7", f"[short, {UNSEEN}]"])
def test_a_publishers_mistakes_hide_none_of_the_fingerprint(
    fingerprint: str, tmp_path: Path
) -> None:
    pack = f"publisher:\n  domains: [G org]\n  fingerprint: {fingerprint}\nrules:\n{SOUND}"
    (tmp_path / "share.yaml").write_text(pack)
    lines = told(tmp_path)

    assert any("`name` is missing" in line for line in lines)
    assert any("`fingerprint" in line for line in lines)
    assert any("nothing is left" in line for line in lines) == (UNSEEN in fingerprint)


@pytest.mark.parametrize(
    "source", [SOUND + "  knd: x\n---\n- b\n", SOUND + f"  knd: {'[' * 50}{']' * 50}\n"]
)
def test_a_second_document_and_too_many_levels_hide_nothing(source: str, tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(source)
    lines = told(tmp_path)

    assert len(lines) == 2
    assert ":7:3: key `knd` is unknown" in lines[0]


def test_rules_without_a_name_are_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(SOUND.replace("- name: one", "- name: [a]") * 2)

    assert [line.split(": ", 1)[1] for line in told(tmp_path)] == [
        "`name` must be text, not a list; quote it"
    ] * 2


@pytest.mark.parametrize("phrases", ["[the gull is here]", "[The gull is here, the gull is  here]"])
def test_one_fingerprint_alone_is_told(tmp_path: Path, phrases: str) -> None:
    pack = f"{PUBLISHER}  fingerprint: {phrases}\nrules:\n{SOUND}"
    (tmp_path / "gull.yaml").write_text(pack)

    assert ":4:16: `fingerprint` never switches the pack on" in told(tmp_path)[0]


def test_a_publisher_of_another_shape_is_called_so(tmp_path: Path) -> None:
    (tmp_path / "share.yaml").write_text(f"publisher: G\nrules:\n{SOUND}")

    assert ":1:12: `publisher` must be a mapping" in told(tmp_path)[0]
