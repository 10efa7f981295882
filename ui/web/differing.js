// What the sources say differently, where the answer is: each value with its day, and its words that open the article.

const drawSide = (side, place, tools) => {
  const item = make("li", "side");
  const words = button("side-words", side.words, null, () => tools.open({ side: place }));
  words.title = `Read in the article: ${side.title}`;
  item.append(make("p", "side-value", side.value), facts("source-facts", [side.day, side.publisher, side.title]), words);
  return item;
};

const drawDiffering = (sides, tools) => {
  const section = make("section", "differing", null, { "aria-label": "Sources differ" });
  const list = make("ul", "sides");
  list.append(...sides.map((side, place) => drawSide(side, place, tools)));
  section.append(make("h3", "differ-title", "Sources differ"), list);
  return section;
};
