from __future__ import annotations

import pytest

from doctypes import load_all
from documents.kinds import written
from extractors import extract, rounding, till, till_address
from tests.extractors.paper import document

SLIP = (
    "KEDAI PINTAR SDN BHD (12345-X)",
    "NO. 3, JALAN BESAR,",
    "45600 BATANG, SELANGOR",
    "TEL : 03-3271 9872",
    "GST NO. : 000689913856",
    "TAX INVOICE",
    "RECEIPT NO. : CS1801/27224",
    "DATE : 29/01/2018 10:15",
    "CARBON PAPER | 2 | 0.50 | 1.00",
    "TOTAL QTY : 2",
    "SUB-TOTAL | 1.00",
    "TOTAL TAX | 0.06",
    "TOTAL | 1.05",
    "CASH | 2.00",
    "CHANGE | 0.95",
    "GST SUMMARY | AMOUNT | TAX",
    "TOTAL | 1.00 | 0.06",
)


def test_a_till_slip_is_read_from_its_head_to_its_total() -> None:
    fields = extract(document(*SLIP), load_all()["receipt"])
    assert {name: written(field.value) for name, field in fields.items()} == {
        "company": "KEDAI PINTAR SDN BHD",
        "address": "NO. 3, JALAN BESAR, 45600 BATANG, SELANGOR",
        "date": "2018-01-29",
        "receipt_number": "CS1801/27224",
        "tax": "0.06",
        "total": "1.05",
        "cash": "2.00",
        "change": "0.95",
    }


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("BUKU BESAR", "CO. (M) SDN BHD", "NO 8, JALAN 7"), "BUKU BESAR CO. (M) SDN BHD"),
        (("HONG TRADING", "(001451637-M)", "NO 8, JALAN 7"), "HONG TRADING"),
        (("The Copper Pan", "4 Abbey Street", "Millbury MB1 1QA"), "The Copper Pan"),
        (("Kornblume Markt eG", "Lindenallee 12", "50931 Rheinfelde"), "Kornblume Markt eG"),
    ],
)
def test_the_shop_is_named_in_the_first_lines(lines: tuple[str, ...], name: str) -> None:
    seen = max(till.find_company(document(*lines)), key=lambda candidate: candidate.belief)
    assert seen.text == name


def test_an_address_ends_before_the_telephone_number() -> None:
    lines = ("Kedai Abu", "No 19, Jalan Utama, 47300 Petaling Jaya. 03-7874 8605")
    assert [c.text for c in till_address.find(document(*lines))] == ["No 19, Jalan Utama, 47300 Petaling Jaya."]


def test_no_place_is_no_address() -> None:
    assert list(till_address.find(document("Kedai Abu", "Thank you very much"))) == []


def test_a_name_goes_on_below_and_thanks_are_no_name() -> None:
    def named(*lines: str) -> str:
        best = max(till.find_company(document(*lines)), key=lambda each: each.belief)
        return str(best.value or best.text)

    assert named("THANK YOU, PLEASE COME AGAIN", "ELM CASH & CARRY", "(002107265-V)") == "ELM CASH & CARRY"
    assert named("ELM MASTER HARDWARE &", "ELECTRICAL", "NO.113, JALAN UTAMA") == "ELM MASTER HARDWARE & ELECTRICAL"
    assert named("2 ELM HARDWARE", "ENTERPRISE (OAK", "PARK) SDN BHD") == "ELM HARDWARE ENTERPRISE (OAK PARK) SDN BHD"
    assert named("99 ELM MART S/8", "NO.113, JALAN UTAMA") == "99 ELM MART S/B"


def test_the_total_after_rounding() -> None:
    lines = ("Total Sales 98.89", "Rounding Adjustment RM .01", "Rounding RM 98.90", "CASH 100.00", "CHANGE 1.10")
    [found] = rounding.find(document(*lines))
    assert found.text == "98.90"
    assert not list(rounding.find(document("Total 7.42", "ROUNDING -0.02", "CASH 7.40")))
    assert not list(rounding.find(document("Total 7.40", "ROUNDING 0.00", "Nett 7.40")))


def test_a_register_number_before_the_address_is_not_of_it() -> None:
    lines = ("ELM MART SDN BHD", "(GSTID No: 002006163456) NO.8, JALAN UTAMA", "52100 KUALA LUMPUR")
    assert [c.text for c in till_address.find(document(*lines))] == ["NO.8, JALAN UTAMA 52100 KUALA LUMPUR"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("ktj 3 wq", "SYARIKAT ELM", "(81109-A)", "NO 8, JALAN 7"), "SYARIKAT ELM"),
        (("3 x wobble", "ELM HARDWARE", "TRADING", "002458685-T"), "ELM HARDWARE TRADING"),
        (("OAK CORNER", "OWNED BY: CHEF ELM SDN BHD", "NO 8, JALAN 7"), "CHEF ELM SDN BHD"),
        (("ELM ENTERPRISE POSTED", "9, JALAN OAK 3"), "ELM ENTERPRISE"),
        (("#000002 ELM (M) SDN BHD", "9, JALAN OAK 3"), "ELM (M) SDN BHD"),
        (("THE COPPER BEAN", "& TEA LEAF (M) SDN. BHD.", "LOT 3"), "THE COPPER BEAN & TEA LEAF (M) SDN. BHD."),
        (
            (
                "TQ FOR SHOPPING",
                "OAK VILLAGE",
                "LOUNGE 2",
                "JALAN 7",
                "47301",
                "HELP : 18 12",
                "ELM RETAIL SB(306295-X)",
            ),
            "ELM RETAIL SB",
        ),
    ],
)
def test_the_name_is_told_by_its_register_number_and_bare_of_stamps(lines: tuple[str, ...], name: str) -> None:
    seen = max(till.find_company(document(*lines)), key=lambda candidate: candidate.belief)
    assert (seen.value or seen.text) == name


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        (("ELM PIZZA OAK PARK 2", "30, JLN OAK 7", "81300 ELMTOWN, JOHOR"), "30, JLN OAK 7 81300 ELMTOWN, JOHOR"),
        (("ELM MALL", "LOT NO.: 4F-27, 4TH FLOOR", "TEL : 03-1234 5678"), "ELM MALL LOT NO.: 4F-27, 4TH FLOOR"),
        (("(ELM SHOP (95874))", "UNIT 4, ELM MALL,", "93350 OAKTOWN."), "UNIT 4, ELM MALL, 93350 OAKTOWN."),
        (("ELM-2", "GST REG NO 000184401920", "JALAN OAK 1", "28700 OAKTOWN"), "JALAN OAK 1 28700 OAKTOWN"),
        (("JALAN OAK", "47200 OAK", "SELANGOR", "E. ELM"), "JALAN OAK 47200 OAK SELANGOR"),
        (("JALAN OAK", "47200 OAK", "SELANGOR", "MALAYSIA"), "JALAN OAK 47200 OAK SELANGOR MALAYSIA"),
        (("JALAN OAK", "47200 OAK, SELANGOR", "1413-OAK 2"), "JALAN OAK 47200 OAK, SELANGOR 1413-OAK 2"),
        (
            ("LOT 6, JALAN OAK", "50490, OAKTOWN", "T: 03-2093 7358 | F: 03-2093 7359"),
            "LOT 6, JALAN OAK 50490, OAKTOWN",
        ),
        (("109, SS21/1A,", "OAK PARK", "1 TEA 4.00"), "109, SS21/1A, OAK PARK"),
        (("JALAN OAK", "81750 ELM, JOHOR", "OAK FUEL ENTERPRISE"), "JALAN OAK 81750 ELM, JOHOR"),
    ],
)
def test_where_an_address_begins_and_ends(lines: tuple[str, ...], address: str) -> None:
    assert [found.text for found in till_address.find(document("Kedai Abu", *lines))] == [address]


def test_a_part_of_an_address_is_none() -> None:
    assert list(till_address.find(document("Kedai Abu", "NO 1", "TEL : 03-1234 5678"))) == []
