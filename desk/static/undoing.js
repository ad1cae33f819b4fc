// What was changed in this document, step by step, so that it can be taken back and done again. The desk keeps the truth:
// taking back is an edit of its own there. A step may hold many edits (a pasted block, a row).

export class Steps {
  /** `send(edit, of, name)` has the desk undo the edit `of` under the new name `edit`. */
  constructor(send) {
    Object.assign(this, { send, done: [], undone: [], open: null });
  }

  /** Keep an edit: {edit, name, back(), forth()}, the last two for what the screen shows. */
  add(one) {
    if (this.open) { this.open.push(one); return; }
    this.done.push([one]);
    this.undone = [];
  }

  /** All edits made meanwhile are one step. */
  group(todo) {
    if (this.open) return todo();
    this.open = [];
    try {
      return todo();
    } finally {
      if (this.open.length) { this.done.push(this.open); this.undone = []; }
      this.open = null;
    }
  }

  /** An edit that the desk did not take is no step. */
  forget(edit) {
    for (const pile of [this.done, this.undone]) {
      for (const step of pile) step.splice(0, step.length, ...step.filter((one) => one.edit !== edit));
      pile.splice(0, pile.length, ...pile.filter((step) => step.length));
    }
  }

  undo(makeName) { return this.#turn(this.done, this.undone, "back", makeName); }

  redo(makeName) { return this.#turn(this.undone, this.done, "forth", makeName); }

  #turn(from, to, way, makeName) {
    const step = from.pop();
    if (!step) return null;
    const order = way === "back" ? [...step].reverse() : step;
    for (const one of order) {
      if (one.edit) { // without: something that only the screen shows
        const edit = makeName();
        this.send(edit, one.edit, one.name);
        one.edit = edit;
      }
      one[way]();
    }
    to.push(step);
    return order[order.length - 1];
  }
}
