// The article beside the chat, scrolled to the cited words.

const bar = (data, send) => {
  const head = make("div", "bar");
  const place = make("p", "place", data.place);
  head.append(place);
  const actions = make("div", "actions");
  if (data.count > 1) {
    const kind = data.kind.toLowerCase();
    const previous = button("step", "‹", `Previous ${kind}`, () => send("step", { by: -1, at: Date.now() }));
    const next = button("step", "›", `Next ${kind}`, () => send("step", { by: 1, at: Date.now() }));
    previous.disabled = data.position === 0;
    next.disabled = data.position === data.count - 1;
    actions.append(previous, next);
  }
  actions.append(button("close", "Close", "Close the article", () => send("close", Date.now())));
  head.append(actions);
  return head;
};

// A fact says on request, and to screen readers, where it comes from.
const drawFact = (fact) => {
  const node = make("span", fact.origin ? "fact" : "", fact.text);
  if (fact.origin) {
    node.title = fact.origin;
    node.append(make("span", "hidden-words", ` (${fact.origin})`));
  }
  return node;
};

const drawFacts = (list) => {
  const line = make("p", "facts");
  list.forEach((fact, index) => {
    if (index) line.append(make("span", "dot", "·", { "aria-hidden": "true" }));
    line.append(drawFact(fact));
  });
  return line;
};

const drawVersions = (data, act) => {
  const box = make("details", "versions");
  const many = data.versions.length;
  box.append(make("summary", "", many === 1 ? "1 earlier version" : `${many} earlier versions`));
  const list = make("ol");
  data.versions.forEach((seen, version) => {
    const line = make("li");
    const link = button("link", seen, `What changed in the version seen ${seen}`, () => act({ do: "compare", version }));
    if (version === data.version) link.setAttribute("aria-current", "true");
    line.append(link);
    list.append(line);
  });
  box.append(list);
  box.open = data.version !== undefined;
  return box;
};

const drawHead = (data, act) => {
  const head = make("header", "head");
  const title = titleOf("h2", "title", data.title, data.derived);
  if (data.titleOrigin) {
    title.title = `Title ${data.titleOrigin}`;
    if (!data.derived) title.append(make("span", "hidden-words", ` (title ${data.titleOrigin})`));
  }
  head.append(title);
  if (data.derived) head.append(make("p", "derived-note", `Title ${data.titleOrigin}`));
  head.append(drawFacts(data.facts));
  if (data.url) {
    const line = make("p", "url");
    // Only web addresses become links; anything else stays text.
    if (/^https?:\/\//i.test(data.url)) {
      const link = make("a", "", data.url, { href: data.url, target: "_blank", rel: "noopener noreferrer" });
      link.append(make("span", "hidden-words", " (the article at its source; opens in a new tab)"));
      line.append(link);
    } else {
      line.textContent = data.url;
    }
    head.append(line);
  }
  if (data.editable && !data.form && !data.removal) {
    const tools = make("p", "tools");
    tools.append(
      button("link", "Correct…", "Correct title, date, publisher or language", () => act({ do: "correct" })),
      button("link", "Remove from the collection…", null, () => act({ do: "ask to remove" })),
    );
    head.append(tools);
  }
  if (data.updating) head.append(make("p", "updating", data.updating, { role: "status" }));
  if (data.versions?.length) head.append(drawVersions(data, act));
  return head;
};

const drawInput = (field, id) => {
  if (field.kind === "choice") {
    const select = make("select", "input", null, { id, name: field.name });
    for (const [value, label] of field.options) select.append(make("option", "", label, { value }));
    select.value = field.value;
    return select;
  }
  const input = make("input", "input", null, { id, name: field.name, type: field.kind });
  input.value = field.value;
  return input;
};

const drawField = (field, act) => {
  const row = make("div", "field");
  const id = `field-${field.name}`;
  const input = drawInput(field, id);
  row.append(make("label", "", field.label, { for: id }), input);
  if (field.error) {
    input.setAttribute("aria-invalid", "true");
    row.append(make("p", "error", field.error, { id: `${id}-error`, role: "alert" }));
  }
  const notes = make("p", "field-note", field.origin || (field.value ? "" : "not known"), { id: `${id}-note` });
  if (field.corrected) {
    notes.append(
      make("span", "dot", "·", { "aria-hidden": "true" }),
      button("link", "Take back", `Take the correction of the ${field.label.toLowerCase()} back`, () => act({ do: "take back", name: field.name })),
    );
  }
  row.append(notes);
  input.setAttribute("aria-describedby", `${id}-note${field.error ? ` ${id}-error` : ""}`);
  return row;
};

const drawForm = (fields, act) => {
  const form = make("form", "ask", null, { novalidate: "", "aria-label": "Correct the article" });
  form.append(make("h3", "ask-title", "Correct this article"));
  form.append(make("p", "ask-words", "A correction stays when the index is rebuilt. The source itself is left as it is. A date or publisher that nobody knows may be left empty."));
  for (const field of fields) form.append(drawField(field, act));
  const buttons = make("p", "buttons");
  buttons.append(make("button", "primary", "Save", { type: "submit" }), button("link", "Cancel", null, () => act({ do: "read" })));
  form.append(buttons);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const typed = Object.fromEntries(new FormData(form));
    // Of half a date the browser gives nothing, which would say that it is not known.
    for (const input of form.elements) if (input.validity?.badInput) typed[input.name] = "half a date";
    act({ do: "save", fields: typed });
  });
  return form;
};

const drawRemoval = (sentences, act) => {
  const box = make("section", "ask", null, { role: "alertdialog", "aria-label": "Remove from the collection" });
  box.append(make("h3", "ask-title", "Remove this article from the collection?"));
  for (const sentence of sentences) box.append(make("p", "ask-words", sentence));
  const buttons = make("p", "buttons");
  buttons.append(
    button("danger", "Remove", "Remove the article from the collection", () => act({ do: "remove" })),
    button("link keep", "Keep it", null, () => act({ do: "read" })),
  );
  box.append(buttons);
  return box;
};

const MARKS = { added: ["ins", "+", "added: "], removed: ["del", "−", "removed: "] };

// Each run of sentences that came or went carries a sign and a word besides its colour.
const drawPiece = (piece) => {
  if (!MARKS[piece.kind]) return document.createTextNode(piece.text);
  const [tag, sign, word] = MARKS[piece.kind];
  const node = make(tag, "change");
  node.append(make("span", "sign", sign, { "aria-hidden": "true" }), make("span", "hidden-words", word));
  const words = piece.text.trimEnd();
  node.append(words, make("span", "hidden-words", ` (end of what was ${piece.kind}) `));
  const both = document.createDocumentFragment();
  both.append(node, piece.text.slice(words.length) || " ");
  return both;
};

const drawChanges = (changes, act) => {
  const section = make("section", "changes");
  const head = make("div", "changes-head");
  head.append(make("h3", "ask-title", changes.heading), button("link", "Back to the article", null, () => act({ do: "read" })));
  section.append(head, make("p", "ask-words", changes.summary));
  if (changes.fields.length) {
    const list = make("ul", "changed-fields");
    for (const field of changes.fields) {
      const line = make("li", "", `${field.label}: `);
      line.append(drawPiece({ kind: "removed", text: field.before }), drawPiece({ kind: "added", text: field.after }));
      list.append(line);
    }
    section.append(list);
  }
  const text = make("div", "text diff");
  for (const piece of changes.pieces) text.append(drawPiece(piece));
  section.append(text);
  return section;
};

// The words of the open citation are marked; those of the answer's other citations lighter, each with its number, which
// leads there.
const drawText = (data, go) => {
  const text = make("div", "text");
  const ends = new Map();
  data.paragraphs.forEach((segments, row) => segments.forEach(([, mark], column) => ends.set(mark, `${row} ${column}`)));
  data.paragraphs.forEach((segments, row) => {
    const paragraph = make("p");
    segments.forEach(([words, mark], column) => {
      if (mark === null) paragraph.append(words);
      else if (mark === data.position) paragraph.append(make("mark", "", words));
      else {
        paragraph.append(make("span", "also", words));
        if (ends.get(mark) === `${row} ${column}`) {
          const label = `${data.kind} ${data.names[mark]}, also in this answer`;
          paragraph.append("\u2060", button("also-number", data.names[mark], label, () => go(mark)));
        }
      }
    });
    text.append(paragraph);
  });
  return text;
};

const drawBody = (data, go) => {
  const body = document.createDocumentFragment();
  if (data.notice) body.append(make("p", "notice", data.notice, { role: "status" }));
  if (data.stored) {
    const stored = make("div", "stored");
    stored.append(make("p", "stored-label", "The words as they were quoted"), make("blockquote", "", data.stored));
    body.append(stored);
  }
  if (data.paragraphs.length) body.append(drawText(data, go));
  return body;
};

const draw = (root, data, send, act) => {
  const panel = make("aside", "panel", null, { "aria-label": `Article: ${data.title}`, tabindex: "-1" });
  const scroll = make("div", "scroll", null, { tabindex: "0", role: "region", "aria-label": "Article text" });
  scroll.append(drawHead(data, act));
  if (data.form) scroll.append(drawForm(data.form, act));
  else if (data.removal) scroll.append(drawRemoval(data.removal, act));
  scroll.append(data.changes ? drawChanges(data.changes, act) : drawBody(data, (to) => send("step", { to, at: Date.now() })));
  panel.append(bar(data, send), scroll);
  root.replaceChildren(panel);
  return panel;
};

const bringIntoView = (panel) => {
  const scroll = panel.querySelector(".scroll");
  const target = panel.querySelector(".ask") ? null : panel.querySelector("mark, .diff .change");
  if (!target) return;
  const offset = target.getBoundingClientRect().top - scroll.getBoundingClientRect().top;
  scroll.scrollTop += offset - scroll.clientHeight * (target.matches("mark") ? 0.28 : 0.6);
};

// The focus follows what was opened, but stays on the arrow that leads through the citations.
const focusOn = (panel, label) => {
  const arrow = label && [...panel.querySelectorAll(".step:not(:disabled)")].find((node) => node.ariaLabel === label);
  const target = arrow || panel.querySelector("[aria-invalid], .ask .input, .ask .keep") || panel.querySelector(".scroll");
  target.focus({ preventScroll: !target.matches(".ask *") });
};

// The panel may be drawn once more before it goes, and takes the focus with it: what opened it has it when it has gone.
const GOING = 5000; // milliseconds that a busy server may take for it
const giveBack = (root) => {
  const until = performance.now() + GOING;
  const focus = () => window.clippingsOpener?.()?.focus({ preventScroll: true });
  const restore = () => {
    const lost = document.activeElement === document.body;
    if (lost) focus();
    if (performance.now() < until && (lost || root.isConnected)) requestAnimationFrame(restore);
  };
  focus();
  requestAnimationFrame(restore);
};

const isChip = (event) => event.composedPath()[0].matches?.(".chip"); // it leads to its neighbours

// The browser's Back closes the article: an entry of the history stands for it. Streamlit answers a step back with a run
// of the page, in which what was just asked for can get lost, except between addresses that have a "#".
const enterHistory = (root, close) => {
  if (!history.state?.clippingsArticle) {
    const anchored = `${location.href.split("#")[0]}#`;
    history.replaceState(history.state, "", anchored);
    history.pushState({ ...history.state, clippingsArticle: true }, "", anchored);
  }
  const address = location.href;
  const onBack = (event) => {
    if (event.state?.clippingsArticle || location.href !== address) return;
    if (root.isConnected && !leaving.delete(root)) close();
  };
  window.addEventListener("popstate", onBack);
  return () => window.removeEventListener("popstate", onBack);
};

// An article that is closed otherwise takes its entry with it.
const leaving = new WeakSet();
const leaveHistory = (root) => {
  if (!history.state?.clippingsArticle) return;
  leaving.add(root);
  history.back();
};

const drawn = new WeakMap();
const escapes = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const send = (event, value) => {
    setTriggerValue(event, value);
    if (event !== "close") return;
    giveBack(root);
    leaveHistory(root);
  };
  const act = (what) => send("act", { ...what, at: Date.now() });
  if (!escapes.has(root)) {
    const onKey = (event) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
      const asks = root.querySelector(".ask, .changes");
      const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (event.key === "Escape" && asks) act({ do: "read" });
      else if (event.key === "Escape") send("close", Date.now());
      else if (by && !asks && !usesArrows(event) && !isChip(event)) send("step", { by, at: Date.now() });
    };
    const leave = enterHistory(root, () => send("close", Date.now()));
    document.addEventListener("keydown", onKey);
    escapes.set(root, () => {
      document.removeEventListener("keydown", onKey);
      leave();
    });
  }
  const words = JSON.stringify(data);
  const before = drawn.get(root);
  if (before?.words !== words) {
    drawn.set(root, { words, view: data.view });
    const kept = root.querySelector(".scroll")?.scrollTop;
    const focused = parentElement.activeElement;
    const label = focused?.matches(".step") ? focused.ariaLabel : null;
    const panel = draw(root, data, send, act);
    if (before?.view === data.view) {
      panel.querySelector(".scroll").scrollTop = kept; // the same words with something more known of them
    } else {
      focusOn(panel, label);
      bringIntoView(panel);
      // Once more when the fonts are in, since they move the lines.
      document.fonts.ready.then(() => panel.isConnected && bringIntoView(panel));
    }
  }
  return () => root.isConnected || escapes.get(root)?.(); // it is called as well where newer data came before these
}
