"""What weights of texts and of pages have in common: the file, and what is made of them once.

Comments say how the weights were made. A version, a fingerprint of all numbers, and the learnt
words follow, each on a line with its points; then the numbers by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple, Protocol, Self, TypeVar

from cleaner.caching import beside
from cleaner.errors import InputError


class _Learnt(Protocol):
    @property
    def fingerprint(self) -> str: ...


Learnt = TypeVar("Learnt", bound=_Learnt)
Made = TypeVar("Made")

SHIPPED, SHIPPED_FOR_PAGES = beside(__file__, "weights.yaml tree/weights.yaml")
_STATED: Final = "fingerprint:"
"""Begins the line that names the numbers of a file."""


class Making:
    """Weights that remember what ways of scoring make of them.

    Attributes:
        _made: by name; begins empty, and travels nowhere.
    """

    __slots__ = ()
    _made: dict[str, Any]

    def made(self, name: str, make: Callable[[Self], Made]) -> Made:
        """Return what a way of scoring makes of these weights under that name, made once."""
        if name not in self._made:
            self._made[name] = make(self)
        found: Made = self._made[name]
        return found


class Layout(NamedTuple):
    """A kind of weights file.

    Attributes:
        title: what a file of this kind is called in messages.
        version: the only one that is read.
        way_out: what to do about a file that is not of this kind.
    """

    title: str
    version: int
    way_out: str

    def fault(self, name: str, problem: str) -> InputError:
        """Return the error that tells what is wrong with a file."""
        return InputError(f"{name}: {problem}; {self.way_out}")

    def dump(self, fingerprint: str, about: Iterable[str], body: Mapping[str, Any]) -> str:
        """Return the text of a file.

        Args:
            fingerprint: of the body.
            about: lines that tell how the weights were made.
            body: plain data by name; `words` as `words_text` gives them.
        """
        import yaml

        numbers = {name: value for name, value in body.items() if name != "words"}
        lines = [f"# {line}".rstrip() for line in about]
        lines += [f"version: {self.version}", f"{_STATED} {fingerprint}", "words: |"]
        lines += [f"  {line}" for line in body["words"].splitlines()]
        rest = yaml.safe_dump(numbers, sort_keys=False, allow_unicode=True, width=1 << 20)
        return "\n".join(lines) + "\n" + rest

    def read(self, path: str, name: str, parse: Callable[[str, str], Learnt]) -> Learnt:
        """Return the weights of a file.

        Args:
            path: of the file.
            name: what it is called in messages.
            parse: makes them of its text and name.

        Raises:
            InputError: it cannot be read, or as `parse`.
        """
        try:
            with open(path, encoding="utf-8") as file:
                text = file.read()
        except OSError as error:
            raise self.fault(name, f"cannot be read: {error.strerror}") from None
        except UnicodeDecodeError:
            raise self.fault(name, f"not a {self.title}: no UTF-8") from None
        return parse(text, name)

    def parse(
        self,
        text: str,
        name: str,
        make: Callable[[Mapping[str, Any], dict[str, int], tuple[str, ...]], Learnt],
    ) -> Learnt:
        """Return the weights of a file's text.

        Args:
            text: of the file.
            name: what the file is called in messages.
            make: makes them of the body, the words with their points, and the comments.

        Raises:
            InputError: the file is not of this layout or version, `make` finds no sense in it, or
                its fingerprint does not fit its numbers.
        """
        import yaml

        about = tuple(line[2:] for line in text.split("\n") if line.startswith("#"))
        try:
            body = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            if not isinstance(body, dict):
                raise ValueError("it holds no numbers with names")
            if body["version"] != self.version:
                raise ValueError(f"version {body['version']}, this program reads {self.version}")
            weights = make(body, _words_of(body["words"]), about)
            fits = body["fingerprint"] == weights.fingerprint
        except (
            yaml.YAMLError,
            LookupError,
            TypeError,
            ValueError,
            OverflowError,
            AttributeError,
        ) as error:
            problem = " ".join(str(error).split())
            raise self.fault(name, f"not a {self.title}: {problem}") from error
        if not fits:
            raise self.fault(name, "fingerprint does not fit the numbers")
        return weights


def fingerprint_of(body: Mapping[str, Any]) -> str:
    """Return 12 hex digits that name the numbers and words of a file."""
    import hashlib
    import json

    content = json.dumps(body, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:12]


def stated_fingerprint(path: str) -> str:
    """Return the fingerprint that a file of weights states, without a look at its numbers.

    Whether they fit is seen when they are read.
    """
    with open(path, encoding="utf-8") as file:
        found = (line for line in file if line.startswith(_STATED))
        return next(found).removeprefix(_STATED).strip()


def joined(values: Iterable[int]) -> str:
    """Return numbers as a line of a file; `split` reads it.

    >>> split(joined([1, -2]))
    [1, -2]
    """
    return " ".join(map(str, values))


def split(line: object) -> list[int]:
    """Return the numbers of a line; one alone is a number already."""
    return [int(part) for part in str(line).split()]


def words_text(words: Mapping[str, int]) -> str:
    """Return a line for each word, with its points before it, fewest first.

    >>> words_text({"said": 30, "read more": -250})
    '-250 read more\\n30 said\\n'
    """
    ordered = sorted(words.items(), key=lambda item: (item[1], item[0]))
    return "".join(f"{points} {word}\n" for word, points in ordered)


def _words_of(text: str) -> dict[str, int]:
    lines = (line.split(" ", 1) for line in text.splitlines())
    return {word: int(points) for points, word in lines}
