// A list of things, most with an action. An action with a question asks it in its own row before it is sent.

const drawRow = (row, state, redraw, act) => {
  const item = make("li", "entry");
  const words = make("div", "words");
  words.append(make("p", "title", row.title), facts("facts", row.facts));
  if (row.trouble) {
    const trouble = make("p", "trouble");
    trouble.append(make("span", "mark", "!", { "aria-hidden": "true" }), row.trouble);
    words.append(trouble);
  }
  for (const detail of row.details || []) words.append(make("p", "detail", detail));
  item.append(words);
  if (row.action && state.asking === row.key) {
    const question = make("div", "question", null, { role: "group", "aria-label": row.ask });
    const buttons = make("p", "buttons");
    const keep = button("plain", "Keep it", null, () => redraw(null));
    buttons.append(button("sure", row.confirm, null, () => { state.asking = null; act(row.key); }), keep);
    question.append(make("p", "", row.ask), buttons);
    question.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      redraw(null);
    });
    item.append(question);
  } else if (row.action) {
    const action = button("plain", row.action, `${row.action}: ${row.title}`, () => (row.ask ? redraw(row.key) : act(row.key)));
    action.dataset.key = row.key;
    item.append(action);
  }
  return item;
};

const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const state = states.get(root) || { asking: null };
  states.set(root, state);
  const act = (key) => setTriggerValue("act", { key, at: Date.now() });
  const list = make("ul", "entries");
  const fill = () => list.replaceChildren(...data.rows.map((row) => drawRow(row, state, redraw, act)));
  const redraw = (asking) => {
    const before = state.asking;
    state.asking = asking;
    fill();
    if (asking) list.querySelector(".question .plain").focus();
    else [...list.querySelectorAll(".plain")].find((node) => node.dataset.key === before)?.focus();
  };
  fill();
  root.replaceChildren(list);
}
