// Equal values beside each other: one key says that all are right; arrows and typing correct the one that is not.

import { isCharacter, nameOf } from "./keys.js";
import { send } from "./saving.js";

const { keys, members } = JSON.parse(document.getElementById("screen").textContent);
const cards = [...document.querySelectorAll(".card-of-value")], told = document.getElementById("told");
const answers = members.map((member) => ({ ...member, verdict: "right", boxes: undefined }));
let at = 0, busy = false;

function go(to) {
  if (to < 0 || to >= cards.length) return;
  cards[at].tabIndex = -1;
  at = to;
  cards[at].tabIndex = 0;
  cards[at].focus();
}

function columns() {
  return cards.filter((card) => card.offsetTop === cards[0].offsetTop).length;
}

function show(card, answer) {
  card.dataset.verdict = answer.verdict === "doubtful" ? "doubtful" : answer.text === members[cards.indexOf(card)].text ? "" : "corrected";
  card.querySelector(".read").textContent = answer.text;
  card.querySelector(".verdict").textContent = card.dataset.verdict === "doubtful" ? "? doubtful" : card.dataset.verdict && "● corrected";
}

function edit(start) {
  const card = cards[at], input = card.querySelector("input.correct");
  input.hidden = false;
  input.value = start ?? answers[at].text;
  input.focus();
  if (start === undefined) input.select();
}

function edited(keep) {
  const card = cards[at], input = card.querySelector("input.correct");
  if (input.hidden) return;
  if (keep && input.value.trim()) Object.assign(answers[at], { text: input.value.trim(), verdict: "right" });
  input.hidden = true;
  show(card, answers[at]);
  card.focus();
}

async function say(verdict) {
  if (busy) return;
  busy = true;
  const values = answers.map((answer) => (verdict ? { ...answer, verdict } : answer));
  const { code, body } = await send("POST", "/group", { values });
  if (code === 200 && !body.failed.length) { location.assign("/group"); return; }
  busy = false;
  told.hidden = false;
  told.textContent = body && body.failed ? body.failed.join(" ") : (body && body.words) || "The desk does not answer. Try again.";
}

const acts = {
  async allRight() { await say(""); },
  async postpone() { await say("postponed"); },
  doubt() {
    answers[at].verdict = answers[at].verdict === "doubtful" ? "right" : "doubtful";
    show(cards[at], answers[at]);
  },
  correct() { edit(); },
  groupRight() { go(at + 1); },
  groupLeft() { go(at - 1); },
  groupDown() { go(at + columns()); },
  groupUp() { go(at - columns()); },
  inContext() {
    const { case: number, boxes: [box] } = members[at], mark = document.getElementById("context-box");
    document.getElementById("context-page").src = `/case/${number}/page/${box[0]}`;
    Object.assign(mark.style, { left: `${box[1] * 100}%`, top: `${box[2] * 100}%`, width: `${(box[3] - box[1]) * 100}%`, height: `${(box[4] - box[2]) * 100}%` });
    document.getElementById("context").showModal();
    mark.scrollIntoView({ block: "center" });
  },
};

addEventListener("keydown", (event) => {
  if (isCharacter(event) || document.querySelector("dialog[open]")) return;
  const card = event.target.closest(".card-of-value"), inField = event.target.matches("input");
  if (inField && card) {
    if (event.key === "Enter") { event.preventDefault(); edited(true); }
    if (event.key === "Escape") { event.preventDefault(); edited(false); }
    return;
  }
  if (!card && event.target !== document.body) return;
  const key = keys[nameOf(event)];
  if (key) { event.preventDefault(); acts[key.act](); return; }
  if (card && event.key.length === 1 && !event.ctrlKey && !event.altKey) { event.preventDefault(); edit(event.key); }
});
for (const card of cards) {
  card.addEventListener("focusin", () => { if (cards[at] !== card) { edited(true); cards[at].tabIndex = -1; at = cards.indexOf(card); card.tabIndex = 0; } });
  card.querySelector("input.correct").addEventListener("blur", () => edited(true));
}
for (const button of document.querySelectorAll("button[data-act]")) button.addEventListener("click", () => acts[button.dataset.act]());
cards[0].focus();
document.body.dataset.ready = "1";
typedAhead.release(null); // Enter says that all are right: of what stood there before it was seen it says nothing
