// One question and its answer: the words as they stream in, citation chips, preview cards, sources.

const canHover = window.matchMedia("(hover: hover)").matches;

const chip = (citation, open, preview) => {
  const node = button("chip", String(citation.number), `Citation ${citation.number}: ${citation.title}`, () => {
    preview.hide(0);
    open(citation.number);
  });
  node.dataset.number = citation.number;
  node.addEventListener("mouseenter", () => canHover && preview.show(node, citation));
  node.addEventListener("mouseleave", () => preview.hide());
  node.addEventListener("focus", () => node.matches(":focus-visible") && preview.show(node, citation));
  node.addEventListener("blur", () => preview.hide());
  return node;
};

// The card that shows the quoted words beside a chip. It sits in the top layer, so no container can cut it off.
const makePreview = (root) => {
  const card = make("div", "preview", null, { popover: "manual", role: "tooltip" });
  root.append(card);
  let timer;
  const place = (anchor) => {
    const at = anchor.getBoundingClientRect();
    const width = Math.min(380, window.innerWidth - 24);
    card.style.width = `${width}px`;
    card.style.left = `${Math.max(12, Math.min(at.left - 24, window.innerWidth - width - 12))}px`;
    const below = at.bottom + 8;
    const fits = below + card.offsetHeight < window.innerHeight - 8;
    card.style.top = `${fits ? below : Math.max(8, at.top - card.offsetHeight - 8)}px`;
  };
  return {
    show(anchor, citation) {
      clearTimeout(timer);
      card.replaceChildren(
        make("p", "preview-title", citation.title),
        facts("preview-facts", [citation.publisher, citation.date]),
        make("blockquote", "preview-quote", citation.quote),
        make("p", "preview-hint", "Click to read it in the article"),
      );
      if (!card.matches(":popover-open")) card.showPopover();
      place(anchor);
    },
    hide(delay = 80) {
      clearTimeout(timer);
      timer = setTimeout(() => card.matches(":popover-open") && card.hidePopover(), delay);
    },
  };
};

const drawPieces = (pieces, citations, open, preview) => {
  const words = make("div", "answer");
  let line = make("p");
  words.append(line);
  for (const piece of pieces) {
    if (piece.break) {
      line = make("p");
      words.append(line);
    } else if (piece.cite !== undefined) {
      line.append("\u2060", chip(citations.get(piece.cite), open, preview));
    } else if (piece.doubt) {
      const doubtful = make("span", "doubtful", piece.text, { title: "The cited words do not confirm this sentence." });
      line.append(doubtful, make("span", "doubt", "not confirmed"));
    } else {
      line.append(piece.text);
    }
  }
  return words;
};

const SHOWN_CARRIERS = 6;

// Who else carries the story, on one quiet line; each name opens that article.
const drawCarriers = (source, openCarrier) => {
  const line = make("p", "carriers", `${source.told}: `);
  const names = source.carriers.map((carrier, index) => {
    const name = button("carrier", carrier.name, carrier.label, () => openCarrier(source.quotes[0].number, index));
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

const drawSources = (sources, headline, open, openCarrier) => {
  const section = make("section", "sources");
  section.append(make("h3", "section-title", headline));
  const list = make("ol", "source-list");
  for (const source of sources) {
    const card = make("li", "source");
    card.append(make("p", "source-title", source.title), facts("source-facts", [source.publisher, source.date, source.file]));
    for (const quote of source.quotes) {
      const line = button("quote", null, `Read quote ${quote.number} in the article`, () => open(quote.number));
      line.append(make("span", "quote-number", String(quote.number)), make("span", "quote-words", quote.quote));
      card.append(line);
    }
    if (source.told) card.append(drawCarriers(source, openCarrier));
    list.append(card);
  }
  section.append(list);
  return section;
};

const drawClosest = (closest, openPassage) => {
  const section = make("section", "closest");
  section.append(make("h3", "section-title", "Closest passages — not an answer"));
  const list = make("ol", "source-list");
  closest.forEach((hit, index) => {
    const item = make("li", "source");
    const line = button("quote", null, `Read this passage in ${hit.title}`, () => openPassage(index));
    line.append(make("span", "quote-words", hit.text));
    item.append(titleOf("p", "source-title", hit.title, hit.derived), facts("source-facts", [hit.publisher, hit.date]), line);
    list.append(item);
  });
  section.append(list);
  return section;
};

const drawFailure = (error, send) => {
  const box = make("div", "failure", null, { role: "alert" });
  box.append(make("p", "", error));
  const actions = make("p", "failure-actions");
  actions.append(button("plain", "Ask again", null, () => send("retry", true)));
  box.append(actions);
  return box;
};

const draw = (root, data, send) => {
  const preview = makePreview(root);
  const open = (number) => send("open", { number, at: Date.now() });
  const openCarrier = (number, carrier) => send("open", { number, carrier, at: Date.now() });
  const openPassage = (passage) => send("open", { passage, at: Date.now() });
  const citations = new Map(data.citations.map((citation) => [citation.number, citation]));
  const article = make("article", "turn");
  article.append(make("h2", data.question.length > 240 ? "question long" : "question", data.question));
  if (data.understood) {
    const line = make("p", "understood", "Understood as: ");
    line.append(make("em", "", data.understood));
    article.append(line);
  }
  if (data.filters.length) article.append(filterChips(data.filters, () => send("unfilter", true)));
  if (data.note) article.append(make("p", "understood", data.note));
  const body = make("div", "body");
  if (data.short) body.append(make("p", "short", data.short));
  if (data.refusal) body.append(make("p", "refusal", data.refusal));
  if (data.pieces.length) body.append(drawPieces(data.pieces, citations, open, preview));
  if (data.status) body.append(make("p", "status", data.status));
  article.append(body);
  if (data.error) article.append(drawFailure(data.error, send));
  if (data.sources.length) article.append(drawSources(data.sources, data.headline, open, openCarrier));
  if (data.closest.length) article.append(drawClosest(data.closest, openPassage));
  root.append(article);
};

// Whether the reader has begun to scroll since: then the page is theirs.
const readerScrolls = (page) => {
  let scrolled = false;
  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    page.addEventListener(kind, () => { scrolled = true; }, { once: true, passive: true });
  }
  return () => scrolled;
};

// Opening the article narrows the conversation: keep the clicked words where the reader's eye is.
const holdStill = (anchor) => {
  const page = scroller();
  const before = anchor.getBoundingClientRect().top;
  const until = performance.now() + 1500;
  const released = readerScrolls(page);
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
  const page = scroller();
  const until = performance.now() + 600;
  const released = readerScrolls(page);
  const insist = () => {
    if (released() || !root.isConnected) return;
    root.scrollIntoView({ block: "start" });
    if (performance.now() < until) requestAnimationFrame(insist);
  };
  insist();
};

const drawn = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const { reading, last, ...shown } = data;
  const words = JSON.stringify(shown);
  const send = (event, value) => {
    const anchor = parentElement.activeElement;
    if (event === "open" && anchor) {
      window.clippingsOpener = anchor;
      holdStill(anchor);
    }
    setTriggerValue(event, value);
  };
  if (drawn.get(root) !== words) {
    const first = !drawn.has(root);
    drawn.set(root, words);
    root.replaceChildren();
    draw(root, shown, send);
    if (first && last) bringUp(root);
  }
  root.classList.toggle("last", last);
  root.setAttribute("aria-live", last ? "polite" : "off");
  root.setAttribute("aria-busy", String(Boolean(data.status)));
  for (const node of root.querySelectorAll(".chip")) {
    const current = Number(node.dataset.number) === reading;
    node.classList.toggle("current", current);
    node.setAttribute("aria-expanded", String(current));
  }
}
