// The rows and cells of the form: what the desk says of each is shown; nothing is judged here.

import { counted } from "./counting.js";

const ABSENT = { blank: "blank on the document", unreadable: "unreadable", removed: "" };
const NEEDS = ["doubtful", "error"];

export class Rows {
  /** `screen`: boxes and other readings by field name; `page`: the PageView from whose pictures snippets are cut. */
  constructor(form, screen, page) {
    Object.assign(this, { form, screen, page, pending: new Set() });
    for (const input of this.inputs()) this.#remember(input);
  }

  inputs() {
    return [...this.form.querySelectorAll("input.value")];
  }

  input(name) {
    return this.inputs().find((one) => one.dataset.name === name);
  }

  frame(input) {
    return input.closest("[data-row]");
  }

  #remember(input) {
    input.dataset.saved = input.value;
    input.dataset.boxes = JSON.stringify(this.boxes(input.dataset.name));
    this.#absence(this.frame(input), input);
  }

  /** The input holds this now: {text, boxes, absent}; what is typed after that is a change. */
  stand(input, { text, boxes, absent }) {
    input.dataset.saved = text;
    input.dataset.boxes = JSON.stringify(boxes);
    this.frame(input).dataset.absent = absent;
    this.#absence(this.frame(input), input);
  }

  #absence(frame, input) {
    input.placeholder = ABSENT[frame.dataset.absent] || "";
  }

  isChanged(input) {
    return input.value.trim() !== input.dataset.saved.trim();
  }

  needs(input) {
    return NEEDS.includes(this.frame(input).dataset.state) && !this.pending.has(input.dataset.name);
  }

  /** The next input that needs a person, after this one (before it for by = -1), round the form. */
  next(from, by = 1) {
    const all = this.inputs(), start = all.indexOf(from);
    for (let step = 1; step <= all.length; step += 1) {
      const at = (start + by * step + all.length * 2) % all.length;
      if (this.needs(all[at]) && all[at] !== from) return all[at];
    }
    return null;
  }

  after(from) {
    const all = this.inputs();
    return all.slice(all.indexOf(from) + 1).find((one) => this.needs(one)) || null;
  }

  /** The cells of a table's line that are to be seen. */
  cells(line) {
    return [...line.querySelectorAll("td:not([hidden]) input.value")];
  }

  /** The cell so many columns to the right and rows below this one; null where the table ends. */
  neighbour(input, across, down) {
    const cell = input.closest("td"), line = input.closest("tr[data-line]");
    if (!line) return null;
    if (!down) return this.cells(line)[this.cells(line).indexOf(input) + across] || null;
    const other = down > 0 ? line.nextElementSibling : line.previousElementSibling;
    return other ? other.children[cell.cellIndex].querySelector("input.value") : null;
  }

  /** Columns that are empty in every row, and need not be filled, take no room. */
  hideColumns() {
    for (const section of this.form.querySelectorAll("[data-table]")) {
      const heads = [...section.querySelectorAll("th[data-column]")], lines = [...section.querySelectorAll("tbody tr")];
      const isEmpty = (line, at) => { const input = line.children[at].querySelector("input"); return !input.value && !this.needs(input); };
      const empty = heads.filter((head) => !("required" in head.dataset) && lines.every((line) => isEmpty(line, head.cellIndex)));
      this.#hide(section, lines.length && empty.length < heads.length ? empty : []);
    }
  }

  /** Show the hidden columns of a table, or hide the empty ones again. */
  showColumns(section) {
    if (!section) return;
    if (section.querySelector("th[data-column][hidden]")) this.#hide(section, []);
    else this.hideColumns();
  }

  #hide(section, heads) {
    const hidden = new Set(heads.map((head) => head.cellIndex));
    const blank = section.querySelector("template").content.querySelector("tr");
    for (const line of [...section.querySelectorAll("tr"), blank]) {
      for (const [at, cell] of [...line.children].entries()) cell.hidden = hidden.has(at);
    }
    const button = section.querySelector("[data-act=columns]");
    if (hidden.size) button.dataset.had = "1"; // once there were some, they can be hidden again
    button.hidden = !button.dataset.had;
    button.firstElementChild.textContent = hidden.size ? `${counted(hidden.size, "empty column")} ` : "Hide empty columns ";
  }

  boxes(name) {
    return this.screen.boxes[name] || [];
  }

  /** Show what the desk says: {rows, tables, notes, left, rule, told}. Rows that are being typed in stay unless `covered`. */
  apply(sheet, covered, held) {
    for (const input of this.inputs()) {
      const name = input.dataset.name, row = sheet.rows[name];
      if (!row || held(name) || (this.isChanged(input) && !covered.has(name))) continue;
      this.pending.delete(name);
      this.#show(this.frame(input), input, row);
    }
    for (const [name, table] of Object.entries(sheet.tables)) this.#sums(name, table);
    this.rule = sheet.rule;
    document.getElementById("notes").replaceChildren(...sheet.notes.map(note));
    const left = document.getElementById("left");
    left.textContent = sheet.told;
    left.toggleAttribute("data-none", sheet.left === 0);
  }

  #show(frame, input, row) {
    Object.assign(frame.dataset, { state: row.state, absent: row.absent, message: row.message, source: row.source, rule: row.rule });
    write(frame, ".word", row.state);
    write(frame, ".why, [id^='why-']", row.message);
    write(frame, ".source", row.source);
    write(frame, "[id^='state-'].unseen", row.state);
    input.setAttribute("aria-invalid", row.state === "error");
    this.#absence(frame, input);
    this.snippet(frame, input);
  }

  #sums(name, table) {
    const section = this.form.querySelector(`[data-table="${CSS.escape(name)}"]`);
    if (!section) return;
    const shown = table.sums.map((sum) => {
      const span = document.createElement("span");
      span.className = sum.agrees === null ? "" : sum.agrees ? "agrees" : "differs";
      const sign = sum.agrees === null ? "·" : sum.agrees ? "=" : "≠";
      span.textContent = `Σ ${sum.label} ${sum.total} ${sign} ${sum.against} ${sum.value || "–"}`;
      return span;
    });
    section.querySelector(".sums").replaceChildren(...shown);
    section.dataset.message = table.message;
    if (!section.contains(document.activeElement)) section.querySelector(".cell-why").textContent = table.message;
  }

  /** Under the table stands what there is to say of the cell in focus. */
  explain(input) {
    const section = input.closest("[data-table]");
    if (!section) return;
    const frame = this.frame(input);
    const said = [frame.dataset.message, frame.dataset.source].filter(Boolean).join(" · ");
    section.querySelector(".cell-why").textContent = said || section.dataset.message || "";
  }

  /** Cut the value from the page's picture and show it above the input, where it is doubtful or in focus. */
  snippet(frame, input) {
    const canvas = frame.querySelector("canvas");
    if (!canvas) return;
    const boxes = this.boxes(input.dataset.name);
    const wanted = boxes.length && (document.activeElement === input || NEEDS.includes(frame.dataset.state));
    const picture = wanted ? this.page.picture(boxes[0][0]) : null;
    canvas.hidden = !picture;
    if (picture) cut(canvas, picture, boxes.filter((box) => box[0] === boxes[0][0]));
  }

  snippets(page) {
    for (const input of this.inputs()) {
      if (page === undefined || this.boxes(input.dataset.name).some((box) => box[0] === page)) this.snippet(this.frame(input), input);
    }
  }

  /** A new empty line of the table, or another value of a repeated field; answers its first input. */
  add(input) {
    const section = input.closest("[data-table]");
    if (section) return this.#addLine(section);
    const frame = this.frame(input), base = input.dataset.name.replace(/\.\d+$/, "");
    if (!frame.hasAttribute("data-repeated")) return null;
    const taken = this.inputs().map((one) => one.dataset.name).filter((name) => name === base || name.startsWith(`${base}.`));
    const last = Math.max(1, ...taken.map((name) => Number(name.slice(base.length + 1)) || 1));
    const made = frame.cloneNode(true);
    this.form.querySelector(`[data-row="${CSS.escape(taken[taken.length - 1])}"]`).after(made);
    return this.#emptied(made, frame.dataset.row, `${base}.${last + 1}`);
  }

  #addLine(section) {
    const body = section.querySelector("tbody");
    const numbers = [...body.querySelectorAll("tr")].map((line) => Number(line.dataset.line));
    const number = Math.max(Number(section.dataset.last || 0), 0, ...numbers) + 1;
    section.dataset.last = number;
    const line = section.querySelector("template").content.querySelector("tr").cloneNode(true);
    line.dataset.line = number;
    line.querySelector(".n").textContent = number;
    body.append(line);
    const cells = [...line.querySelectorAll("[data-row]")];
    const inputs = cells.map((cell) => this.#emptied(cell, cell.dataset.row, cell.dataset.row.replace(".0.", `.${number}.`)));
    return inputs.find((input) => !input.closest("td").hidden);
  }

  #emptied(frame, from, to) {
    frame.dataset.row = to;
    for (const part of frame.querySelectorAll("[id]")) part.id = part.id.replace(from, to);
    const input = frame.querySelector("input.value");
    input.dataset.name = to;
    input.setAttribute("aria-describedby", `state-${to} why-${to}`);
    input.value = "";
    this.#show(frame, input, { state: "empty", absent: "", message: "", source: "", rule: "" });
    this.#remember(input);
    return input;
  }
}

function note(words) {
  const shown = document.createElement("p");
  shown.className = "problem";
  shown.textContent = words;
  return shown;
}

function write(frame, where, text) {
  for (const part of frame.querySelectorAll(where)) part.textContent = text;
}

function cut(canvas, picture, boxes) {
  const [wide, high] = [picture.naturalWidth, picture.naturalHeight];
  const left = Math.min(...boxes.map((b) => b[1])) * wide, right = Math.max(...boxes.map((b) => b[3])) * wide;
  const top = Math.min(...boxes.map((b) => b[2])) * high, bottom = Math.max(...boxes.map((b) => b[4])) * high;
  const room = canvas.parentElement.querySelector("input").clientWidth, dots = devicePixelRatio || 1;
  const line = (bottom - top) / Math.max(1, boxes.length);
  const zoom = Math.min(24 / Math.max(line, 1), (room * 0.92) / Math.max(right - left, 1), 88 / Math.max(bottom - top, 1), 3);
  const height = Math.min(100, (bottom - top) * zoom + 16);
  canvas.width = room * dots; canvas.height = height * dots;
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  const across = Math.max(0, left - Math.min((room / zoom - (right - left)) / 2, 60 / zoom)), down = top - (height / zoom - (bottom - top)) / 2;
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, across, down, room / zoom, height / zoom, 0, 0, canvas.width, canvas.height);
  pen.strokeStyle = "#d2760a";
  pen.lineWidth = 1.5 * dots;
  const scale = zoom * dots;
  pen.strokeRect((left - across) * scale - 3 * dots, (top - down) * scale - 2 * dots, (right - left) * scale + 6 * dots, (bottom - top) * scale + 4 * dots);
}
