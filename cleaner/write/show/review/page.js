"use strict";
const marks = [...document.querySelectorAll("[data-rule]")];
const sections = [...document.querySelectorAll("main > section")];
const hint = document.getElementById("hint");
const counts = new Map();
for (const mark of marks) counts.set(mark.dataset.rule, (counts.get(mark.dataset.rule) ?? 0) + 1);
let only = "";

function shown() {
  return marks.filter((mark) => !only || mark.dataset.rule === only);
}

function choose(rule) {
  only = rule === only ? "" : rule;
  for (const button of document.querySelectorAll("nav button")) {
    button.setAttribute("aria-pressed", String(button.dataset.name === only && only !== ""));
  }
  for (const mark of marks) mark.classList.toggle("faded", only !== "" && mark.dataset.rule !== only);
  for (const section of sections) {
    section.hidden = only !== "" && ![...section.querySelectorAll("[data-rule]")].some((m) => m.dataset.rule === only);
  }
  tell();
}

function tell() {
  const there = sections.filter((section) => !section.hidden).length;
  hint.textContent = `${shown().length} findings in ${there} documents. ` +
    "Point at one for its reason; n and p lead to the next and the one before.";
}

function step(by) {
  const all = shown();
  if (!all.length) return;
  const now = all.indexOf(document.activeElement);
  const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length;
  all[next].focus();
  hint.textContent = all[next].title;
}

for (const [rule, count] of [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.name = rule;
  button.setAttribute("aria-pressed", "false");
  button.textContent = `${rule} ${count}`;
  button.addEventListener("click", () => choose(rule));
  document.getElementById("rules").append(button);
}
for (const mark of marks) {
  mark.addEventListener("mouseenter", () => { hint.textContent = mark.title; });
  mark.addEventListener("mouseleave", tell);
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "n") step(1);
  if (event.key === "p") step(-1);
});
tell();
