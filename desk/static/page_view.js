// The pages of one document: all in one column, moved, scaled and turned by one transform. Knows nothing of fields.

const WIDTH = 1000; // of every page, in units of the stage
const GAP = 16;
const MARGIN = 0.2; // of the view that stays free on each side of a lit box
const DRIFT = 0.12;
export const USUAL = 1.45;

export class PageView {
  /** `pages`: [{number, ratio, image, version}]; `address(page)` is where its picture is; `ready`: pictures loaded before, by address. */
  constructor(view, stage, pages, address, ready = new Map()) {
    Object.assign(this, { view, stage, pages, address, ready });
    this.scale = 1; this.x = 0; this.y = 0; this.near = USUAL; this.quarter = 0; this.boxes = []; this.isWhole = false;
    this.onPage = () => {}; this.onImage = () => {};
    let top = 0;
    for (const page of pages) {
      page.top = top; page.height = WIDTH * page.ratio; top += page.height + GAP;
      page.sheet = this.#sheet(page);
      stage.append(page.sheet);
    }
    this.resized = new ResizeObserver(() => this.#again());
    this.resized.observe(view);
  }

  close() { this.resized.disconnect(); }

  #sheet(page) {
    const sheet = document.createElement("div");
    sheet.className = "sheet-of-paper";
    place(sheet, 0, page.top, WIDTH, page.height);
    if (!page.image) {
      sheet.append(note("There is no picture of this page: its values came as data."));
      return sheet;
    }
    const before = this.ready.get(this.address(page));
    page.picture = before || new Image();
    page.picture.alt = `Page ${page.number + 1}`;
    page.picture.draggable = false;
    if (before && before.complete) queueMicrotask(() => this.onImage(page.number));
    page.picture.addEventListener("load", () => this.onImage(page.number));
    page.picture.addEventListener("error", () => sheet.replaceChildren(note("The picture of this page cannot be loaded.")));
    sheet.append(page.picture);
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
    if (page.picture && !page.picture.src) page.picture.src = this.address(page);
  }

  /** Light these boxes ([page, left, top, right, bottom]) and bring them to the middle. None: stay where we are. */
  show(boxes) {
    this.boxes = boxes;
    this.mark("lit", boxes, 4);
    if (boxes.length && !this.isWhole) this.#again();
    else if (boxes.length) this.turnTo(boxes[0][0]);
  }

  /** Draw frames of one kind around boxes, instead of those there were. */
  mark(kind, boxes, room = 2) {
    for (const old of this.stage.querySelectorAll(`.${kind}`)) old.remove();
    for (const box of boxes) {
      const at = this.onStage([box]);
      if (!at) continue;
      const frame = document.createElement("div");
      frame.className = kind;
      place(frame, at.left - room, at.top - room + 1, at.right - at.left + 2 * room, at.bottom - at.top + 2 * room - 2);
      this.stage.append(frame);
    }
  }

  onStage(boxes) {
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

  /** The place of the page under a point of the window: {page, across, down} in fractions, or null. */
  placeOf(clientX, clientY) {
    const edge = this.view.getBoundingClientRect(), [middleX, middleY] = [edge.width / 2, edge.height / 2];
    const [dx, dy] = unturned(clientX - edge.left - middleX, clientY - edge.top - middleY, this.quarter);
    const x = (dx + middleX - this.x) / this.scale, y = (dy + middleY - this.y) / this.scale;
    const page = this.pages.find((one) => y >= one.top && y <= one.top + one.height);
    return page ? { page, across: x / WIDTH, down: (y - page.top) / page.height } : null;
  }

  #again() {
    const { clientWidth: wide, clientHeight: high } = this.view;
    if (!wide || !high) return;
    const at = this.boxes.length ? this.onStage(this.boxes) : null;
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
    this.move(scale, x, y);
  }

  move(scale, x, y) {
    Object.assign(this, { scale, x, y });
    const { clientWidth: wide, clientHeight: high } = this.view;
    const turn = this.quarter ? `translate(${wide / 2}px, ${high / 2}px) rotate(${this.quarter * 90}deg) translate(${-wide / 2}px, ${-high / 2}px) ` : "";
    this.stage.style.transform = `${turn}translate(${x}px, ${y}px) scale(${scale})`;
    const shown = this.page();
    for (const page of this.pages) {
      const upper = page.top * scale + y;
      if (upper < high * 1.5 && upper + page.height * scale > -high / 2) this.#load(page);
    }
    this.onPage(this.pages.indexOf(shown), this.pages.length);
  }

  pan(dx, dy) {
    const [x, y] = unturned(dx, dy, this.quarter);
    this.move(this.scale, this.x + x, this.y + y);
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
    this.move(scale, (wide - WIDTH * scale) / 2, -page.top * scale + Math.max(rest / 2, 6));
  }

  turn(by) {
    const at = this.pages.indexOf(this.page()) + by;
    if (this.pages[at]) this.turnTo(this.pages[at].number);
  }

  /** The view a quarter further to the right; the pages stay as they are. */
  turnView() {
    this.quarter = (this.quarter + 1) % 4;
    this.move(this.scale, this.x, this.y);
  }

  whole() {
    this.isWhole = !this.isWhole;
    this.#again();
    return this.isWhole;
  }

  /** Larger or smaller, about the middle; 0: the usual size. The next field is shown as large. */
  zoom(by) {
    this.isWhole = false;
    const old = this.near;
    this.near = by ? Math.min(6, Math.max(0.4, this.near * by)) : USUAL;
    if (this.boxes.length) { this.#again(); return; }
    const { clientWidth: wide, clientHeight: high } = this.view, scale = this.scale * (this.near / old);
    const x = (wide / 2 - this.x) / this.scale, y = (high / 2 - this.y) / this.scale;
    this.move(scale, wide / 2 - x * scale, high / 2 - y * scale);
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

function unturned(x, y, quarter) {
  for (let step = 0; step < quarter; step += 1) [x, y] = [y, -x];
  return [x, y];
}

function note(words) {
  const shown = document.createElement("p");
  shown.textContent = words;
  return shown;
}

export function place(element, left, top, width, height) {
  element.style.left = `${left}px`; element.style.top = `${top}px`;
  element.style.width = `${width}px`; element.style.height = `${height}px`;
}
