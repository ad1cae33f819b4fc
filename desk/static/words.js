// The words of the pages with their places, and which of them stand beside, below or between others.

export class Words {
  /** `load(number)` answers [[text, left, top, right, bottom], ...] of a page, in reading order; null: not now. */
  constructor(load) {
    Object.assign(this, { load, pages: new Map() });
  }

  /** The words of a page: [{text, box}]. */
  of(number) {
    if (!this.pages.has(number)) this.pages.set(number, this.#loaded(number));
    return this.pages.get(number);
  }

  async #loaded(number) {
    const all = await this.load(number).catch(() => null);
    if (!all) this.pages.delete(number); // the desk does not answer: they are asked for again the next time
    return (all || []).map(([text, ...sides]) => ({ text, box: [number, ...sides] }));
  }

  async at(number, x, y) {
    return (await this.of(number)).find(({ box }) => x >= box[1] && x <= box[3] && y >= box[2] && y <= box[4]) || null;
  }

  /** Where the word stands in reading order, that one of the two boxes' middles falls into the other. */
  async indexOf(box) {
    const words = await this.of(box[0]), [, left, top, right, bottom] = box;
    const inside = ({ box: [, l, t, r, b] }) => (l + r) / 2 >= left && (l + r) / 2 <= right && (t + b) / 2 >= top && (t + b) / 2 <= bottom;
    return words.findIndex(inside);
  }

  /** The word so many places on in reading order; the first of the page without a start. */
  async along(word, by, number) {
    const words = await this.of(word ? word.box[0] : number);
    if (!word) return words[0] || null;
    return words[words.indexOf(word) + by] || null;
  }

  /** The nearest word above (by = -1) or below, on another line. */
  async across(word, by) {
    const words = await this.of(word.box[0]), [x, y] = middle(word.box), high = word.box[4] - word.box[2];
    const away = words.filter((one) => by * (middle(one.box)[1] - y) > high * 0.6);
    const cost = (one) => Math.abs(middle(one.box)[1] - y) * 3 + gap(one.box, word.box, x);
    return away.reduce((best, one) => (!best || cost(one) < cost(best) ? one : best), null);
  }

  /** All words from one to another in reading order, whichever comes first. */
  async between(from, to) {
    const words = await this.of(from.box[0]), ends = [words.indexOf(from), words.indexOf(to)].sort((a, b) => a - b);
    return words.slice(ends[0], ends[1] + 1);
  }

  /** The words whose middle lies in an area [page, left, top, right, bottom]. */
  async inside([number, left, top, right, bottom]) {
    return (await this.of(number)).filter(({ box }) => {
      const [x, y] = middle(box);
      return x >= left && x <= right && y >= top && y <= bottom;
    });
  }
}

export function middle([, left, top, right, bottom]) {
  return [(left + right) / 2, (top + bottom) / 2];
}

function gap(one, other, x) {
  return x >= one[1] && x <= one[3] ? 0 : Math.min(Math.abs(one[1] - x), Math.abs(one[3] - x), Math.abs(one[1] - other[1]));
}

/** The smallest area that holds these words (of one page). */
export function around(words) {
  const boxes = words.map((word) => word.box);
  return [boxes[0][0], least(boxes, 1), least(boxes, 2), most(boxes, 3), most(boxes, 4)];
}

/** The words line by line, top to bottom, each line left to right. */
export function lines(words) {
  const found = [];
  for (const word of [...words].sort((a, b) => middle(a.box)[1] - middle(b.box)[1])) {
    const last = found[found.length - 1], high = word.box[4] - word.box[2];
    if (last && Math.abs(middle(last[0].box)[1] - middle(word.box)[1]) < high * 0.6) last.push(word);
    else found.push([word]);
  }
  for (const line of found) line.sort((a, b) => a.box[1] - b.box[1]);
  return found;
}

export function text(words) {
  return words.map((word) => word.text).join(" ");
}

function least(boxes, side) { return Math.min(...boxes.map((box) => box[side])); }
function most(boxes, side) { return Math.max(...boxes.map((box) => box[side])); }
