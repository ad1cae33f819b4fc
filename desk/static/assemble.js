// The pages of a file, document by document: chosen by arrows, put together otherwise, and read again when it is done.

import { ask } from "./ask.js";
import { Bundles } from "./bundles.js";
import { counted } from "./counting.js";
import { isCharacter, nameOf, pressAgain } from "./keys.js";
import { send } from "./saving.js";

const screen = JSON.parse(document.getElementById("screen").textContent);
const strip = document.getElementById("strip"), told = document.getElementById("told");
const bundles = new Bundles(screen.documents);
let chosen = screen.documents.find((one) => one.case === screen.case).pages[0].number, busy = false;

function make(tag, more = {}, ...inside) {
  const made = Object.assign(document.createElement(tag), more);
  made.append(...inside);
  return made;
}

function tell(words) {
  told.textContent = words;
  told.hidden = !words;
}

function leaf(page, at, isOut) {
  const picture = page.image ? make("img", { src: `/case/${page.of}/page/${page.number}?v=${page.version}`, alt: "", draggable: false, loading: "lazy" }) : make("span", { textContent: "data" });
  if (page.turn) picture.style.transform = `rotate(${page.turn}deg)`;
  const frame = make("span", { className: "leaf-paper" }, picture);
  const words = `Page ${page.number + 1}${page.turn ? `, turned ${page.turn}°` : ""}${isOut ? ", left out" : ""}`;
  const shown = make("button", { type: "button", className: "leaf", tabIndex: page.number === chosen ? 0 : -1 }, frame, make("span", { textContent: words }));
  shown.dataset.page = page.number;
  shown.setAttribute("aria-pressed", page.number === chosen);
  return shown;
}

function lane(title, pages, isOut) {
  const shown = make("section", { className: isOut ? "lane out" : "lane" }, make("h2", { textContent: title }));
  shown.append(make("div", { className: "leaves" }, ...pages.map((page, at) => leaf(page, at, isOut))));
  return shown;
}

function show() {
  const { documents, out } = bundles.now;
  const title = (one, at) => `Document ${at + 1} · ${screen.types[one.type] || (one.case === null ? "type: found anew" : "Unclassified")}${one.case === null ? " · new" : ""}${one.holder && one.case !== screen.case ? ` · with ${one.holder}` : ""}`;
  strip.replaceChildren(...documents.map((one, at) => lane(title(one, at), one.pages, false)), ...(out.length ? [lane("Left out", out, true)] : []));
  document.getElementById("summary").textContent = `${counted(documents.length, "document")}${out.length ? `, ${out.length} left out` : ""}${bundles.before.length ? " · changed" : ""}`;
  focus();
}

function focus() {
  const shown = strip.querySelector(`[data-page="${chosen}"]`);
  if (shown) { shown.focus(); shown.scrollIntoView({ block: "nearest", inline: "nearest" }); }
}

function choose(number) {
  if (number === undefined) return;
  chosen = number;
  for (const shown of strip.querySelectorAll(".leaf")) {
    const isChosen = Number(shown.dataset.page) === chosen;
    shown.tabIndex = isChosen ? 0 : -1;
    shown.setAttribute("aria-pressed", isChosen);
  }
  focus();
}

function all() { return [...bundles.now.documents.flatMap((one) => one.pages), ...bundles.now.out].map((page) => page.number); }

function toDocument(by) {
  const { documents } = bundles.now, [at] = bundles.find(chosen);
  const other = documents[at < 0 ? documents.length - 1 : at + by];
  if (other) choose(other.pages[0].number);
}

function changed(done, words) {
  tell(done ? "" : words);
  show();
}

const acts = {
  stripRight() { choose(all()[all().indexOf(chosen) + 1]); },
  stripLeft() { choose(all()[all().indexOf(chosen) - 1]); },
  stripDown() { toDocument(1); },
  stripUp() { toDocument(-1); },
  later() { changed(bundles.move(chosen, 1), "It is the last page already."); },
  earlier() { changed(bundles.move(chosen, -1), "It is the first page already."); },
  split() { changed(bundles.split(chosen), "A document begins here already."); },
  merge() { changed(bundles.merge(chosen), "There is no document before this one."); },
  turnRight() { changed(bundles.turn(chosen, 90), "Take the page in first."); },
  turnLeft() { changed(bundles.turn(chosen, -90), "Take the page in first."); },
  leaveOut() {
    if (all().length - bundles.now.out.length === 1 && bundles.find(chosen)[0] >= 0) { tell("A file keeps one page at least. Nothing to book? Reject the document."); return; }
    changed(bundles.leaveOut(chosen), "");
  },
  async retype() {
    const answer = await ask("Which type is it?", screen.types, false);
    if (answer) changed(bundles.retype(chosen, answer.code), "Take the page in first.");
  },
  async stripUndo() {
    if (!bundles.before.length && screen.last) await acts.putBack(); // nothing was changed here: the last time is taken back
    else changed(bundles.undo(), "There is nothing to undo here.");
  },
  async arrange() {
    if (!bundles.before.length) { location.assign(screen.back); return; }
    if (!bundles.plain.some((one) => one.case === screen.case)) { tell("The document that you have must keep a page: merge the other way, or reject it."); return; }
    const answer = await ask(...screen.reasons);
    if (!answer || busy) return;
    busy = true;
    document.getElementById("summary").textContent = "The fields are read again …";
    await post("pages", { documents: bundles.plain, reason: answer.code, remark: answer.remark });
  },
  async putBack() {
    if (busy) return;
    busy = true;
    await post("restore", {});
  },
  leaveStrip() { location.assign(screen.back); },
};

async function post(way, body) {
  const { code, body: answer } = await send("POST", `/case/${screen.case}/${way}${location.search}`, { fence: screen.fence, ...body });
  busy = false;
  if (code === 200) { location.assign(answer.next); return; }
  tell((answer && answer.words) || "The desk does not answer. Try again.");
  show();
}

addEventListener("keydown", (event) => {
  if (isCharacter(event) || document.querySelector("dialog[open]")) return;
  const inStrip = event.target.closest("#strip") || event.target === document.body, key = screen.keys[nameOf(event)];
  if (!key || !inStrip) return;
  event.preventDefault();
  acts[key.act]();
});
strip.addEventListener("click", (event) => {
  const shown = event.target.closest(".leaf");
  if (shown) choose(Number(shown.dataset.page));
});
for (const button of document.querySelectorAll("button[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]());
setInterval(() => send("POST", `/case/${screen.case}/heartbeat`, { fence: screen.fence }), 60_000);
show();
document.body.dataset.ready = "1";
typedAhead.release(pressAgain);
