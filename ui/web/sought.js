// What a search found in a turn: brought into view, its words marked without touching the nodes that hold them.

const MARK = "clippings-sought";
const BEGINS = "(?<![\\p{L}\\p{N}])|(?=[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}])";

const rangesOf = (root, words) => {
  const escaped = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).sort((one, two) => two.length - one.length);
  const pattern = new RegExp(`(?:${BEGINS})(?:${escaped.join("|")})`, "giu");
  const ranges = [];
  for (const place of root.querySelectorAll(".question, .short, .answer")) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      for (const found of walker.currentNode.data.matchAll(pattern)) {
        const range = new Range();
        range.setStart(walker.currentNode, found.index);
        range.setEnd(walker.currentNode, found.index + found[0].length);
        ranges.push(range);
      }
    }
  }
  return ranges;
};

// Each search result is followed once; then the page is the reader's.
const follow = (root, sought) => {
  const before = root.clippingsSought;
  root.clippingsSought = sought?.at;
  if (sought?.at === before) return;
  if (before) window.CSS.highlights?.delete(MARK);
  if (!sought) return;
  const ranges = sought.words.length ? rangesOf(root, sought.words) : [];
  if (ranges.length) window.CSS.highlights?.set(MARK, new Highlight(...ranges));
  bringUp(root, ranges[0]);
};
