// The pages of one document: all in one column, moved and scaled by one transform. Knows nothing of fields.

const WIDTH = 1000; // of every page, in units of the stage
const GAP = 16;
const MARGIN = 0.2; // of the view that stays free on each side of a lit box
const DRIFT = 0.12;
const DRAG = 4; // px that a pointer may tremble within a click

export class PageView {
  /** `pages`: [{number, ratio, image}]; `address(kind, number)` is where a page's image or words are. */
  constructor(view, stage, pages, address) {
    Object.assign(this, { view, stage, pages, address });
    this.scale = 1; this.x = 0; this.y = 0; this.near = 1.45; this.boxes = []; this.isWhole = false;
    this.words = new Map(); // page number -> promise of its words, each {text, box}
    this.onWord = () => {}; this.onPage = () => {}; this.onImage = () => {};
    let top = 0;
    for (const page of pages) {
      page.top = top; page.height = WIDTH * page.ratio; top += page.height + GAP;
      page.sheet = this.#sheet(page);
      stage.append(page.sheet);
    }
    this.hover = document.createElement("div");
    this.hover.className = "under-pointer"; this.hover.hidden = true;
    stage.append(this.hover);
    this.#listen();
    new ResizeObserver(() => { this.view.classList.add("still"); this.#again(); }).observe(view);
  }

  #sheet(page) {
    const sheet = document.createElement("div");
    sheet.className = "sheet-of-paper";
    place(sheet, 0, page.top, WIDTH, page.height);
    if (page.image) {
      page.picture = new Image();
      page.picture.alt = `Page ${page.number + 1}`;
      page.picture.draggable = false;
      page.picture.addEventListener("load", () => this.onImage(page.number));
      page.picture.addEventListener("error", () => sheet.replaceChildren(note("The picture of this page cannot be loaded.")));
      sheet.append(page.picture);
    } else {
      sheet.append(note("There is no picture of this page: its values came as data."));
    }
    return sheet;
  }

  /** The loaded picture of a page; null as long as there is none (it is then on its way). */
  picture(number) {
    const page = this.pages.find((one) => one.number === number);
    if (!page || !page.picture) return null;
    this.#load(page);
    return page.picture.complete && page.picture.naturalWidth ? page.picture : null;
  }

  #load(page) {
    if (page.picture && !page.picture.src) page.picture.src = this.address("page", page.number);
  }

  /** Light these boxes ([page, left, top, right, bottom]) and bring them to the middle. None: stay where we are. */
  show(boxes) {
    this.boxes = boxes;
    for (const old of this.stage.querySelectorAll(".lit")) old.remove();
    for (const box of boxes) {
      const at = this.#onStage([box]);
      if (!at) continue;
      const lit = document.createElement("div");
      lit.className = "lit";
      place(lit, at.left - 4, at.top - 3, at.right - at.left + 8, at.bottom - at.top + 6);
      this.stage.append(lit);
    }
    if (boxes.length && !this.isWhole) this.#again();
    else if (boxes.length) this.turnTo(boxes[0][0]);
  }

  #onStage(boxes) {
    const page = this.pages.find((one) => one.number === boxes[0][0]);
    if (!page) return null;
    const here = boxes.filter((box) => box[0] === page.number);
    return {
      page,
      left: Math.min(...here.map((b) => b[1])) * WIDTH, right: Math.max(...here.map((b) => b[3])) * WIDTH,
      top: page.top + Math.min(...here.map((b) => b[2])) * page.height,
      bottom: page.top + Math.max(...here.map((b) => b[4])) * page.height,
    };
  }

  #again() {
    const { clientWidth: wide, clientHeight: high } = this.view;
    if (!wide || !high) return;
    const at = this.boxes.length ? this.#onStage(this.boxes) : null;
    if (this.isWhole || !at) {
      this.turnTo(at ? at.page.number : this.page().number);
      return;
    }
    const room = 1 - 2 * (MARGIN + DRIFT) - 0.02;
    const scale = Math.min(
      (room * wide) / (at.right - at.left + 8), (room * high) / (at.bottom - at.top + 6), (this.near * wide) / WIDTH,
    );
    const x = settle(((at.left + at.right) / 2) * scale, 0, WIDTH * scale, wide);
    const y = settle(((at.top + at.bottom) / 2) * scale, at.page.top * scale, at.page.height * scale, high);
    this.#move(scale, x, y);
  }

  #move(scale, x, y) {
    Object.assign(this, { scale, x, y });
    this.stage.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
    const shown = this.page();
    for (const page of this.pages) {
      const upper = page.top * scale + y;
      if (upper < this.view.clientHeight * 1.5 && upper + page.height * scale > -this.view.clientHeight / 2) this.#load(page);
    }
    this.onPage(this.pages.indexOf(shown), this.pages.length);
  }

  /** The page in the middle of the view. */
  page() {
    const middle = (this.view.clientHeight / 2 - this.y) / this.scale;
    return this.pages.find((page) => middle < page.top + page.height + GAP / 2) || this.pages[this.pages.length - 1];
  }

  /** Show this page from its top: whole, or as wide as the view. */
  turnTo(number) {
    const page = this.pages.find((one) => one.number === number) || this.pages[0];
    const { clientWidth: wide, clientHeight: high } = this.view;
    if (!page || !wide) return;
    const fit = wide / WIDTH;
    const scale = this.isWhole ? Math.min(fit, high / page.height) * 0.98 : fit * 0.98;
    const rest = high - page.height * scale;
    this.#move(scale, (wide - WIDTH * scale) / 2, -page.top * scale + Math.max(rest / 2, 6));
  }

  turn(by) {
    const at = this.pages.indexOf(this.page()) + by;
    if (this.pages[at]) this.turnTo(this.pages[at].number);
  }

  whole() {
    this.isWhole = !this.isWhole;
    this.view.classList.remove("still");
    this.#again();
    return this.isWhole;
  }

  /** Larger or smaller, about the middle; 0: the usual size. The next field is shown as large. */
  zoom(by) {
    this.isWhole = false;
    const old = this.near;
    this.near = by ? Math.min(6, Math.max(0.4, this.near * by)) : 1.45;
    if (this.boxes.length) { this.#again(); return; }
    this.#scaleTo(this.scale * (this.near / old));
  }

  #scaleTo(scale) {
    const { clientWidth: wide, clientHeight: high } = this.view;
    const x = (wide / 2 - this.x) / this.scale, y = (high / 2 - this.y) / this.scale;
    this.#move(scale, wide / 2 - x * scale, high / 2 - y * scale);
  }

  #listen() {
    let from = null;
    this.view.addEventListener("wheel", (event) => {
      if (event.ctrlKey) return; // the browser's own zoom
      event.preventDefault();
      this.view.classList.add("still");
      this.#move(this.scale, this.x - event.deltaX, this.y - event.deltaY);
    }, { passive: false });
    this.view.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      from = { x: event.clientX - this.x, y: event.clientY - this.y, left: event.clientX, top: event.clientY, moved: false };
      this.view.setPointerCapture(event.pointerId);
    });
    this.view.addEventListener("pointermove", (event) => {
      if (!from) { this.#point(event); return; }
      from.moved ||= Math.hypot(event.clientX - from.left, event.clientY - from.top) > DRAG;
      if (!from.moved) return;
      this.view.classList.add("still");
      this.#move(this.scale, event.clientX - from.x, event.clientY - from.y);
    });
    this.view.addEventListener("pointerup", async (event) => {
      const moved = from && from.moved;
      from = null;
      const word = moved ? null : await this.wordAt(event);
      if (word) this.onWord(word, event.ctrlKey);
    });
    this.view.addEventListener("pointerleave", () => { this.hover.hidden = true; });
  }

  async #point(event) {
    const word = await this.wordAt(event);
    this.hover.hidden = !word;
    if (!word) return;
    const at = this.#onStage([word.box]);
    place(this.hover, at.left - 2, at.top - 1, at.right - at.left + 4, at.bottom - at.top + 2);
  }

  /** The word under the pointer: {text, box}, or null. */
  async wordAt(event) {
    const edge = this.view.getBoundingClientRect();
    const x = (event.clientX - edge.left - this.x) / this.scale, y = (event.clientY - edge.top - this.y) / this.scale;
    const page = this.pages.find((one) => y >= one.top && y <= one.top + one.height);
    if (!page) return null;
    const across = x / WIDTH, down = (y - page.top) / page.height;
    const words = await this.#wordsOf(page.number);
    return words.find(({ box }) => across >= box[1] && across <= box[3] && down >= box[2] && down <= box[4]) || null;
  }

  #wordsOf(number) {
    if (!this.words.has(number)) {
      const come = fetch(this.address("words", number)).then((answer) => (answer.ok ? answer.json() : []));
      this.words.set(number, come.then((all) => all.map(([text, ...sides]) => ({ text, box: [number, ...sides] }))));
    }
    return this.words.get(number);
  }

  /** The word after (by = 1) or before (-1) what this box holds, in reading order; without a box the page's first. */
  async neighbour(box, by) {
    const words = await this.#wordsOf(box ? box[0] : this.page().number);
    const held = ({ box: [, left, top, right, bottom] }) => {
      const x = (left + right) / 2, y = (top + bottom) / 2;
      return box && x >= box[1] && x <= box[3] && y >= box[2] && y <= box[4];
    };
    const inside = words.map((word, at) => (held(word) ? at : -1)).filter((at) => at >= 0);
    if (!inside.length) return words[0] || null;
    return words[by > 0 ? inside[inside.length - 1] + 1 : inside[0] - 1] || null;
  }
}

/** Where the stage starts on one axis so that `middle` stands in the middle of the room, where the eye found the last
 *  one; at the page's edge it gives way by up to DRIFT of the room, so that less empty desk shows. */
function settle(middle, start, length, room) {
  const centred = room / 2 - middle;
  const most = 10 - start, least = room - 10 - start - length;
  const wanted = least > most ? (least + most) / 2 : Math.min(most, Math.max(least, centred));
  return Math.min(centred + DRIFT * room, Math.max(centred - DRIFT * room, wanted));
}

function note(words) {
  const shown = document.createElement("p");
  shown.textContent = words;
  return shown;
}

function place(element, left, top, width, height) {
  element.style.left = `${left}px`; element.style.top = `${top}px`;
  element.style.width = `${width}px`; element.style.height = `${height}px`;
}
