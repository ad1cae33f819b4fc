// One field after the other: an image, an input, Enter. What the others said never comes here, but to an arbiter.

import { ask } from "./ask.js";
import { isCharacter, nameOf, pressAgain } from "./keys.js";
import { Lease, send } from "./saving.js";
import { streamActs } from "./stream_acts.js";

const screen = JSON.parse(document.getElementById("screen").textContent);
const at = (id) => document.getElementById(id);
const value = at("value"), told = at("told"), alarm = at("alarm"), leaf = at("leaf");

let task = null, ended = null, busy = false, timer = 0;

function way(deed) {
  return `/task/${task.id}/${deed}?view=${screen.view}`;
}

function sound(words) {
  alarm.textContent = words;
  alarm.hidden = !words;
}

// ---- a task comes, is worked on, and is over ----

function show(next) {
  if (ended) ended.abort();
  clearTimeout(timer);
  task = next;
  at("work").hidden = !task;
  at("nothing").hidden = Boolean(task);
  if (leaf) leaf.hidden = !task;
  sound("");
  told.textContent = at("clock").textContent = "";
  if (!task) { at("nothing").querySelector("a").focus(); return; }
  at("label").textContent = task.label;
  at("hint").textContent = task.hint ? `Write ${task.hint}` : "";
  if (at("of")) { at("of").textContent = task.of || ""; at("of").hidden = !task.of; }
  at("cut").hidden = !task.image;
  at("no-cut").hidden = task.image;
  if (task.image) at("cut").src = way("image");
  task.choices.forEach((choice, number) => name(at(`choice-${number + 1}`), choice));
  value.value = task.draft;
  value.placeholder = task.choices.length ? "Neither of them" : "";
  if (leaf) page(0);
  ended = new AbortController();
  watch(new Lease(way("heartbeat"), task.fence, screen.lease, ended.signal));
  (task.choices.length ? document.querySelector(".choice") : value).focus();
  document.body.dataset.task = task.id;
}

function name(place, choice) {
  place.textContent = choice.text;
  if (!choice.told) return;
  const words = document.createElement("em");
  words.textContent = choice.told === "blank" ? "blank: nothing stands there" : "unreadable";
  place.replaceChildren(words);
}

function watch(lease) {
  lease.onLost = lost;
  lease.onTick = (left) => {
    at("clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    sound(left < 60 ? `This field goes back to the queue in ${left} s. Press any key to keep it.` : "");
  };
}

function lost(words) {
  ended.abort();
  sound(words);
  told.textContent = "What you typed is kept for you. Reload the page to go on.";
  busy = true;
}

async function deed(what, body) {
  if (!task || busy) return;
  busy = true;
  at("saved").textContent = "saving …";
  const { code, body: said } = await send("POST", way(what), { fence: task.fence, ...body });
  busy = false;
  at("saved").textContent = code === 200 ? "saved" : "NOT saved";
  if (code === 200) show(said.task);
  else if (code === 409) lost(said ? said.words : "This field is no longer yours.");
  else { told.textContent = (said && said.words) || "The desk does not answer. Try again."; value.focus(); }
}

async function withReason(act, then) {
  const answer = await ask(...screen.reasons[act]);
  if (answer) await then({ reason: answer.code, remark: answer.remark });
}

// ---- the page beside it ----

function page(index) {
  const boxes = task.boxes || [], number = boxes.length ? boxes[0][0] : task.pages[index];
  const image = at("page"), lit = at("lit"), own = task.id;
  leaf.hidden = number === undefined;
  if (leaf.hidden) return;
  image.alt = `Page ${number + 1}`;
  lit.hidden = true;
  image.onload = () => {
    if (!task || task.id !== own || !boxes.length) return;
    const [, left, top, right, bottom] = boxes[0];
    Object.assign(lit.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${(right - left) * 100}%`, height: `${(bottom - top) * 100}%` });
    lit.hidden = false;
    leaf.scrollTop = ((top + bottom) / 2) * image.clientHeight - leaf.clientHeight / 2;
  };
  image.src = way(`page/${number}`);
}

// ---- keys, buttons ----

const acts = streamActs({ deed, withReason, value, told, leaf, help: at("help") });

addEventListener("keydown", (event) => {
  if (isCharacter(event) || document.querySelector("dialog[open]")) return;
  const key = screen.keys.task[nameOf(event)], inField = event.target === value;
  if (!key || (!key.typing && inField)) return;
  if (["1", "2", "3"].includes(event.key) && !(task && task.choices.length)) return;
  if (event.key === "Enter" && event.target.matches("button:not(.choice), a")) return; // a button's own Enter
  event.preventDefault();
  if (task || key.act === "taskHelp") acts[key.act]();
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-act]");
  if (!button || button.type === "submit") return;
  acts[button.dataset.act]();
});
at("answer").addEventListener("submit", (event) => { event.preventDefault(); acts.give(); });
value.addEventListener("input", () => {
  told.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(() => { if (task && !busy) send("POST", way("heartbeat"), { fence: task.fence, typed: value.value }); }, 1500);
});

show(screen.task);
document.body.dataset.ready = "1";
typedAhead.release(pressAgain);
