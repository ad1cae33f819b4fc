"""Exact bounds on an error rate, from so many checked and so many wrong (Clopper-Pearson, one side, 95 %)."""

from __future__ import annotations

from math import ceil, log, log1p

from scipy.special import bdtr, betaincinv  # type: ignore[import-untyped]

#: How sure a bound is, and how likely a promise may be broken by chance: at most 5 %.
CONFIDENCE = 0.95
DELTA = 1 - CONFIDENCE


def upper(wrong: int, checked: int, delta: float = DELTA) -> float:
    """The highest error rate (0 to 1) that is not refuted at 1 - delta; 1 where nothing was checked.

    >>> round(upper(0, 149), 4), round(upper(1, 236), 4), upper(0, 0)
    (0.0199, 0.0199, 1.0)
    """
    return 1.0 if wrong >= checked else float(betaincinv(wrong + 1, checked - wrong, 1 - delta))


def lower(wrong: int, checked: int, delta: float = DELTA) -> float:
    """The lowest error rate that is not refuted at 1 - delta; 0 where nothing was wrong.

    >>> round(lower(5, 100), 4), lower(0, 9)
    (0.0199, 0.0)
    """
    return 0.0 if wrong == 0 else float(betaincinv(wrong, checked - wrong + 1, delta))


def proves(wrong: int, checked: int, error: float, delta: float = DELTA) -> bool:
    """Would so few be wrong at most with probability delta, were the error rate above `error`?

    >>> proves(0, 149, 0.02), proves(0, 148, 0.02), proves(1, 236, 0.02)
    (True, False, True)
    """
    return checked > 0 and float(bdtr(wrong, checked, error)) <= delta


def needed(error: float, wrong: int = 0, delta: float = DELTA) -> int:
    """The fewest checked values that prove this error rate with so many wrong among them.

    >>> [needed(0.02, wrong) for wrong in range(5)], needed(0.01), needed(0.05)
    ([149, 236, 313, 386, 456], 299, 59)
    """
    low = ceil(log(delta) / log1p(-error))
    if wrong == 0:
        return low
    high = low
    while not proves(wrong, high, error, delta):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if proves(wrong, middle, error, delta) else (middle, high)
    return high
