// Words and areas of the page are picked: by pointer, or by the arrow keys when the page has the focus.

import { place } from "./page_view.js";
import { around, lines, text } from "./words.js";

const DRAG = 4; // px that a pointer may tremble within a click

export class Picking {
  /** `take(text, boxes, added)` fills the field, `column(lines)` fills a column, `read(area)` reads an area without words. */
  constructor(page, words, { take, column, read, tell }) {
    Object.assign(this, { page, words, take, column, read, tell, first: null, last: null, area: null, asColumn: false });
    this.view = page.view;
    this.band = document.createElement("div");
    this.band.className = "band"; this.band.hidden = true;
    this.view.append(this.band);
    this.view.addEventListener("pointerdown", (event) => this.#down(event));
    this.view.addEventListener("pointermove", (event) => this.#moved(event));
    this.view.addEventListener("pointerup", (event) => this.#up(event));
    this.view.addEventListener("pointerleave", () => page.mark("under-pointer", []));
    this.view.addEventListener("wheel", (event) => {
      if (event.ctrlKey) return; // the browser's own zoom
      event.preventDefault();
      page.pan(-event.deltaX, -event.deltaY);
    }, { passive: false });
    this.view.addEventListener("blur", () => this.#mark([]));
  }

  // ---- by pointer: a click is a word, a drag an area, with Shift or the middle button it moves the page ----

  #down(event) {
    event.preventDefault(); // the field keeps the focus
    const moves = event.button === 1 || event.shiftKey;
    this.from = { x: event.clientX, y: event.clientY, moves, dragged: false };
    this.view.setPointerCapture(event.pointerId);
  }

  async #moved(event) {
    const { from } = this;
    if (!from) { await this.#point(event); return; }
    from.dragged ||= Math.hypot(event.clientX - from.x, event.clientY - from.y) > DRAG;
    if (!from.dragged) return;
    if (from.moves) {
      this.page.pan(event.clientX - (from.px ?? from.x), event.clientY - (from.py ?? from.y));
      Object.assign(from, { px: event.clientX, py: event.clientY });
      return;
    }
    const edge = this.view.getBoundingClientRect();
    const [left, right] = [from.x, event.clientX].sort((a, b) => a - b), [top, bottom] = [from.y, event.clientY].sort((a, b) => a - b);
    this.band.hidden = false;
    place(this.band, left - edge.left, top - edge.top, right - left, bottom - top);
  }

  async #up(event) {
    const { from } = this;
    this.from = null;
    this.band.hidden = true;
    if (!from || (from.dragged && from.moves)) return;
    if (from.dragged) { await this.#drawn(from, event); return; }
    const at = this.page.placeOf(event.clientX, event.clientY);
    const word = at && (await this.words.at(at.page.number, at.across, at.down));
    if (!word) return;
    if (event.shiftKey && this.clicked && this.clicked.box[0] === word.box[0]) {
      const all = await this.words.between(this.clicked, word);
      this.take(text(all), all.map((one) => one.box), false);
      return;
    }
    this.clicked = word;
    this.take(word.text, [word.box], event.ctrlKey);
  }

  async #point(event) {
    const at = this.page.placeOf(event.clientX, event.clientY);
    const word = at && (await this.words.at(at.page.number, at.across, at.down));
    this.page.mark("under-pointer", word ? [word.box] : []);
  }

  async #drawn(from, event) {
    const start = this.page.placeOf(from.x, from.y), end = this.page.placeOf(event.clientX, event.clientY);
    if (!start || !end || start.page !== end.page) { this.tell("An area lies on one page."); return; }
    const sides = [[start.across, end.across].sort((a, b) => a - b), [start.down, end.down].sort((a, b) => a - b)];
    const [[left, right], [top, bottom]] = sides.map((pair) => pair.map((side) => Math.min(1, Math.max(0, side))));
    await this.#areaTaken([start.page.number, left, top, right, bottom], event.ctrlKey);
  }

  async #areaTaken(area, added) {
    let found = await this.words.inside(area);
    if (!found.length) {
      this.tell("Reading …");
      found = await this.read(area);
      this.tell(found.length ? "" : "Nothing can be read there.");
    }
    if (!found.length) return;
    if (this.asColumn) { this.#columnTaken(found); return; }
    const rows = lines(found);
    this.take(rows.map(text).join(" "), rows.flat().map((word) => word.box), added);
  }

  /** The next area drawn is a column. */
  awaitColumn() {
    this.asColumn = !this.asColumn;
    this.view.classList.toggle("as-column", this.asColumn);
    return this.asColumn;
  }

  #columnTaken(found) {
    this.asColumn = false;
    this.view.classList.remove("as-column");
    this.column(lines(found).map((line) => ({ text: text(line), boxes: line.map((word) => word.box) })));
  }

  // ---- by key: a word, from there words on, or an area ----

  /** Keys are faster than the words come: each waits for the one before. */
  #inTurn(todo) {
    this.turn = (this.turn || Promise.resolve()).then(todo);
    return this.turn;
  }

  /** Begin where this box is, or at the first word of the page. */
  enter(box) {
    return this.#inTurn(async () => {
      const at = box ? await this.words.indexOf(box) : 0;
      const all = await this.words.of(box ? box[0] : this.page.page().number);
      this.#choose(all[Math.max(at, 0)] || null);
      if (!all.length) this.tell("No words were read on this page. Draw an area with the pointer.");
    });
  }

  step(by) { return this.#inTurn(async () => this.#choose(await this.words.along(this.last, by, this.page.page().number))); }

  leap(by) { return this.#inTurn(async () => this.last && this.#choose(await this.words.across(this.last, by))); }

  more(by) { return this.#inTurn(async () => this.last && this.#upTo(await this.words.along(this.last, by), false)); }

  moreLines(by) { return this.#inTurn(async () => this.last && this.#upTo(await this.words.across(this.last, by), true)); }

  async #upTo(to, isArea) {
    if (!to) return;
    this.last = to;
    this.isArea ||= isArea;
    this.#mark(await this.#picked());
  }

  /** The words chosen by key: those between the ends in reading order, or within the area that the ends span. */
  async #picked() {
    if (!this.first || !this.last) return [];
    return this.isArea ? this.words.inside(around([this.first, this.last])) : this.words.between(this.first, this.last);
  }

  takeByKey(added) {
    return this.#inTurn(async () => {
      const found = await this.#picked(), rows = this.isArea ? lines(found) : [found];
      if (found.length) this.take(rows.map(text).join(" "), rows.flat().map((word) => word.box), added);
    });
  }

  columnByKey() {
    return this.#inTurn(async () => {
      const found = await this.#picked();
      if (found.length) this.#columnTaken(found);
    });
  }

  #choose(word) {
    if (!word) return;
    Object.assign(this, { first: word, last: word, isArea: false });
    this.#mark([word]);
  }

  #mark(found) {
    this.page.mark("chosen", found.map((word) => word.box), 4);
    if (!found.length) return;
    this.page.boxes = [found[found.length - 1].box];
    if (!this.page.isWhole) this.page.show(this.page.boxes);
    this.page.mark("lit", []); // the frame of what is chosen is enough
    document.getElementById("chosen-words").textContent = text(found);
  }
}
