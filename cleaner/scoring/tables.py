"""Roots, logarithms and probabilities as whole numbers, looked up: the same on every machine."""

from __future__ import annotations

from math import exp, log2, sqrt
from typing import Final

SHARE: Final = 64
"""A share of everything; half is 32."""

LOGIT_CAP: Final = 800
"""Logits are cut to +-8.00 before anything looks at them."""

ONE: Final = 1000
"""A probability of one."""

LOGS: Final = tuple(round(8 * log2(1 + n)) for n in range(4096))
"""Eight times the binary logarithm of n + 1: 8 for 1, 64 for 255, 96 at most."""

HALF_ROOTS: Final = tuple(round(8 * sqrt(n / 2 + 1)) for n in range(4096))
"""Eight times the square root of words + 1, by half words."""

ROOTS: Final = HALF_ROOTS[:2048:2]
"""Eight times the square root of n + 1."""

BELIEFS: Final = tuple(round(ONE / (1 + exp(-n / 100))) for n in range(-LOGIT_CAP, LOGIT_CAP + 1))
"""Probabilities in thousandths of logits in hundredths, from -LOGIT_CAP on."""
