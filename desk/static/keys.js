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

/** Press a key once more that was pressed too early (typed_ahead.js): a character is typed where the focus is. */
export function pressAgain(event) {
  const at = document.activeElement, isText = at.matches("input:not([readonly])"), { key, code, ctrlKey, altKey, shiftKey } = event;
  const isCharacter = key.length === 1 && (event.getModifierState("AltGraph") || !(ctrlKey || altKey));
  if (isText && isCharacter) type(at, key, at.selectionStart);
  else if (isText && key === "Backspace") type(at, "", Math.max(0, at.selectionStart - (at.selectionStart === at.selectionEnd)));
  else if (key === "Tab") along(at, shiftKey ? -1 : 1);
  else if (at.matches("button") && key === "Enter" && !ctrlKey && !altKey) at.click();
  else at.dispatchEvent(new KeyboardEvent("keydown", { key, code, ctrlKey, altKey, shiftKey, bubbles: true, cancelable: true }));
}

function type(input, text, from) {
  input.setRangeText(text, from, input.selectionEnd, "end");
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

function along(from, by) {
  const all = [...document.querySelectorAll("input.value")].filter((one) => one.checkVisibility()), to = all[all.indexOf(from) + by];
  if (to) { to.focus(); to.select(); }
}

/** Is it no command at all: part of a composed character, or AltGr? */
export function isCharacter(event) {
  return event.isComposing || event.getModifierState("AltGraph");
}
