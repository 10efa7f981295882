// The list of conversations: search, open, and a menu to pin, rename, export or delete one (after a second click).

const PATIENCE = 200; // milliseconds without a key before a search is sent

const PIN = "M9 4h6l-1 7 3 3H7l3-3zM12 14v6";

// On a narrow screen the sidebar covers the conversation or page that was just chosen, so it is put away.
const putAway = () => {
  if (window.innerWidth <= 800) document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
};

const choose = (send, id, turn = null) => {
  send("choose", { id, turn, at: Date.now() });
  putAway();
};

// Once for the window: the links are Streamlit's, which leaves the sidebar open over the page that they lead to.
const followLinks = () => {
  if (window.clippingsLinks) return;
  window.clippingsLinks = true;
  document.addEventListener("click", (event) => event.target.closest?.(".st-key-pages a") && putAway());
};

// Words with those that were looked for marked.
const marked = (tag, className, pieces) => {
  const node = make(tag, className);
  for (const [text, found] of pieces) node.append(found ? make("mark", "", text) : text);
  return node;
};

// One menu for all rows. It sits in the top layer, so the sidebar cannot cut it off.
const makeMenu = () => {
  const menu = make("div", "menu", null, { popover: "auto", role: "menu" });
  let leftByKey = false; // then the focus goes back to where it was
  menu.addEventListener("keydown", (event) => {
    leftByKey = event.key === "Escape";
    walkMenu(menu, event);
  });
  const open = (anchor, title, actions) => {
    leftByKey = false;
    menu.setAttribute("aria-label", `Actions for ${title}`);
    menu.replaceChildren(
      ...actions.map(([words, label, act]) => {
        const item = button("item", words, label, () => { menu.hidePopover(); act(); });
        item.setAttribute("role", "menuitem");
        return item;
      }),
    );
    menu.showPopover();
    placeMenu(menu, anchor, "right");
    menu.querySelector("button").focus();
  };
  menu.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    for (const more of menu.getRootNode().querySelectorAll('.more[aria-expanded="true"]')) {
      more.setAttribute("aria-expanded", "false");
      if (leftByKey) more.focus();
    }
  });
  return { node: menu, open };
};

const drawRenaming = (conversation, view) => {
  const input = make("input", "rename", null, { "aria-label": "New name", maxlength: "120", value: conversation.title });
  const finish = (keep) => {
    if (view.renaming !== conversation.id) return;
    view.renaming = null;
    const title = input.value.trim();
    if (keep && title && title !== conversation.title) view.send("rename", { id: conversation.id, title });
    view.redraw(conversation.id);
  };
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") finish(true);
    if (event.key === "Escape") { event.preventDefault(); finish(false); }
  });
  input.addEventListener("blur", () => finish(true));
  requestAnimationFrame(() => { input.focus(); input.select(); });
  return [input];
};

const drawDeleting = (conversation, view) => {
  const question = make("p", "confirm", "Delete this conversation?", { role: "alert" });
  const actions = make("p", "confirm-actions");
  const yes = button("danger", "Delete", null, () => { view.deleting = null; view.send("delete", { id: conversation.id }); });
  const no = button("plain", "Keep", null, () => { view.deleting = null; view.redraw(conversation.id); });
  actions.append(yes, no);
  requestAnimationFrame(() => no.focus());
  return [question, actions];
};

const drawOpening = (conversation, current, view) => {
  const open = button("open", null, null, () => choose(view.send, conversation.id, conversation.turn));
  open.title = conversation.title;
  if (conversation.pinned) open.append(icon(PIN), make("span", "hidden-words", "Pinned: "));
  open.append(conversation.marked ? marked("span", "title", conversation.marked) : make("span", "title", conversation.title));
  if (conversation.excerpt?.length) open.append(marked("span", "excerpt", conversation.excerpt));
  if (conversation.id === current) open.setAttribute("aria-current", "page");
  const more = button("more", null, `More for ${conversation.title}`, () => {
    more.setAttribute("aria-expanded", "true");
    const title = conversation.title;
    view.menu.open(more, title, [
      conversation.pinned
        ? ["Unpin", `Unpin ${title}`, () => view.send("pin", { id: conversation.id, pinned: false })]
        : ["Pin", `Pin ${title}`, () => view.send("pin", { id: conversation.id, pinned: true })],
      ["Rename", `Rename ${title}`, () => { view.renaming = conversation.id; view.redraw(); }],
      ["Export…", `Export ${title}`, () => view.send("export", { id: conversation.id, at: Date.now() })],
      ["Delete", `Delete ${title}`, () => { view.deleting = conversation.id; view.redraw(); }],
    ]);
  });
  more.setAttribute("aria-haspopup", "menu");
  more.setAttribute("aria-expanded", "false");
  more.append(icon("M5 12h.01M12 12h.01M19 12h.01"));
  return [open, more];
};

const drawRow = (conversation, current, view) => {
  const row = make("li", conversation.id === current ? "row current" : "row");
  row.dataset.id = conversation.id;
  if (view.renaming === conversation.id) row.append(...drawRenaming(conversation, view));
  else if (view.deleting === conversation.id) row.append(...drawDeleting(conversation, view));
  else row.append(...drawOpening(conversation, current, view));
  return row;
};

const drawList = (name, conversations, current, view) => {
  const list = make("ul", "list", null, { "aria-label": name });
  for (const conversation of conversations) list.append(drawRow(conversation, current, view));
  return list;
};

const drawLists = (data, view) => {
  if (data.found) {
    const many = data.found.length === 1 ? "1 conversation found" : `${data.found.length || "No"} conversations found`;
    return [make("h2", "heading", many, { role: "status" }), drawList("Found", data.found, data.current, view)];
  }
  if (!data.groups.length) return [make("p", "none", "Your conversations are kept here.")];
  return data.groups.flatMap((group) => [make("h2", "heading", group.name), drawList(group.name, group.conversations, data.current, view)]);
};

const drawSearch = (view) => {
  const input = make("input", "search", null, { type: "search", placeholder: "Search conversations", "aria-label": "Search conversations", maxlength: "200" });
  let timer;
  const send = () => {
    clearTimeout(timer);
    view.send("search", { query: input.value, at: Date.now() });
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(send, PATIENCE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") send();
    if (event.key === "Escape" && input.value) { event.preventDefault(); input.value = ""; send(); }
  });
  return input;
};

const views = new WeakMap();

const begin = (root) => {
  followLinks();
  const view = { shown: "", renaming: null, deleting: null, lists: make("div", "lists"), menu: makeMenu() };
  const fresh = button("begin", "New conversation", null, () => choose(view.send, null));
  fresh.prepend(icon("M12 5v14M5 12h14"));
  view.search = drawSearch(view);
  root.replaceChildren(fresh, view.search, view.lists, view.menu.node);
  views.set(root, view);
  return view;
};

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const first = !views.has(root);
  const view = first ? begin(root) : views.get(root);
  view.send = setTriggerValue;
  if (first) view.search.value = data.query;
  view.search.hidden = !data.groups.length;
  view.redraw = (focus) => {
    view.lists.replaceChildren(...drawLists(data, view));
    if (focus) view.lists.querySelector(`[data-id="${CSS.escape(focus)}"] .more`)?.focus();
  };
  const words = JSON.stringify(data);
  if (view.shown === words) return; // what is being typed, and the focus, stay
  view.shown = words;
  const focused = parentElement.activeElement?.closest?.(".row")?.dataset.id;
  view.redraw();
  if (focused && !view.renaming && !view.deleting) view.lists.querySelector(`[data-id="${CSS.escape(focused)}"] .open`)?.focus();
}
