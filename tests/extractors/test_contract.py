"""What a contract says: parties, dates, law, duration, clauses, title."""

from __future__ import annotations

import pytest

from documents.layout import Document
from extractors import agreement_dates, clause, jurisdiction, party, term, title
from extractors.names import key, looks_like_name, name_at_start, normal
from extractors.prose import prose
from tests.extractors.paper import document

PREAMBLE = (
    "MUTUAL NON-DISCLOSURE AGREEMENT",
    "",
    "This Agreement is made and entered into as of March 4, 2019 by and between",
    "Alder Tools, Inc., a Delaware corporation having offices at 12 Mill Lane",
    "(“Alder”), and Jo B. Penrose, an individual residing in Ohio (the “Consultant”).",
    "WHEREAS, the parties wish to talk about saws;",
)


def parties(*lines: str, **settings: object) -> list[str]:
    return [str(each.value) for each in party.find(document(*lines), **settings)]  # type: ignore[arg-type]


def test_parties_are_named_between_by_and_between_and_whereas() -> None:
    assert parties(*PREAMBLE) == ["Alder Tools, Inc.", "Jo B. Penrose"]


def test_parties_without_aliases_are_parted_by_and() -> None:
    text = ("This contract is made between Fir & Sons Limited and Brook Paper GmbH.", "The parties agree:")
    assert parties(*text) == ["Fir & Sons Limited", "Brook Paper GmbH"]


def test_a_list_of_contents_behind_the_parties_names_none() -> None:
    head = "Supply Agreement made between Fir Tools Inc. and Elm Mills LLC"
    contents = ("Date May 1, 2019", "TABLE OF CONTENTS", "Duties and Warranties of Sellers 4")
    assert parties(head, *contents) == ["Fir Tools Inc.", "Elm Mills LLC"]
    assert "Franchisor" not in parties("This agreement is made between Franchisor and Fir Tools Inc.")


def test_a_register_gets_one_spelling_of_a_name() -> None:
    text = ("This contract is made between FIR & SONS LIMITED (“Fir”) and Brook Paper L.L.C. (“Brook”).", "WHEREAS,")
    assert parties(*text, normal_form=True) == ["Fir and Sons Ltd.", "Brook Paper LLC"]


def test_a_signature_agrees_with_the_opening() -> None:
    signed = ("", "ALDER TOOLS, INC.", "By: /s/ R. Marsh", "Name: R. Marsh", "Title: President")
    plain = {each.text: each.belief for each in party.find(document(*PREAMBLE))}
    agreed = {each.text: each.belief for each in party.find(document(*PREAMBLE, *signed))}
    assert agreed["Alder Tools, Inc."] > plain["Alder Tools, Inc."]


def test_who_signs_for_a_company_is_no_party() -> None:
    assert "R. Marsh" not in parties(*PREAMBLE, "", "ALDER TOOLS, INC.", "By: /s/ R. Marsh", "R. Marsh", "President")


def test_a_letter_names_the_company_it_defines() -> None:
    text = (
        "Brook Paper LLC",
        "Dear Ms Penrose:",
        "You have asked Alder Tools, Inc. (the “Company”) for its figures.",
        "Very truly yours,",
        "ALDER TOOLS, INC.",
        "By: /s/ R. Marsh",
    )
    assert "Alder Tools, Inc." in parties(*text)


def test_names_lose_what_describes_them() -> None:
    assert name_at_start("Oak Partners, L.P., a limited partnership organized under") == "Oak Partners, L.P."
    assert name_at_start("R. J. Brook Enterprises, whose address is") == "R. J. Brook Enterprises"
    assert key("OAK PARTNERS, L.P.") == key("Oak Partners LP")
    assert normal("Oak Incorporated") == "Oak Inc."
    assert not looks_like_name("WHEREAS, the parties shall")


def dates(which: str, *lines: str) -> list[str]:
    found = agreement_dates.find(document(*lines), which=which, month_first=True)
    return [str(each.value) for each in sorted(found, key=lambda each: -each.belief)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "ELM PHARMA, INC. (“Elm”) and OAK PHARMA CO. LTD. a JAPANESE CORPORATION (“Oak”).",
            ["ELM PHARMA, INC", "OAK PHARMA CO. LTD"],
        ),
        (
            "Jo Penrose and ELM TECHNOLOGIES INC. (“Elm”), and Gil Brandon (“Gil”).",
            ["Jo Penrose", "ELM TECHNOLOGIES INC", "Gil Brandon"],
        ),
    ],
)
def test_two_names_are_parted_and_a_form_of_two_words_is_whole(text: str, names: list[str]) -> None:
    assert parties(f"This agreement is made between {text}", "WHEREAS, the parties agree:") == names


def test_what_is_left_of_a_name_or_stands_for_one_is_none() -> None:
    assert [looks_like_name(text) for text in ("HOLDINGS, INC.", "Distributor", "Elm Holdings, Inc.")] == [
        False,
        False,
        True,
    ]
    assert name_at_start("Elm Deposit and Trust Company, and") == "Elm Deposit and Trust Company"
    assert name_at_start("you and Elm Inc.") == "Elm Inc."


def test_whoever_signs_for_himself_may_be_named_behind_by() -> None:
    seen = party.mentioned(document(*PREAMBLE, "", "/s/ Gil Brandon", "By: Gil Brandon"))
    assert "Gil Brandon" in [each.text for each in seen]


@pytest.mark.parametrize(
    "signed",
    [
        ("/s/ Gil Brandon", "Signature", "Gil Brandon"),
        ("Signature: /s/ Gil Brandon", "Name: Gil Brandon"),
        ("/s/ Gil Brandon (SEAL)", "Date: March 5, 2019"),
        ("EMPLOYEE: Gil Brandon (print name)",),
    ],
)
def test_who_signs_for_himself_is_named_by_the_print_or_by_the_signature(signed: tuple[str, ...]) -> None:
    seen = [each.text for each in party.mentioned(document(*PREAMBLE, "", "Signed by hand", *signed))]
    assert "Gil Brandon" in seen


def test_an_officers_signature_names_nobody() -> None:
    seen = party.mentioned(document(*PREAMBLE, "", "By hand", "/s/ Gil Brandon", "Gil Brandon", "President"))
    assert "Gil Brandon" not in [each.text for each in seen]


def test_a_contract_is_dated_in_its_opening() -> None:
    assert dates("agreement", *PREAMBLE)[0] == "2019-03-04"


@pytest.mark.parametrize(
    "text",
    [
        "This agreement is effective as of the 4th day of March, 2019 between A and B",
        "dated as of March 4, 2019 (the “Effective Date”)",
        "made this 4th of March, 2019 by and between",
        "entered into effective 3/4/2019",
    ],
)
def test_dates_are_found_as_contracts_write_them(text: str) -> None:
    assert dates("effective", text)[0] == "2019-03-04"


def test_another_contracts_date_is_not_this_ones() -> None:
    filler = ("The parties trust each other in all that they say and do.",) * 25
    text = (*PREAMBLE, *filler, "pursuant to that certain Merger Agreement dated as of May 1, 2007,")
    assert "2007-05-01" not in dates("effective", *text)


def test_a_contract_ends_when_it_says() -> None:
    assert dates("expiration", "This Agreement shall expire on December 31, 2024.") == ["2024-12-31"]


def law(*lines: str) -> str | None:
    found = sorted(jurisdiction.find(document(*lines)), key=lambda each: -each.belief)
    return str(found[0].value) if found else None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("This Agreement shall be governed by the laws of the State of West Virginia.", "West Virginia"),
        ("construed in accordance with the internal laws of the Commonwealth of MASSACHUSETTS", "Massachusetts"),
        ("This contract is subject to the laws of England and Wales.", "England and Wales"),
        ("governed by and interpreted under the law of the Federal Republic of Germany", "Germany"),
    ],
)
def test_the_law_is_named_behind_governed_by(text: str, place: str) -> None:
    assert law(text) == place


def test_where_a_party_was_founded_is_not_the_law() -> None:
    text = "Alder Tools, a corporation organized under the laws of the State of Delaware, agrees."
    assert law(text) is None


def test_the_law_is_found_over_the_end_of_a_line() -> None:
    assert (
        law("This Agreement is governed by the laws of the State of New", "York without regard to conflicts.")
        == "New York"
    )


def lengths(*lines: str) -> list[str]:
    return [str(each.value) for each in sorted(term.find(document(*lines)), key=lambda each: -each.belief)]


def test_the_duration_of_secrecy_is_found() -> None:
    text = "The obligations of confidentiality under this Agreement shall continue for a period of two (2) years."
    assert lengths(text) == ["2_years"]


def test_other_lengths_of_time_are_not_the_term() -> None:
    assert lengths("Each party shall give at least thirty (30) days notice of payment.") == []


CLAUSE = ["\\bneither party\\b[^.]{0,60}\\bassign\\b"]


def test_a_clause_is_quoted_with_its_sentence() -> None:
    paper = document("One. Neither party may assign this", "Agreement without consent. Other things follow.")
    [found] = clause.find(paper, regexes=CLAUSE)
    assert (found.value, found.text) == ("Yes", "Neither party may assign this Agreement without consent.")
    assert found.words[0].text == "Neither"


def test_a_clause_that_is_not_there_is_not_said_to_be_absent() -> None:
    assert list(clause.find(document("Either party may assign it."), regexes=CLAUSE)) == []


def test_a_sentence_that_says_the_contrary_does_not_count() -> None:
    paper = document("Neither party may assign it if insolvent.")
    assert list(clause.find(paper, regexes=CLAUSE, without_regexes=["\\binsolvent\\b"])) == []


def test_the_title_is_the_line_that_names_the_kind_of_contract() -> None:
    paper = document("Exhibit 10.4", "", "MASTER SUPPLY AGREEMENT", "", "This agreement is made between A and B.")
    assert next(title.find(paper)).text == "MASTER SUPPLY AGREEMENT"


def test_running_text_knows_where_its_words_stand() -> None:
    paper: Document = document("the quick brown", "fox. Over it")
    read = prose(paper)
    start = read.text.index("brown fox")
    assert [word.text for word in read.between(start, start + 9)] == ["brown", "fox."]
    assert read.text[slice(*read.sentence(start, start + 5))].strip() == "the quick brown fox."


def test_a_contract_may_not_say_from_when_it_holds() -> None:
    made = "made as of March 1, 2019 between Fir Inc. and Elm LLC"

    def days(*lines: str) -> list[str]:
        found = agreement_dates.find(document(*lines), which="effective", month_first=True, named=True)
        return [str(candidate.value) for candidate in found]

    assert days(made) == []
    assert days('made as of March 1, 2019 (the "Effective Date")') == ["2019-03-01"]
    assert days(made, "This Agreement is effective as of May 1, 2019.") == ["2019-05-01"]
    assert days(made, "This Agreement becomes effective on the date first written above.") == ["2019-03-01"]


def test_a_full_stop_within_a_sentence_does_not_end_a_clause() -> None:
    paper = document("Fir Inc. may, subject to Section 4.2 and to the U.S. rules, audit the books of Elm LLC.")
    found = list(clause.find(paper, regexes=[r"\bFir\b[^.]{0,80}\baudit\b"]))
    assert [candidate.value for candidate in found] == ["Yes"]
    assert "4.2" in found[0].text
    apart = document("Fir Inc. may sell. They audit the books.")
    assert list(clause.find(apart, regexes=[r"\bFir\b[^.]{0,80}\baudit\b"])) == []
