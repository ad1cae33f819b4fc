// What keys and buttons do with the whole document: the ways out of it.

import { ask } from "./ask.js";
import { pressAgain } from "./keys.js";
import { send } from "./saving.js";

export function documentActs(keyer, open) {
  const { rows, saver } = keyer;
  let leaving = false;

  async function leave(where, body) { // the document is done with here: what comes next?
    if (leaving) return;
    leaving = true;
    typedAhead.hold(); // what is typed now is not meant for what is left
    let isGone = false;
    try { isGone = await left(where, body); } finally { leaving = false; }
    if (!isGone) typedAhead.release(pressAgain);
  }

  async function left(where, body) { // true when another document comes
    if (keyer.current) keyer.take(keyer.current);
    if (!saver.isSafe) keyer.tell("Saving …");
    if (!(await saver.settled())) { keyer.tell("Not everything is saved yet."); return false; }
    const unsaved = where === "finish" && rows.inputs().find((input) => rows.isChanged(input));
    if (unsaved) { keyer.focus(unsaved); keyer.tell(rows.frame(unsaved).dataset.message || "This value is not saved: it is no value of its kind."); return false; }
    const { code, body: answer } = await send("POST", `${keyer.here}/${where}${location.search}`, { fence: keyer.screen.fence, ...body });
    if (code === 200 && answer.next) { await open(answer.next, answer.page); return true; }
    if (code === 409) { keyer.lost(answer ? answer.words : "This document is no longer yours."); return false; }
    if (code !== 200) { keyer.tell((answer && answer.words) || "The desk does not answer. Try again."); return false; }
    keyer.apply(answer.sheet);
    keyer.tell(`${answer.words}${answer.sheet.rule ? ` If it is right all the same: ${keyer.keyOf("confirm")}.` : ""}`);
    keyer.focus(rows.inputs().find((input) => rows.needs(input)));
    return false;
  }

  const forReason = (act) => keyer.withReason(act, ({ code, remark }) => leave(act, { reason: code, remark }));

  return {
    async finish() { keyer.tell(""); await leave("finish", {}); },
    async skip() { await forReason("skip"); },
    async hold() { await forReason("hold"); },
    async reject() { await forReason("reject"); },
    async reclassify() {
      const type = await ask("Which type is it?", keyer.screen.types, false);
      if (type) await keyer.withReason("reclassify", ({ code, remark }) => leave("reclassify", { type: type.code, reason: code, remark }));
    },
    async assemble() {
      if (keyer.current) keyer.take(keyer.current);
      if (await saver.settled()) location.assign(`${keyer.here}/pages${location.search}`);
      else keyer.tell("Not everything is saved yet.");
    },
    async reopen() {
      if (keyer.current) keyer.take(keyer.current);
      if (!(await saver.settled())) { keyer.tell("Not everything is saved yet."); return; }
      const { code, body } = await send("POST", `/last/reopen${location.search}`, {});
      if (code === 200) await open(body.next);
      else keyer.tell((body && body.words) || "The desk does not answer. Try again.");
    },
    help() { document.getElementById("help").showModal(); },
  };
}
