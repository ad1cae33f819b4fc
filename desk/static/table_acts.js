// What keys and buttons do in a table: cells, rows, columns, blocks.

import { counted } from "./counting.js";

const FAR = 500; // rows that one block may fill

export function tableActs(keyer) {
  const { rows } = keyer;
  keyer.onColumn = (cells) => fillColumn(keyer, cells);
  keyer.form.addEventListener("paste", (event) => pasted(keyer, event), { signal: keyer.signal });
  return {
    cellRight() { to(keyer, 1, 0); },
    cellLeft() { to(keyer, -1, 0); },
    cellDown() { to(keyer, 0, 1); },
    cellUp() { to(keyer, 0, -1); },
    add() {
      const input = keyer.current && rows.add(keyer.current);
      if (input) keyer.focus(input);
      else keyer.tell("Nothing can be added here.");
    },
    remove() {
      const line = keyer.current && keyer.current.closest("tr[data-line]");
      if (line) removeLine(keyer, line);
      else keyer.tell("Only a row of a table can be deleted. A value that is not there: Ctrl+B.");
    },
    fillDown() {
      const input = keyer.current;
      if (!input || !input.closest("td")) { keyer.tell("Only a column of a table can be filled."); return; }
      keyer.steps.group(() => {
        keyer.take(input);
        for (let cell = rows.neighbour(input, 0, 1); cell && !cell.value.trim(); cell = rows.neighbour(cell, 0, 1)) {
          keyer.fill(cell, input.value, rows.boxes(input.dataset.name));
          keyer.commit(cell);
        }
      });
    },
    column() {
      if (!keyer.current || !keyer.current.closest("td")) { keyer.tell("Go to the cell first where the column begins."); return; }
      const waits = keyer.picking.awaitColumn();
      keyer.tell(waits ? "Draw the column on the page; or F6, choose its words with Shift+arrows, Alt+B." : "");
    },
    columns() {
      const section = keyer.current && keyer.current.closest("[data-table]");
      rows.showColumns(section || keyer.form.querySelector("[data-table]"));
    },
  };
}

function to(keyer, across, down) {
  const input = keyer.current && keyer.rows.neighbour(keyer.current, across, down);
  if (input) keyer.focus(input);
}

function removeLine(keyer, line) {
  const { rows } = keyer, section = line.closest("[data-table]"), body = line.parentElement, after = line.nextElementSibling;
  const neighbour = after || line.previousElementSibling;
  section.dataset.last = Math.max(Number(section.dataset.last || 0), Number(line.dataset.line));
  for (const input of line.querySelectorAll("input.value")) keyer.take(input); // what is typed comes back with the row
  keyer.steps.group(() => {
    for (const input of line.querySelectorAll("input.value")) {
      if (!input.value && !input.dataset.saved) continue;
      input.value = "";
      keyer.screen.boxes[input.dataset.name] = [];
      keyer.commit(input, { absent: "removed" });
    }
    const back = () => body.insertBefore(line, after && after.isConnected ? after : null);
    keyer.steps.add({ edit: "", name: "", back, forth: () => line.remove() }); // last, so that it is taken back first
  });
  line.remove();
  keyer.current = null;
  keyer.focus(neighbour ? rows.cells(neighbour)[0] : section.querySelector("[data-act=add]"));
}

/** A block of cells from a spreadsheet fills the cells from the one in focus; rows are added as they are needed. */
function pasted(keyer, event) {
  const input = event.target, block = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!input.matches("td input.value") || !/[\t\n]/.test(block)) return;
  event.preventDefault();
  const wanted = block.split("\n").slice(0, FAR).map((line) => line.split("\t").map((cell) => cell.trim()));
  keyer.steps.group(() => {
    let start = input;
    wanted.forEach((cells, at) => {
      if (at) start = below(keyer, start);
      let cell = start;
      for (const text of cells) {
        if (!cell) break;
        keyer.fill(cell, text, []);
        if (keyer.rows.isChanged(cell)) keyer.commit(cell);
        cell = keyer.rows.neighbour(cell, 1, 0);
      }
    });
  });
  keyer.tell(`${counted(wanted.length, "row")} pasted.`);
  keyer.focus(input);
}

function fillColumn(keyer, cells) {
  const input = keyer.current;
  if (!input || !input.closest("td")) { keyer.tell("Go to the cell first where the column begins."); return; }
  keyer.steps.group(() => {
    let cell = input;
    cells.slice(0, FAR).forEach(({ text, boxes }, at) => {
      if (at) cell = below(keyer, cell);
      keyer.fill(cell, text, boxes);
      if (keyer.rows.isChanged(cell)) keyer.commit(cell);
    });
  });
  keyer.tell(`${counted(cells.length, "cell")} filled.`);
  keyer.focus(input);
}

/** The cell below; where the table ends a row is added. */
function below(keyer, input) {
  const under = keyer.rows.neighbour(input, 0, 1);
  if (under) return under;
  const at = input.closest("td").cellIndex, first = keyer.rows.add(input);
  return first.closest("tr").children[at].querySelector("input.value");
}
