// The pages of a file as documents, and what can be done to that: every change makes a new arrangement, the old ones stay.

/** A document: {case, type, pages}; a page: {number, of, turn, ratio, image, version}; `out` are pages left out. */
export class Bundles {
  constructor(documents) {
    const pages = (one) => one.pages.map((page) => ({ ...page, of: one.case, turn: 0 }));
    this.now = { documents: documents.map((one) => ({ case: one.case, type: one.type, holder: one.holder, pages: pages(one) })), out: [] };
    this.before = [];
  }

  /** Where a page is: [document, place]; document -1 for one left out. */
  find(number) {
    const { documents, out } = this.now;
    const at = documents.findIndex((one) => one.pages.some((page) => page.number === number));
    return at < 0 ? [-1, out.findIndex((page) => page.number === number)] : [at, documents[at].pages.findIndex((page) => page.number === number)];
  }

  #change(todo) {
    const made = { documents: this.now.documents.map((one) => ({ ...one, pages: one.pages.map((page) => ({ ...page })) })), out: [...this.now.out] };
    if (todo(made) === false) return false;
    made.documents = made.documents.filter((one) => one.pages.length);
    this.before.push(this.now);
    this.now = made;
    return true;
  }

  undo() {
    if (!this.before.length) return false;
    this.now = this.before.pop();
    return true;
  }

  /** A new document begins with this page. */
  split(number) {
    const [at, place] = this.find(number);
    if (at < 0 || place === 0) return false;
    return this.#change(({ documents }) => {
      const rest = documents[at].pages.splice(place);
      documents.splice(at + 1, 0, { case: null, type: "", pages: rest });
    });
  }

  /** The document of this page goes on the one before; the earlier case stays, or the one that has a case. */
  merge(number) {
    const [at] = this.find(number);
    if (at < 1) return false;
    return this.#change(({ documents }) => {
      const [gone] = documents.splice(at, 1), into = documents[at - 1];
      into.pages.push(...gone.pages);
      if (into.case === null && gone.case !== null) Object.assign(into, { case: gone.case, type: gone.type });
    });
  }

  turn(number, by) {
    const [at, place] = this.find(number);
    if (at < 0) return false;
    return this.#change(({ documents }) => { const page = documents[at].pages[place]; page.turn = (page.turn + by + 360) % 360; });
  }

  /** One place on (by = 1) or back, into the next document at the end of one. */
  move(number, by) {
    const [at, place] = this.find(number);
    const within = at >= 0 && this.now.documents[at].pages[place + by];
    if (at < 0 || (!within && !this.now.documents[at + by])) return false;
    return this.#change(({ documents }) => {
      const [page] = documents[at].pages.splice(place, 1);
      if (within) documents[at].pages.splice(place + by, 0, page);
      else if (by > 0) documents[at + 1].pages.unshift(page);
      else documents[at - 1].pages.push(page);
    });
  }

  /** Leave the page out; one that is left out goes back to the end of its document. */
  leaveOut(number) {
    const [at, place] = this.find(number);
    return this.#change(({ documents, out }) => {
      if (at >= 0) { out.push(...documents[at].pages.splice(place, 1)); return; }
      const [page] = out.splice(place, 1);
      (documents.find((one) => one.case === page.of) || documents[documents.length - 1]).pages.push(page);
    });
  }

  retype(number, type) {
    const [at] = this.find(number);
    return at >= 0 && this.#change(({ documents }) => { documents[at].type = type; });
  }

  /** As the desk takes it. */
  get plain() {
    return this.now.documents.map((one) => ({
      case: one.case, type: one.type, pages: one.pages.map(({ number, turn }) => ({ number, turn })),
    }));
  }
}
