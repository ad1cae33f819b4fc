"""Which columns a table of line items has, and where they part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from documents.layout import Word
from extractors import table
from extractors.column_words import role_of
from tests.extractors.tables import KINDS, paper, print_line, rows


def test_numbers_set_right_under_heads_set_left_stay_in_their_columns() -> None:
    found = rows(
        paper(
            [
                print_line(0.10, ("Bezeichnung", 0.10), ("Menge", 0.48), ("Einzel", 0.60), ("Betrag in EUR", 0.72)),
                print_line(0.13, ("Gartentisch", 0.10), ("2", -0.585), ("66,05", -0.70), ("132,10", -0.90)),
                print_line(0.16, ("Sonnenschirm", 0.10), ("12", -0.585), ("231,19", -0.70), ("2.774,28", -0.90)),
                print_line(0.19, ("Bank aus Teak", 0.10), ("1", -0.585), ("308,17", -0.70), ("308,17", -0.90)),
            ]
        )
    )
    assert [(row["quantity"], row["unit_price"], row["line_total"]) for row in found] == [
        ("2", "66,05", "132,10"),
        ("12", "231,19", "2.774,28"),
        ("1", "308,17", "308,17"),
    ]


def test_text_that_begins_left_of_its_centred_head_is_no_number_of_a_row() -> None:
    found = rows(
        paper(
            [
                print_line(
                    0.10, ("No.", 0.11), ("Item description", 0.32), ("Qty", 0.62), ("Price", 0.70), ("Total", 0.84)
                ),
                print_line(0.13, ("1", 0.10), ("Oak shelf", 0.15), ("2", -0.64), ("40.00", -0.76), ("80.00", -0.90)),
                print_line(0.16, ("2", 0.10), ("Lamp", 0.15), ("3", -0.64), ("25.00", -0.76), ("75.00", -0.90)),
            ]
        )
    )
    assert [row["description"] for row in found] == ["Oak shelf", "Lamp"]


def test_of_a_net_and_a_gross_column_the_net_one_is_the_amount() -> None:
    heads = print_line(
        0.10, ("Item", 0.08), ("Qty", -0.42), ("Rate", -0.52), ("Amount", -0.65), ("VAT", -0.74), ("Gross", -0.90)
    )
    found = rows(
        paper(
            [
                heads,
                print_line(
                    0.13,
                    ("Desk", 0.08),
                    ("2", -0.42),
                    ("50.00", -0.52),
                    ("100.00", -0.65),
                    ("20%", -0.74),
                    ("120.00", -0.90),
                ),
                print_line(
                    0.16,
                    ("Chair", 0.08),
                    ("4", -0.42),
                    ("30.00", -0.52),
                    ("120.00", -0.65),
                    ("20%", -0.74),
                    ("144.00", -0.90),
                ),
            ]
        )
    )
    assert [row["line_total"] for row in found] == ["100.00", "120.00"]


def test_the_last_of_two_prices_is_the_amount_where_no_head_names_one() -> None:
    found = rows(
        paper(
            [
                print_line(0.10, ("Description", 0.10), ("Quantité", 0.45), ("Prix unitaire", 0.58), ("Prix HT", 0.80)),
                print_line(0.13, ("Confiture", 0.10), ("5 Unité(s)", 0.45), ("4,00 €", -0.70), ("20,00 €", -0.90)),
                print_line(0.16, ("Savon", 0.10), ("3 Unité(s)", 0.45), ("2,50 €", -0.70), ("7,50 €", -0.90)),
            ]
        )
    )
    assert [(row["unit_price"], row["line_total"]) for row in found] == [("4,00 €", "20,00 €"), ("2,50 €", "7,50 €")]


def test_a_table_of_taxes_has_no_line_items() -> None:
    assert not rows(
        paper(
            [
                print_line(
                    0.10,
                    ("Détail TVA", 0.08),
                    ("Code", 0.45),
                    ("Taux", 0.58),
                    ("Base TVA", 0.70),
                    ("Montant TVA", 0.82),
                ),
                print_line(0.13, ("S", 0.46), ("10,00%", -0.64), ("100,00", -0.78), ("10,00", -0.93)),
            ]
        )
    )


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Liefer- menge", "quantity"),
        ("Quantité facturée", "quantity"),
        ("Nettoeinzelpreis", "unit_price"),
        ("P.U. H.T.", "unit_price"),
        ("Preis pro Stück", "unit_price"),
        ("Zeilensumme", "line_total"),
        ("ZeiIensumme", "line_total"),
        ("Beschreibunq", "description"),
        ("Artikel / Leistung", "description"),
        ("Montant net HT", "line_total"),
        ("Total incl. VAT", "gross_amount"),
        ("Einzelpreis Summe", ""),
        ("# Menge", ""),
        ("Lieferung", ""),
    ],
)
def test_a_head_is_known_by_how_it_is_put_together_and_though_a_letter_was_misread(head: str, role: str) -> None:
    assert role_of(head) == role


def test_a_title_above_some_rows_is_no_part_of_their_text() -> None:
    found = rows(
        paper(
            [
                print_line(
                    0.10, ("Pos", 0.08), ("Beschreibung", 0.15), ("Menge", -0.60), ("Preis", -0.72), ("Summe", -0.90)
                ),
                print_line(0.115, ("Titel Außenanlagen am Nordhof", 0.08)),
                print_line(0.13, ("1", 0.085), ("Pflaster", 0.15), ("2", -0.60), ("40,00", -0.72), ("80,00", -0.90)),
                print_line(0.145, ("Titel Werkstatt und Lager", 0.08)),
                print_line(0.16, ("2", 0.085), ("Regal", 0.15), ("3", -0.60), ("25,00", -0.72), ("75,00", -0.90)),
            ]
        )
    )
    assert [row["description"] for row in found] == ["Pflaster", "Regal"]


def test_text_on_a_line_of_its_own_above_the_numbers_is_whole() -> None:
    found = rows(
        paper(
            [
                print_line(
                    0.10, ("Item code", 0.10), ("Description", 0.34), ("Hours", 0.57), ("Rate", 0.66), ("Total", 0.84)
                ),
                print_line(0.13, ("18199", 0.08), ("Safety gloves large", 0.20)),
                print_line(0.142, ("1", -0.62), ("235.82", -0.75), ("235.82", -0.93)),
                print_line(0.17, ("26989", 0.08), ("Annual support plan", 0.20)),
                print_line(0.182, ("2", -0.62), ("510.16", -0.75), ("1,020.32", -0.93)),
            ]
        )
    )
    assert [row["description"] for row in found] == ["Safety gloves large", "Annual support plan"]


def test_codes_and_text_part_where_the_words_begin_though_the_heads_stand_elsewhere() -> None:
    found = rows(
        paper(
            [
                print_line(
                    0.10,
                    ("Art-Nr.", 0.12),
                    ("Ware / Leistung", 0.41),
                    ("Menge", -0.72),
                    ("Preis", -0.80),
                    ("GP", -0.93),
                ),
                print_line(
                    0.13, ("TK10351", 0.09), ("Wartung Anlage", 0.21), ("3", -0.72), ("9,00", -0.80), ("27,00", -0.93)
                ),
                print_line(
                    0.16, ("TK31652", 0.09), ("Anschluss", 0.21), ("7", -0.72), ("2,00", -0.80), ("14,00", -0.93)
                ),
            ]
        )
    )
    assert [row["description"] for row in found] == ["Wartung Anlage", "Anschluss"]


def test_a_head_of_three_words_in_two_lines_is_one_column() -> None:
    found = rows(
        paper(
            [
                print_line(0.10, ("Net unit", 0.52)),
                print_line(
                    0.113,
                    ("Ref", 0.10),
                    ("Details", 0.27),
                    ("price", 0.525),
                    ("Qty", 0.64),
                    ("VAT", 0.71),
                    ("Amount", -0.92),
                ),
                print_line(
                    0.14,
                    ("A50", 0.10),
                    ("Oak shelf", 0.27),
                    ("19.50", -0.60),
                    ("2", -0.67),
                    ("20%", -0.76),
                    ("39.00", -0.92),
                ),
                print_line(0.16, ("A51", 0.10), ("Lamp", 0.27), ("7.25", -0.60), ("4", -0.67), ("29.00", -0.92)),
            ]
        )
    )
    assert [(row["unit_price"], row["quantity"]) for row in found] == [("19.50", "2"), ("7.25", "4")]


def test_prices_that_make_the_printed_sum_are_the_amounts_where_no_head_names_these() -> None:
    lines = [
        print_line(0.10, ("Item", 0.10), ("Qty", -0.70), ("Net price", -0.92)),
        print_line(0.13, ("Unloading", 0.10), ("2", -0.70), ("56.10", -0.92)),
        print_line(0.16, ("Project work", 0.10), ("4", -0.70), ("30.00", -0.92)),
    ]
    summed = rows(paper([*lines, print_line(0.20, ("Subtotal", 0.60), ("86.10", -0.92))]))
    priced = rows(paper([*lines, print_line(0.20, ("Subtotal", 0.60), ("232.20", -0.92))]))
    assert [row["line_total"] for row in summed] == ["56.10", "30.00"]
    assert [row["unit_price"] for row in priced] == ["56.10", "30.00"]


def test_three_digits_behind_the_mark_that_divides_cents_are_decimals_of_a_quantity() -> None:
    lines = [
        print_line(0.10, ("Artikel", 0.10), ("Menge", -0.72), ("Gesamtpreis", -0.92)),
        print_line(0.13, ("Papier", 0.10), ("25,000", -0.72), ("3.737,25", -0.92)),
        print_line(0.16, ("Umschlag", 0.10), ("1.250", -0.72), ("99,00", -0.92)),
    ]
    counted = {cell.name: cell.value for cell in table.find(paper(lines), kinds=KINDS) if "quantity" in cell.name}
    assert counted == {"1.quantity": Decimal("25"), "2.quantity": None}


def test_french_sums_below_items_without_quantity_are_no_items() -> None:
    found = rows(
        paper(
            [
                print_line(0.10, ("Prestation", 0.10), ("Montant net HT", -0.92)),
                print_line(0.13, ("Formation", 0.10), ("1396,68 €", -0.92)),
                print_line(0.16, ("Montant HT", 0.55), ("1396,68 €", -0.92)),
                print_line(0.18, ("Montant TVA", 0.55), ("279,34 €", -0.92)),
            ]
        )
    )
    assert [row["description"] for row in found] == ["Formation"]


def test_text_leads_to_its_numbers_in_every_row_as_in_the_first() -> None:
    lines = [print_line(0.10, ("Work performed", 0.10), ("Hours", 0.57), ("Rate", 0.66), ("Total", 0.84))]
    for at, (text, hours, total) in enumerate(
        (("Consulting", "7", "70.00"), ("Hosting", "2", "20.00"), ("Travel", "3", "30.00"))
    ):
        lines.append(print_line(0.13 + 0.034 * at, (text, 0.10)))
        lines.append(print_line(0.147 + 0.034 * at, (hours, -0.62), ("10.00", -0.75), (total, -0.93)))
    assert [row["description"] for row in rows(paper(lines))] == ["Consulting", "Hosting", "Travel"]


def test_items_go_on_behind_the_sum_of_a_part() -> None:
    head = print_line(0.10, ("Bezeichnung", 0.10), ("Menge", -0.60), ("Preis", -0.72), ("Betrag", -0.90))
    lines = [
        print_line(0.13, ("Kalk", 0.10), ("2", -0.60), ("40,00", -0.72), ("80,00", -0.90)),
        print_line(0.15, ("Zwischensumme", 0.50), ("80,00", -0.90)),
        print_line(0.17, ("Sand", 0.10), ("3", -0.60), ("25,00", -0.72), ("75,00", -0.90)),
        print_line(0.20, ("Zwischensumme", 0.50), ("155,00", -0.90)),
        print_line(0.22, ("MwSt. 19 %", 0.50), ("29,45", -0.90)),
    ]
    assert [row["description"] for row in rows(paper([head, *lines]))] == ["Kalk", "Sand"]


def test_a_head_that_goes_on_below_is_read_whole_on_each_page() -> None:
    def page(top: float, text: str, number: int) -> list[list[Word]]:
        return [
            print_line(top, ("Einzelpreis", 0.64), ("Gesamt-", 0.82), page=number),
            print_line(top + 0.013, ("Menge", 0.08), ("Produkt", 0.16), ("netto", 0.64), ("preis", 0.82), page=number),
            print_line(top + 0.03, ("2", -0.11), (text, 0.16), ("10,00", -0.74), ("20,00", -0.90), page=number),
            print_line(top + 0.05, ("3", -0.11), (text, 0.16), ("10,00", -0.74), ("30,00", -0.90), page=number),
        ]

    found = rows(paper(page(0.3, "Zange", 0), page(0.1, "Hammer", 1)))
    assert [(row["description"], row["line_total"]) for row in found] == [
        ("Zange", "20,00"),
        ("Zange", "30,00"),
        ("Hammer", "20,00"),
        ("Hammer", "30,00"),
    ]
