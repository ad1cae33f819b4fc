// Counts what a document takes: keys, clicks, active time, by field. Which keys they were is not looked at.

const IDLE = 15_000; // milliseconds without key or click after which nobody counts as active

let address = "", stays = [], stay = null, last = 0;

/** From now on what is done counts for this case; what was done before is told of the one before. */
export function count(number) {
  if (stay) tell();
  address = `/case/${number}/measures`;
  stay = null;
  begin(document.activeElement.dataset.name || "");
}

function begin(field) {
  if (stay && (stay.keys || stay.clicks || stay.milliseconds)) stays.push(stay);
  stay = { field, keys: 0, clicks: 0, milliseconds: 0 };
}

function act(what) {
  const moment = Math.round(performance.now());
  stay.milliseconds = Math.min(3_600_000, stay.milliseconds + Math.min(moment - last, IDLE));
  last = moment;
  stay[what] += 1;
}

function tell() {
  begin(stay.field);
  if (!stays.length) return;
  const told = stays.splice(0, 500), of = address;
  fetch(of, {
    method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ stays: told }),
  }).catch(() => { if (of === address) stays.unshift(...told); });
}

addEventListener("focusin", (event) => { if (stay) begin(event.target.dataset?.name || ""); });
addEventListener("keydown", (event) => event.isTrusted && stay && act("keys"), true);
addEventListener("pointerdown", (event) => event.isTrusted && stay && act("clicks"), true);
addEventListener("pagehide", () => { if (stay) tell(); });
setInterval(() => { if (stay) tell(); }, 30_000);
