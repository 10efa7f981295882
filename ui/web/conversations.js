// The list of conversations: open, rename in place, delete after a second click.

const drawRow = (conversation, current, redraw, send, state) => {
  const row = make("li", conversation.id === current ? "row current" : "row");
  if (state.renaming === conversation.id) {
    const input = make("input", "rename", null, { "aria-label": "New name", maxlength: "120", value: conversation.title });
    const finish = (keep) => {
      if (state.renaming !== conversation.id) return;
      state.renaming = null;
      const title = input.value.trim();
      if (keep && title && title !== conversation.title) send("rename", { id: conversation.id, title });
      redraw();
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Enter") finish(true);
      if (event.key === "Escape") { event.preventDefault(); finish(false); }
    });
    input.addEventListener("blur", () => finish(true));
    row.append(input);
    requestAnimationFrame(() => { input.focus(); input.select(); });
    return row;
  }
  if (state.deleting === conversation.id) {
    const question = make("p", "confirm", "Delete this conversation?", { role: "alert" });
    const actions = make("p", "confirm-actions");
    const yes = button("danger", "Delete", null, () => { state.deleting = null; send("delete", { id: conversation.id }); });
    const no = button("plain", "Keep", null, () => { state.deleting = null; redraw(); });
    actions.append(yes, no);
    row.append(question, actions);
    requestAnimationFrame(() => no.focus());
    return row;
  }
  const open = button("open", conversation.title, null, () => choose(send, conversation.id));
  open.title = conversation.title;
  if (conversation.id === current) open.setAttribute("aria-current", "page");
  const rename = button("action", null, `Rename ${conversation.title}`, () => { state.renaming = conversation.id; redraw(); });
  rename.append(icon("M4 20h4L19 9l-4-4L4 16z"));
  const remove = button("action", null, `Delete ${conversation.title}`, () => { state.deleting = conversation.id; redraw(); });
  remove.append(icon("M5 7h14M10 7V5h4v2M7 7l1 13h8l1-13"));
  row.append(open, rename, remove);
  return row;
};

const icon = (path) => {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  drawing.append(line);
  return drawing;
};

// On a narrow screen the sidebar covers the conversation that was just chosen, so it is put away.
const choose = (send, id) => {
  send("choose", { id, at: Date.now() });
  if (window.innerWidth <= 800) document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
};

const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  if (!states.has(root)) states.set(root, { renaming: null, deleting: null });
  const state = states.get(root);
  const redraw = () => {
    const begin = button("begin", "New conversation", null, () => choose(setTriggerValue, null));
    begin.prepend(icon("M12 5v14M5 12h14"));
    root.replaceChildren(begin, make("h2", "heading", "Conversations"));
    if (!data.conversations.length) {
      root.append(make("p", "none", "Your conversations are kept here."));
      return;
    }
    const list = make("ul", "list", null, { "aria-label": "Conversations" });
    for (const conversation of data.conversations) list.append(drawRow(conversation, data.current, redraw, setTriggerValue, state));
    root.append(list);
  };
  redraw();
}
