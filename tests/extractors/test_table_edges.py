"""Line items: what is no item, what stands beside the table, which of two columns describes."""

from __future__ import annotations

from extractors import table
from tests.extractors.tables import KINDS, head, item, paper, print_line, rows


def test_a_line_that_makes_the_sum_of_the_rows_is_no_row_whatever_it_is_called() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Oak planks", "2", "40.00", "20%", "80.00"),
            item(0.36, "Varnish", "1", "12.50", "20%", "12.50"),
            print_line(0.39, ("All of the above in GBP, excl. tax", 0.10), ("92.50", -0.92)),
            print_line(0.42, ("Insurance premium tax", 0.10), ("7.40", -0.92)),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Oak planks", "Varnish"]


def test_a_charge_without_quantity_stays_a_row() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Oak planks", "2", "40.00", "20%", "80.00"),
            print_line(0.36, ("Delivery to site", 0.10), ("15.00", -0.92)),
            print_line(0.40, ("Total", -0.72), ("95.00", -0.92)),
        ]
    )
    assert [row["line_total"] for row in rows(document)] == ["80.00", "15.00"]


def test_a_second_item_at_the_price_of_the_first_is_no_sum() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Oak planks", "1", "15.00", "20%", "15.00"),
            print_line(0.36, ("Delivery to site", 0.10), ("15.00", -0.92)),
        ]
    )
    assert len(rows(document)) == 2


def test_sums_under_heads_of_their_own_end_the_table() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Oak planks", "2", "40.00", "20%", "80.00"),
            print_line(0.36, ("NET", 0.10), ("VAT 20% ON 80.00", 0.25), ("TOTAL GBP", 0.50), ("PREPAID", 0.80)),
            print_line(0.374, ("80.00", 0.10), ("16.00", 0.25), ("96.00", 0.50), ("50.00", 0.80)),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Oak planks"]


def test_what_stands_left_of_the_table_is_no_part_of_it() -> None:
    document = paper(
        [
            print_line(0.30, ("Item", 0.40), ("Hours / units", -0.68), ("Rate", -0.80), ("Amount", -0.92)),
            print_line(0.314, ("VAT NUMBER", 0.05)),
            print_line(
                0.33, ("GB 123", 0.05), ("Proof-reading", 0.40), ("3 hr", -0.68), ("40.00", -0.80), ("120.00", -0.92)
            ),
            print_line(0.344, ("BANK 778 120", 0.05)),
            print_line(0.36, ("Typesetting", 0.40), ("2 hr", -0.68), ("35.00", -0.80), ("70.00", -0.92)),
            print_line(0.40, ("Subtotal", -0.80), ("190.00", -0.92)),
        ]
    )
    assert [(row["description"], row["quantity"]) for row in rows(document)] == [
        ("Proof-reading", "3 hr"),
        ("Typesetting", "2 hr"),
    ]


def test_the_column_with_the_text_describes_not_the_one_with_numbers_of_articles() -> None:
    document = paper(
        [
            print_line(
                0.30, ("ITEM", 0.08), ("DESCRIPTION", 0.2), ("QTY", -0.60), ("UNIT COST", -0.76), ("EXTENSION", -0.92)
            ),
            print_line(0.33, ("KX-1", 0.08), ("Steel brush", 0.2), ("3", -0.60), ("5.00", -0.76), ("15.00", -0.92)),
            print_line(0.36, ("KX-9", 0.08), ("Wire wool", 0.2), ("2", -0.60), ("4.00", -0.76), ("8.00", -0.92)),
        ]
    )
    assert [(row["description"], row["line_total"]) for row in rows(document)] == [
        ("Steel brush", "15.00"),
        ("Wire wool", "8.00"),
    ]


def test_a_head_of_two_words_for_one_thing_is_one_column() -> None:
    document = paper(
        [
            print_line(
                0.30, ("Goods or service", 0.10), ("Qty", -0.55), ("Price", -0.72), ("VAT%", -0.80), ("Net", -0.92)
            ),
            item(0.33, "Life vest 150 N, automatic", "2", "60.00", "20", "120.00"),
        ]
    )
    assert rows(document)[0] == {
        "description": "Life vest 150 N, automatic",
        "quantity": "2",
        "unit_price": "60.00",
        "tax_rate": "20",
        "line_total": "120.00",
    }


def test_a_note_with_a_label_ends_the_description() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Lacquer", "4", "10.00", "20%", "40.00"),
            print_line(0.344, ("satin, 2.5 l", 0.10)),
            print_line(0.358, ("Country of origin: FR", 0.10)),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Lacquer satin, 2.5 l"]


def test_amounts_below_a_head_that_could_not_be_read_are_the_totals() -> None:
    document = paper(
        [
            print_line(0.30, ("Description", 0.10), ("Qty", -0.55), ("Price", -0.72), ("mount", -0.92)),
            print_line(0.33, ("Lacquer", 0.10), ("4", -0.55), ("10.00", -0.72), ("40.00", -0.92)),
        ]
    )
    assert rows(document)[0]["line_total"] == "40.00"


def test_a_page_whose_head_lost_a_word_goes_on_with_the_table() -> None:
    where = (("Pos", 0.06), ("Leistung", 0.12), ("Menge", -0.55), ("EP", -0.72), ("GP", -0.92))
    document = paper(
        [
            print_line(0.30, *(cell for cell in where if cell[0] != "EP")),
            print_line(0.33, ("1", 0.06), ("Grundierung", 0.12), ("4", -0.55), ("2,50", -0.72), ("10,00", -0.92)),
            print_line(0.36, ("Übertrag", 0.12), ("10,00", -0.92)),
        ],
        [
            print_line(0.10, *where, page=1),
            print_line(0.13, ("2", 0.06), ("Anstrich", 0.12), ("3", -0.55), ("6,00", -0.72), ("18,00", -0.92), page=1),
            print_line(0.16, ("Alles zusammen", 0.12), ("28,00", -0.92), page=1),
        ],
    )
    assert [(row["description"], row["line_total"]) for row in rows(document)] == [
        ("Grundierung", "10,00"),
        ("Anstrich", "18,00"),
    ]


def test_a_letter_read_for_a_digit_is_a_quantity_where_the_product_holds() -> None:
    document = paper(
        [head(0.30), item(0.33, "Lime", "lea", "9.00", "20%", "9.00"), item(0.36, "Sand", "lI", "2", "", "9")]
    )
    values = {cell.name: cell.value for cell in table.find(document, kinds=KINDS)}
    assert values["1.quantity"] == 1
    assert values["2.quantity"] is None


def test_print_at_the_margin_names_no_column() -> None:
    document = paper(
        [
            print_line(0.30, ("F-7781", 0.02), ("Article", 0.12), ("Qty", -0.55), ("Price", -0.72), ("Amount", -0.92)),
            print_line(
                0.33, ("rev b", 0.02), ("Lever arch file", 0.12), ("3", -0.55), ("2.10", -0.72), ("6.30", -0.92)
            ),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Lever arch file"]


def test_a_code_over_the_text_is_no_part_of_it() -> None:
    document = paper(
        [
            print_line(0.28, ("Part no", 0.04), ("Article no", 0.14)),
            print_line(0.295, ("Description", 0.14), ("Qty", -0.55), ("Unit price", -0.72), ("Amount", -0.92)),
            print_line(0.33, ("41234", 0.04), ("ZK250", 0.14), ("2", -0.55), ("4.00", -0.72), ("8.00", -0.92)),
            print_line(0.345, ("Lamp oil 3 x 20 tins", 0.14)),
            print_line(0.37, ("41235", 0.04), ("MP107", 0.14), ("1", -0.55), ("9.00", -0.72), ("9.00", -0.92)),
            print_line(0.385, ("Wick", 0.14)),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Lamp oil 3 x 20 tins", "Wick"]


def test_a_code_does_not_run_on_into_the_text() -> None:
    numbers = ("2", -0.55), ("4.00", -0.72), ("8.00", -0.92)
    document = paper(
        [
            print_line(
                0.30, ("Art no", 0.08), ("Description", 0.20), ("Qty", -0.55), ("Unit price", -0.72), ("Amount", -0.92)
            ),
            print_line(0.33, ("Box 0815", 0.12), ("Windscreen", 0.196), *numbers),
            print_line(0.36, ("BR-4", 0.08), ("Bumper", 0.21), *numbers),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Windscreen", "Bumper"]


def test_a_quantity_may_have_its_unit_glued_to_it() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Beef", "5kg", "4.00", "20%", "20.00"),
            print_line(0.36, ("Pork", 0.10), ("1kg", -0.55), ("5.50", -0.72), ("20%", -0.80)),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Beef", "Pork"]


def test_a_column_whose_head_was_not_read_is_seen_by_its_print() -> None:
    document = paper(
        [
            print_line(0.30, ("Pos", 0.08), ("Qty", -0.55), ("Unit price", -0.72), ("Amount", -0.92)),
            print_line(0.33, ("1", 0.08), ("Sailcloth", 0.20), ("2", -0.55), ("4.00", -0.72), ("8.00", -0.92)),
            print_line(0.36, ("2", 0.08), ("Thread", 0.20), ("1", -0.55), ("9.00", -0.72), ("9.00", -0.92)),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Sailcloth", "Thread"]


def test_an_unread_head_of_prices_is_told_by_the_products() -> None:
    document = paper(
        [
            print_line(0.30, ("Description", 0.10), ("Qty", -0.55), ("Amount", -0.92)),
            print_line(0.33, ("Rope", 0.10), ("3", -0.55), ("4.20", -0.72), ("12.60", -0.92)),
            print_line(0.36, ("Tar", 0.10), ("2", -0.55), ("7.10", -0.72), ("14.20", -0.92)),
        ]
    )
    assert [row.get("unit_price") for row in rows(document)] == ["4.20", "7.10"]


def test_a_line_with_a_day_is_no_part_of_the_text_above() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Guard duty", "1", "60.00", "20%", "60.00"),
            print_line(0.345, ("Period from 01/12/2018 to 31/12/2018", 0.10)),
            item(0.37, "Patrol 01/12/2018", "2", "10.00", "20%", "20.00"),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Guard duty", "Patrol 01/12/2018"]


def test_a_page_that_ends_in_its_foot_is_no_end_of_the_items() -> None:
    foot = print_line(0.95, ("Birch Tools Ltd", 0.10), ("Tel. 0113 496 0000", 0.60))
    first = [
        head(0.30),
        item(0.33, "Sand", "5", "3.00", "20%", "15.00"),
        item(0.36, "Lime", "3", "9.00", "20%", "27.00"),
        foot,
    ]
    second = [
        item(0.05, "Clay", "2", "4.00", "20%", "8.00", 1),
        print_line(0.10, ("Total", 0.60), ("50.00", -0.92), page=1),
    ]
    assert [row["description"] for row in rows(paper(first, second))] == ["Sand", "Lime", "Clay"]


def test_sums_at_the_foot_of_the_page_end_the_items() -> None:
    sums = print_line(0.90, ("Total", 0.60), ("42.00", -0.92))
    first = [
        head(0.30),
        item(0.33, "Sand", "5", "3.00", "20%", "15.00"),
        item(0.36, "Lime", "3", "9.00", "20%", "27.00"),
        sums,
    ]
    second = [item(0.05, "Part payment", "2", "4.00", "20%", "8.00", 1)]
    assert [row["description"] for row in rows(paper(first, second))] == ["Sand", "Lime"]


def test_a_wide_space_behind_the_sum_of_a_part_is_no_end() -> None:
    lines = [
        head(0.30),
        item(0.320, "Sand", "5", "3.00", "20%", "15.00"),
        item(0.335, "Lime", "3", "9.00", "20%", "27.00"),
        print_line(0.39, ("Subtotal", 0.60), ("42.00", -0.92)),
        item(0.45, "Clay", "2", "4.00", "20%", "8.00"),
        print_line(0.50, ("Total", 0.60), ("50.00", -0.92)),
    ]
    assert [row["description"] for row in rows(paper(lines))] == ["Sand", "Lime", "Clay"]
