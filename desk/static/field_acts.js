// What keys and buttons do to the field in focus.

import { ask } from "./ask.js";
import { editName, send } from "./saving.js";

export const fieldActs = (keyer) => ({
  async accept() {
    const { current: input, rows, tell } = bound(keyer);
    if (!input) { keyer.focus(rows.next(null)); return; }
    const frame = rows.frame(input);
    tell("");
    if (rows.isChanged(input)) keyer.commit(input);
    else if (rows.needs(input) && input.value.trim() && !frame.dataset.source.startsWith("keyed by")) keyer.commit(input);
    else if (rows.needs(input) && frame.dataset.rule) tell(`${frame.dataset.message}. If it is right all the same: ${keyer.keyOf("confirm")}.`);
    else if (rows.needs(input) && !input.value.trim()) tell(`Nothing is keyed here. If the document does not say it: ${keyer.keyOf("blank")}. If it cannot be read: ${keyer.keyOf("unreadable")}.`);
    await keyer.onward(input);
  },
  async back() {
    const { current } = keyer;
    if (!current) return;
    keyer.take(current);
    await keyer.onward(current, -1);
  },
  async blank() { await absent(keyer, "blank"); },
  async unreadable() { await absent(keyer, "unreadable"); },
  async confirm() {
    const { current: input, rows, tell } = bound(keyer);
    const rule = (input && rows.frame(input).dataset.rule) || rows.rule;
    if (!rule) { tell("No check asks for a confirmation here."); return; }
    if (input) keyer.take(input);
    await keyer.withReason("confirm", async ({ code, remark }) => {
      const edit = editName();
      keyer.saver.put("confirm", rule, { edit, finding: rule, reason: code, remark });
      keyer.steps.add({ edit, name: rule, back() {}, forth() {} });
      await keyer.saver.settled();
      await keyer.onward(input || keyer.finishButton);
    });
  },
  rival() {
    const { current: input, tell } = bound(keyer);
    const others = input && keyer.screen.others[input.dataset.name];
    if (!others || !others.length) { tell("The machine has no other reading here."); return; }
    const at = (Number(input.dataset.rival ?? -1) + 1) % others.length;
    input.dataset.rival = at;
    keyer.fill(input, others[at].text, others[at].boxes);
  },
  async ditto() {
    const { current: input, rows, tell } = bound(keyer);
    if (!input) return;
    if (input.closest("td")) {
      const over = rows.neighbour(input, 0, -1);
      if (over) keyer.fill(input, over.value, rows.boxes(over.dataset.name));
      else tell("There is no cell above.");
      return;
    }
    const { code, body } = await send("GET", `${keyer.here}/ditto?name=${encodeURIComponent(input.dataset.name)}`);
    if (code === 200) { tell(""); keyer.fill(input, body.text, []); }
    else tell((body && body.words) || "The desk does not answer. Try again.");
  },
  async lookUp() {
    const { current: input, tell } = bound(keyer);
    if (!input) return;
    const name = encodeURIComponent(input.dataset.name), typed = input.value === input.dataset.saved ? "" : input.value;
    const { code, body } = await send("GET", `${keyer.here}/known?name=${name}&q=${encodeURIComponent(typed.slice(0, 100))}`);
    if (code !== 200) { tell((body && body.words) || "The desk does not answer. Try again."); return; }
    if (!body.length) { tell(`Nothing is known that ${typed ? "begins so" : "could stand here"}.`); return; }
    const answer = await ask("Known values", Object.fromEntries(body.map(([text, why]) => [text, `${text} · ${why}`])), false);
    if (answer) { keyer.fill(input, answer.code, []); keyer.focus(input); }
  },
  nextError() { toError(keyer, 1); },
  previousError() { toError(keyer, -1); },
  restore() {
    const input = keyer.current;
    if (!input || !keyer.rows.isChanged(input)) return;
    keyer.fill(input, input.dataset.saved, JSON.parse(input.dataset.boxes || "[]"));
  },
  undo() {
    const input = keyer.current;
    if (input && document.activeElement === input && keyer.rows.isChanged(input)) { this.restore(); return; }
    if (!keyer.steps.undo(editName)) keyer.tell("There is nothing to undo in this document.");
  },
  redo() { if (!keyer.steps.redo(editName)) keyer.tell("There is nothing to do again."); },
  acceptRest() {
    const { rows } = keyer;
    if (!keyer.form.dataset.acceptsRest) { keyer.tell("For this client each value is accepted by itself."); return; }
    const rest = rows.inputs().filter((one) => rows.frame(one).dataset.state === "accepted" && one.value.trim());
    keyer.steps.group(() => { for (const input of rest) keyer.commit(input); });
    keyer.tell(`${rest.length} accepted.`);
  },
});

function bound(keyer) {
  return { current: keyer.current, rows: keyer.rows, tell: (words) => keyer.tell(words) };
}

async function absent(keyer, act) {
  const input = keyer.current;
  if (!input) return;
  await keyer.withReason(act, async ({ code, remark }) => {
    input.value = "";
    keyer.screen.boxes[input.dataset.name] = [];
    keyer.commit(input, { absent: act, reason: code, remark });
    await keyer.onward(input);
  });
}

function toError(keyer, by) {
  const all = keyer.rows.inputs(), start = keyer.current ? all.indexOf(keyer.current) : -1;
  for (let step = 1; step <= all.length; step += 1) {
    const one = all[(start + by * step + all.length * 2) % all.length];
    if (keyer.rows.frame(one).dataset.state === "error") { keyer.focus(one); return; }
  }
  keyer.tell("No check calls a value wrong.");
}
