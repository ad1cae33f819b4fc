// What a key press is called in the keymap (desk/keymap.py).

/** "Ctrl+", "Alt+", "Shift+" in this order, then the key. A plain character carries no Shift, it is itself; a letter
 *  with Ctrl or Alt carries it. */
export function nameOf(event) {
  if (event.key === " " && !event.ctrlKey && !event.altKey) return "Space";
  const letter = /^[a-z]$/i.test(event.key) ? event.key : event.altKey && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
  const key = letter.length === 1 ? letter.toUpperCase() : letter;
  const withShift = key.length > 1 || (/^[A-Z]$/.test(key) && (event.ctrlKey || event.altKey));
  const shift = event.shiftKey && withShift ? "Shift+" : "";
  return `${event.ctrlKey ? "Ctrl+" : ""}${event.altKey ? "Alt+" : ""}${shift}${key}`;
}

/** Is it no command at all: part of a composed character, or AltGr? */
export function isCharacter(event) {
  return event.isComposing || event.getModifierState("AltGraph");
}
