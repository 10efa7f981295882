// The filters of the conversation, each with a way to take it away, and why nothing can be answered with them.

// The chip behind the one that goes has the focus next, or the button that opens the filters.
const remove = (view, chips, key) => {
  if (chips.length === 1) document.querySelector(".st-key-filters .stPopover button")?.focus();
  else view.removed = chips.findIndex((chip) => chip.key === key);
  view.send("remove", { key, at: Date.now() });
};

const draw = (root, data, view) => {
  root.replaceChildren(filterChips(data.chips, (key) => remove(view, data.chips, key)));
  if (data.warning) root.append(make("p", "warning", data.warning, { role: "status" }));
  if (view.removed === undefined) return;
  const left = [...root.querySelectorAll(".filter-remove")];
  left[Math.min(view.removed, left.length - 1)]?.focus();
  view.removed = undefined;
};

const views = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (!views.has(root)) views.set(root, {});
  const view = views.get(root);
  view.send = setTriggerValue;
  const words = JSON.stringify(data);
  if (view.words === words) return; // the focus stays
  view.words = words;
  draw(root, data, view);
}
