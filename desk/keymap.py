"""The keys of the desk: one table that the screens obey, from which help is printed, and which a person may change."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the browser names it (`Ctrl+`, `Alt+`, `Shift+` in this order), what it does, and that in words.

    `act` names the function of the screen (static/*_acts.js). An empty `act` is a key that the browser serves itself:
    it cannot be changed. `where` is the part of the screen that must have the focus: "" (any), "image", "strip",
    "group". `own` is the key of the table, by which a person's choice is kept.
    """

    key: str
    act: str
    words: str
    where: str = ""
    own: str = ""

    @property
    def id(self) -> str:
        """What this line of the table is called, whatever key it has now."""
        return f"{self.where}:{self.own or self.key}" if self.where else self.own or self.key

    @property
    def typing(self) -> bool:
        """May it act while somebody types? A plain character may not (WCAG 2.1.4)."""
        return len(self.key) > 1 and self.key != "Space"


def _image(key: str, act: str, words: str) -> Key:
    return Key(key, act, words, "image")


def _strip(key: str, act: str, words: str) -> Key:
    return Key(key, act, words, "strip")


def _group(key: str, act: str, words: str) -> Key:
    return Key(key, act, words, "group")


def _task(key: str, act: str, words: str) -> Key:
    return Key(key, act, words, "task")


#: What the help page prints, group by group; the first of two keys for one act is the one on the button.
KEYMAP: dict[str, tuple[Key, ...]] = {
    "Fields": (
        Key("Enter", "accept", "Accept the value, go to the next field in doubt; after the last one to Finish"),
        Key("Shift+Enter", "back", "Back to the field in doubt before this one"),
        Key("Tab", "", "Next field, in doubt or not (Shift+Tab: the one before)"),
        Key("F3", "nextError", "The next field that a check calls wrong"),
        Key("Shift+F3", "previousError", "The wrong field before this one"),
        Key("F4", "lookUp", "Look up: values of this kind that are known"),
        Key("F8", "ditto", "Ditto: the value of the document before; in a table that of the cell above"),
        Key("F9", "rival", "Take the machine's next other reading"),
        Key("Ctrl+B", "blank", "Blank: the document does not say it"),
        Key("Ctrl+U", "unreadable", "Unreadable: it stands there and cannot be read"),
        Key("Alt+Enter", "confirm", "Confirm, with a reason, what a check asks about"),
        Key("Ctrl+Z", "undo", "Undo the last change of this document"),
        Key("Ctrl+Shift+Z", "redo", "Do it again"),
        Key("Escape", "restore", "Back to the value that was there when the field was entered"),
        Key("Ctrl+Shift+A", "acceptRest", "Accept all values that are not in doubt, where the client allows it"),
    ),
    "Table": (
        Key("Alt+ArrowRight", "cellRight", "The cell to the right"),
        Key("Alt+ArrowLeft", "cellLeft", "The cell to the left"),
        Key("Alt+ArrowDown", "cellDown", "The cell below"),
        Key("Alt+ArrowUp", "cellUp", "The cell above"),
        Key("Ctrl+Insert", "add", "Add a row, or another value of a repeated field"),
        Key("Ctrl+Delete", "remove", "Delete this row"),
        Key("Ctrl+D", "fillDown", "Fill the empty cells below with this value, down to the next that has one"),
        Key("Alt+B", "column", "Take a column: the next area of the page fills the cells from here down"),
        Key("Ctrl+V", "", "Paste: a block copied from a spreadsheet fills the cells from here"),
        Key("Alt+L", "columns", "Show the columns that are empty in every row, or hide them"),
    ),
    "Page": (
        Key("F2", "whole", "Whole page, or back to the field"),
        Key("F6", "region", "To the page, to the table, back to the fields"),
        Key("Alt+PageDown", "forward", "Next page"),
        Key("Alt+PageUp", "backward", "Page before"),
        Key("Alt++", "nearer", "Larger"),
        Key("Alt+=", "nearer", "Larger"),
        Key("Alt+-", "further", "Smaller"),
        Key("Alt+0", "plain", "The usual size"),
        Key("Alt+.", "turnView", "Turn the view by a quarter"),
        Key("Alt+X", "sides", "Page to the other side of the screen"),
        Key("Click", "", "On a word: it becomes the value (Ctrl+click: added; Shift+click: all words up to it)"),
        Key("Drag", "", "An area: its words become the value, or what is read there (with Shift: moves the page)"),
    ),
    "Words of the page (F6)": (
        _image("ArrowRight", "wordRight", "The next word"),
        _image("ArrowLeft", "wordLeft", "The word before"),
        _image("ArrowDown", "wordDown", "The word below"),
        _image("ArrowUp", "wordUp", "The word above"),
        _image("Shift+ArrowRight", "moreRight", "One word more"),
        _image("Shift+ArrowLeft", "moreLeft", "One word less"),
        _image("Shift+ArrowDown", "moreDown", "An area, down to the word below"),
        _image("Shift+ArrowUp", "moreUp", "The area without its last line"),
        _image("Enter", "takeWords", "They become the value"),
        _image("Shift+Enter", "addWords", "They are added to the value"),
        _image("Alt+B", "takeColumn", "They become a column, from the cell down"),
        _image("Escape", "leaveImage", "Back to the field"),
    ),
    "Document": (
        Key("Ctrl+Enter", "finish", "Finish: checked again, and the next document opens"),
        Key("Alt+S", "skip", "Skip: another person shall do it"),
        Key("Alt+H", "hold", "Hold: put it aside until somebody takes it up again"),
        Key("Alt+R", "reject", "Reject: nothing to book"),
        Key("Alt+C", "reclassify", "Another document type: it is extracted again"),
        Key("Alt+P", "assemble", "Pages: split, merge, turn, order, leave out"),
        Key("Alt+Z", "reopen", "Open the document before this one again, within five minutes"),
        Key("F1", "help", "These keys"),
        Key("?", "help", "These keys"),
    ),
    "Pages (Alt+P)": (
        _strip("ArrowRight", "stripRight", "The next page"),
        _strip("ArrowLeft", "stripLeft", "The page before"),
        _strip("ArrowDown", "stripDown", "The next document"),
        _strip("ArrowUp", "stripUp", "The document before"),
        _strip("Alt+ArrowRight", "later", "Move the page one place on"),
        _strip("Alt+ArrowLeft", "earlier", "Move the page one place back"),
        _strip("S", "split", "Split: a new document begins with this page"),
        _strip("M", "merge", "Merge this document with the one before"),
        _strip("R", "turnRight", "Turn the page to the right; it is read again"),
        _strip("L", "turnLeft", "Turn the page to the left; it is read again"),
        _strip("Delete", "leaveOut", "Leave the page out, or take it in again"),
        _strip("T", "retype", "The type of this document"),
        _strip("Ctrl+Z", "stripUndo", "Undo the last step; with none here, what was done before"),
        _strip("Ctrl+Enter", "arrange", "Done: asks for the reason, and reads the fields again"),
        _strip("Escape", "leaveStrip", "Back to the document, nothing changed"),
    ),
    "One field": (
        _task("Enter", "give", "Save what is keyed; the next one comes"),
        _task("1", "one", "Arbitration: the first value stands on the paper"),
        _task("2", "two", "Arbitration: the second value stands on the paper"),
        _task("3", "other", "Arbitration: neither; key what does"),
        _task("Ctrl+B", "giveBlank", "Blank: nothing stands there"),
        _task("Ctrl+U", "giveUnreadable", "Unreadable: it stands there and cannot be read"),
        _task("F2", "inPage", "The whole page, or the cut-out alone"),
        _task("Alt+S", "passOn", "Skip: another person shall do it"),
        _task("Alt+E", "escalate", "Escalate: a supervisor shall look"),
        _task("F1", "taskHelp", "These keys"),
    ),
    "Groups": (
        _group("Enter", "allRight", "All are right; the next group comes"),
        _group("ArrowRight", "groupRight", "The next one"),
        _group("ArrowLeft", "groupLeft", "The one before"),
        _group("ArrowDown", "groupDown", "The one below"),
        _group("ArrowUp", "groupUp", "The one above"),
        _group("Space", "doubt", "Doubtful: it stays in the queue for somebody who looks at the document"),
        _group("Ctrl+Enter", "postpone", "Not now: the next group"),
        _group("F2", "inContext", "Where it stands on its page"),
    ),
}
#: What no page is ever given, or what a person needs to get away.
RESERVED = re.compile(
    r"^((Shift\+)?Tab|Ctrl\+(Shift\+)?([TNW]|Tab)|Ctrl\+Alt\+.+|Ctrl\+[CVXA]|F5|F11|F12|Alt|Ctrl|Control|Shift|Meta)$"
)
_NAME = re.compile(r"^(Ctrl\+)?(Alt\+)?(Shift\+)?([!-~ ]|[A-Z][A-Za-z]+|F\d{1,2})$")


def active(own: Mapping[str, str]) -> dict[str, tuple[Key, ...]]:
    """The table with a person's own keys in it, by the ids of its lines."""
    return {title: tuple(_with(key, own.get(key.id)) for key in keys) for title, keys in KEYMAP.items()}


def _with(key: Key, wanted: str | None) -> Key:
    return replace(key, key=wanted, own=key.key) if wanted else key


def bindings(table: Mapping[str, tuple[Key, ...]] = KEYMAP) -> dict[str, dict[str, dict[str, object]]]:
    """Key to act, for the screen, by the part of it that has the focus.

    >>> bindings()[""]["Ctrl+Enter"], bindings()["image"]["Enter"]
    ({'act': 'finish', 'typing': True}, {'act': 'takeWords', 'typing': True})
    """
    found: dict[str, dict[str, dict[str, object]]] = {}
    for key in _lines(table):
        if key.act:
            found.setdefault(key.where, {})[key.key] = {"act": key.act, "typing": key.typing}
    return found


def buttons(table: Mapping[str, tuple[Key, ...]]) -> dict[str, str]:
    """Act to the key that its button shows."""
    shown: dict[str, str] = {}
    for key in _lines(table):
        if key.act:
            shown.setdefault(key.act, key.key)
    return shown


def misfit(own: Mapping[str, str], line: str, wanted: str) -> str:
    """Why this line of the table cannot have this key, in a sentence; empty when it can."""
    if not _NAME.match(wanted) or RESERVED.match(wanted):
        return f"{wanted or 'That'} is no key that the desk can have: the browser keeps it, or it is none."
    table = active({**own, line: wanted})
    mine = next((key for key in _lines(table) if key.id == line and key.act), None)
    if mine is None:
        return "There is no such line in the table of keys. Reload the page."
    same = [key for key in _lines(table) if key.id != line and key.key == wanted and key.where == mine.where]
    return f"{wanted} is taken: {same[0].words}. Give that another key first." if same else ""


def _lines(table: Mapping[str, tuple[Key, ...]]) -> Iterator[Key]:
    return (key for keys in table.values() for key in keys)
