// The keys that work anywhere in the chat: / goes to the question box, the arrows go through the citations.

const WRITES = "input, textarea, select, [contenteditable='true']";

const allChips = () =>
  [...(window.clippingsTurns ?? [])]
    .filter((turn) => turn.isConnected)
    .sort((one, two) => one.getBoundingClientRect().top - two.getBoundingClientRect().top)
    .flatMap((turn) => [...turn.querySelectorAll(".chip")]);

// From one chip to the next; from a page that was only opened to the first or last, from anywhere else in it to the first
// or last in view. An open article has the arrows to itself.
const step = (target, by) => {
  const chips = allChips();
  const at = chips.indexOf(target);
  if (at >= 0) return chips[at + by];
  if (document.querySelector(".st-key-article_panel")) return null;
  const seen = target === document.body ? [] : chips.filter((chip) => {
    const { top, bottom } = chip.getBoundingClientRect();
    return top >= 0 && bottom <= window.innerHeight;
  });
  return (seen.length ? seen : chips).at(by > 0 ? 0 : -1);
};

const onKey = (event) => {
  if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
  const target = event.composedPath()[0];
  const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (by ? usesArrows(event) : target.matches?.(WRITES)) return;
  const goal = event.key === "/" ? document.querySelector('[data-testid="stChatInputTextArea"]') : by && step(target, by);
  if (!goal) return;
  event.preventDefault();
  goal.focus();
};

// Once for the window: the keys hold no page's state, and a page that is drawn anew must not lose them.
export default function () {
  if (window.clippingsKeys) return;
  window.clippingsKeys = onKey;
  document.addEventListener("keydown", onKey);
}
