"use strict";
(function () {
  const form = JSON.parse(document.getElementById("form-data").textContent);
  const place = (id) => document.getElementById(id);
  const questions = form.sections.flatMap((section) => section.questions);
  const drawer = "duediligence:" + form.key;

  let state = fresh();
  let timer = 0;

  function fresh() {
    const facts = {};
    for (const fact of form.facts) facts[fact.id] = null;
    return { language: form.language, answers: {}, facts: facts, date: "", role: "", source: "", remarks: "" };
  }

  function answerOf(id) {
    if (!state.answers[id]) {
      state.answers[id] = { keys: [], numbers: ["", ""], text: "", state: "", reason: "", comment: "", document: "", documentDate: "" };
    }
    return state.answers[id];
  }

  /* ---------- conditions: true, false, or null where something is unknown (as in the tool itself) ---------- */

  function meetsOne(test, value) {
    if (typeof test === "boolean") return typeof value !== "string" && Number(value) === Number(test);
    if (Array.isArray(test)) return test.includes(String(value));
    if (typeof value !== "number") return false;
    return !((test.above != null && !(value > test.above)) || (test.at_least != null && !(value >= test.at_least))
      || (test.below != null && !(value < test.below)) || (test.at_most != null && !(value <= test.at_most)));
  }

  function meets(test, values) {
    return values === null ? null : values.some((value) => meetsOne(test, value));
  }

  function holds(when, fact, answer) {
    const entries = Object.entries(when.facts || {}).map(([name, test]) => meets(test, fact(name)));
    for (const [question, options] of Object.entries(when.answer || {})) entries.push(meets(options, answer(question)));
    if (when.any && when.any.length) {
      const branches = when.any.map((branch) => holds(branch, fact, answer));
      entries.push(branches.includes(true) ? true : branches.includes(null) ? null : false);
    }
    return entries.includes(false) ? false : entries.includes(null) ? null : true;
  }

  /* ---------- what the form knows ---------- */

  function numberOf(text) {
    const plain = text.trim().replace(/\s*%$/, "");
    if (!/^\d+([.,]\d+)?$/.test(plain) || /^\d{1,3}[.,]\d{3}$/.test(plain)) return null;
    return Number(plain.replace(",", "."));
  }

  const factText = (fact) => state.facts[fact.id] === null ? written(fact.shown) : state.facts[fact.id];

  function factValues(id) {
    const fact = form.facts.find((known) => known.id === id);
    if (!fact) return null;
    if (state.facts[id] === null || fold(state.facts[id]) === fold(written(fact.shown))) return fact.values;
    const text = state.facts[id];
    if (!text.trim()) return null;
    if (fact.type === "flag") return [text === "true"];
    if (fact.type === "number" || fact.type === "share") {
      const number = numberOf(text);
      return number === null ? null : [fact.type === "share" ? number / 100 : number];
    }
    const found = text.split(";").map((part) => fact.choices.find((choice) =>
      fold(choice.id) === fold(part) || Object.values(choice.text).some((name) => fold(name) === fold(part))));
    return found.length && found.every(Boolean) ? found.map((choice) => choice.id) : null;
  }

  const fold = (text) => String(text).trim().toLowerCase().replace(/\s+/g, " ");

  function keysOf(question) {
    const given = state.answers[question.id];
    if (!given || given.state) return [];
    if (question.type === "choice" || question.type === "multi") return given.keys;
    const numbers = numbersOf(question);
    if (!numbers) return [];
    if (question.type === "matrix") {
      const at = (bounds, value) => { const i = bounds.findIndex((bound) => value <= bound); return i < 0 ? bounds.length : i; };
      return [question.zones[at(question.axes[0].bands, numbers[0])][at(question.axes[1].bands, numbers[1])]];
    }
    const band = (question.bands || []).findIndex((bound) => bound === null || numbers[0] <= bound);
    return band < 0 ? [] : ["band_" + band];
  }

  function numbersOf(question) {
    const given = state.answers[question.id];
    const count = { number: 1, percent: 1, matrix: 2 }[question.type];
    if (!given || !count) return null;
    const numbers = given.numbers.slice(0, count).map(numberOf);
    return numbers.includes(null) ? null : numbers;
  }

  function answered(question) {
    const given = state.answers[question.id];
    if (!given) return false;
    if (given.state) return true;
    if (question.type === "choice" || question.type === "multi") return given.keys.length > 0;
    if (question.type === "date" || question.type === "text") return given.text.trim() !== "";
    return numbersOf(question) !== null;
  }

  function applying() {
    const shown = new Set();
    for (const question of questions) {
      const answer = (id) => {
        const other = shown.has(id) ? questions.find((q) => q.id === id) : null;
        const keys = other ? keysOf(other) : [];
        return keys.length ? keys : null;
      };
      if (question.when.every((when) => holds(when, factValues, answer) !== false)) shown.add(question.id);
    }
    return shown;
  }

  /* ---------- words ---------- */

  function say(key, values) {
    // {count} is the number, {count:question|questions} the word that goes with it.
    const said = (whole, name, one, several) => !values || values[name] == null ? whole
      : several === undefined ? values[name] : Number(values[name]) === 1 ? one : several;
    return form.texts[state.language][key].replace(/\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g, said);
  }

  const written = (text) => text[state.language] != null ? text[state.language] : text.en || "";

  function element(name, properties, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else if (value === true) made.setAttribute(key, "");
      else if (value !== false && value != null) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child != null));
    return made;
  }

  /* A text in the chosen language; where nobody translated it, in English and marked so. */
  function worded(text) {
    if (text[state.language] != null) return [text[state.language]];
    if (!text.en) return [];
    return [element("span", { lang: "en" }, text.en), element("span", { class: "tag" }, say("page.english"))];
  }

  /* ---------- drawing ---------- */

  function draw() {
    const info = form.languages.find((language) => language.id === state.language);
    document.documentElement.lang = info.id;
    document.documentElement.dir = info.direction;
    document.title = say("title", form.names);
    place("title").textContent = say("title", form.names);
    for (const spot of document.querySelectorAll("[data-text]")) spot.textContent = say(spot.dataset.text, form.names);
    drawCover();
    const list = place("questions");
    list.replaceChildren(...(form.facts.length ? [drawFacts()] : []), ...form.sections.map(drawSection));
    drawFinish();
    place("finish").hidden = false;
    refresh();
  }

  function drawCover() {
    const cover = place("cover");
    cover.replaceChildren();
    if (form.deadline[state.language]) cover.append(element("p", {}, element("strong", {}, form.deadline[state.language])));
    if (written(form.intro)) cover.append(element("p", {}, ...worded(form.intro)));
    for (const block of form.cover) {
      cover.append(element("h2", {}, say(block.title)), element("p", {}, say(block.text, form.names)));
    }
  }

  function drawFacts() {
    const rows = form.facts.map((fact) => {
      const id = "fact-" + fact.id;
      const field = fact.type === "flag" || fact.type === "choice" ? selectFact(fact, id) : textFact(fact, id);
      const help = written(fact.help) ? element("span", { class: "help", id: id + "-help" }, ...worded(fact.help)) : null;
      return element("p", { class: "fact" }, element("label", { for: id }, ...worded(fact.name)), field, help);
    });
    return element("section", { "aria-labelledby": "facts-title" }, element("h2", { id: "facts-title" }, say("rows.facts")),
      element("p", { class: "section-intro" }, say("rows.facts_intro")), ...rows);
  }

  function selectFact(fact, id) {
    const choices = fact.type === "flag" ? [["true", say("words.yes")], ["false", say("words.no")]]
      : fact.choices.map((choice) => [choice.id, written(choice.text)]);
    const now = state.facts[fact.id] !== null ? state.facts[fact.id] : fact.values ? String(fact.values[0]) : "";
    const select = element("select", { id: id, "aria-describedby": id + "-help", onchange: (event) => changeFact(fact, event.target.value) },
      element("option", { value: "" }, "–"), ...choices.map(([value, text]) => element("option", { value: value }, text)));
    select.value = now;
    return select;
  }

  function textFact(fact, id) {
    const short = fact.type === "number" || fact.type === "share";
    const input = element("input", { type: "text", id: id, class: short ? "short" : null, autocomplete: "off",
      inputmode: short ? "decimal" : null, "aria-describedby": id + "-help", oninput: (event) => changeFact(fact, event.target.value) });
    input.value = factText(fact);
    return input;
  }

  function changeFact(fact, value) {
    state.facts[fact.id] = value;
    changed();
  }

  function drawSection(section, index) {
    return element("section", { "aria-labelledby": "section-" + index, "data-section": index },
      element("h2", { id: "section-" + index }, ...worded(section.title)),
      written(section.intro) ? element("p", { class: "section-intro" }, ...worded(section.intro)) : null,
      ...section.questions.map(drawQuestion));
  }

  function drawQuestion(question) {
    const helped = written(question.help) !== "";
    const box = element("fieldset", { id: "q-" + question.id, tabindex: "-1", "aria-describedby": helped ? "help-" + question.id : null },
      element("legend", {}, element("span", { class: "number" }), element("span", {}, ...worded(question.text))),
      helped ? element("p", { class: "help", id: "help-" + question.id }, ...worded(question.help)) : null);
    if (question.previous) box.append(drawPrevious(question));
    box.append(...drawInputs(question), drawStates(question), drawReason(question), drawNotes(question));
    box.append(element("button", { type: "button", class: "plain", "data-clear": question.id, onclick: () => clear(question) }, say("page.clear")));
    return box;
  }

  function drawPrevious(question) {
    return element("div", { class: "last" }, say("page.last_time") + " ", element("strong", {}, written(question.previous.shown)),
      element("button", { type: "button", class: "plain", onclick: () => confirmPrevious(question) }, say("page.still_right")));
  }

  function drawInputs(question) {
    const given = answerOf(question.id);
    if (question.type === "choice" || question.type === "multi") {
      const kind = question.type === "choice" ? "radio" : "checkbox";
      const hint = question.type === "multi" ? [element("p", { class: "help" }, say("page.choose_many"))] : [];
      return [...hint, element("div", { class: "choices" }, ...question.options.map((option) => choice(kind, "a-" + question.id, option.id,
        worded(option.text), given.keys.includes(option.id), (on) => choose(question, option.id, on))))];
    }
    if (question.type === "text") return [noted("textarea", question, "text", null, { rows: "3" })];
    if (question.type === "date") return [noted("input", question, "text", null, { type: "date" })];
    const axes = question.type === "matrix" ? question.axes : [null];
    return axes.map((axis, index) => numberField(question, axis, index));
  }

  function numberField(question, axis, index) {
    const id = "n-" + question.id + "-" + index;
    const unit = axis ? axis.unit : question.unit;
    const input = element("input", { type: "text", inputmode: "decimal", autocomplete: "off", class: "short", id: id,
      "aria-describedby": id + "-problem", "aria-labelledby": axis ? null : "unit-" + id,
      oninput: (event) => { const given = answerOf(question.id); given.numbers[index] = event.target.value; given.state = ""; changed(); },
      onchange: (event) => showProblem(event.target) });
    input.value = answerOf(question.id).numbers[index];
    const label = axis ? element("label", { for: id }, ...worded(axis.text)) : null;
    const after = element("span", { id: "unit-" + id }, " " + (question.type === "percent" ? "%" : written(unit)));
    if (!axis) input.setAttribute("aria-label", written(question.text));
    if (!axis) input.removeAttribute("aria-labelledby");
    return element("div", { class: "field" }, label, input, after, element("p", { class: "problem-text", id: id + "-problem", role: "status" }));
  }

  function showProblem(input) {
    const wrong = input.value.trim() !== "" && numberOf(input.value) === null;
    input.setAttribute("aria-invalid", String(wrong));
    place(input.id + "-problem").textContent = wrong ? say("page.not_a_number") : "";
  }

  function drawStates(question) {
    const given = answerOf(question.id);
    const legend = "states-" + question.id;
    return element("div", { class: "states", role: "group", "aria-labelledby": legend },
      element("span", { id: legend, class: "help" }, say("page.no_answer")),
      ...form.states.map((name) => choice("radio", (question.type === "choice" ? "a-" : "s-") + question.id, name, [say("states." + name)],
        given.state === name, () => chooseState(question, name))));
  }

  function choice(kind, name, value, words, checked, onchange) {
    const input = element("input", { type: kind, name: name, value: value, onchange: (event) => onchange(event.target.checked) });
    input.checked = checked;
    return element("label", { class: "choice" }, input, element("span", {}, ...words));
  }

  function noted(name, question, key, label, properties) {
    const id = key + "-" + question.id;
    const field = element(name, { id: id, autocomplete: "off", ...properties, "aria-label": label ? null : written(question.text),
      oninput: (event) => { answerOf(question.id)[key] = event.target.value; if (key === "text") answerOf(question.id).state = ""; changed(); } });
    field.value = answerOf(question.id)[key];
    return element("div", { class: "field" }, label ? element("label", { for: id }, label) : null, field);
  }

  function drawReason(question) {
    const box = noted("input", question, "reason", say("page.reason"), { type: "text" });
    box.setAttribute("data-reason", question.id);
    return box;
  }

  function drawNotes(question) {
    const given = answerOf(question.id);
    return element("details", given.comment || given.document ? { open: true } : {}, element("summary", {}, say("page.more")),
      noted("textarea", question, "comment", say("columns.comment"), { rows: "2" }),
      noted("input", question, "document", say("columns.document"), { type: "text" }),
      noted("input", question, "documentDate", say("columns.date"), { type: "date" }));
  }

  function drawFinish() {
    place("filled-on").value = state.date;
    place("role").value = state.role;
    place("remarks").value = state.remarks;
    place("source-field").hidden = form.sources.length < 2;
    place("source").replaceChildren(element("option", { value: "" }, "–"),
      ...form.sources.map((source) => element("option", { value: source }, say("source." + source))));
    place("source").value = state.source;
    place("language").replaceChildren(...form.languages.map((language) => element("option", { value: language.id, lang: language.id }, language.name)));
    place("language").value = state.language;
    place("language-choice").hidden = form.languages.length < 2;
  }

  /* ---------- changing ---------- */

  function choose(question, option, on) {
    const given = answerOf(question.id);
    given.state = "";
    if (question.type === "choice") given.keys = [option];
    else given.keys = question.options.map((o) => o.id).filter((id) => id === option ? on : given.keys.includes(id));
    redrawInputs(question);
    changed();
  }

  function chooseState(question, name) {
    Object.assign(answerOf(question.id), { state: name, keys: [], numbers: ["", ""], text: "" });
    redrawInputs(question);
    changed();
  }

  function clear(question) {
    Object.assign(answerOf(question.id), { state: "", keys: [], numbers: ["", ""], text: "", reason: "" });
    redraw(question);
    changed();
    place("q-" + question.id).focus();
  }

  function confirmPrevious(question) {
    Object.assign(answerOf(question.id), JSON.parse(JSON.stringify(question.previous.answer)));
    redraw(question);
    changed();
    place("q-" + question.id).focus();
  }

  const redraw = (question) => place("q-" + question.id).replaceWith(drawQuestion(question));

  /* Keeps the focus where it is: only what is checked or written changes. */
  function redrawInputs(question) {
    const given = answerOf(question.id);
    for (const input of place("q-" + question.id).querySelectorAll("input[type=radio], input[type=checkbox]")) {
      input.checked = given.state ? input.value === given.state && input.closest(".states") !== null
        : given.keys.includes(input.value) && input.closest(".states") === null;
    }
    for (const index of [0, 1]) {
      const input = place("n-" + question.id + "-" + index);
      if (input) { input.value = given.numbers[index]; showProblem(input); }
    }
    const text = place("text-" + question.id);
    if (text) text.value = given.text;
  }

  function changed() {
    refresh();
    clearTimeout(timer);
    timer = setTimeout(keep, 250);
  }

  function refresh() {
    const shown = applying();
    let number = 0;
    for (const question of questions) {
      const box = place("q-" + question.id);
      box.hidden = !shown.has(question.id);
      if (!box.hidden) box.querySelector(".number").textContent = String(++number);
      const given = answerOf(question.id);
      box.querySelector("[data-reason]").hidden = given.state !== "not_applicable";
      box.querySelector("[data-clear]").hidden = !answered(question);
      if (!given.state) for (const input of box.querySelectorAll(".states input")) input.checked = false;
    }
    for (const part of document.querySelectorAll("[data-section]")) {
      part.hidden = !form.sections[Number(part.dataset.section)].questions.some((question) => shown.has(question.id));
    }
    const open = questions.filter((question) => shown.has(question.id) && !answered(question));
    const done = shown.size - open.length;
    place("progress").max = Math.max(1, shown.size);
    place("progress").value = done;
    place("progress-text").textContent = say("page.progress", { answered: done, count: shown.size });
    place("lead").textContent = say("cover.from", form.names) + " · " + say("cover.summary", { count: shown.size, minutes: form.minutes });
    showOpen(open);
  }

  function showOpen(open) {
    const spot = place("open-questions");
    spot.replaceChildren();
    if (!open.length) return;
    spot.append(say("page.unanswered", { count: open.length }) + " ",
      element("button", { type: "button", class: "plain", onclick: () => goTo(open[0]) }, say("page.first_unanswered")));
  }

  function goTo(question) {
    const box = place("q-" + question.id);
    box.scrollIntoView({ block: "start" });
    box.focus({ preventScroll: true });
  }

  /* ---------- keeping and handing over ---------- */

  function keep() {
    let kept = true;
    try { localStorage.setItem(drawer, JSON.stringify(state)); } catch (problem) { kept = false; }
    place("kept").textContent = say(kept ? "page.saved" : "page.not_saved");
    place("kept").classList.toggle("problem", !kept);
  }

  function resume() {
    try {
      const before = JSON.parse(localStorage.getItem(drawer));
      if (before && before.answers) { take(before); return true; }
    } catch (problem) { return false; }
    return false;
  }

  function take(before) {
    const known = new Set(questions.map((question) => question.id));
    state = fresh();
    for (const name of ["date", "role", "source", "remarks"]) state[name] = String(before[name] || "");
    if (form.languages.some((language) => language.id === before.language)) state.language = before.language;
    for (const fact of form.facts) if (typeof (before.facts || {})[fact.id] === "string") state.facts[fact.id] = before.facts[fact.id];
    for (const [id, given] of Object.entries(before.answers)) if (known.has(id)) Object.assign(answerOf(id), given);
  }

  function today() {
    const now = new Date();
    return now.getFullYear() + "-" + String(now.getMonth() + 1).padStart(2, "0") + "-" + String(now.getDate()).padStart(2, "0");
  }

  function record(question) {
    const given = answerOf(question.id);
    let answer = given.state || given.keys.join(";");
    if (!answer && (question.type === "text" || question.type === "date")) answer = given.text.trim();
    if (!answer && ["number", "percent"].includes(question.type)) answer = given.numbers[0].trim();
    if (!answer && question.type === "matrix" && given.numbers.some((text) => text.trim())) answer = given.numbers.join(";");
    return { supplier: form.supplier, source: state.source || (form.sources.length < 2 ? form.sources[0] : ""), date: state.date, question: question.id, answer: answer,
      reason: given.state === "not_applicable" ? given.reason : "", comment: given.comment, document: given.document, document_date: given.documentDate };
  }

  function file() {
    const shown = applying();
    const records = questions.filter((question) => shown.has(question.id)).map(record)
      .filter((made) => made.answer || made.comment || made.document);
    const facts = form.facts.filter((fact) => state.facts[fact.id] !== null && fold(factSaid(fact)) !== fold(written(fact.shown)))
      .map((fact) => ({ fact: fact.id, before: written(fact.shown), now: factSaid(fact) }));
    return { format: form.format, version: 1, form: form.stamp, language: state.language, date: state.date, role: state.role,
      source: state.source, remarks: state.remarks, facts: facts, asked: [...shown], answers: records, state: state };
  }

  function factSaid(fact) {
    const text = factText(fact);
    if (fact.type === "flag") return text === "true" ? say("words.yes") : text === "false" ? say("words.no") : text;
    const chosen = fact.choices.find((choice) => choice.id === text);
    return chosen ? written(chosen.text) : text;
  }

  function save() {
    if (!state.date) { state.date = today(); place("filled-on").value = state.date; }
    keep();
    const name = form.file + "_" + state.date + ".json";
    const link = element("a", { download: name });
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file(), null, 1)], { type: "application/json" }));
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    tell(say("page.saved_file", { name: name }), false);
  }

  function tell(text, problem) {
    place("result").textContent = text;
    place("result").classList.toggle("problem", problem);
  }

  async function openFile(event) {
    const chosen = event.target.files[0];
    if (!chosen) return;
    let saved = null;
    try { saved = JSON.parse(await chosen.text()); } catch (problem) { saved = null; }
    event.target.value = "";
    if (!saved || saved.format !== form.format || saved.form !== form.stamp || !saved.state) { tell(say("page.not_opened"), true); return; }
    take(saved.state);
    draw();
    keep();
    tell(say("page.opened"), false);
  }

  function wipe() {
    if (!window.confirm(say("page.wipe_sure"))) return;
    try { localStorage.removeItem(drawer); } catch (problem) { /* nothing was kept */ }
    state = Object.assign(fresh(), { language: state.language });
    draw();
    place("kept").textContent = "";
    window.scrollTo(0, 0);
  }

  function listen() {
    for (const [id, name] of [["filled-on", "date"], ["role", "role"], ["source", "source"], ["remarks", "remarks"]]) {
      place(id).addEventListener("input", (event) => { state[name] = event.target.value; changed(); });
    }
    place("language").addEventListener("change", (event) => { state.language = event.target.value; draw(); keep(); place("language").focus(); });
    place("save").addEventListener("click", save);
    place("print").addEventListener("click", () => window.print());
    place("open").addEventListener("change", openFile);
    place("wipe").addEventListener("click", wipe);
    window.addEventListener("pagehide", () => { if (timer) keep(); });
    window.addEventListener("beforeprint", () => {
      for (const day of document.querySelectorAll("input[type=date]")) day.classList.toggle("empty", !day.value);
      for (const box of document.querySelectorAll("details")) { box.dataset.was = box.open ? "1" : ""; box.open = true; }
    });
    window.addEventListener("afterprint", () => { for (const box of document.querySelectorAll("details")) box.open = box.dataset.was === "1"; });
  }

  const resumed = resume();
  listen();
  draw();
  if (resumed) place("kept").textContent = say("page.resumed");
  window.formLogic = { holds: holds, file: file };
})();
