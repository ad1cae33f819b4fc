// The next document's first pages are loaded while this one is keyed, so that it stands there at once.

const IDLE = 400; // ms after a document is shown until the next is asked for

let pictures = new Map(); // address -> Image

/** The pictures loaded before, by address. */
export function loadedBefore() { return pictures; }

/** Ask which document is probably next, and load its pages. */
export function lookAhead(case_, signal) {
  const timer = setTimeout(async () => {
    try {
      const answer = await fetch(`/ahead${location.search}`, { signal });
      const { case: next, pictures: pages } = answer.ok ? await answer.json() : { case: null };
      if (next === null || next === case_) return;
      pictures = new Map(pages.map(([number, version]) => {
        const picture = new Image();
        picture.src = `/case/${next}/page/${number}?v=${version}`;
        picture.decode().catch(() => {}); // a picture that cannot be loaded is told where it is shown
        return [picture.getAttribute("src"), picture];
      }));
    } catch {
      return; // the desk does not answer now: the next document is loaded when it comes
    }
  }, IDLE);
  signal.addEventListener("abort", () => clearTimeout(timer));
}
