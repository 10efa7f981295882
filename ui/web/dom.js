// Put before every part's script. Words become text nodes only; nothing here parses markup.

const make = (tag, className = "", text = null, attributes = {}) => {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== null && text !== undefined) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
};

const button = (className, text, label, onClick) => {
  const node = make("button", className, text, { type: "button" });
  if (label) node.setAttribute("aria-label", label);
  node.addEventListener("click", onClick);
  return node;
};

const icon = (path) => {
  const draw = (tag, attributes) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const image = draw("svg", { viewBox: "0 0 24 24", "aria-hidden": "true", class: "icon" });
  image.append(draw("path", { d: path }));
  return image;
};

// A menu that is open, below its button or else above it, their left or right edges in line as far as the window allows.
const placeMenu = (menu, opener, edge) => {
  const at = opener.getBoundingClientRect();
  const left = edge === "left" ? at.left : at.right - menu.offsetWidth;
  const below = at.bottom + 4;
  const fits = below + menu.offsetHeight < window.innerHeight - 8;
  menu.style.left = `${Math.max(8, Math.min(left, window.innerWidth - menu.offsetWidth - 8))}px`;
  menu.style.top = `${fits ? below : Math.max(8, at.top - menu.offsetHeight - 4)}px`;
};

// The arrows, Home and End go through the items of a menu, round and round; Tab leaves it.
const walkMenu = (menu, event) => {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(menu.getRootNode().activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  if (to === undefined) return;
  event.preventDefault();
  items.at(to % items.length).focus();
};

// Publisher, date and the like on one quiet line; unknown values are left out by the sender.
const facts = (className, values) => {
  const line = make("p", className);
  values.filter(Boolean).forEach((value, index) => {
    if (index) line.append(make("span", "dot", "·", { "aria-hidden": "true" }));
    line.append(make("bdi", "", value)); // a name in Arabic must not turn the date beside it around
  });
  return line;
};

const titleOf = (tag, className, title, derived) => {
  const node = make(tag, className, title);
  if (derived) {
    node.classList.add("derived");
    node.title = "This file has no title; this one is derived from its text.";
  }
  return node;
};

// Whether what has the focus uses the arrows itself. The empty question box, where the focus stays after a question, does not.
const ARROWS = "input, textarea, select, [contenteditable='true'], [role='menu'], [role='listbox'], [role='radiogroup'], [role='dialog']";
const usesArrows = (event) => {
  const [target] = event.composedPath();
  return event.composedPath().some((node) => node.matches?.(ARROWS)) && !(target.matches?.("textarea") && target.value === "");
};

// The element that scrolls the page, found from inside a part.
const scroller = () => document.querySelector(".stMain") || document.scrollingElement;

// What limits an answer: a list of chips; one with words for it can be removed.
const filterChips = (chips, remove) => {
  const list = make("ul", "filters", null, { "aria-label": "Filters" });
  for (const chip of chips) {
    const item = make("li", "filter");
    item.append(make("span", "filter-label", chip.label, { title: chip.label }));
    if (chip.remove) item.append(button("filter-remove", "×", chip.remove, () => remove(chip.key)));
    list.append(item);
  }
  return list;
};
