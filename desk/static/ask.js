// One question with a few answers, each under a digit. Every act that needs a reason asks here.

/** Ask; answers {code, remark}, or null when the person goes back. `choices`: {code: sentence}. */
export function ask(title, choices, withRemark = true) {
  const dialog = document.getElementById("ask"), list = document.getElementById("ask-choices");
  const remark = document.getElementById("ask-remark");
  document.getElementById("ask-title").textContent = title;
  remark.value = "";
  remark.hidden = document.getElementById("ask-label").hidden = !withRemark;
  list.replaceChildren(...Object.entries(choices).map(([code, sentence], at) => choice(code, sentence, at + 1)));
  const before = document.activeElement;
  dialog.returnValue = "";
  dialog.showModal();
  list.querySelector("button").focus();
  return new Promise((answer) => {
    const onKey = (event) => {
      const at = event.target === remark ? 0 : Number(event.key);
      const button = at ? list.querySelectorAll("button")[at - 1] : null;
      if (button) { event.preventDefault(); button.click(); }
      if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); step(list, event.key === "ArrowDown" ? 1 : -1); }
    };
    dialog.addEventListener("keydown", onKey);
    const onClose = () => {
      if (dialog.open) return; // the question before this one was closed just now, and this is told late
      dialog.removeEventListener("keydown", onKey);
      dialog.removeEventListener("close", onClose);
      if (before) before.focus();
      answer(dialog.returnValue in choices ? { code: dialog.returnValue, remark: remark.value } : null);
    };
    dialog.addEventListener("close", onClose);
  });
}

function choice(code, sentence, digit) {
  const item = document.createElement("li"), button = document.createElement("button"), key = document.createElement("kbd");
  button.value = code;
  key.textContent = digit < 10 ? digit : " ";
  button.append(key, sentence);
  item.append(button);
  return item;
}

function step(list, by) {
  const buttons = [...list.querySelectorAll("button")];
  const at = buttons.indexOf(document.activeElement) + by;
  buttons[(at + buttons.length) % buttons.length].focus();
}
