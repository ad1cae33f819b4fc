"""Lines in the order in which a person reads them."""

from __future__ import annotations

import random

from documents.layout import Box, Word, lines

TEXT = (
    "The supplier delivers the goods to the place that the order names and tells the buyer before it leaves so that "
    "somebody is there to take them in and to look whether they are whole before the paper is signed by both"
).split()


def column(left: float, right: float, top: float, count: int, words: list[str], step: float = 0.018) -> list[Word]:
    """So many lines of text that fill the column."""
    found, chosen = [], random.Random(f"{left} {words[0]}")
    for row in range(count):
        x = left
        while True:
            text = chosen.choice(words)
            wide = 0.009 * len(text)
            if x + wide > right:
                break
            found.append(Word(text, Box(0, x, top + row * step, x + wide, top + row * step + 0.012)))
            x += wide + 0.008
    return found


def printed(text: str, left: float, top: float) -> list[Word]:
    found, x = [], left
    for word in text.split():
        found.append(Word(word, Box(0, x, top, x + 0.009 * len(word), top + 0.012)))
        x += 0.009 * len(word) + 0.008
    return found


def texts(words: list[Word]) -> list[str]:
    shuffled = list(words)
    random.Random(7).shuffle(shuffled)
    return [line.text for line in lines(shuffled)]


def read_down(*columns: list[Word]) -> list[str]:
    return [text for column in columns for text in texts(column)]


def test_two_columns_are_read_one_after_the_other_under_their_title() -> None:
    title, end = printed("General terms of delivery and payment", 0.3, 0.05), printed("Page 3 of 4", 0.45, 0.9)
    left, right = column(0.1, 0.46, 0.1, 30, TEXT), column(0.54, 0.9, 0.1, 30, TEXT)
    assert texts([*title, *left, *right, *end]) == read_down(title, left, right, end)


def test_columns_need_not_be_level() -> None:
    left, right = column(0.1, 0.46, 0.1, 30, TEXT), column(0.54, 0.9, 0.106, 29, TEXT, 0.0185)
    assert texts([*left, *right]) == read_down(left, right)


def test_three_columns() -> None:
    three = [column(left, left + 0.25, 0.1, 25, TEXT) for left in (0.08, 0.37, 0.66)]
    assert texts([word for one in three for word in one]) == read_down(*three)


def test_a_list_beside_running_text_is_read_for_itself() -> None:
    beside = [word for row in range(12) for word in printed(f"Price {row}.50", 0.08, 0.1 + row * 0.0265)]
    text = column(0.3, 0.9, 0.1, 25, TEXT)
    assert texts([*beside, *text]) == read_down(beside, text)


def test_a_table_is_read_across() -> None:
    rows = [f"{number} Envelopes of white paper with window" for number in range(12)]
    words = [word for row, text in enumerate(rows) for word in printed(text, 0.1, 0.1 + row * 0.02)]
    words += [word for row in range(12) for word in printed(f"{row}.00 EUR", 0.7, 0.1 + row * 0.02)]
    assert texts(words) == [f"{text} {row}.00 EUR" for row, text in enumerate(rows)]


def test_two_addresses_are_read_across() -> None:
    left = ["Seller:", "Northwind Ltd", "12 Harbour Street", "Bristol BS1", "United Kingdom", "VAT GB 123"]
    right = ["Buyer:", "Contoso GmbH", "Hauptstr. 7", "10115 Berlin", "Germany", "VAT DE 456"]
    words = [word for row, text in enumerate(left) for word in printed(text, 0.1, 0.1 + row * 0.02)]
    words += [word for row, text in enumerate(right) for word in printed(text, 0.6, 0.1 + row * 0.02)]
    assert texts(words) == [f"{one} {other}" for one, other in zip(left, right, strict=True)]


def test_running_text_across_the_page_stays() -> None:
    words = column(0.1, 0.9, 0.1, 40, TEXT)
    assert len(texts(words)) == 40


def test_a_slight_slope_does_no_harm() -> None:
    words = [Word(str(n), Box(0, n / 10, 0.1 + n / 500, n / 10 + 0.05, 0.115 + n / 500)) for n in range(9)]
    assert texts(words) == ["0 1 2 3 4 5 6 7 8"]


def test_pages_follow_each_other() -> None:
    words = [Word(text, Box(page, 0.1, 0.1, 0.2, 0.12)) for page, text in ((1, "second"), (0, "first"))]
    assert texts(words) == ["first", "second"]
