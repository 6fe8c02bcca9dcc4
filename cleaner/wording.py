"""Numbers in words."""


def counted(number: int, noun: str) -> str:
    """Return a number with what is counted.

    >>> counted(1, "rule"), counted(1200, "rule")
    ('1 rule', '1,200 rules')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"


def in_a_line(text: str) -> str:
    """Return a text as it can stand in one line: signs that are not seen are spelled out.

    >>> print(in_a_line("Daily\\nGull"))
    Daily\\nGull
    """
    return "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in text)
