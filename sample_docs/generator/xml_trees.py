"""XML trees written as nested tuples, for the two syntaxes of electronic invoices."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from generator.companies import Company

#: Unit as printed -> code of UN/ECE Recommendation 20.
UNIT_CODES = {
    "Std": "HUR", "hr": "HUR", "day": "DAY", "Monat": "MON", "mo": "MON", "kWh": "KWH", "m²": "MTK", "m": "MTR",
    "lfm": "MTR", "Stk": "H87", "ea": "H87", "Set": "SET", "Pkg": "XPK", "Ktn": "XCT", "Psch": "LS",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """An element: `prefix:Name`, its text or children, its attributes. Falsy children are left out."""

    tag: str
    inner: str | Iterable[Node | None] = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


def written(root: Node, spaces: Mapping[str | None, str]) -> bytes:
    """The document in UTF-8 with its declaration."""
    tree = _element(root, spaces)
    etree.indent(tree, "  ")
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")


def _element(node: Node, spaces: Mapping[str | None, str]) -> etree._Element:
    prefix, _, name = node.tag.rpartition(":")
    element = etree.Element(f"{{{spaces[prefix or None]}}}{name}", dict(node.attributes), nsmap=spaces)  # type: ignore[arg-type]  # the stubs forget the default namespace
    if isinstance(node.inner, str):
        element.text = node.inner
    else:
        element.extend(_element(child, spaces) for child in node.inner if child is not None)
    return element


def postcode_and_city(firm: Company) -> tuple[str, str]:
    """The town's line taken apart.

    >>> from generator.companies import BY_KEY
    >>> [postcode_and_city(BY_KEY[key]) for key in ("halvern", "kestrel", "vandermeer", "keane")]
    [('60327', 'Mainfurt'), ('PM3 8LN', 'Portmarsh'), ('1431 ZZ', 'Bloemdam'), ('', 'Kilbarra, Co. Westmark')]
    """
    for pattern in (r"(?P<code>\d{4}(?:\d| [A-Z]{2})?) (?P<city>.+)", r"(?P<city>.+) (?P<code>[A-Z]{2}\d \d[A-Z]{2})"):
        found = re.fullmatch(pattern, firm.town)
        if found:
            return found["code"], found["city"]
    return "", firm.town
