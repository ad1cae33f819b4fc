// Keys pressed while the screen does not stand yet, or the next document is on its way, wait. No module: it runs at once.

(() => {
  const LATE = 20_000; // ms after which it is said that the screen does not start
  const NO_KEYS = ["Control", "Alt", "Shift", "Meta", "AltGraph", "Dead", "Process", "F5", "F11", "F12"];
  let held = [];

  function keep(event) {
    const isBrowsers = event.metaKey || (event.ctrlKey && !event.altKey && /^[rltwn]$/i.test(event.key));
    if (!held || isBrowsers || !event.isTrusted || event.isComposing || NO_KEYS.includes(event.key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push(event);
  }

  function tell(words) {
    const alarm = document.getElementById("alarm") || document.getElementById("told");
    if (!alarm) return;
    alarm.textContent = words;
    alarm.hidden = false;
  }

  const late = setTimeout(() => tell("The screen is still loading. If it stays so, press F5: nothing is lost."), LATE);
  const broken = (event) => {
    const isOurs = event instanceof ErrorEvent || event.target instanceof HTMLScriptElement;
    if (isOurs && !document.body?.dataset.ready) tell("The screen did not start. Press F5 to load it again: nothing is lost.");
  };
  addEventListener("error", broken, true);
  addEventListener("keydown", keep, true);

  window.typedAhead = {
    hold() { held ||= []; },
    /** From now on keys count again; those that waited are given to `press`, or dropped. */
    release(press) {
      clearTimeout(late);
      removeEventListener("error", broken, true);
      const waited = held || [];
      held = null;
      for (const event of press ? waited : []) {
        if (held) held.push(event); // one of them made the screen wait again
        else press(event);
      }
    },
  };
})();
