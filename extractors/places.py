"""Names of the places whose law a contract may choose."""

from __future__ import annotations

import re

STATES = (
    "Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Georgia, Hawaii, Idaho, "
    "Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota, "
    "Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, "
    "North Carolina, North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, "
    "Tennessee, Texas, Utah, Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming, "
    "District of Columbia, Puerto Rico"
).split(", ")

COUNTRIES = (
    "Argentina, Australia, Austria, Belgium, Bermuda, Brazil, British Columbia, British Virgin Islands, Bulgaria, "
    "Canada, Cayman Islands, Chile, China, Croatia, Cyprus, Czech Republic, Denmark, England and Wales, England, "
    "Estonia, Finland, France, Germany, Greece, Guernsey, Hong Kong, Hungary, Iceland, India, Indonesia, Ireland, "
    "Israel, Italy, Japan, Jersey, Latvia, Liechtenstein, Lithuania, Luxembourg, Malaysia, Malta, Mexico, Netherlands, "
    "New South Wales, New Zealand, Northern Ireland, Norway, Ontario, Philippines, Poland, Portugal, "
    "Quebec, Romania, Russia, Scotland, Singapore, Slovakia, Slovenia, South Africa, South Korea, Korea, Spain, "
    "Sweden, Switzerland, Taiwan, Thailand, Turkey, Ukraine, United Arab Emirates, United Kingdom, Vietnam"
).split(", ")

PLACES: dict[str, str] = {name.casefold(): name for name in (*STATES, *COUNTRIES)}

#: Any of the places, the longer name first ("West Virginia" before "Virginia"), in any case.
PLACE = re.compile(
    r"\b("
    + "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(PLACES, key=len, reverse=True))
    + r")\b",
    re.IGNORECASE,
)


def place(text: str) -> str | None:
    """The place as its people write it; None when it is not one that we know.

    >>> place("NEW  YORK"), place("Atlantis")
    ('New York', None)
    """
    return PLACES.get(" ".join(text.split()).casefold())
