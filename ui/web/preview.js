// The card that shows the quoted words beside a chip. It sits in the top layer, so no container can cut it off.

const CARD_WIDTH = 380;
const EDGE = 12;

// `signal` says when its turn is gone.
const makePreview = (root, signal) => {
  // Screen readers have each chip's own description; the card would say it twice.
  const card = make("div", "preview", null, { popover: "manual", "aria-hidden": "true" });
  let timer;
  let anchor;
  const place = () => {
    const at = anchor.getBoundingClientRect();
    const width = Math.min(CARD_WIDTH, window.innerWidth - 2 * EDGE);
    card.style.width = `${width}px`;
    card.style.left = `${Math.max(EDGE, Math.min(at.left - 2 * EDGE, window.innerWidth - width - EDGE))}px`;
    const below = at.bottom + 8;
    const lowest = window.innerHeight - card.offsetHeight - EDGE;
    const top = below <= lowest ? below : at.top - card.offsetHeight - 8;
    card.style.top = `${Math.max(EDGE, Math.min(top, lowest))}px`;
  };
  const isOpen = () => card.matches(":popover-open");
  const hide = (delay = 160) => {
    clearTimeout(timer);
    timer = setTimeout(() => isOpen() && card.hidePopover(), delay);
  };
  // The card can be pointed at, as long as it is, and put away without moving.
  card.addEventListener("mouseenter", () => clearTimeout(timer));
  card.addEventListener("mouseleave", () => hide());
  document.addEventListener("scroll", () => isOpen() && place(), { capture: true, passive: true, signal });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented || !isOpen()) return;
    event.preventDefault();
    hide(0);
  }, { capture: true, signal });
  root.append(card);
  return {
    show(chip, citation, hint) {
      clearTimeout(timer);
      anchor = chip;
      card.replaceChildren(
        titleOf("p", "preview-title", citation.title, citation.derived),
        facts("preview-facts", [citation.publisher, citation.date, citation.age]),
        make("blockquote", "preview-quote", citation.quote),
        make("p", "preview-hint", hint),
      );
      if (!isOpen()) card.showPopover();
      place();
    },
    hide,
  };
};
