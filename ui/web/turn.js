// One question and its answer: the words as they stream in, citation chips, actions, sources, how it was found.

const canHover = window.matchMedia("(hover: hover)").matches;

const drawChip = (citation, found, tools) => {
  const label = `Citation ${citation.number}: ${citation.title}${found ? " (found by us)" : ""}`;
  const node = button(found ? "chip by-us" : "chip", String(citation.number), label, () => {
    tools.preview.hide(0);
    tools.open({ number: citation.number });
  });
  node.dataset.number = citation.number;
  node.setAttribute("aria-describedby", `about-${citation.number}`);
  node.setAttribute("aria-expanded", "false");
  const by = found ? "We found this citation; the model gave none here. " : "";
  const show = (hint) => tools.preview.show(node, citation, by + hint);
  node.addEventListener("mouseenter", () => canHover && show("Click to read it in the article"));
  node.addEventListener("mouseleave", () => tools.preview.hide());
  node.addEventListener("focus", () => node.matches(":focus-visible") && show("Enter reads it in the article, ← → go to the others"));
  node.addEventListener("blur", () => tools.preview.hide());
  return node;
};

const VERDICTS = {
  verbatim: "Word for word: the quoted words stand in the cited passage.",
  supported: "Checked: its numbers, dates and names are in the cited passages, and their words bear it out.",
};

const drawStatement = (piece) => {
  if (piece.verdict === "unsupported") {
    const both = make("span", "unconfirmed");
    const missing = piece.missing.length ? `: ${piece.missing.join("; ")}` : "";
    both.append(make("span", "doubtful", piece.text), make("span", "doubt", `not confirmed${missing}`));
    return both;
  }
  if (!VERDICTS[piece.verdict]) return document.createTextNode(piece.text);
  const node = make("span", "statement", piece.text, { title: VERDICTS[piece.verdict] });
  node.append(make("span", "hidden-words", ` (${piece.verdict === "verbatim" ? "word for word" : "supported"})`));
  return node;
};

// Words are added behind those that stand already, so that nothing moves or loses the focus while an answer comes.
const drawPieces = (slot, pieces, tools) => {
  const shown = (slot.clippings ??= { line: null, drawn: [] });
  if (!shown.line?.isConnected) {
    shown.line = make("p");
    shown.drawn = [];
    const words = make("div", "answer");
    words.append(shown.line);
    slot.replaceChildren(words);
  }
  const drawn = shown.drawn;
  const keys = pieces.map((piece) => JSON.stringify(piece));
  const same = keys.findIndex((key, index) => drawn[index]?.key !== key);
  const from = same < 0 ? keys.length : same;
  for (const { nodes } of drawn.splice(from)) nodes.forEach((node) => node.remove());
  pieces.slice(from).forEach((piece, index) => {
    const nodes = piece.cite === undefined
      ? [drawStatement(piece)]
      : [document.createTextNode("\u2060"), drawChip(tools.citations.get(piece.cite), piece.found, tools)];
    shown.line.append(...nodes);
    drawn.push({ key: keys[from + index], nodes });
  });
};

const drawDescriptions = (citations) => citations.map((citation) => {
  const about = [citation.publisher, citation.date, citation.age].filter(Boolean).join(", ");
  return make("p", "", `${about}. “${citation.quote}”`, { id: `about-${citation.number}`, hidden: "" });
});

const SHOWN_CARRIERS = 6;

// Who else carries the story, on one quiet line; each name opens that article.
const drawCarriers = (source, tools) => {
  const line = make("p", "carriers", `${source.told}: `);
  const names = source.carriers.map((carrier, index) => {
    const name = button("carrier", carrier.name, carrier.label, () => tools.open({ number: source.quotes[0].number, carrier: index }));
    name.title = carrier.label;
    return name;
  });
  const add = (nodes) => nodes.forEach((node) => line.append(line.childElementCount ? ", " : "", node));
  add(source.publisher ? [make("span", "", source.publisher)] : []);
  add(names.slice(0, SHOWN_CARRIERS));
  const hidden = names.slice(SHOWN_CARRIERS);
  if (hidden.length) {
    const more = button("carrier", `${hidden.length} more`, null, () => {
      more.before(hidden[0]);
      more.remove();
      add(hidden.slice(1));
      hidden[0].focus();
    });
    add([more]);
  }
  return line;
};

const drawSources = ({ sources, headline }, tools) => {
  const section = make("section", "sources");
  section.append(make("h3", "section-title", headline));
  const list = make("ol", "source-list");
  for (const source of sources) {
    const card = make("li", "source");
    card.append(
      titleOf("p", "source-title", source.title, source.derived),
      facts("source-facts", [source.publisher, source.date, source.age, source.file]),
    );
    for (const quote of source.quotes) {
      const line = button("quote", null, `Read quote ${quote.number} in the article`, () => tools.open({ number: quote.number }));
      line.append(make("span", "quote-number", String(quote.number)), make("span", "quote-words", quote.quote));
      card.append(line);
    }
    if (source.told) card.append(drawCarriers(source, tools));
    list.append(card);
  }
  section.append(list);
  return section;
};

const drawClosest = (closest, tools) => {
  const section = make("section", "closest");
  section.append(make("h3", "section-title", "Closest passages — not an answer"));
  const list = make("ol", "source-list");
  closest.forEach((hit, index) => {
    const item = make("li", "source");
    const line = button("quote", null, `Read this passage in ${hit.title}`, () => tools.open({ passage: index }));
    line.append(make("span", "quote-words", hit.text));
    item.append(titleOf("p", "source-title", hit.title, hit.derived), facts("source-facts", [hit.publisher, hit.date, hit.age]), line);
    list.append(item);
  });
  section.append(list);
  return section;
};

const drawFailure = (failure, tools) => {
  const box = make("div", "failure", null, { role: "alert" });
  box.append(make("p", "", failure.error));
  const actions = make("p", "failure-actions");
  actions.append(
    button("plain", "Ask again", null, () => tools.act({ do: "ask", question: failure.question })),
    button("plain", "Remove", "Remove this question", () => tools.act({ do: "remove" })),
  );
  box.append(actions);
  return box;
};

const drawRelated = (questions, tools) => {
  const section = make("section", "related");
  section.append(make("h3", "section-title", "The articles also answer"));
  const list = make("ul", "related-list");
  for (const question of questions) {
    const item = make("li");
    item.append(button("related-question", question, null, () => tools.act({ do: "ask", question })));
    list.append(item);
  }
  section.append(list);
  return section;
};

// The button stays the same node while the words beside it change, or a click on it would be lost.
const drawStatus = (slot, status, tools) => {
  if (!slot.firstElementChild) {
    const line = make("div", "status");
    line.append(make("span", "status-words"), button("stop", "Stop", "Stop answering", () => tools.act({ do: "stop" })));
    slot.replaceChildren(line);
  }
  slot.querySelector(".status-words").textContent = status.words;
  slot.querySelector(".stop").hidden = !status.canStop;
};

const drawQuestion = (question) => make("h2", question.length > 240 ? "question long" : "question", question);

// The question becomes a box to write in; asking it again leaves this turn as it is.
const editQuestion = (slot, question, tools) => {
  const form = make("form", "edit");
  const box = make("textarea", "edit-words", null, { rows: "2", "aria-label": "Edit the question" });
  box.value = question;
  const close = () => {
    slot.replaceChildren(drawQuestion(slot.clippingsQuestion));
    tools.root.querySelector(".action")?.focus();
  };
  const buttons = make("p", "edit-buttons");
  const hint = make("span", "edit-hint", "It is asked anew at the end; this answer stays.");
  buttons.append(make("button", "primary", "Ask", { type: "submit" }), button("action", "Cancel", null, close), hint);
  form.append(box, buttons);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!box.value.trim()) return;
    tools.act({ do: "ask", question: box.value });
    close();
  });
  form.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Escape", "Enter"].includes(event.key) || event.target !== box || event.shiftKey) return;
    event.preventDefault();
    if (event.key === "Enter") form.requestSubmit();
    else close();
  });
  slot.replaceChildren(form);
  box.focus();
  box.setSelectionRange(box.value.length, box.value.length);
};

const line = (className) => (words) => make("p", className, words);

const drawUnderstood = (understood) => {
  const node = make("p", "understood", "Understood as: ");
  node.append(make("em", "", understood));
  return node;
};

// Each section has a place of its own and is drawn anew only when what it shows has changed.
const SECTIONS = [
  ["question", (data) => data.question, (slot, question) => {
    slot.clippingsQuestion = question;
    slot.replaceChildren(drawQuestion(question));
  }],
  ["understood", (data) => data.understood, drawUnderstood],
  ["filters", (data) => data.filters, (chips, tools) => filterChips(chips, () => tools.act({ do: "undate" }))],
  ["note", (data) => data.note, line("understood")],
  ["about", (data) => data.citations, (citations) => drawDescriptions(citations)],
  ["notice", (data) => data.notice, line("notice"), "body"],
  ["short", (data) => data.short, line("short"), "body"],
  ["refusal", (data) => data.refusal, line("refusal"), "body"],
  ["answer", (data) => data.pieces, drawPieces, "body"],
  ["checked", (data) => data.checked, line("checked"), "body"],
  ["status", (data) => data.status && { words: data.status, canStop: data.canStop }, drawStatus],
  ["failure", (data) => data.error && { error: data.error, question: data.question }, drawFailure],
  ["offers", (data) => data.offers, (offers, tools) => drawActions(offers, tools.act, tools.edit)],
  ["sources", (data) => data.sources.length && { sources: data.sources, headline: data.headline }, drawSources],
  ["closest", (data) => data.closest, drawClosest],
  ["found", (data) => data.found, (found, tools) => drawFound(found, (evidence) => tools.open({ evidence }))],
  // Last, since they come a while after the rest and must not move it.
  ["related", (data) => data.related, drawRelated],
];
const FILLS = new Set(["question", "answer", "status"]); // these draw into their place themselves

const layOut = (root) => {
  const article = make("article", "turn");
  const body = make("div", "body", null, { "aria-live": "polite" });
  const slots = new Map();
  for (const [name, , , inside] of SECTIONS) {
    const slot = make("div", "slot");
    slots.set(name, { slot, words: null });
    if (inside) {
      if (!body.isConnected) article.append(body);
      body.append(slot);
    } else article.append(slot);
  }
  root.append(article);
  return slots;
};

// A button that is drawn anew under the reader's finger keeps the focus.
const keepFocus = (slot, draw) => {
  const active = slot.getRootNode().activeElement;
  const name = slot.contains(active) ? nameOf(active) : null;
  draw();
  if (name) [...slot.querySelectorAll("button")].find((node) => nameOf(node) === name)?.focus();
};
const nameOf = (node) => node.ariaLabel || node.textContent;

const update = (slots, data, tools) => {
  tools.citations = new Map(data.citations.map((citation) => [citation.number, citation]));
  for (const [name, pick, drawIt] of SECTIONS) {
    const place = slots.get(name);
    const picked = pick(data);
    const words = JSON.stringify(picked);
    if (place.words === words) continue;
    place.words = words;
    const empty = !picked || picked.length === 0;
    if (empty) place.slot.replaceChildren();
    else if (FILLS.has(name)) drawIt(place.slot, picked, tools);
    else keepFocus(place.slot, () => place.slot.replaceChildren(...[drawIt(picked, tools)].flat()));
  }
};

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

// The newest question starts at the top of the window with room for its answer below. Streamlit scrolls to the end of
// the page when it opens; for a moment this insists, unless the reader scrolls.
const bringUp = (root) => {
  const until = performance.now() + 600;
  const released = readerScrolls();
  const insist = () => {
    if (released() || !root.isConnected) return;
    root.scrollIntoView({ block: "start" });
    if (performance.now() < until) requestAnimationFrame(insist);
  };
  insist();
};

// What opened the article gets the focus back; where it was drawn anew since, the chip of the same number stands in.
const rememberOpener = (root, anchor) => {
  const { number } = anchor.dataset;
  window.clippingsOpener = () =>
    anchor.isConnected ? anchor : number && root.querySelector(`.chip[data-number="${CSS.escape(number)}"]`);
};

const equip = (root, parentElement, setTriggerValue) => {
  const send = (event, value) => setTriggerValue(event, { ...value, at: Date.now() });
  const slots = layOut(root);
  const tools = {
    root,
    preview: makePreview(root),
    act: (what) => send("act", what),
    open: (what) => {
      const anchor = parentElement.activeElement;
      if (anchor) {
        rememberOpener(root, anchor);
        holdStill(anchor);
      }
      send("open", what);
    },
    edit: (question) => editQuestion(slots.get("question").slot, question, tools),
  };
  (window.clippingsTurns ??= new Set()).add(root); // for the keys that lead through the citations
  return { slots, tools };
};

const equipped = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const { reading, last, room, ...shown } = data;
  const first = !equipped.has(root);
  if (first) equipped.set(root, equip(root, parentElement, setTriggerValue));
  const { slots, tools } = equipped.get(root);
  const body = root.querySelector(".body");
  body.setAttribute("aria-busy", String(Boolean(data.status)));
  update(slots, shown, tools);
  if (first && last) bringUp(root);
  root.classList.toggle("room", room);
  for (const node of root.querySelectorAll(".chip")) {
    const current = Number(node.dataset.number) === reading;
    node.classList.toggle("current", current);
    node.setAttribute("aria-expanded", String(current));
  }
}
