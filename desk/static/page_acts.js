// What keys and buttons do with the page: what of it is seen, and which of its words are taken.

import { send } from "./saving.js";

export function pageActs(keyer) {
  const { page, picking } = keyer, main = document.getElementById("content");
  return {
    whole() { page.whole(); },
    forward() { page.turn(1); },
    backward() { page.turn(-1); },
    nearer() { page.zoom(1.2); },
    further() { page.zoom(1 / 1.2); },
    plain() { page.zoom(0); },
    turnView() { page.turnView(); },
    sides() { keep(main, main.dataset.side === "right" ? "left" : "right", Number(main.dataset.share || 57)); },
    wider() { keep(main, main.dataset.side, Math.min(75, Number(main.dataset.share || 57) + 3)); },
    narrower() { keep(main, main.dataset.side, Math.max(30, Number(main.dataset.share || 57) - 3)); },
    async region() {
      const table = keyer.form.querySelector("[data-table] input.value"), inTable = keyer.current && keyer.current.closest("td");
      if (document.activeElement === page.view) { // to the table, or back to the fields
        if (table && !inTable) keyer.focus(table);
        else keyer.focus(keyer.rows.inputs()[0]);
        return;
      }
      page.view.focus();
      await picking.enter(keyer.current ? keyer.rows.boxes(keyer.current.dataset.name)[0] : null);
    },
    async wordRight() { await picking.step(1); },
    async wordLeft() { await picking.step(-1); },
    async wordDown() { await picking.leap(1); },
    async wordUp() { await picking.leap(-1); },
    async moreRight() { await picking.more(1); },
    async moreLeft() { await picking.more(-1); },
    async moreDown() { await picking.moreLines(1); },
    async moreUp() { await picking.moreLines(-1); },
    async takeWords() { await picking.takeByKey(false); },
    async addWords() { await picking.takeByKey(true); },
    async takeColumn() { await picking.columnByKey(); },
    leaveImage() { keyer.focus(keyer.current || keyer.rows.inputs()[0]); },
  };
}

/** Where the page stands and its share of the width; the desk keeps it for this person. */
function keep(main, side = "left", share = 57) {
  Object.assign(main.dataset, { side, share });
  main.style.setProperty("--share", share);
  send("PUT", "/layout", { side, share });
}
