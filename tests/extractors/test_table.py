"""Line items: heads in three languages, rows over several lines and pages, sums left out, arithmetic."""

from __future__ import annotations

from documents.layout import Box
from extractors import table
from extractors.amounts import is_amount, product, readings
from extractors.columns import heads
from tests.extractors.tables import KINDS, head, item, paper, print_line, rows


def test_each_row_has_its_cells_and_the_sums_are_no_rows() -> None:
    document = paper(
        [
            print_line(0.20, ("Invoice 2025-7", 0.10)),
            head(0.30),
            item(0.33, "Copper pipe 15 mm", "12", "4.50", "20%", "54.00"),
            item(0.36, "Flux, tin", "2", "6.25", "20%", "12.50"),
            print_line(0.40, ("Subtotal", -0.72), ("66.50", -0.92)),
            print_line(0.43, ("VAT 20%", -0.72), ("13.30", -0.92)),
            print_line(0.46, ("Total due", -0.72), ("79.80", -0.92)),
        ]
    )
    assert rows(document) == [
        {
            "description": "Copper pipe 15 mm",
            "quantity": "12",
            "unit_price": "4.50",
            "tax_rate": "20%",
            "line_total": "54.00",
        },
        {"description": "Flux, tin", "quantity": "2", "unit_price": "6.25", "tax_rate": "20%", "line_total": "12.50"},
    ]


def test_a_description_goes_on_below_its_row() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Scaffolding", "4", "10.00", "20%", "40.00"),
            print_line(0.345, ("set up and taken down,", 0.10)),
            print_line(0.36, ("weekend rate", 0.10)),
            item(0.39, "Paint", "1", "8.00", "20%", "8.00"),
            print_line(0.44, ("Total", -0.72), ("48.00", -0.92)),
        ]
    )
    assert [row["description"] for row in rows(document)] == [
        "Scaffolding set up and taken down, weekend rate",
        "Paint",
    ]


def test_a_table_goes_on_over_the_page_and_carried_sums_are_dropped() -> None:
    document = paper(
        [
            head(0.80),
            item(0.83, "Alder boards", "3", "7.00", "19%", "21.00"),
            print_line(0.86, ("Carried forward", -0.72), ("21.00", -0.92)),
        ],
        [
            head(0.10, page=1),
            print_line(0.12, ("Brought forward", -0.72), ("21.00", -0.92), page=1),
            item(0.15, "Beech boards", "2", "9.00", "19%", "18.00", page=1),
            print_line(0.20, ("Net total", -0.72), ("39.00", -0.92), page=1),
        ],
    )
    assert [(row["description"], row["line_total"]) for row in rows(document)] == [
        ("Alder boards", "21.00"),
        ("Beech boards", "18.00"),
    ]


def test_german_print_is_read_and_proved_by_its_arithmetic() -> None:
    document = paper(
        [
            print_line(
                0.30, ("Pos", 0.06), ("Bezeichnung", 0.12), ("Menge", -0.55), ("Einzelpreis", -0.72), ("Gesamt", -0.92)
            ),
            print_line(
                0.33, ("1", 0.06), ("Schrauben M6", 0.12), ("1.000 Stk", -0.55), ("0,12", -0.72), ("120,00", -0.92)
            ),
            print_line(0.36, ("2", 0.06), ("Muttern", 0.12), ("2,500 kg", -0.55), ("4,00", -0.72), ("10,00", -0.92)),
            print_line(0.40, ("Summe netto", -0.72), ("130,00", -0.92)),
        ]
    )
    cells = {cell.name: cell for cell in table.find(document, kinds=KINDS)}
    assert str(cells["1.quantity"].value) == "1000"
    assert str(cells["2.quantity"].value) == "2.500"  # 2500 kg would make 10000
    assert cells["2.line_total"].belief > 0.95


def test_columns_that_the_head_names_wrongly_are_found_by_arithmetic() -> None:
    document = paper(
        [
            print_line(0.30, ("Item", 0.10), ("Amount", -0.55), ("Price", -0.72), ("Sum", -0.92)),
            print_line(0.33, ("Rope", 0.10), ("3", -0.55), ("5.00", -0.72), ("15.00", -0.92)),
            print_line(0.36, ("Hooks", 0.10), ("7", -0.55), ("2.00", -0.72), ("14.00", -0.92)),
        ]
    )
    assert [(row["quantity"], row["line_total"]) for row in rows(document)] == [("3", "15.00"), ("7", "14.00")]


def test_without_a_head_only_lines_that_prove_themselves_are_items() -> None:
    document = paper(
        [
            print_line(0.30, ("Rye bread", 0.10), ("3", -0.55), ("2.40", -0.72), ("7.20", -0.92)),
            print_line(0.33, ("Phone 555 12 99.10", 0.10)),
            print_line(0.36, ("Butter", 0.10), ("2", -0.55), ("3.10", -0.72), ("9.99", -0.92)),
        ]
    )
    assert [row["description"] for row in rows(document)] == ["Rye bread"]


def test_a_missing_amount_leaves_its_cell_empty() -> None:
    document = paper(
        [
            head(0.30),
            item(0.33, "Sand", "5", "3.00", "20%", "15.00"),
            print_line(0.36, ("Gravel", 0.10), ("4", -0.55), ("2.00", -0.72), ("20%", -0.80)),
            item(0.39, "Lime", "1", "9.00", "20%", "9.00"),
        ]
    )
    assert [row.get("line_total") for row in rows(document)] == ["15.00", None, "9.00"]


def test_a_ruling_parts_rows_whose_text_stands_above_the_amount() -> None:
    ruling = Box(0, 0.08, 0.372, 0.93, 0.373)
    document = paper(
        [
            head(0.30),
            item(0.33, "Survey", "1", "50.00", "20%", "50.00"),
            print_line(0.345, ("of the ground floor", 0.10)),
            print_line(0.38, ("Plans, two sets", 0.10)),
            print_line(0.395, ("2", -0.55), ("20.00", -0.72), ("20%", -0.80), ("40.00", -0.92)),
        ],
        rulings=(ruling,),
    )
    assert [row["description"] for row in rows(document)] == ["Survey of the ground floor", "Plans, two sets"]


def test_a_head_of_two_lines_is_one_head() -> None:
    lines = (
        paper(
            [
                print_line(0.30, ("Unit", -0.72), ("Line", -0.92)),
                print_line(0.315, ("Description", 0.10), ("Qty", -0.55), ("price", -0.72), ("total", -0.92)),
                item(0.34, "Sand", "5", "3.00", "", "15.00"),
            ]
        )
        .pages[0]
        .lines()
    )
    assert [found.roles for _, found in heads(lines)] == [("description", "quantity", "unit_price", "line_total")]


def test_a_letter_has_no_line_items() -> None:
    text = "Dear Sir, the total amount of the price that we discussed on the phone will follow in writing."
    assert rows(paper([print_line(0.3, (text, 0.08)), print_line(0.32, ("Yours, A. Penrose", 0.08))])) == []


def test_numbers_are_read_in_every_way_that_they_may_be_meant() -> None:
    assert [str(value) for value in readings("1.250")] == ["1250", "1.250"]
    assert product("1.250", "2,00", "2,50") is not None
    assert product("3", "3,3333", "10,00") is not None
    assert product("3", "3,33", "10,50") is None
    assert not is_amount("12 mm")
