"""Numbers in words."""


def counted(number: int, noun: str) -> str:
    """Return a number with what is counted.

    >>> counted(1, "rule"), counted(1200, "rule")
    ('1 rule', '1,200 rules')
    """
    return f"{number:,} {noun}{'s' * (number != 1)}"
