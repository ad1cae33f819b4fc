// The keying screen: keys and clicks become acts; the next document takes the place of this one without a new page.

import { loadedBefore, lookAhead } from "./ahead.js";
import { documentActs } from "./document_acts.js";
import { fieldActs } from "./field_acts.js";
import { Keyer } from "./keyer.js";
import { isCharacter, nameOf, pressAgain } from "./keys.js";
import { count } from "./measures.js";
import { pageActs } from "./page_acts.js";
import { tableActs } from "./table_acts.js";

const SLOW = 15_000; // ms without an answer after which the next document is asked for as a page of its own

let stop = new AbortController(), keyer = null, acts = {};

function begin(isFirst) {
  const screen = JSON.parse(document.getElementById("screen").textContent);
  stop = new AbortController();
  keyer = new Keyer(screen, loadedBefore(), stop.signal);
  acts = { ...fieldActs(keyer), ...tableActs(keyer), ...pageActs(keyer), ...documentActs(keyer, open) };
  const { rows, page, form } = keyer;
  form.addEventListener("submit", (event) => { event.preventDefault(); acts.finish(); }, { signal: stop.signal });
  const main = document.getElementById("content");
  if (main.dataset.share) main.style.setProperty("--share", main.dataset.share);
  rows.hideColumns();
  keyer.apply(screen.sheet);
  page.turnTo(screen.pages.length ? screen.pages[0].number : 0);
  keyer.focus(rows.next(null) || (rows.inputs().length ? keyer.finishButton : document.getElementById("first-act")));
  count(screen.case);
  lookAhead(screen.case, stop.signal);
  document.body.dataset.ready = screen.case;
  typedAhead.release(isFirst ? pressAgain : null); // of a document that comes after another nobody has seen anything yet
}

/** Show the document of this address (its page, where it came along) in place of the one that was left; whatever else is
 *  there is a page of its own. */
async function open(address, page) {
  if (!/^\/case\/\d+(\?|$)/.test(address)) { location.replace(address); return; }
  const asked = { headers: { Accept: "text/html" }, signal: AbortSignal.timeout(SLOW) };
  const text = page || await fetch(address, asked).then((answer) => (answer.ok ? answer.text() : "")).catch(() => "");
  const made = text && new DOMParser().parseFromString(text, "text/html");
  if (!made || !made.getElementById("screen")) { location.replace(address); return; }
  stop.abort();
  delete document.body.dataset.ready;
  for (const part of ["header.top", "#alarm", "#content"]) document.querySelector(part).replaceWith(made.querySelector(part));
  document.title = made.title;
  history.replaceState(null, "", address);
  begin(false);
}

addEventListener("keydown", (event) => {
  if (isCharacter(event) || document.querySelector("dialog[open]")) return;
  const name = nameOf(event), onPage = event.target === keyer.page.view, inField = event.target.matches("input");
  const key = (onPage && keyer.screen.keys.image[name]) || keyer.screen.keys[""][name];
  if (!key || (!key.typing && inField)) return;
  if (!inField && !onPage && ["Enter", "Shift+Enter"].includes(name) && event.target !== document.body) {
    if (name === "Shift+Enter") { event.preventDefault(); keyer.focus(keyer.rows.inputs().reverse().find((one) => keyer.rows.needs(one)) || keyer.current); }
    return; // a button's own Enter
  }
  event.preventDefault();
  keyer.tell(""); // what was said of the key before
  acts[key.act]();
});

document.addEventListener("pointerdown", (event) => { // a tool beside a field leaves the focus in the field
  if (event.target.closest(".field-tools button, .foot button, .tools button")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const section = button.closest("[data-table]");
  if (section && (!keyer.current || !section.contains(keyer.current) || button.dataset.act === "remove")) {
    keyer.current = (button.closest("tr") || section).querySelector("input.value");
  }
  if (section && button.dataset.act === "add") { keyer.focus(keyer.rows.add(button)); return; }
  acts[button.dataset.act]();
});

begin(true);
