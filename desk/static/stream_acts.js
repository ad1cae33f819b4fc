// What keys and buttons do where one field comes after the other.

/** The acts of the screen; `deed` sends one, `withReason` asks why before. */
export function streamActs({ deed, withReason, value, told, leaf, help }) {
  const acts = {
    async give() {
      const choice = document.activeElement.closest(".choice");
      if (choice) await acts[choice.dataset.act]();
      else if (value.value.trim()) await deed("answer", { text: value.value });
      else told.textContent = "Nothing is keyed. If nothing stands there, it is blank; if it cannot be read, unreadable.";
    },
    async one() { await deed("answer", { choice: 1 }); },
    async two() { await deed("answer", { choice: 2 }); },
    other() { value.focus(); },
    async giveBlank() { await withReason("blank", (why) => deed("answer", { absent: "blank", ...why })); },
    async giveUnreadable() { await withReason("unreadable", (why) => deed("answer", { absent: "unreadable", ...why })); },
    async passOn() { await withReason("skip", (why) => deed("skip", why)); },
    async escalate() { await withReason("escalate", (why) => deed("escalate", why)); },
    inPage() { if (leaf) leaf.classList.toggle("fits"); },
    taskHelp() { help.showModal(); },
  };
  return acts;
}
