// What is sent to the desk: one edit after the other, each until it is acknowledged. Nothing is kept in the browser's store.

const AGAIN = [500, 1000, 2000, 4000, 8000];
const SLOW = 2000; // ms without an answer after which it is said
const PATIENCE = 15_000; // ms without an answer after which an edit is sent again
const MOST = 200; // edits that go out together
const LONGEST = 180_000; // ms that anything else may take: reading again what is long

/** A random name for an edit: sent twice, it is stored once. */
export function editName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Ask the desk. Answers {code, body}; code 0 when it does not answer. */
export async function send(method, address, body, patience = LONGEST) {
  try {
    const answer = await fetch(address, {
      method, headers: { "Content-Type": "application/json" }, body: body && JSON.stringify(body), redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    const kind = answer.headers.get("Content-Type") || "";
    return { code: answer.status, body: kind.startsWith("application/json") ? await answer.json() : null };
  } catch {
    return { code: 0, body: null };
  }
}

export class Saver {
  constructor(address, fence) {
    Object.assign(this, { address, fence, waiting: [], lost: "", trouble: "", running: null, tries: 0, kept: 0 });
    this.onState = () => {}; this.onAnswer = () => {}; this.onRefusal = () => {};
  }

  /** An edit, by its way ("field", "confirm", "undo"): its body without fence; `name` is the field it concerns. */
  put(way, name, body, before = "") {
    this.waiting.push({ way, name, before, body: { ...body, fence: this.fence } });
    this.onState();
    this.running ||= this.#run();
  }

  holds(name) {
    return this.waiting.some((one) => one.name === name);
  }

  get isSafe() {
    return !this.waiting.length && !this.lost;
  }

  /** What goes out next: one edit, or all fields that wait behind each other (a pasted block), each of them once. */
  #next() {
    const others = this.waiting.findIndex((one) => one.way !== "field");
    return this.waiting.slice(0, Math.min(MOST, Math.max(1, others < 0 ? this.waiting.length : others)));
  }

  #sent(edits) {
    const [{ way, body }] = edits;
    if (edits.length > 1) return send("PUT", `${this.address}/fields`, { fence: this.fence, edits: edits.map((one) => one.body) }, PATIENCE);
    return send(way === "field" ? "PUT" : "POST", `${this.address}/${way}`, body, PATIENCE);
  }

  #refuse(edits, words) {
    for (const { way, name, body, before } of edits) this.onRefusal({ ...body, way, name, before }, words(body.edit) || "The desk does not take this value.");
  }

  async #run() {
    while (this.waiting.length && !this.lost) {
      const edits = this.#next();
      const slow = setTimeout(() => { this.tries ||= 1; this.trouble = "the desk does not answer."; this.onState(); }, SLOW);
      const { code, body } = await this.#sent(edits);
      clearTimeout(slow);
      if (code === 200) {
        this.waiting.splice(0, edits.length); this.tries = 0; this.kept += edits.length;
        const refused = body.refused || {};
        this.#refuse(edits.filter((one) => one.body.edit in refused), (edit) => refused[edit]);
        this.onAnswer(body);
      } else if (code === 409 || code === 404) {
        this.lost = (body && body.words) || "This document is no longer yours.";
      } else if (code >= 400 && code < 500 && code !== 401) {
        this.waiting.splice(0, edits.length); this.tries = 0;
        this.#refuse(edits, () => body && body.words);
      } else {
        this.tries += 1;
        this.trouble = code === 0 || !body ? "the desk does not answer." : body.words;
        this.onState();
        await new Promise((done) => setTimeout(done, AGAIN[Math.min(this.tries, AGAIN.length) - 1]));
      }
      this.onState();
    }
    this.running = null;
  }

  /** Wait until all is acknowledged; false when it cannot be, or not soon. */
  async settled(patience = 5000) {
    const end = Date.now() + patience;
    while (this.waiting.length && !this.lost && Date.now() < end) await new Promise((done) => setTimeout(done, 5));
    return this.isSafe;
  }
}

/** Keeps the document ours as long as somebody works on it. */
export class Lease {
  constructor(address, fence, seconds, signal) {
    Object.assign(this, { address, fence, seconds, signal, end: Date.now() + seconds * 1000, worked: false, beating: false });
    this.onTick = () => {}; this.onLost = () => {};
    for (const kind of ["keydown", "pointerdown", "wheel"]) {
      const work = () => { this.worked = true; if (this.left < 60) this.beat(); };
      addEventListener(kind, work, { passive: true, capture: true, signal });
    }
    this.clock = setInterval(() => this.#tick(), 1000);
    signal.addEventListener("abort", () => clearInterval(this.clock));
    setTimeout(() => this.onTick(this.left));
  }

  get left() {
    return Math.max(0, Math.round((this.end - Date.now()) / 1000));
  }

  #tick() {
    if (this.worked && this.left < this.seconds - 20) this.beat();
    this.onTick(this.left);
  }

  async beat() {
    if (this.beating) return;
    this.beating = true; this.worked = false;
    const asked = Date.now();
    const { code, body } = await send("POST", this.address, { fence: this.fence });
    if (this.signal.aborted) return; // what it was for is done: an answer that comes late says nothing of the next
    if (code === 200) this.end = asked + this.seconds * 1000;
    else if (code === 409 || code === 404) { clearInterval(this.clock); this.onLost((body && body.words) || "This document is no longer yours."); }
    this.beating = false;
  }
}
