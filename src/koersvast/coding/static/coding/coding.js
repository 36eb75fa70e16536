// Coding by keyboard and mouse: choose words, then a code. Every key can be changed; every key is also a button.
"use strict";

(function () {
  const root = document.querySelector("[data-coderen]");
  if (!root) return;
  const text = root.querySelector("[data-tekst]");
  const bar = document.querySelector("[data-werkbalk]");
  const picker = document.querySelector("[data-kiezer]");
  const fresh = document.querySelector("[data-nieuwe]");
  const sheet = document.querySelector("[data-toetsenblad]");
  const field = picker.querySelector("input");
  const list = picker.querySelector("ul");
  bar.hidden = false;

  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const points = (words) => Array.from(words).length;
  const say = (words, problem) => {
    const place = document.getElementById("gezegd-wat");
    place.textContent = words;
    place.classList.toggle("kv-fout", Boolean(problem));
  };

  // Keys: kept in this browser only

  const STORE = "koersvast-toetsen";
  const usual = {};
  for (const input of sheet.querySelectorAll("[data-toetsveld]")) usual[input.dataset.toetsveld] = input.value;
  let keys = { ...usual };
  try { keys = { ...usual, ...JSON.parse(localStorage.getItem(STORE) || "{}") }; } catch { /* the usual keys */ }

  function showKeys() {
    for (const [name, key] of Object.entries(keys)) {
      for (const mark of document.querySelectorAll(`[data-toets="${name}"]`)) mark.textContent = key;
      const input = sheet.querySelector(`[data-toetsveld="${name}"]`);
      if (input) input.value = key;
    }
  }

  function keepKeys() {
    try { localStorage.setItem(STORE, JSON.stringify(keys)); } catch { /* a browser that keeps nothing */ }
  }

  sheet.addEventListener("input", (event) => {
    const name = event.target.dataset.toetsveld;
    const key = event.target.value;
    if (!name || !key) return;
    const taken = Object.keys(keys).find((other) => other !== name && keys[other] === key);
    if (taken) keys[taken] = keys[name]; // they change places: no key does two things
    keys[name] = key;
    keepKeys();
    showKeys();
  });
  sheet.querySelector("[data-toetsen-terug]").addEventListener("click", () => { keys = { ...usual }; keepKeys(); showKeys(); });
  showKeys();

  // What is chosen: a span of the body, shown as the browser's own selection

  let chosen = null; // {start, end}
  let moving = ""; // "begin" or "einde" while the arrows move a boundary

  const parts = () => [...text.querySelectorAll("[data-start]")];

  function place(offset, end) {
    let last = null;
    for (const part of parts()) {
      const from = Number(part.dataset.start), to = Number(part.dataset.end);
      if (end ? offset > from && offset <= to : offset >= from && offset < to) {
        if (part.hasAttribute("data-heel")) return end ? [part, part.childNodes.length] : [part, 0];
        const words = Array.from(part.textContent);
        return [part.firstChild, words.slice(0, offset - from).join("").length];
      }
      if (from < offset) last = part;
    }
    if (!last) return null;
    return last.hasAttribute("data-heel") ? [last, last.childNodes.length] : [last.firstChild, last.textContent.length];
  }

  function show(span) {
    chosen = span;
    const selection = document.getSelection();
    selection.removeAllRanges();
    if (!span) return;
    const from = place(span.start, false), to = place(span.end, true);
    if (!from || !to) return;
    const range = document.createRange();
    range.setStart(from[0], from[1]);
    range.setEnd(to[0], to[1]);
    selection.addRange(range);
    const box = range.getBoundingClientRect();
    if (box.top < 80 || box.bottom > innerHeight - 40) scrollBy({ top: box.top - innerHeight / 3 });
  }

  document.addEventListener("selectionchange", () => {
    if (document.querySelector("dialog[open]")) return;
    const found = window.koersvastSelected(text);
    if (found) chosen = { start: found.start, end: found.end };
  });

  // Words, for choosing with the arrows

  function wordList() {
    const found = [];
    for (const part of parts()) {
      const from = Number(part.dataset.start);
      if (part.hasAttribute("data-heel")) { found.push({ start: from, end: Number(part.dataset.end) }); continue; }
      for (const match of part.textContent.matchAll(/\S+/gu)) {
        const start = from + points(part.textContent.slice(0, match.index));
        found.push({ start, end: start + points(match[0]) });
      }
    }
    return found;
  }

  let anchor = null; // where choosing with Shift began

  function arrow(step, more) {
    const words = wordList();
    if (!words.length) return;
    if (!chosen) { anchor = words[0]; show({ ...words[0] }); return; }
    const first = words.findIndex((word) => word.end > chosen.start);
    let last = words.findIndex((word) => word.end >= chosen.end);
    if (last < 0) last = words.length - 1;
    if (!more) {
      const next = words[Math.max(0, Math.min(words.length - 1, (step > 0 ? last : first) + step))];
      anchor = next;
      show({ ...next });
      return;
    }
    const grown = words[Math.max(first, Math.min(words.length - 1, last + step))];
    show({ start: chosen.start, end: Math.max(grown.end, words[first].end) });
  }

  function boundary(step) {
    if (!chosen) return;
    const span = { ...chosen };
    const limit = Number(parts().at(-1).dataset.end);
    if (moving === "begin") span.start = Math.max(0, Math.min(span.end - 1, span.start + step));
    else span.end = Math.min(limit, Math.max(span.start + 1, span.end + step));
    show(span);
  }

  // Codings that are there

  let current = null; // the chip that is picked

  const chips = () => [...text.querySelectorAll("[data-codering]")].sort((a, b) => a.dataset.van - b.dataset.van || a.dataset.tot - b.dataset.tot);

  function pick(chip) {
    for (const other of text.querySelectorAll('[data-codering][aria-pressed="true"]')) other.setAttribute("aria-pressed", "false");
    current = chip || null;
    if (!chip) return;
    chip.setAttribute("aria-pressed", "true");
    show({ start: Number(chip.dataset.van), end: Number(chip.dataset.tot) });
  }

  function walk(step) {
    const all = chips();
    if (!all.length) return;
    const from = chosen ? chosen.start : -1;
    let at = current ? all.indexOf(current) + step : step > 0 ? all.findIndex((chip) => Number(chip.dataset.van) >= from) : all.findLastIndex((chip) => Number(chip.dataset.van) < from);
    if (at < 0) at = step > 0 ? 0 : all.length - 1;
    pick(all[at % all.length]);
  }

  function cycle() {
    if (!chosen) return;
    const here = chips().filter((chip) => Number(chip.dataset.van) < chosen.end && chosen.start < Number(chip.dataset.tot));
    if (here.length) pick(here[(here.indexOf(current) + 1) % here.length]);
  }

  // The server: one question at a time

  let line = Promise.resolve();
  let waiting = 0;
  const undo = [];

  // A key that is pressed while the server answers waits for the answer: it is about what comes back.
  function inTurn(act) {
    if (waiting) line.then(() => setTimeout(() => inTurn(act)));
    else act();
  }

  function ask(address, fields) {
    waiting += 1;
    const answer = line.then(async () => {
      const response = await fetch(address, {
        method: "POST",
        credentials: "same-origin",
        headers: { "HX-Request": "true", "X-CSRFToken": token() },
        body: new URLSearchParams(fields),
      });
      if (!response.ok || response.redirected) throw new Error(String(response.status));
      swap(await response.text());
      return response.headers.get("X-Chosen");
    });
    answer.catch(() => {}).then(() => { waiting -= 1; });
    line = answer.catch(() => say(document.documentElement.lang === "nl" ? "De server antwoordt niet. Probeer het zo opnieuw." : "The server does not answer. Try again in a moment.", true));
    return answer.catch(() => null);
  }

  function swap(html) {
    const kept = chosen;
    const page = new DOMParser().parseFromString(html, "text/html");
    for (const part of page.querySelectorAll("[hx-swap-oob]")) {
      const old = document.getElementById(part.id);
      part.removeAttribute("hx-swap-oob");
      if (old) old.replaceWith(document.adoptNode(part));
    }
    current = null;
    if (kept) show(kept);
  }

  const at = (address, id) => address.replace(root.dataset.plek, id);
  const chipOf = (id) => text.querySelector(`[data-codering="${CSS.escape(id)}"]`);

  const RECENT = "koersvast-codes";
  let recent = [];
  try { recent = JSON.parse(sessionStorage.getItem(RECENT) || "[]"); } catch { recent = []; }

  function remember(code) {
    recent = [code, ...recent.filter((one) => one !== code)].slice(0, 9);
    try { sessionStorage.setItem(RECENT, JSON.stringify(recent)); } catch { /* not kept */ }
  }

  async function give(code, span, extra) {
    const where = span || chosen;
    if (!where) { say(bar.dataset.kies || text.getAttribute("data-kies") || document.getElementById("hoe").textContent, true); return; }
    const id = await ask(root.dataset.geef, { start: where.start, end: where.end, code: code || "", ...extra });
    if (!id) return;
    undo.push(() => ask(at(root.dataset.weg, id), {}));
    const chip = chipOf(id);
    if (chip) { remember(chip.dataset.vanCode); pick(chip); }
    if (extra) location.reload(); // the codebook has one more
  }

  async function takeAway(chip) {
    const target = chip || current;
    if (!target || !target.hasAttribute("data-eigen")) return;
    const was = { start: target.dataset.van, end: target.dataset.tot };
    const code = target.dataset.vanCode;
    await ask(at(root.dataset.weg, target.dataset.codering), {});
    undo.push(() => ask(root.dataset.geef, { ...was, code }));
  }

  async function settle() {
    const chip = current, span = chosen;
    moving = "";
    if (!chip || !span || !chip.hasAttribute("data-eigen")) return;
    const was = { start: chip.dataset.van, end: chip.dataset.tot };
    if (Number(was.start) === span.start && Number(was.end) === span.end) return;
    const id = await ask(at(root.dataset.grens, chip.dataset.codering), span);
    if (!id) return;
    undo.push(() => ask(at(root.dataset.grens, id), was));
    pick(chipOf(id));
  }

  // Picking a code in a list

  const allCodes = () => [...root.querySelectorAll("[data-code]")].map((button) => ({ id: button.dataset.code, label: button.textContent.trim() }));
  let offered = [], marked = 0, numbered = false;

  function offer(codes) {
    offered = codes;
    marked = 0;
    list.replaceChildren(...codes.map((code, index) => {
      const item = document.createElement("li");
      item.id = `kies-${index}`;
      item.setAttribute("role", "option");
      item.textContent = numbered ? `${index + 1}  ${code.label}` : code.label;
      item.addEventListener("click", () => choose(index));
      return item;
    }));
    picker.querySelector("[data-kiezer-leeg]").hidden = codes.length > 0;
    mark(0);
  }

  function mark(index) {
    if (!offered.length) { field.removeAttribute("aria-activedescendant"); return; }
    marked = (index + offered.length) % offered.length;
    [...list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === marked)));
    field.setAttribute("aria-activedescendant", `kies-${marked}`);
    list.children[marked].scrollIntoView({ block: "nearest" });
  }

  let kept = null;

  function choose(index) {
    const code = offered[index];
    picker.close();
    show(kept);
    text.focus({ preventScroll: true });
    if (code) give(code.id, kept);
  }

  function openPicker(recentOnly) {
    if (!chosen) { say(document.getElementById("hoe").textContent, true); return; }
    kept = chosen;
    numbered = recentOnly;
    field.value = "";
    const codes = allCodes();
    offer(recentOnly ? recent.map((id) => codes.find((code) => code.id === id)).filter(Boolean) : codes);
    picker.showModal();
    field.focus();
  }

  const plain = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  field.addEventListener("input", () => {
    numbered = false;
    const wanted = plain(field.value);
    const codes = allCodes().filter((code) => plain(code.label).includes(wanted));
    codes.sort((a, b) => Number(plain(b.label).startsWith(wanted)) - Number(plain(a.label).startsWith(wanted)));
    offer(codes);
  });
  picker.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") mark(marked + 1);
    else if (event.key === "ArrowUp") mark(marked - 1);
    else if (event.key === "Enter") choose(marked);
    else if (numbered && /^[1-9]$/.test(event.key)) choose(Number(event.key) - 1);
    else return;
    event.preventDefault();
  });
  picker.addEventListener("close", () => show(kept));

  fresh.addEventListener("close", () => {
    const label = fresh.querySelector("input").value.trim();
    const under = fresh.querySelector("select");
    show(kept);
    if (fresh.returnValue === "ja" && label) {
      try { sessionStorage.setItem("koersvast-onder", under.value); } catch { /* not kept */ }
      give("", kept, { label, parent: under.value });
    }
  });

  const DO = {
    laatste: () => (recent.length ? give(recent[0]) : openPicker(false)),
    recent: () => openPicker(true),
    zoek: () => openPicker(false),
    nieuw: () => {
      if (!chosen) { say(document.getElementById("hoe").textContent, true); return; }
      kept = chosen;
      fresh.querySelector("input").value = "";
      try { fresh.querySelector("select").value = sessionStorage.getItem("koersvast-onder") || ""; } catch { /* the first */ }
      fresh.returnValue = "";
      fresh.showModal();
    },
    weg: () => takeAway(),
    notitie: () => {
      const form = document.querySelector("[data-notitie]");
      if (!chosen) { say(document.getElementById("hoe").textContent, true); return; }
      form.closest("details").open = true;
      form.elements.start.value = chosen.start;
      form.elements.end.value = chosen.end;
      form.elements.words.value = document.getSelection().toString();
      form.elements.memo.focus();
    },
    volgende: cycle,
    begin: () => { moving = "begin"; text.focus({ preventScroll: true }); },
    einde: () => { moving = "einde"; text.focus({ preventScroll: true }); },
    vorige: () => walk(-1),
    verder: () => walk(1),
    "vorig-gesprek": () => { if (root.dataset.vorig) location.href = root.dataset.vorig; },
    "volgend-gesprek": () => { if (root.dataset.volgend) location.href = root.dataset.volgend; },
    toetsen: () => sheet.showModal(),
  };

  // A click in the text outside what was chosen lets it go; buttons keep it
  for (const button of document.querySelectorAll("[data-doe]")) {
    button.addEventListener("mousedown", (event) => event.preventDefault());
    button.addEventListener("click", () => DO[button.dataset.doe]());
  }
  root.addEventListener("mousedown", (event) => {
    if (event.target.closest("[data-code], [data-codering]")) event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    const code = event.target.closest("[data-code]"), chip = event.target.closest("[data-codering]");
    if (code) give(code.dataset.code);
    else if (chip) pick(chip === current ? null : chip);
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (target.closest("dialog") || target.closest("input, textarea, select")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      const back = undo.pop();
      if (back) { event.preventDefault(); inTurn(back); }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { if (moving) { moving = ""; if (current) pick(current); } else { pick(null); show(null); } return; }
    if (event.key === "Enter" && moving) { event.preventDefault(); settle(); return; }
    if ((event.key === "ArrowRight" || event.key === "ArrowLeft") && target.closest("[data-tekst]")) {
      event.preventDefault();
      const step = event.key === "ArrowRight" ? 1 : -1;
      if (moving) boundary(step);
      else { if (current && !event.shiftKey) pick(null); arrow(step, event.shiftKey); }
      return;
    }
    if (moving && event.key !== "Shift") settle();
    const name = event.key === "/" ? "zoek" : Object.keys(keys).find((one) => keys[one] === event.key);
    if (name && DO[name]) { event.preventDefault(); inTurn(DO[name]); }
  });
})();
