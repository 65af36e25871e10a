"use strict";
(() => {
  const get = (id) => document.getElementById(id);
  const sites = get("sites");
  const open = () => {
    let box = null;
    try { box = get(decodeURIComponent(location.hash.slice(1))); } catch { return; }
    if (!box) return;
    for (let up = box; up; up = up.parentElement) if (up.tagName === "DETAILS") { up.hidden = false; up.open = true; }
    box.scrollIntoView();
  };
  addEventListener("hashchange", open);
  if (location.hash) open();
  // Paper cannot be unfolded: whoever prints gets every name and reason, and all of what was open already.
  addEventListener("beforeprint", () => {
    for (const box of document.querySelectorAll("main details:not([open], .questions, .digests)")) {
      box.dataset.print = "";
      box.open = true;
    }
  });
  addEventListener("afterprint", () => {
    for (const box of document.querySelectorAll("details[data-print]")) {
      delete box.dataset.print;
      box.open = false;
    }
  });
  document.addEventListener("toggle", (event) => {
    const box = event.target;
    if (!box.open || box.dataset.told || "print" in box.dataset || !box.querySelector?.(".short")) return;
    box.dataset.told = "1";
    for (const numbers of box.querySelectorAll(".nr"))
      numbers.replaceChildren(...numbers.textContent.split(" ").flatMap((number) => {
        const link = document.createElement("a");
        link.href = `#${number}`;
        link.textContent = number;
        return [link, " "];
      }));
    for (const link of box.querySelectorAll('.short a[href^="#"]')) {
      const about = get(link.hash.slice(1))?.querySelector("h3, span");
      if (!about) continue;
      link.title = about.textContent;
      const measure = link.hash[1] === "M";
      if (!measure && link.nextElementSibling?.className !== "red") continue;
      const said = document.createElement("span");
      said.className = measure ? "said" : "asked";
      said.textContent = ` ${about.textContent} `;
      link.after(said);
      if (measure) link.parentElement.classList.add("told");
    }
  }, true);
  const form = document.querySelector(".filters");
  if (!sites || !form) return;
  const rows = [...sites.children].map((box) => ({
    box,
    text: box.firstElementChild.textContent.toLowerCase(),
    name: box.querySelector("h3").textContent,
    land: box.querySelector(".land").textContent,
    tier: box.dataset.t,
    signs: new Set(box.dataset.s.split(" ")),
    priority: +box.dataset.n, established: +box.dataset.e, possible: +box.dataset.p, due: box.dataset.d,
  }));
  const rest = document.querySelector(".rest");
  const others = [...(rest?.querySelectorAll("li") ?? [])].map((box) => ({
    box, text: box.textContent.toLowerCase(), tier: box.className.slice(2),
  }));
  const [query, tier, sign, country, sort, count, all] =
    ["f-q", "f-tier", "f-sign", "f-country", "f-sort", "f-count", "f-all"].map(get);
  for (const land of [...new Set(rows.map((row) => row.land))].filter(Boolean).sort((a, b) => a.localeCompare(b)))
    country.add(new Option(land, land));
  const orders = {
    priority: (a, b) => a.priority - b.priority,
    name: (a, b) => a.name.localeCompare(b.name),
    established: (a, b) => b.established - a.established || a.priority - b.priority,
    possible: (a, b) => b.possible - a.possible || a.priority - b.priority,
    due: (a, b) => a.due.localeCompare(b.due) || a.priority - b.priority,
  };
  let searched = false;
  const filter = () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const fits = words.every((word) => row.text.includes(word)) && (!tier.value || row.tier === tier.value)
        && (!sign.value || row.signs.has(sign.value)) && (!country.value || row.land === country.value);
      row.box.hidden = !fits;
      shown += fits;
    }
    const land = country.value.toLowerCase();
    for (const other of others) {
      const fits = !sign.value && words.every((word) => other.text.includes(word))
        && (!tier.value || other.tier === tier.value) && other.text.includes(land);
      other.box.hidden = !fits;
      shown += fits;
    }
    if (rest && words.length > 0 !== searched) {
      searched = words.length > 0;
      rest.open = searched;
    }
    const numbers = [shown, rows.length + others.length];
    count.textContent = count.dataset.text.replace(/%d/g, () => numbers.shift());
  };
  const order = () => sites.append(...rows.sort(orders[sort.value]).map((row) => row.box));
  query.addEventListener("input", filter);
  for (const box of [tier, sign, country]) box.addEventListener("change", filter);
  sort.addEventListener("change", order);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { filter(); order(); }));
  all.addEventListener("click", () => {
    const unfold = all.textContent === all.dataset.closed;
    for (const row of rows) if (!row.box.hidden) row.box.open = unfold;
    all.textContent = unfold ? all.dataset.open : all.dataset.closed;
  });
  form.hidden = false;
  filter();
  const strips = document.querySelector(".pano tbody"), readout = document.querySelector(".readout");
  if (!strips || !readout) return;
  const ranked = [...rows].sort(orders.priority);
  const at = (event) => {
    const strip = event.target.closest(".strip");
    if (!strip) return null;
    const place = strip.getBoundingClientRect();
    return ranked[Math.min(ranked.length - 1, Math.floor((event.clientX - place.left) / place.width * ranked.length))];
  };
  strips.addEventListener("pointermove", (event) => {
    const row = at(event);
    readout.textContent = row ? `${row.priority}. ${row.name}, ${row.land}: ${Math.round(row.established * 100)}–${Math.round(row.possible * 100)}` : "";
  });
  strips.addEventListener("click", (event) => { const row = at(event); if (row) location.hash = row.box.id; });
})();
