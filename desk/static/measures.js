// Counts what a document takes: keys, clicks, active time, by field. Which keys they were is not looked at.

const IDLE = 15_000; // milliseconds without key or click after which nobody counts as active
const screen = JSON.parse(document.getElementById("screen").textContent);
const address = `/case/${screen.case}/measures`;

let stays = [], stay = null, last = 0;

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
  const told = stays.splice(0, 500);
  fetch(address, {
    method: "POST", keepalive: true, headers: { "Content-Type": "application/json" }, body: JSON.stringify({ stays: told }),
  }).catch(() => stays.unshift(...told));
}

begin("");
addEventListener("focusin", (event) => begin(event.target.dataset?.name || ""));
addEventListener("keydown", (event) => event.isTrusted && act("keys"), true);
addEventListener("pointerdown", (event) => event.isTrusted && act("clicks"), true);
addEventListener("pagehide", tell);
setInterval(tell, 30_000);
