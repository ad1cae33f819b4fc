// `autofocus` waits for the style sheet, and what is typed until then is lost: here the field has the focus when it is there.

(() => {
  const parsed = new MutationObserver(() => {
    const wanted = document.querySelector("[autofocus]");
    if (!wanted) return;
    parsed.disconnect();
    if (!document.activeElement || document.activeElement === document.body) wanted.focus();
  });
  parsed.observe(document, { childList: true, subtree: true });
  addEventListener("DOMContentLoaded", () => parsed.disconnect());
})();
