// What an answer rests on: a card for each cited article, or the passages that came closest.

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

// Passages of one article stand together below its title.
const drawClosest = (closest, tools) => {
  const section = make("section", "closest");
  section.append(make("h3", "section-title", "Closest passages — not an answer"));
  const list = make("ol", "source-list");
  const cards = new Map();
  closest.forEach((hit, index) => {
    if (!cards.has(hit.article)) {
      const card = make("li", "source");
      card.append(titleOf("p", "source-title", hit.title, hit.derived), facts("source-facts", [hit.publisher, hit.date, hit.age]));
      cards.set(hit.article, card);
      list.append(card);
    }
    const line = button("quote", null, `Read this passage in ${hit.title}`, () => tools.open({ passage: index }));
    line.append(make("span", "quote-words", hit.text));
    cards.get(hit.article).append(line);
  });
  section.append(list);
  return section;
};
