// The board shows what is: every fifteen seconds its tiles are asked for anew, while nobody is in one of them.

const EVERY = 15_000;
const tiles = document.getElementById("tiles"), fresh = document.getElementById("fresh");

async function renew() {
  if (document.hidden || tiles.contains(document.activeElement)) return;
  let answer;
  try {
    answer = await fetch("/board", { redirect: "error" });
  } catch {
    fresh.textContent = "The desk does not answer; these figures are old.";
    return;
  }
  if (!answer.ok) return;
  const opened = [...tiles.querySelectorAll("section:has(details[open])")].map((tile) => tile.id);
  const renewed = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("tiles");
  tiles.replaceChildren(...renewed.children);
  for (const id of opened) document.getElementById(id)?.querySelector("details")?.setAttribute("open", "");
  fresh.textContent = "";
}

setInterval(renew, EVERY);
