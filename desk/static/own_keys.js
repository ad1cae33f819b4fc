// A field that takes a key press as its value: pressing the key is naming it. Tab and Enter serve the form as ever.

import { nameOf } from "./keys.js";

for (const input of document.querySelectorAll("input.key")) {
  input.addEventListener("keydown", (event) => {
    const name = nameOf(event);
    if (["Tab", "Shift+Tab", "Enter"].includes(name) || ["Control", "Alt", "Shift", "Meta", "AltGraph"].includes(event.key)) return;
    event.preventDefault();
    input.value = name;
  });
  input.addEventListener("focus", () => input.select());
}
