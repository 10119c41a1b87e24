// MiniSearch and Fuse.js: the first line of the input is every item, each further line a question.
import { createInterface } from "node:readline";
import MiniSearch from "minisearch";
import Fuse from "fuse.js";

const FOUND = 5;
const makers = {
  minisearch(items) {
    const engine = new MiniSearch({
      fields: ["title", "body"],
      storeFields: ["key"],
      processTerm: (term) => term.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase(),
      searchOptions: { boost: { title: 5 }, fuzzy: 0.2, prefix: true, combineWith: "AND" },
    });
    engine.addAll(items.map((item, id) => ({ id, ...item })));
    return (question) => engine.search(question).slice(0, FOUND).map((hit) => hit.key);
  },
  fuse(items) {
    const engine = new Fuse(items, {
      keys: [{ name: "title", weight: 5 }, { name: "body", weight: 1 }],
      threshold: 0.3,
      ignoreLocation: true,
      ignoreDiacritics: true,
    });
    return (question) => engine.search(question, { limit: FOUND }).map((hit) => hit.item.key);
  },
};

let ask = null;
for await (const line of createInterface({ input: process.stdin })) {
  const value = JSON.parse(line);
  if (ask === null) {
    ask = makers[process.argv[2]](value);
    console.log("{}");
  } else if (value === "\u0000memory") {
    console.log(JSON.stringify({ memory: process.memoryUsage().rss }));
  } else {
    console.log(JSON.stringify({ found: ask(value) }));
  }
}
