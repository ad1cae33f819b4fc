"""Names of companies and people, as contracts print them."""

from __future__ import annotations

import re

from extractors.places import STATES

#: Legal forms that end a company's name.
LEGAL_FORM = (
    r"(?:Inc(?:orporated)?|Corp(?:oration)?|Co(?:mpany)?|Ltd|Limited|L\.?\s?L\.?\s?C|L\.?\s?L\.?\s?P|L\.?\s?P|P\.?L\.?C|"
    r"N\.\s?A|N\.?V|B\.?V|S\.?A(?:\.?R\.?L)?|S\.?p\.?A|AG|A/S|ASA|AB|GmbH(?:\s?&\s?Co\.?\s?KG)?|KG|SE|Oy|Pty\.?\s?Ltd|P\.?C|"
    r"Trust|Bank|Partners|Partnership|Fund|Holdings|Bancorp|University|Foundation|Association)"
)
_FORMS_ALONE = re.compile(rf"(?:{LEGAL_FORM}[.,\s]*)+", re.IGNORECASE)
ENDS_IN_FORM = re.compile(rf"[,\s]{LEGAL_FORM}\.?$", re.IGNORECASE)

#: A company's name in running text: capitalised words, then a legal form.
COMPANY = re.compile(
    rf"(?:[A-Z0-9][\w&'’./¢-]*,?\s(?:(?:of|and|&|the|de|du|for|in)\s)?){{1,7}}?{LEGAL_FORM}\b\.?(?:,?\s{LEGAL_FORM}\b\.?)?"
)

#: Where a name ends and its description begins: "Acme Inc., a Delaware corporation", "Jo Doe, residing at".
_DESCRIBED = re.compile(
    r"\s*(?:,?\s*(?:\(|\[)|,?\s+(?:an?|the|one of|each of)\s+(?=(?:[\w-]+\s+){0,6}"
    r"(?:corporation|company|partnership|individual|bank|association|trust|citizen|resident|person|organi[sz]ation|entity|university|institution|business|member|firm"
    r"|nonprofit|subsidiary|division|agency|body|institute|LLC|shareholder|stockholder|employee)\b)"
    r"|,?\s+(?:with|having|located|whose|residing|resident|organi[sz]ed|incorporated\s+(?:in|under)|existing|"
    r"on\s+behalf|acting|registered|duly|d/b/a|f/k/a|a/k/a|doing|formerly|hereinafter|hereafter|herein|which|who|its|her|his|their|"
    r"of\s+\d|at\s+\d|"
    r"in\s+(?:favor|connection|order|consideration)|relating|regarding|for\s+(?:the|itself|and)|together|including|"
    r"as\s+(?:an?|the|of)|"
    r"collectively|individually|shall|is|are|has|this|effective|dated|"
    r"and\s+(?:its|any|the|each|all|his|her|their|together))\b"
    r"|,\s*(?:M\.?D|Ph\.?D|Esq|C\.?P\.?A)\b|\s*[;:]|\s*_{2,}|,\s+\d|\s+\d{2,}\b|\.\s+[A-Z])",
    re.IGNORECASE,
)
_EDGES = " ,;:.()[]\"'*_-"
_LITTLE = frozenset("of and the de la du van von & for in y et".split())


def name_at_start(text: str) -> str:
    """The name that the text begins with, without what describes it.

    >>> name_at_start("Fir Tools, Inc., a Delaware corporation"), name_at_start("Jo B. Doe, an individual residing at")
    ('Fir Tools, Inc.', 'Jo B. Doe')
    """
    text = re.sub(r"^(?:the\s+undersigned,?\s+|you\s+and\s+)", "", text.strip(), flags=re.IGNORECASE)
    text = text.lstrip(_EDGES)
    end = _DESCRIBED.search(text)
    while end and text[: end.end()].endswith(". ") is False and _breaks_a_form(text, end):
        end = _DESCRIBED.search(text, end.end())
    name = text[: end.start()] if end else text
    return tidy(name)


def _breaks_a_form(text: str, end: re.Match[str]) -> bool:
    """Is this the full stop of a legal form or an initial, with more of the name behind it?"""
    return bool(re.match(r"\.\s+[A-Z]", end[0])) and bool(
        re.search(r"(?:\b[A-Z]|\b(?:Dr|Mr|Ms|Mrs|St|Wm|Co|CO))$", text[: end.start()])
    )


def tidy(name: str) -> str:
    """The name without the commas and quotes around it; the full stop of a legal form stays.

    >>> tidy('"Fir Tools, Inc.," '), tidy("Jo Doe.")
    ('Fir Tools, Inc.', 'Jo Doe')
    """
    name = re.sub(r",\s+and$", "", " ".join(name.split()).lstrip(_EDGES))
    kept = name.rstrip(_EDGES)
    short = re.search(r"\b(?:Inc|Corp|Co|Ltd|[A-Z]\.[A-Z]|[A-Z]\.\s?[A-Z]\.[A-Z]|Jr|Sr)$", kept)
    return kept + "." if short and name[len(kept) :].startswith(".") else kept


def looks_like_name(name: str) -> bool:
    """Capitalised words, few enough to be a name.

    >>> looks_like_name("Fir Tools of Ohio, Inc."), looks_like_name("the parties"), looks_like_name("EMPLOYEE")
    (True, False, False)
    """
    words = name.split()
    if not 1 < len(words) <= 12 and not (
        len(words) == 1 and len(name) > 3 and not name.isupper() and name[0].isupper()
    ):
        return False
    if name.casefold().strip(". ") in NO_NAMES or not re.search(r"[A-Za-z]{2}", name):
        return False
    if _NO_NAME.search(name) or _FORMS_ALONE.fullmatch(name):
        return False
    big = sum(word[0].isupper() or word[0].isdigit() or word.casefold() in _LITTLE for word in words)
    return big / len(words) > 0.75 and not re.search(
        r"\b(?:shall|hereby|agreement|whereas|undersigned|witness)\b", name, re.I
    )


#: What stands where a name could stand and is none.
NO_NAMES = frozenset(
    (
        "employee,employer,executive,company,the company,consultant,contractor,recipient,discloser,disclosing party,"
        "receiving party,party,parties,the parties,you,undersigned,the undersigned,seller,buyer,purchaser,licensor,"
        "licensee,vice president,chief executive officer,general counsel,secretary,director,chairman,president,name,"
        "title,date,very truly yours,accepted and agreed,agreed and accepted,second party,first party,associate,"
        "participant,grantee,by,its,signature,print name,printed name,confidential,logo,execution version,sincerely,"
        "private and confidential,chief financial officer,the board,the bank,the corporation,authorized signature,"
        "stockholder,investor,your company,agreed to,distributor,supplier,vendor,customer,employee name,"
        "affiliated companies,the affiliated companies,franchisor,franchisee,master franchisee,manufacturer,reseller,"
        "sponsor,lender,borrower,lessor,lessee,landlord,tenant,affiliates,its affiliates"
    ).split(",")
)


#: A kind of company and where it was founded, a recital's letter, an address: no names.
_NO_NAME = re.compile(
    rf"^(?:(?:{'|'.join(STATES)})\s+)?(?:general |limited |limited liability )?(?:corporation|company|"
    r"partnership|trust|bank)$|^[A-Z]\.\s+(?:The|Executive|Employee|Company)\b|^(?:Recitals?|Exhibit|Section|Article)\b"
    r"|\band (?:the )?company$|\b\d{5}\b|^(?:board|member|chief|vice|president|by:)\b|"
    r"^the (?:company|bank|disclosing)\b",
    re.IGNORECASE,
)
#: An office before the company's name: "Board of Directors of Acme Inc.".
_OFFICE = re.compile(r"^(?:.*\b(?:directors?|officer|president|shareholders?|stockholders?|member|division) of )", re.I)


def without_office(name: str) -> str:
    """The company alone, without whose officer somebody is or a word that only a comma ties to it.

    >>> without_office("Board of Directors of Fir Inc."), without_office("Employer, and Fir Inc.")
    ('Fir Inc.', 'Fir Inc.')
    """
    name = _OFFICE.sub("", name)
    parts = re.split(rf",\s+(?!{LEGAL_FORM}\b)", name)
    return re.sub(r"^(?:and|with|or)\s+", "", parts[-1])


def key(name: str) -> str:
    """What two spellings of one name share: letters and digits, without the legal form.

    >>> key("FIR TOOLS, INC."), key("Fir Tools Incorporated"), key("Jo B. Doe")
    ('firtools', 'firtools', 'jobdoe')
    """
    short = re.sub(r"&", " and ", name)
    while (cut := ENDS_IN_FORM.sub("", short.rstrip(" .,"))) != short.rstrip(" .,"):
        short = cut
    return re.sub(r"[\W_]", "", short).casefold() or re.sub(r"[\W_]", "", name).casefold()


_NORMAL = (
    (re.compile(r",?\s+incorporated\b\.?", re.I), " Inc."),
    (re.compile(r",?\s+inc\b\.?", re.I), " Inc."),
    (re.compile(r",?\s+limited\b(?!\s+(?:partnership|liability))", re.I), " Ltd."),
    (re.compile(r",?\s+ltd\b\.?", re.I), " Ltd."),
    (re.compile(r",?\s+l\.?\s?l\.?\s?c\b\.?", re.I), " LLC"),
    (re.compile(r",?\s+l\.?\s?l\.?\s?p\b\.?", re.I), " LLP"),
    (re.compile(r",?\s+l\.?\s?p\b\.?", re.I), " LP"),
    (re.compile(r"\s*&\s*"), " and "),
)


def normal(name: str) -> str:
    """The name in one spelling: the legal form abbreviated, "&" as "and", capitals only where a name has them.

    >>> normal("FIR & SONS TOOLS, INCORPORATED"), normal("Fir Partners, L.P.")
    ('Fir and Sons Tools Inc.', 'Fir Partners LP')
    """
    for pattern, plain in _NORMAL:
        name = pattern.sub(plain, name)
    if name.isupper() or re.sub(r"\b(?:Inc|Ltd|LLC|LLP|LP|and)\b", "", name).isupper():
        name = " ".join(w if w in ("LLC", "LLP", "LP", "and") else w.capitalize() for w in name.split())
    return " ".join(name.split())
