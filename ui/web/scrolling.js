// Where the page stands: the newest question at the top, the clicked words under the eye, what a search found in view.

// Whether the reader has begun to scroll since: then the page is theirs.
const readerScrolls = () => {
  let scrolled = false;
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    document.addEventListener(kind, () => { scrolled = true; }, { once: true, passive: true });
  }
  return () => scrolled;
};

// Opening the article narrows the conversation: keep the clicked words where the reader's eye is.
const holdStill = (anchor) => {
  const page = scroller();
  const before = anchor.getBoundingClientRect().top;
  const until = performance.now() + 1500;
  const released = readerScrolls();
  const correct = () => {
    if (!anchor.isConnected || released()) return;
    const moved = anchor.getBoundingClientRect().top - before;
    if (Math.abs(moved) > 1) page.scrollTop += moved;
    if (performance.now() < until) requestAnimationFrame(correct);
  };
  requestAnimationFrame(correct);
};

const REST = 600; // milliseconds without a change after which the page has come to rest
const PATIENCE = 5000;

// The turn starts at the top of the window, or as far up as these words in it need to be seen. Streamlit scrolls to the
// end of the page when it opens, and other turns are still coming: until it rests this insists, unless the reader scrolls.
const bringUp = (root, words = null) => {
  const began = performance.now();
  const released = readerScrolls();
  let height = 0;
  let until = began + REST;
  const insist = () => {
    const now = performance.now();
    if (released() || !root.isConnected || now > began + PATIENCE) return;
    if (scroller().scrollHeight !== height) until = now + REST;
    height = scroller().scrollHeight;
    root.scrollIntoView({ block: "start" });
    const hidden = words && words.getBoundingClientRect().bottom > window.innerHeight * 0.7;
    if (hidden) scroller().scrollTop += words.getBoundingClientRect().top - window.innerHeight / 3;
    if (now < until) requestAnimationFrame(insist);
  };
  insist();
};
