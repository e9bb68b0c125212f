"use strict";
// The data: places are [site, month, documents, before, cut, spun], cells are [site, month,
// rule, edits, chars, documents]; the first figures are places in `sites`, `months`, `rules`.
const data = JSON.parse(document.getElementById("data").textContent);
const families = data.rules.map((rule) => rule.name.split("/")[0]);
const chosen = { site: "", rule: "", month: "" };
const byId = (id) => document.getElementById(id);
const number = (n) => Math.round(n).toLocaleString("en");
const percent = (n) => (100 * n).toFixed(n && n < 0.0995 ? 2 : 1) + " %";
const named = (site) => site || "(no site)";
const NS = "http://www.w3.org/2000/svg";

function make(tag, words, ...inside) {
  const node = tag === "svg" || tag in shapes ? document.createElementNS(NS, tag) : document.createElement(tag);
  for (const [key, value] of Object.entries(words || {})) node.setAttribute(key, value);
  node.append(...inside);
  return node;
}
const shapes = { g: 1, rect: 1, text: 1, line: 1 };

// What the filters leave. A rule is chosen by its name, a family by its name and a slash.
const ofRule = (index) =>
  !chosen.rule || (chosen.rule.endsWith("/") ? families[index] + "/" : data.rules[index].name) === chosen.rule;
const ofSite = (index) => !chosen.site || "s" + index === chosen.site;
const ofMonth = (index) => !chosen.month || "m" + index === chosen.month;

function sums(rows, key, columns) {
  const found = new Map();
  for (const row of rows) {
    const name = key(row);
    const sum = found.get(name) || columns.map(() => 0);
    columns.forEach((column, i) => (sum[i] += row[column]));
    found.set(name, sum);
  }
  return found;
}

function tipped(node, words) {
  const tip = byId("tip");
  const show = (x, y) => {
    tip.textContent = words;
    tip.style.display = "block";
    tip.style.left = Math.min(x + 14, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = Math.max(8, Math.min(y + 14, innerHeight - tip.offsetHeight - 8)) + "px";
  };
  node.addEventListener("mousemove", (event) => show(event.clientX, event.clientY));
  node.addEventListener("focus", () => { const box = node.getBoundingClientRect(); show(box.left, box.bottom); });
  for (const end of ["mouseleave", "blur"]) node.addEventListener(end, () => (tip.style.display = "none"));
}

function clickable(node, act) {
  if (!act) return;
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "button");
  node.addEventListener("click", act);
  node.addEventListener("keydown", (event) => { if (event.key === "Enter") act(); });
}

// Horizontal bars: items are {name, value, words, tip, act}.
function bars(home, items) {
  const width = 560, height = 24, label = 210;
  const most = Math.max(...items.map((item) => item.value), 1e-9);
  const svg = make("svg", { viewBox: `0 0 ${width} ${Math.max(items.length, 1) * height}`, role: "img" });
  if (!items.length) svg.append(make("text", { x: 0, y: 16, class: "faint" }, "nothing"));
  items.forEach((item, i) => {
    const long = (item.value / most) * (width - label - 120);
    const name = item.name.length > 30 ? item.name.slice(0, 29) + "…" : item.name;
    const row = make("g", { class: "hit", transform: `translate(0 ${i * height})`, "data-name": item.name },
      make("rect", { width, height, fill: "transparent" }),
      make("text", { x: label - 8, y: 16, "text-anchor": "end" }, name),
      make("rect", { class: "bar", x: label, y: 4, width: Math.max(long, 1), height: height - 8, rx: 2 }),
      make("text", { x: label + long + 6, y: 16, class: "faint" }, item.words));
    tipped(row, item.tip);
    clickable(row, item.act);
    svg.append(row);
  });
  byId(home).replaceChildren(svg);
}

// Columns: items are {name, values, tip, act}; one value or two beside each other.
function columns(home, items, width, words) {
  const height = 180, low = height - 24;
  const svg = make("svg", { viewBox: `0 0 ${width} ${height}`, role: "img" },
    make("line", { class: "axis", x1: 0, x2: width, y1: low, y2: low }));
  const most = Math.max(...items.flatMap((item) => item.values), 1e-9);
  svg.append(make("line", { class: "axis", x1: 0, x2: width, y1: 10, y2: 10, "stroke-dasharray": "2 4" }),
    make("text", { class: "faint", x: 0, y: 6 }, words(most)));
  const step = width / Math.max(items.length, 1);
  const each = Math.ceil(items.length / (width / 64));
  items.forEach((item, i) => {
    const group = make("g", { class: "hit", "data-name": item.name },
      make("rect", { x: i * step, width: step, height: low, fill: "transparent" }));
    item.values.forEach((value, part) => {
      const thick = (step * 0.8) / item.values.length;
      const tall = (value / most) * (low - 10);
      group.append(make("rect", { class: part ? "bar second" : "bar", x: i * step + step * 0.1 + part * thick,
        y: low - tall, width: Math.max(thick - 0.5, 0.5), height: tall }));
    });
    if (i % each === 0)
      group.append(make("text", { class: "faint", x: i * step + step / 2, y: height - 6, "text-anchor": "middle" }, item.name));
    tipped(group, item.tip);
    clickable(group, item.act);
    svg.append(group);
  });
  byId(home).replaceChildren(svg);
}

function choose(key, value) {
  chosen[key] = chosen[key] === value ? "" : value;
  draw();
}

const top20 = (map) => [...map].sort((a, b) => b[1][0] - a[1][0]).slice(0, 20);

function draw() {
  for (const key of Object.keys(chosen)) byId(key).value = chosen[key];
  const cells = data.cells.filter((row) => ofSite(row[0]) && ofMonth(row[1]) && ofRule(row[2]));
  const places = data.places.filter((row) => ofSite(row[0]) && ofMonth(row[1]));
  const all = [2, 3, 4, 5].map((column) => places.reduce((sum, row) => sum + row[column], 0));
  const done = [4, 3].map((column) => cells.reduce((sum, row) => sum + row[column], 0));
  const told = { documents: number(all[0]), "characters before": number(all[1]),
    "share cut": percent(all[2] / (all[1] || 1)),
    "spun documents": `${number(all[3])} (${percent(all[3] / (all[0] || 1))})`,
    "edits shown": number(done[1]), "characters in them": number(done[0]) };
  byId("totals").replaceChildren(...Object.entries(told).map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value))));

  const tell = ([chars, edits, documents]) =>
    `${number(chars)} characters\n${number(edits)} edits in ${number(documents)} documents`;
  const columnsOf = [4, 3, 5];
  bars("families", top20(sums(cells, (row) => families[row[2]], columnsOf)).map(([name, sum]) => ({
    name, value: sum[0], words: number(sum[0]), tip: `${name}\n${tell(sum)}`, act: () => choose("rule", name + "/") })));
  bars("rules", top20(sums(cells, (row) => row[2], columnsOf)).map(([index, sum]) => {
    const name = data.rules[index].name;
    return { name, value: sum[0], words: number(sum[0]), tip: `${name}\n${tell(sum)}`, act: () => choose("rule", name) }; }));
  const sizes = sums(places, (row) => row[0], [3, 2]);
  bars("sites", top20(sums(cells, (row) => row[0], columnsOf)).map(([index, sum]) => {
    const [before, documents] = sizes.get(index) || [0, 0];
    const share = percent(sum[0] / (before || 1));
    return { name: named(data.sites[index]), value: sum[0], words: `${number(sum[0])} (${share})`,
      tip: `${named(data.sites[index])}\n${tell(sum)}\n${share} of ${number(documents)} documents`,
      act: () => choose("site", "s" + index) }; }));

  const inMonth = sums(cells, (row) => row[1], columnsOf);
  const ofAll = sums(places, (row) => row[1], [3, 2, 5]);
  columns("months", [...ofAll].sort((a, b) => a[0] - b[0]).map(([index, [before, documents, spun]]) => {
    const chars = (inMonth.get(index) || [0])[0];
    return { name: data.months[index] || "no date", values: [chars / (before || 1)],
      tip: `${data.months[index] || "no date"}\n${percent(chars / (before || 1))} of ${number(before)} characters\n` +
        `${number(documents)} documents, ${number(spun)} of them spun`,
      act: () => choose("month", "m" + index) }; }), 1160, percent);
  examples();
}

function examples() {
  const wanted = byId("search").value.toLowerCase();
  const site = chosen.site ? data.sites[+chosen.site.slice(1)] : null;
  let count = 0;
  const homes = [];
  data.rules.forEach((rule, index) => {
    if (!ofRule(index)) return;
    const fits = (one) => (site === null || one.site === site) &&
      (!wanted || (one.text + " " + (one.instead || "")).toLowerCase().includes(wanted));
    const found = rule.examples.filter(fits);
    const often = site === null ? rule.often.filter((one) => fits({ ...one, site })) : [];
    if (!found.length && !often.length) return;
    count += found.length;
    const quotes = found.map((one) => {
      const text = make("blockquote", {}, one.text);
      if (one.instead != null) text.append(make("ins", {}, " → " + one.instead));
      text.append(make("cite", {}, [one.site, one.id].filter((x) => x != null && x !== "").join(" · ")));
      return text;
    });
    const more = often.map((one) => make("blockquote", {}, one.text,
      make("cite", {}, `${number(one.count - one.over)} times or more`)));
    const inside = more.length ? [make("p", { class: "note" }, "Cut most often:"), ...more,
      make("p", { class: "note" }, "From all over:"), ...quotes] : quotes;
    const box = make("details", wanted || chosen.rule ? { open: "" } : {},
      make("summary", {}, rule.name + " ", make("span", {}, `${number(rule.edits)} edits, ${number(rule.chars)} characters`)),
      ...inside);
    homes.push(box);
  });
  byId("which").textContent = count ? `${count} examples of ${homes.length} rules.` : "No example is kept of these.";
  byId("examples").replaceChildren(...homes);
}

function fill(id, options) {
  byId(id).append(make("option", { value: "" }, "all"),
    ...options.map(([value, name]) => make("option", { value }, name)));
  byId(id).addEventListener("change", () => { chosen[id] = byId(id).value; draw(); });
}

fill("site", data.sites.map((site, i) => ["s" + i, named(site)]));
fill("month", data.months.map((month, i) => ["m" + i, month || "no date"]));
fill("rule", [...new Set(families)].sort().flatMap((family) => [[family + "/", family + " (all)"],
  ...data.rules.filter((rule) => rule.name.startsWith(family + "/")).map((rule) => [rule.name, rule.name])]));
byId("search").addEventListener("input", examples);
byId("reset").addEventListener("click", () => {
  for (const key of Object.keys(chosen)) chosen[key] = "";
  byId("search").value = "";
  draw();
});
columns("lengths", data.lengths.map(([edge, before, after]) => ({ name: number(edge), values: [before, after],
  tip: `from ${number(edge)} characters\n${number(before)} documents before\n${number(after)} after` })), 560, number);
columns("shares", data.shares.map(([bound, count], i) => ({
  name: i ? "> " + 100 * bound + " %" : "none", values: [count],
  tip: `${i ? "more than " + 100 * bound + " %" : "nothing"} cut\n${number(count)} documents` })), 560, number);
draw();
