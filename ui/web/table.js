// The articles as a table: search as you type, sort by any column, open one by its title.

const PAGE = 50;

const COLUMNS = [
  { key: "title", label: "Title", kind: "text" },
  { key: "publisher", label: "Publisher", kind: "text" },
  { key: "date", label: "Date", kind: "text", first: "descending" },
  { key: "language", label: "Language", kind: "text" },
  { key: "words", label: "Words", kind: "number", first: "descending" },
  { key: "passages", label: "Passages", kind: "number", first: "descending" },
  { key: "source", label: "File", kind: "text" },
  { key: "added", label: "Added", kind: "text", first: "descending" },
];

const collator = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

// Unknown values come last whichever way the column is sorted.
const sorted = (rows, { key, direction }) => {
  if (!key) return rows;
  const sign = direction === "ascending" ? 1 : -1;
  return [...rows].sort((a, b) => {
    const [left, right] = [a[key] ?? "", b[key] ?? ""];
    if (left === "" || right === "") return (left === "") - (right === "");
    return sign * (typeof left === "number" ? left - right : collator.compare(left, right));
  });
};

// A language says something only beside another one.
const shownColumns = (rows) => {
  const languages = new Set(rows.map((row) => row.language).filter(Boolean));
  return COLUMNS.filter((column) => column.key !== "language" || languages.size > 1);
};

const found = (all, { search, story }) => {
  const rows = story ? all.filter((row) => row.story === story) : all;
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return rows;
  return rows.filter((row) => {
    const text = [row.title, row.publisher, row.day, row.language, row.source].join(" ").toLowerCase();
    return words.every((word) => text.includes(word));
  });
};

const drawRow = (row, columns, open, tell) => {
  const line = make("tr");
  const title = make("td", "title-cell");
  const link = titleOf("button", "title", row.title, row.derived);
  link.type = "button";
  link.addEventListener("click", (event) => {
    const opened = event.currentTarget;
    window.clippingsOpener = () => opened;
    open({ id: row.id, at: Date.now() });
  });
  title.append(link);
  for (const note of row.notes) title.append(make("p", "note", note));
  if (row.tellers > 1) {
    const words = `${row.tellers.toLocaleString("en")} articles tell this story`;
    title.append(button("story", words, `${words}: show them`, () => tell(row.story)));
  }
  const language = columns.some((column) => column.key === "language");
  line.append(
    title,
    make("td", row.publisher ? "" : "unknown", row.publisher || "unknown", { "data-label": "Publisher" }),
    make("td", row.date ? "day" : "day unknown", row.date ? row.day : "unknown", { "data-label": "Date" }),
    ...(language ? [make("td", row.language ? "" : "unknown", row.language || "unknown", { "data-label": "Language" })] : []),
    make("td", "number", row.words.toLocaleString("en"), { "data-label": "Words" }),
    make("td", "number", row.passages.toLocaleString("en"), { "data-label": "Passages" }),
    make("td", "source", row.source, { "data-label": "File" }),
    make("td", "day", row.addedDay, { "data-label": "Added" }),
  );
  return line;
};

const states = new WeakMap();

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".root");
  const state = states.get(root) || { search: "", story: null, key: null, direction: "ascending", shown: PAGE };
  states.set(root, state);
  const open = (value) => setTriggerValue("open", value);

  const bar = make("div", "bar");
  const search = make("input", "search", null, { type: "search", placeholder: "Search titles, publishers, files", "aria-label": "Search the articles" });
  search.value = state.search;
  const tally = make("p", "tally", "", { role: "status" });
  const untell = button("untell", "One story", "Show all articles, not only those that tell one story", () => tell(null));
  bar.append(search, untell, tally);

  const head = make("tr");
  const body = make("tbody");
  const more = button("more", "", null, () => { state.shown += PAGE; fill(); });
  const columns = shownColumns(data.rows);
  for (const column of columns) {
    const cell = make("th", column.kind, null, { scope: "col" });
    const sort = button("sort", column.label, null, () => {
      const flipped = state.direction === "ascending" ? "descending" : "ascending";
      state.direction = state.key === column.key ? flipped : column.first || "ascending";
      state.key = column.key;
      fill();
    });
    cell.append(sort);
    cell.dataset.key = column.key;
    head.append(cell);
  }

  const fill = () => {
    if (!data.rows.some((row) => row.story === state.story)) state.story = null;
    const hits = sorted(found(data.rows, state), state);
    body.replaceChildren(...hits.slice(0, state.shown).map((row) => drawRow(row, columns, open, tell)));
    untell.hidden = !state.story;
    const all = data.rows.length.toLocaleString("en");
    tally.textContent = state.search.trim() || state.story ? `${hits.length.toLocaleString("en")} of ${all}` : "";
    more.hidden = hits.length <= state.shown;
    more.textContent = `Show ${Math.min(PAGE, hits.length - state.shown)} more`;
    for (const cell of head.children) {
      const active = cell.dataset.key === state.key;
      if (active) cell.setAttribute("aria-sort", state.direction);
      else cell.removeAttribute("aria-sort");
    }
  };

  const tell = (story) => {
    state.story = story;
    state.shown = PAGE;
    fill();
    (story ? untell : search).focus();
  };

  search.addEventListener("input", () => {
    state.search = search.value;
    state.shown = PAGE;
    fill();
  });

  const table = make("table");
  const headGroup = make("thead");
  headGroup.append(head);
  table.append(make("caption", "hidden-words", "Indexed articles"), headGroup, body);
  const frame = make("div", "frame");
  frame.append(table);
  fill();
  root.replaceChildren(bar, frame, more);
}
