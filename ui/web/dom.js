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
