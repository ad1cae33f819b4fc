"""The keys of the keying screen: one table, from which the screen obeys and the help page is printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """A key as the browser names it (`Ctrl+`, `Alt+`, `Shift+` in this order), what it does, and that in words.

    `act` is the name of the function in static/keying.js. An empty `act` is a key that the browser serves itself.
    `typing` is False for a plain character, which must not act while somebody types (WCAG 2.1.4).
    """

    key: str
    act: str
    words: str
    typing: bool = True


#: What the help page prints, group by group; the first of two keys for one act is the one on the button.
KEYMAP: dict[str, tuple[Key, ...]] = {
    "Fields": (
        Key("Enter", "accept", "Accept the value, go to the next field in doubt; after the last one to Finish"),
        Key("Shift+Enter", "back", "Back to the field in doubt before this one"),
        Key("Tab", "", "Next field, in doubt or not (Shift+Tab: the one before)"),
        Key("Ctrl+B", "blank", "Blank: the document does not say it"),
        Key("Ctrl+U", "unreadable", "Unreadable: it stands there and cannot be read"),
        Key("Alt+Enter", "confirm", "Confirm, with a reason, what a check asks about"),
        Key("Alt+ArrowDown", "rival", "Take the machine's next other reading"),
        Key("Escape", "undo", "Back to the value that was there when the field was entered"),
    ),
    "Table": (
        Key("Ctrl+Insert", "add", "Add a row, or another value of a repeated field"),
        Key("Ctrl+Delete", "remove", "Delete this row"),
        Key("Alt+ArrowUp", "above", "Copy the cell above"),
    ),
    "Page": (
        Key("F2", "whole", "Whole page, or back to the field"),
        Key("Alt+PageDown", "forward", "Next page"),
        Key("Alt+PageUp", "backward", "Page before"),
        Key("Alt++", "nearer", "Larger"),
        Key("Alt+=", "nearer", "Larger"),
        Key("Alt+-", "further", "Smaller"),
        Key("Alt+0", "plain", "The usual size"),
        Key("Alt+ArrowRight", "following", "The next word of the page becomes the value"),
        Key("Alt+ArrowLeft", "preceding", "The word before becomes the value"),
        Key("Alt+Shift+ArrowRight", "extend", "The next word is added to the value"),
        Key("Click", "", "On a word: it becomes the value (Ctrl+click: it is added to it)"),
    ),
    "Document": (
        Key("Ctrl+Enter", "finish", "Finish: checked again, and the next document opens"),
        Key("Alt+S", "skip", "Skip: another person shall do it"),
        Key("Alt+R", "reject", "Reject: nothing to book"),
        Key("Alt+C", "reclassify", "Another document type: it is extracted again"),
        Key("F1", "help", "These keys"),
        Key("?", "help", "These keys", typing=False),
    ),
}


def bindings() -> dict[str, dict[str, object]]:
    """Key to act, for the screen.

    >>> bindings()["Ctrl+Enter"]
    {'act': 'finish', 'typing': True}
    """
    return {key.key: {"act": key.act, "typing": key.typing} for keys in KEYMAP.values() for key in keys if key.act}
