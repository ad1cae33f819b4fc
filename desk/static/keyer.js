// One document being keyed: its fields, what is sent of them, what the desk says to that. Acts are in *_acts.js.

import { ask } from "./ask.js";
import { counted } from "./counting.js";
import { PageView } from "./page_view.js";
import { Picking } from "./picking.js";
import { Rows } from "./rows.js";
import { Lease, Saver, editName, send } from "./saving.js";
import { Steps } from "./undoing.js";
import { Words } from "./words.js";

const element = (id) => document.getElementById(id);

export class Keyer {
  /** `screen` is what the desk tells of the document; `ready` pictures loaded before; `signal` ends it all. */
  constructor(screen, ready, signal) {
    Object.assign(this, { screen, here: `/case/${screen.case}`, signal, current: null, asked: 0, shown: 0, timer: 0 });
    this.form = element("sheet"); this.finishButton = element("finish");
    const address = (page) => `${this.here}/page/${page.number}?v=${page.version}`;
    this.page = new PageView(element("view"), element("stage"), screen.pages, address, ready);
    this.words = new Words((number) => fetch(`${this.here}/words/${number}`).then((answer) => (answer.ok ? answer.json() : null)));
    this.rows = new Rows(this.form, screen, this.page);
    this.saver = new Saver(this.here, screen.fence);
    this.lease = new Lease(`${this.here}/heartbeat`, screen.fence, screen.lease, signal);
    this.steps = new Steps((edit, of, name) => this.saver.put("undo", name, { edit, of }));
    this.picking = new Picking(this.page, this.words, {
      take: (text, boxes, added) => this.taken(text, boxes, added),
      column: (cells) => this.onColumn(cells),
      read: (area) => this.#read(area),
      tell: (words) => this.tell(words),
    });
    this.onColumn = () => {};
    this.#listen();
    signal.addEventListener("abort", () => this.#close());
  }

  /** Another document stands on the screen now: nothing more is shown of this one. */
  #close() {
    const { saver, lease, page, resized } = this;
    clearTimeout(this.timer);
    page.close();
    resized.disconnect();
    saver.onAnswer = saver.onRefusal = saver.onState = lease.onLost = lease.onTick = page.onPage = page.onImage = () => {};
  }

  #listen() {
    const { saver, lease, rows, page, form, signal } = this;
    saver.onAnswer = (sheet) => this.apply(sheet);
    saver.onRefusal = (edit, words) => this.#refused(edit, words);
    saver.onState = () => this.#saving();
    lease.onLost = (words) => this.lost(words);
    lease.onTick = (left) => this.#ticked(left);
    page.onPage = (at, count) => { element("page-number").textContent = count ? `${at + 1} / ${count}` : "no page"; };
    page.onImage = (number) => rows.snippets(number);
    form.addEventListener("input", (event) => { if (event.target.matches("input.value")) this.check(); }, { signal });
    form.addEventListener("focusin", (event) => { if (event.target.matches("input.value")) this.#entered(event.target); }, { signal });
    form.addEventListener("focusout", (event) => { if (event.target.matches("input.value")) this.#left(event.target); }, { signal });
    addEventListener("beforeunload", (event) => { if (!saver.isSafe && !saver.lost) event.preventDefault(); }, { signal });
    this.resized = new ResizeObserver(() => {
      rows.snippets();
      if (this.current) rows.frame(this.current).scrollIntoView({ block: "nearest" });
    });
    this.resized.observe(form);
  }

  // ---- what the desk says ----

  apply(sheet, covered = new Set()) {
    this.rows.apply(sheet, covered, (name) => this.saver.holds(name));
    if (this.current) this.rows.explain(this.current);
  }

  tell(words) { element("told").textContent = words; }

  /** The key that does this, as it is on the button: everybody may have their own. */
  keyOf(act) { return document.querySelector(`[data-act=${act}] kbd`)?.textContent || ""; }

  sound(words) {
    const alarm = element("alarm");
    if (alarm.textContent !== words) alarm.textContent = words;
    alarm.hidden = !words;
  }

  lost(words) {
    this.saver.lost ||= words;
    this.finishButton.disabled = true;
    this.sound(words);
  }

  #refused(edit, words) { // the text is no value: it stays in its input, unsaved, and is checked there
    const input = this.rows.input(edit.name);
    this.steps.forget(edit.edit);
    this.rows.pending.delete(edit.name);
    this.tell(words);
    if (!input || edit.way !== "field") return;
    input.dataset.saved = edit.before;
    this.check();
  }

  #saving() {
    const { saver } = this, waits = saver.waiting.length;
    element("saved").textContent = saver.lost || saver.tries ? "NOT saved" : waits ? "saving …" : "saved";
    if (saver.lost) this.lost(saver.lost);
    else if (saver.tries) this.sound(`Not saved: ${saver.trouble} ${counted(waits, "value waits", "values wait")}; trying again. Keep this page open.`);
    else this.sound("");
    this.finishButton.disabled = Boolean(saver.lost || saver.tries);
  }

  #ticked(left) {
    element("clock").textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (this.saver.lost || this.saver.tries) return;
    this.sound(left < 60 ? `This document goes back to the queue in ${left} s. Press any key to keep it.` : "");
  }

  check() {
    clearTimeout(this.timer);
    this.timer = setTimeout(async () => {
      const changed = this.rows.inputs().filter((input) => this.rows.isChanged(input));
      const number = (this.asked += 1), kept = this.saver.kept;
      const values = Object.fromEntries(changed.map((input) => [input.dataset.name, input.value]));
      const { code, body } = await send("POST", `${this.here}/check`, { values });
      if (code !== 200 || number < this.shown || this.signal.aborted) return;
      if (kept !== this.saver.kept) { this.check(); return; } // something was kept since it was asked: it may not know of that
      this.shown = number;
      this.apply(body, new Set(Object.keys(values)));
    }, 150);
  }

  // ---- fields ----

  #entered(input) {
    this.current = input;
    this.page.show(this.rows.boxes(input.dataset.name));
    this.rows.snippet(this.rows.frame(input), input);
    this.rows.explain(input);
    this.rows.frame(input).scrollIntoView({ block: "nearest" });
  }

  #left(input) {
    this.take(input);
    queueMicrotask(() => this.rows.snippet(this.rows.frame(input), input));
  }

  focus(input) {
    if (!input) return;
    input.focus();
    if (input.select) input.select();
  }

  /** Keep what an input says now; `more` says that there is no value, and why. */
  commit(input, more = {}) {
    const name = input.dataset.name, text = input.value.trim(), saved = input.dataset.saved;
    const before = { text: saved, boxes: JSON.parse(input.dataset.boxes || "[]"), absent: this.rows.frame(input).dataset.absent || "" };
    const after = { text, boxes: this.rows.boxes(name), absent: more.absent || "" };
    const edit = editName();
    this.saver.put("field", name, { edit, name, text, boxes: after.boxes, absent: "", reason: "", remark: "", ...more }, saved);
    this.steps.add({ edit, name, back: () => this.#stand(name, before), forth: () => this.#stand(name, after) });
    this.rows.stand(input, after);
    this.rows.pending.add(name);
  }

  #stand(name, what) {
    const input = this.rows.input(name);
    if (!input) return;
    input.value = what.text;
    this.screen.boxes[name] = what.boxes;
    this.rows.stand(input, what);
    this.rows.snippet(this.rows.frame(input), input);
    this.focus(input);
    this.page.show(what.boxes);
  }

  take(input) { // an edited value is saved when the field is left
    if (input && this.rows.isChanged(input)) this.commit(input);
  }

  /** Put a text into an input, with where it stands; it is saved when the field is left. */
  fill(input, text, boxes) {
    input.value = text;
    this.screen.boxes[input.dataset.name] = boxes;
    if (input === this.current) this.page.show(boxes);
    this.rows.snippet(this.rows.frame(input), input);
    this.check();
  }

  /** Words of the page for the field in focus. */
  taken(text, boxes, added) {
    const input = this.current;
    if (!input) return;
    const before = added ? input.value.trim() : "";
    this.fill(input, before ? `${before} ${text}` : text, added ? [...this.rows.boxes(input.dataset.name), ...boxes] : boxes);
    input.focus();
  }

  async #read(area) {
    const { code, body } = await send("POST", `${this.here}/area`, { box: area });
    if (code !== 200) { this.tell((body && body.words) || "Nothing could be read there."); return []; }
    return body.map(([text, ...box]) => ({ text, box }));
  }

  async onward(from, by = 1) {
    const following = by > 0 ? this.rows.after(from) : this.rows.next(from, by);
    if (following) { this.focus(following); return; }
    await this.saver.settled(); // the desk may have found something in what was just accepted
    const again = this.rows.next(from, by) || (this.rows.needs(from) ? from : null);
    this.focus(again || (by > 0 ? this.finishButton : null));
  }

  /** Ask why, and do it; false when the person goes back. */
  async withReason(act, todo) {
    const [title, choices] = this.screen.reasons[act];
    const answer = await ask(title, choices);
    if (answer) await todo(answer);
    return Boolean(answer);
  }
}
