"""The agreements of the set: who agrees with whom on what, and for how long."""

from __future__ import annotations

from datetime import date

from generator.agreements import CLAUSES, Agreement, Signatory

TALLOW = Signatory("Tallowbrook Biologics, Inc.", "a Delaware corporation", "2200 Sandpiper Way, Port Amber, Ohio",
                   "Ingrid Castellane", "Chief Executive Officer")  # fmt: skip
COBALT = Signatory("Cobalt Ridge Software Inc.", "a Colorado corporation", "4100 Juniper Parkway, Redmesa, Colorado",
                   "Desmond Okafor-Lyle", "President")  # fmt: skip
HALVERN = Signatory("Halvern Logistik GmbH", "a company under German law",
                    "Speicherstraße 40, 60327 Mainfurt, Germany", "Annegret Pohlmann", "Managing Director")  # fmt: skip
KESTREL = Signatory("Kestrel Foods plc", "a company incorporated in England and Wales",
                    "90 Harbour Way, Portmarsh PM3 8LN", "Rosalind Achterberg", "Company Secretary")  # fmt: skip
ORCHARD = Signatory("Orchard Lane Hotels Ltd", "a company incorporated in England and Wales",
                    "2 Orchard Lane, Millbury MB1 4TT", "Crispin Vale", "Director")  # fmt: skip
WENTLOW = Signatory("Wentlow Cleaning Services Limited", "a company incorporated in England and Wales",
                    "Unit 3, Foundry Yard, Westerbridge WB2 6LE", "Beatrix Oduya", "Director")  # fmt: skip
QUILL = Signatory("Jonas Quillfeather", "an individual", "418 Larch Hill Road, Elk Hollow, Montana",
                  "Jonas Quillfeather", "Consultant")  # fmt: skip
MARROW = Signatory("Marrowstone Capital Partners LLC", "a New York limited liability company",
                   "88 Exchange Court, New York, New York", "Philippa Thorne", "Managing Member")  # fmt: skip
BLUEFIN = Signatory("Bluefin Medical Devices, Inc.", "a Texas corporation", "1200 Lakeshore Drive, Port Amber, Texas",
                    "Walter Szymborski", "General Counsel")  # fmt: skip
FERN = Signatory("Fernhollow Analytics Limited", "a company registered in Ireland",
                 "9 Linen Court, Kilbarra, Ireland", "Aoife Brannock", "Director")  # fmt: skip

AGREEMENTS: dict[str, Agreement] = {
    "nda_1": Agreement(
        "nda_mutual", (TALLOW, COBALT), date(2025, 3, 14), "us_long", "Delaware", "the State of Delaware",
        "a joint development of laboratory scheduling software", "3_years",
        "The duties in it continue for three (3) years from the Effective Date, after which they end.",
    ),
    "nda_2": Agreement(
        "nda_one_way", (BLUEFIN, QUILL), date(2024, 11, 4), "us_long", "Texas", "the State of Texas",
        "surgical stapling devices and their manufacture", "5_years",
        "The obligations of the Recipient shall remain in effect for a period of five (5) years following the date "
        "of this Agreement.",
    ),
    "nda_3": Agreement(
        "nda_letter", (KESTREL, HALVERN), date(2025, 6, 9), "uk_long", "England and Wales", "England and Wales",
        "the proposed outsourcing of our cold-store logistics on the Continent", "24_months",
        "Your obligations under this letter end twenty-four (24) months after its date.",
    ),
    "nda_4": Agreement(
        "nda_mutual", (MARROW, BLUEFIN), date(2023, 9, 21), "us_long", "New York", "the State of New York",
        "a possible investment by one Party in the other", "18_months",
        "It expires eighteen (18) months after the Effective Date unless the Parties extend it in writing.",
    ),
    "nda_5": Agreement(
        "nda_one_way", (COBALT, FERN), date(2025, 1, 30), "us_long", "Colorado", "the State of Colorado",
        "demand forecasting software", "2_years",
        "This Agreement shall continue in force for two (2) years from its effective date, and all obligations of "
        "the Recipient shall end at that time.",
    ),
    "nda_6": Agreement(
        "nda_letter", (FERN, ORCHARD), date(2024, 2, 19), "uk_long", "Ireland", "Ireland",
        "a trial of our occupancy forecasting service", "",
        "Your obligations continue until the Protected Information has become public.",
    ),
    "contract_1": Agreement(
        "services_master", (BLUEFIN, COBALT), date(2024, 7, 1), "us_long", "Ohio", "the State of Ohio",
        "hosting and supporting business software", expires=date(2027, 6, 30), title="MASTER SERVICES AGREEMENT",
        clauses=frozenset(CLAUSES) - {"Non-Compete"}, more={"currency": "$"},
    ),
    "contract_2": Agreement(
        "services_consulting", (TALLOW, QUILL), date(2025, 2, 17), "us_long", "Montana", "the State of Montana",
        "laboratory archives and document preservation", expires=date(2026, 2, 16), title="CONSULTING AGREEMENT",
        clauses=frozenset({"Anti-Assignment", "Non-Compete", "Termination for Convenience", "Governing Law"}),
        more={"currency": "$", "fee": "$1,150", "cap": "$50,000"},
    ),
    "contract_3": Agreement(
        "services_facilities", (ORCHARD, WENTLOW), date(2025, 4, 1), "uk_long", "England and Wales",
        "England and Wales", "regular cleaning and light maintenance", expires=date(2028, 3, 31),
        title="AGREEMENT FOR CLEANING AND MAINTENANCE SERVICES",
        clauses=frozenset({"Insurance", "Cap on Liability", "Audit Rights", "Governing Law"}), more={"currency": "£"},
    ),
    "contract_4": Agreement(
        "services_master", (KESTREL, HALVERN), date(2023, 10, 2), "uk_long", "England and Wales",
        "England and Wales", "warehousing and refrigerated transport", expires=date(2026, 9, 30),
        title="LOGISTICS SERVICES AGREEMENT",
        clauses=frozenset({"Audit Rights", "Insurance", "Anti-Assignment", "Governing Law"}), more={"currency": "£"},
    ),
    "contract_5": Agreement(
        "services_consulting", (MARROW, FERN), date(2024, 5, 13), "us_long", "New York", "the State of New York",
        "statistical analysis of retail markets", expires=date(2025, 11, 12), title="PROFESSIONAL SERVICES AGREEMENT",
        clauses=frozenset({"Cap on Liability", "Audit Rights", "Governing Law"}),
        more={"currency": "$", "fee": "$1,800", "cap": "$250,000"},
    ),
    "contract_6": Agreement(
        "services_facilities", (KESTREL, WENTLOW), date(2025, 9, 15), "uk_long", "", "",
        "grounds care, snow clearance and waste collection", expires=date(2027, 9, 14),
        title="AGREEMENT FOR THE CARE OF GROUNDS",
        clauses=frozenset({"Non-Compete", "Termination for Convenience"}), more={"currency": "£"},
    ),
}  # fmt: skip
