// The keying screen: keys and clicks become acts, acts become edits, the desk answers what it thinks of them.

import { ask } from "./ask.js";
import { isCharacter, nameOf } from "./keys.js";
import { PageView } from "./page_view.js";
import { Rows } from "./rows.js";
import { Lease, Saver, send } from "./saving.js";

const screen = JSON.parse(document.getElementById("screen").textContent);
const here = `/case/${screen.case}`;
const form = document.getElementById("sheet"), finishButton = document.getElementById("finish");
const told = document.getElementById("told"), alarm = document.getElementById("alarm");

const page = new PageView(
  document.getElementById("view"), document.getElementById("stage"), screen.pages, (kind, number) => `${here}/${kind}/${number}`,
);
const rows = new Rows(form, screen, page);
const saver = new Saver(`${here}/field`, screen.fence);
const lease = new Lease(`${here}/heartbeat`, screen.fence, screen.lease);

let current = null; // the input that has, or last had, the focus
let asked = 0, shown = 0, timer = 0; // live checks: sent, last one shown, the one that waits

// ---- what the desk says ----

function apply(sheet, covered = new Set()) {
  rows.apply(sheet, covered, (name) => saver.holds(name));
  if (current) rows.explain(current);
}

function tell(words) {
  told.textContent = words;
}

function sound(words) {
  alarm.textContent = words;
  alarm.hidden = !words;
}

saver.onAnswer = (sheet) => apply(sheet);
saver.onRefusal = (edit, words) => { // the text is no value: it stays in its input, unsaved, and is checked there
  const input = rows.input(edit.name);
  rows.pending.delete(edit.name);
  if (!input) return;
  input.dataset.saved = edit.before;
  tell(words);
  check();
};
saver.onState = () => {
  const waits = saver.waiting.length;
  document.getElementById("saved").textContent = saver.lost || saver.tries ? "NOT saved" : waits ? "saving …" : "saved";
  if (saver.lost) lost(saver.lost);
  else if (saver.tries) sound(`Not saved: ${saver.trouble} ${waits} ${waits === 1 ? "value waits" : "values wait"}; trying again. Keep this page open.`);
  else if (!alarm.dataset.lost) sound("");
  finishButton.disabled = Boolean(saver.lost || saver.tries);
};

function lost(words) {
  alarm.dataset.lost = "1";
  saver.lost ||= words;
  finishButton.disabled = true;
  sound(words);
}

lease.onLost = lost;
lease.onTick = (left) => {
  document.getElementById("clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  if (saver.lost || saver.tries) return;
  sound(left < 60 ? `This document goes back to the queue in ${left} s. Press any key to keep it.` : "");
};

function check() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const changed = rows.inputs().filter((input) => rows.isChanged(input));
    const number = (asked += 1);
    const values = Object.fromEntries(changed.map((input) => [input.dataset.name, input.value]));
    const { code, body } = await send("POST", `${here}/check`, { values });
    if (code !== 200 || number < shown) return;
    shown = number;
    apply(body, new Set(Object.keys(values)));
  }, 150);
}

// ---- fields ----

function focus(input) {
  if (!input) return;
  input.focus();
  if (input.select) input.select();
}

function commit(input, more = {}) {
  const name = input.dataset.name;
  const edit = { name, text: input.value.trim(), boxes: rows.boxes(name), absent: "", reason: "", remark: "", ...more };
  saver.put(edit, input.dataset.saved);
  input.dataset.saved = input.value;
  rows.pending.add(name);
}

function take(input) { // an edited value is saved when the field is left
  if (input && rows.isChanged(input)) commit(input);
}

async function onward(from, by = 1) {
  const following = by > 0 ? rows.after(from) : rows.next(from, by);
  if (following) { focus(following); return; }
  await saver.settled(); // the desk may have found something in what was just accepted
  const again = rows.next(from, by) || (rows.needs(from) ? from : null);
  focus(again || (by > 0 ? finishButton : null));
}

async function withReason(act, todo) {
  const [title, choices] = screen.reasons[act];
  const answer = await ask(title, choices);
  if (answer) await todo(answer);
}

let leaving = false;

async function leave(where, body) { // the document is done with here: what comes next?
  if (leaving) return;
  leaving = true;
  try { await left(where, body); } finally { leaving = false; }
}

async function left(where, body) {
  if (current) take(current);
  if (!(await saver.settled())) { tell("Not everything is saved yet."); return; }
  const unsaved = where === "finish" && rows.inputs().find((input) => rows.isChanged(input));
  if (unsaved) { focus(unsaved); tell(rows.frame(unsaved).dataset.message || "This value is not saved: it is no value of its kind."); return; }
  const { code, body: answer } = await send("POST", `${here}/${where}${location.search}`, { fence: screen.fence, ...body });
  if (code === 200 && answer.next) { location.replace(answer.next); await new Promise(() => {}); }
  if (code === 409) { lost(answer ? answer.words : "This document is no longer yours."); return; }
  if (code !== 200) { tell((answer && answer.words) || "The desk does not answer. Try again."); return; }
  apply(answer.sheet);
  tell(answer.words);
  focus(rows.inputs().find((input) => rows.needs(input)));
}

const acts = {
  async accept() {
    if (!current) { focus(rows.next(null)); return; }
    const input = current, frame = rows.frame(input);
    tell("");
    if (rows.isChanged(input)) commit(input);
    else if (rows.needs(input) && input.value.trim() && !frame.dataset.source.startsWith("keyed by")) commit(input);
    else if (rows.needs(input) && frame.dataset.rule) tell(`${frame.dataset.message}. If it is right all the same: Alt+Enter.`);
    else if (rows.needs(input) && !input.value.trim()) tell("Nothing is keyed here. If the document does not say it: Ctrl+B. If it cannot be read: Ctrl+U.");
    await onward(input);
  },
  async back() { if (current) { take(current); await onward(current, -1); } },
  async blank() { await absent("blank"); },
  async unreadable() { await absent("unreadable"); },
  async confirm() {
    const input = current, rule = (input && rows.frame(input).dataset.rule) || rows.rule;
    if (!rule) { tell("No check asks for a confirmation here."); return; }
    if (input) take(input);
    await withReason("confirm", async ({ code, remark }) => {
      await saver.settled();
      const answer = await send("POST", `${here}/confirm`, { fence: screen.fence, finding: rule, reason: code, remark });
      if (answer.code === 409) { lost(answer.body.words); return; }
      if (answer.code !== 200) { tell((answer.body && answer.body.words) || "Not confirmed. Try again."); return; }
      apply(answer.body);
      await onward(input || finishButton);
    });
  },
  rival() {
    const others = current && screen.others[current.dataset.name];
    if (!others || !others.length) { tell("The machine has no other reading here."); return; }
    const at = Number(current.dataset.rival || -1) + 1;
    current.dataset.rival = at % others.length;
    fill(current, others[at % others.length].text, others[at % others.length].boxes);
  },
  undo() { if (current && rows.isChanged(current)) { current.value = current.dataset.saved; check(); } },
  add() { const input = current && rows.add(current); if (input) focus(input); else tell("Nothing can be added here."); },
  remove() {
    const line = current && current.closest("tr[data-line]");
    if (!line) return;
    for (const input of line.querySelectorAll("input.value")) { input.value = ""; commit(input, { absent: "removed" }); }
    const neighbour = line.nextElementSibling || line.previousElementSibling;
    const section = line.closest("[data-table]");
    section.dataset.last = Math.max(Number(section.dataset.last || 0), Number(line.dataset.line));
    line.remove();
    current = null;
    focus(neighbour ? neighbour.querySelector("input.value") : section.querySelector("[data-act=add]"));
  },
  above() {
    const cell = current && current.closest("td"), line = cell && cell.parentElement.previousElementSibling;
    const over = line && line.children[cell.cellIndex].querySelector("input.value");
    if (over) fill(current, over.value, rows.boxes(over.dataset.name));
  },
  async following() { await step(1); },
  async preceding() { await step(-1); },
  async extend() { await step(1, true); },
  whole() { page.whole(); },
  forward() { page.turn(1); },
  backward() { page.turn(-1); },
  nearer() { page.zoom(1.2); },
  further() { page.zoom(1 / 1.2); },
  plain() { page.zoom(0); },
  async finish() { tell(""); await leave("finish", {}); },
  async skip() { await withReason("skip", ({ code, remark }) => leave("skip", { reason: code, remark })); },
  async reject() { await withReason("reject", ({ code, remark }) => leave("reject", { reason: code, remark })); },
  async reclassify() {
    const answer = await ask("Which type is it?", screen.types, false);
    if (answer) await leave("reclassify", { type: answer.code });
  },
  help() { document.getElementById("help").showModal(); },
};

async function absent(act) {
  const input = current;
  if (!input) return;
  await withReason(act, async ({ code, remark }) => {
    input.value = "";
    commit(input, { absent: act, reason: code, remark });
    rows.frame(input).dataset.absent = act;
    await onward(input);
  });
}

async function step(by, added = false) { // what a click on a word does, by key
  const input = current, boxes = input ? rows.boxes(input.dataset.name) : [];
  const word = input && (await page.neighbour(by > 0 ? boxes[boxes.length - 1] : boxes[0], by));
  if (word) fill(input, added ? `${input.value.trim()} ${word.text}`.trim() : word.text, added ? [...boxes, word.box] : [word.box]);
}

function fill(input, text, boxes) {
  input.value = text;
  screen.boxes[input.dataset.name] = boxes;
  page.show(boxes);
  rows.snippet(rows.frame(input), input);
  check();
}

// ---- keys, clicks, focus ----

addEventListener("keydown", (event) => {
  if (isCharacter(event) || document.querySelector("dialog[open]")) return;
  const key = screen.keys[nameOf(event)], inField = event.target.matches("input.value");
  if (!key || (!key.typing && inField)) return;
  if (!inField && ["Enter", "Shift+Enter"].includes(nameOf(event)) && event.target !== document.body) {
    if (nameOf(event) === "Shift+Enter") { event.preventDefault(); focus(rows.inputs().reverse().find((one) => rows.needs(one)) || current); }
    return; // a button's own Enter
  }
  event.preventDefault();
  acts[key.act]();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button) return;
  const section = button.closest("[data-table]");
  if (section && (!current || !section.contains(current) || button.dataset.act === "remove")) {
    current = (button.closest("tr") || section).querySelector("input.value") || section.querySelector("template").content.querySelector("input.value");
  }
  if (section && button.dataset.act === "add") { focus(rows.add(button)); return; }
  acts[button.dataset.act]();
});

form.addEventListener("submit", (event) => { event.preventDefault(); acts.finish(); });
form.addEventListener("input", (event) => { if (event.target.matches("input.value")) check(); });
form.addEventListener("focusin", (event) => {
  const input = event.target;
  if (!input.matches("input.value")) return;
  current = input;
  page.view.classList.remove("still");
  page.show(rows.boxes(input.dataset.name));
  rows.snippet(rows.frame(input), input);
  rows.explain(input);
  rows.frame(input).scrollIntoView({ block: "nearest" });
});
form.addEventListener("focusout", (event) => {
  const input = event.target;
  if (!input.matches("input.value")) return;
  take(input);
  queueMicrotask(() => rows.snippet(rows.frame(input), input));
});
addEventListener("beforeunload", (event) => { if (!saver.isSafe && !saver.lost) event.preventDefault(); });

page.onWord = (word, added) => {
  if (!current) return;
  const before = added ? current.value.trim() : "";
  const boxes = added ? [...rows.boxes(current.dataset.name), word.box] : [word.box];
  fill(current, before ? `${before} ${word.text}` : word.text, boxes);
  current.focus();
};
page.onPage = (at, count) => { document.getElementById("page-number").textContent = `${at + 1} / ${count}`; };
page.onImage = (number) => rows.snippets(number);
new ResizeObserver(() => {
  rows.snippets();
  if (current) rows.frame(current).scrollIntoView({ block: "nearest" });
}).observe(form);

apply(screen.sheet);
page.turnTo(screen.pages.length ? screen.pages[0].number : 0);
focus(rows.next(null) || (rows.inputs().length ? finishButton : document.querySelector("[data-act=reclassify]")));
document.body.dataset.ready = "1";
