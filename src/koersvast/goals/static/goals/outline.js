// The outline as an editor: everything by keyboard, saved at once, no text lost when the server is away.
// Without this script each row has links and forms that do the same.
"use strict";

(function () {
  const root = () => document.getElementById("doelenboom");
  if (!root()) return;
  document.documentElement.classList.add("kv-script");

  const RETRY = 5000; // milliseconds until a failed save is tried again
  const PAUSE = 1500; // milliseconds without typing before a text is saved
  const folded = new Set();
  let active = false; // Tab indents only while this is true: who merely passes by keeps Tab
  let editor = null;

  const words = (name) => root().getAttribute(`data-t-${name}`);
  const mayChange = () => root().hasAttribute("data-bewerken");
  const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
  const rowOf = (id) => document.getElementById(`doel-${id}`);
  const itemOf = (row) => row.closest("li[data-doel]");
  const idOf = (row) => itemOf(row).dataset.doel;
  const rows = () => [...root().querySelectorAll(".kv-boom__regel")].filter((row) => !row.closest("[hidden]"));
  const below = (row) => itemOf(row).querySelector(":scope > [data-onder]");

  function say(text, problem) {
    const place = root().querySelector("[data-melding]");
    place.classList.toggle("kv-melding--let", Boolean(problem));
    place.textContent = text || "";
  }

  function saved(text) {
    const place = root().querySelector("[data-bewaard]");
    if (place && text) place.textContent = text;
  }

  function remember(id) {
    history.replaceState(null, "", `?doel=${id}${everything ? "&open=alles" : ""}`);
  }

  // The server

  const everything = new URLSearchParams(location.search).get("open") === "alles";

  let line = Promise.resolve(); // one question at a time, so that an older answer never covers a newer one

  function ask(address, fields, extra) {
    const answer = line.then(() => put(address, fields, extra));
    line = answer.catch(() => {});
    return answer;
  }

  async function put(address, fields, extra) {
    const url = everything ? `${address}${address.includes("?") ? "&" : "?"}open=alles` : address;
    const options = { headers: { "HX-Request": "true", ...extra }, credentials: "same-origin" };
    if (fields) {
      options.method = "POST";
      options.headers["X-CSRFToken"] = token();
      options.body = new URLSearchParams(fields);
    }
    const response = await fetch(url, options);
    const text = await response.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    return { status: response.status, ok: response.ok && !response.redirected, text, tree: page.getElementById("doelenboom"), page };
  }

  function show(tree, focusId, focusButton) {
    const said = tree.querySelector("[data-bewaard]");
    const kept = root().querySelector("[data-bewaard]");
    if (said && kept && !said.textContent.trim()) said.textContent = kept.textContent;
    root().replaceWith(tree);
    editor = null;
    prepare();
    const target = (focusButton && root().querySelector(focusButton)) || rowOf(focusId || tree.dataset.gekozen) || rows()[0];
    if (target) target.focus();
    if (tree.dataset.gekozen) remember(tree.dataset.gekozen);
  }

  async function act(url, fields, focusButton) {
    try {
      const answer = await ask(url, fields);
      if (answer.tree) show(answer.tree, null, focusButton);
      else say(words("fout"), true);
    } catch {
      say(words("onbereikbaar"), true);
    }
  }

  async function select(id) {
    try {
      const answer = await ask(`${root().dataset.lijst}?doel=${id}`);
      if (answer.ok && answer.tree) show(answer.tree, id);
      else say(words("fout"), true);
    } catch {
      say(words("onbereikbaar"), true);
    }
  }

  // Rows

  function prepare() {
    for (const row of root().querySelectorAll(".kv-boom__regel")) {
      if (below(row)) fold(row, folded.has(idOf(row)));
    }
  }

  function fold(row, shut) {
    const list = below(row);
    if (!list) return;
    list.hidden = shut;
    row.setAttribute("aria-expanded", String(!shut));
    row.querySelector(".kv-boom__pijl").textContent = shut ? "▸" : "▾";
    if (shut) folded.add(idOf(row));
    else folded.delete(idOf(row));
  }

  function walkTo(row) {
    if (!row) return;
    for (const other of root().querySelectorAll(".kv-boom__regel")) {
      if (other === row) other.setAttribute("aria-current", "true");
      else other.removeAttribute("aria-current");
    }
    for (const box of root().querySelectorAll(".kv-schema [data-doel]")) {
      if (box.dataset.doel === idOf(row)) box.setAttribute("aria-current", "true");
      else box.removeAttribute("aria-current");
    }
    root().querySelectorAll("[data-rijwerk]").forEach((part) => part.remove());
    row.focus();
    remember(idOf(row));
  }

  function activate() {
    if (active || !mayChange()) return;
    active = true;
    say(words("toetsen-aan"));
  }

  function leave(row) {
    if (!active) return;
    active = false;
    const here = itemOf(row).querySelector(":scope > [data-rijwerk]");
    const said = words("toetsen-uit");
    if (here) say(said);
    else select(idOf(row)).then(() => say(said));
  }

  // Writing

  function freshId() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const b = crypto.getRandomValues(new Uint8Array(16));
    b[6] = (b[6] & 15) | 64;
    b[8] = (b[8] & 63) | 128;
    const h = [...b].map((x) => x.toString(16).padStart(2, "0")).join("");
    return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join("-");
  }

  function field(label, text) {
    const place = document.createElement("div");
    place.className = "kv-invoer";
    const name = document.createElement("label");
    name.htmlFor = "regel-tekst";
    name.textContent = label;
    const area = document.createElement("textarea");
    area.id = "regel-tekst";
    area.rows = 2;
    area.maxLength = 2000;
    area.className = "utrecht-textarea utrecht-textarea--html-textarea kv-kort";
    area.value = text;
    area.setAttribute("aria-describedby", "regel-uitleg regel-fout");
    const fault = document.createElement("p");
    fault.id = "regel-fout";
    fault.className = "kv-invoer__fout";
    fault.setAttribute("role", "alert");
    const help = document.createElement("p");
    help.id = "regel-uitleg";
    help.textContent = words("uitleg");
    const buttons = document.createElement("div");
    buttons.className = "kv-acties";
    const keep = document.createElement("button");
    keep.type = "button";
    keep.className = "kv-tekstknop";
    keep.textContent = words("bewaar");
    const stop = keep.cloneNode();
    stop.textContent = words("stop");
    buttons.append(keep, stop);
    place.append(name, area, fault, help, buttons);
    return { place, area, fault, keep, stop };
  }

  const showActions = (shown) => root().querySelectorAll("[data-rijwerk]").forEach((part) => { part.hidden = !shown; });

  function open(parts, { save, cancel }) {
    showActions(false);
    editor = { ...parts, changed: false, timer: 0, close: cancel };
    parts.keep.addEventListener("click", () => save(true));
    parts.stop.addEventListener("click", cancel);
    parts.area.addEventListener("input", () => { editor.changed = true; });
    parts.area.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); save(true); }
      if (event.key === "Escape") { event.preventDefault(); cancel(); }
    });
    parts.area.focus();
    parts.area.setSelectionRange(parts.area.value.length, parts.area.value.length);
  }

  function unreachable(again) {
    if (!editor) return;
    editor.fault.textContent = words("onbereikbaar");
    saved(words("niet-bewaard"));
    clearTimeout(editor.timer);
    editor.timer = setTimeout(again, RETRY);
  }

  /** A line for a new goal: after this row, or under it when it is an ambition. */
  function write(row, ambition) {
    if (editor) return editor.area.focus();
    const item = itemOf(row);
    const under = ambition ? "" : "ambitie" in item.dataset ? item.dataset.doel : item.dataset.ouder;
    const after = ambition ? item.closest("[data-ambitie]").dataset.doel : "ambitie" in item.dataset ? "" : item.dataset.doel;
    const parts = field(words(ambition ? "nieuw-ambitie" : "nieuw"), "");
    const line = document.createElement("li");
    line.append(parts.place);
    if (!ambition && "ambitie" in item.dataset) {
      fold(row, false);
      if (below(row)) below(row).append(line);
      else item.append(line);
    } else (ambition ? item.closest("[data-ambitie]") : item).after(line);
    const id = freshId();
    const back = () => { if (editor) clearTimeout(editor.timer); line.remove(); editor = null; showActions(true); row.focus(); };
    const save = async () => {
      const text = parts.area.value.trim();
      if (!text) return back();
      try {
        saved(words("bezig"));
        const answer = await ask(root().dataset.nieuw, { text, under, after, id });
        if (answer.ok && answer.tree) return show(answer.tree, id);
        const why = answer.tree && answer.tree.querySelector("[data-melding]").textContent.trim();
        saved(words("niet-bewaard"));
        parts.fault.textContent = why || words("fout");
      } catch {
        unreachable(save);
      }
      return undefined;
    };
    open(parts, { save, cancel: back });
  }

  /** The text of this row becomes a field that saves itself. */
  function rewrite(row) {
    if (editor) return editor.area.focus();
    const item = itemOf(row);
    const shown = row.querySelector("[data-tekst]");
    let known = shown.textContent;
    let busy = false;
    const parts = field(words("tekst"), known);
    row.hidden = true;
    row.after(parts.place);
    const close = () => {
      clearTimeout(editor.timer);
      parts.place.remove();
      row.hidden = false;
      editor = null;
      row.focus();
      select(item.dataset.doel);
    };
    const save = async (last) => {
      if (!editor || parts.area.readOnly) return;
      const text = parts.area.value.trim().replace(/\s+/g, " ");
      if (text === known || !text) {
        if (last) close();
        return;
      }
      if (busy) { editor.timer = setTimeout(() => save(last), 200); return; }
      busy = true;
      saved(words("bezig"));
      try {
        const answer = await ask(`${item.dataset.adres}tekst/`, { text, version: item.dataset.versie }, { "X-Bewaar": "stil" });
        const both = answer.page.querySelector("[data-beide]");
        if (answer.ok) {
          const told = JSON.parse(answer.text);
          item.dataset.versie = told.version;
          known = text;
          shown.textContent = text;
          parts.fault.textContent = "";
          if (editor) editor.changed = parts.area.value.trim() !== text;
          saved(told.saved);
          if (last) close();
        } else if (both) {
          saved(words("niet-bewaard"));
          parts.area.readOnly = true;
          if (editor) editor.changed = false;
          parts.place.after(both);
          both.tabIndex = -1;
          both.focus();
        } else {
          saved(words("niet-bewaard"));
          parts.fault.textContent = words("fout");
        }
      } catch {
        unreachable(() => save(last));
      } finally {
        busy = false;
      }
    };
    open(parts, { save, cancel: close });
    parts.area.addEventListener("input", () => {
      clearTimeout(editor.timer);
      editor.timer = setTimeout(() => save(false), PAUSE);
    });
  }

  // Keys

  const step = (row, direction) => {
    activate();
    act(`${itemOf(row).dataset.adres}stap/`, { richting: direction });
  };

  const anyone = {
    ArrowDown: (row) => walkTo(rows()[rows().indexOf(row) + 1]),
    ArrowUp: (row) => walkTo(rows()[rows().indexOf(row) - 1]),
    Home: () => walkTo(rows()[0]),
    End: () => walkTo(rows().at(-1)),
    ArrowRight: (row) => {
      const list = below(row);
      if (list && list.hidden) fold(row, false);
      else if (list) walkTo(list.querySelector(".kv-boom__regel"));
      else if (row.querySelector(".kv-boom__pijl").textContent === "▸") select(idOf(row));
    },
    ArrowLeft: (row) => {
      const list = below(row);
      if (list && !list.hidden) fold(row, true);
      else if (itemOf(row).dataset.ouder) walkTo(rowOf(itemOf(row).dataset.ouder));
    },
    " ": (row) => { if (below(row)) fold(row, !below(row).hidden); else select(idOf(row)); },
    "?": () => { location.href = root().dataset.toetsen; },
  };

  const writers = {
    Enter: (row) => { activate(); write(row, false); },
    F2: (row) => { activate(); rewrite(row); },
    Delete: (row) => act(`${itemOf(row).dataset.adres}verwijder/`, {}),
    l: (row) => { location.href = `${itemOf(row).dataset.adres}koppel/`; },
    i: (row) => {
      if (root().dataset.indicator) location.href = `${root().dataset.indicator}?doel=${idOf(row)}`;
      else say(words("geen-indicator"));
    },
  };

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest && event.target.closest("#doelenboom .kv-boom__regel");
    const control = event.ctrlKey || event.metaKey;
    if (!row || event.isComposing) return;
    const done = () => event.preventDefault();
    if (mayChange()) {
      if (control && event.key.toLowerCase() === "z") { done(); activate(); act(root().dataset.ongedaan, { doel: idOf(row) }); return; }
      if (control && event.key === "Enter") { done(); activate(); write(row, true); return; }
      if (event.altKey && event.key === "ArrowUp") { done(); step(row, "omhoog"); return; }
      if (event.altKey && event.key === "ArrowDown") { done(); step(row, "omlaag"); return; }
      if (active && event.key === "Tab" && !control && !event.altKey) { done(); step(row, event.shiftKey ? "uit" : "in"); return; }
      if (active && event.key === "Escape") { done(); leave(row); return; }
    }
    if (control || event.altKey) return;
    if (mayChange() && writers[event.key]) { done(); writers[event.key](row); return; }
    if (anyone[event.key]) {
      done();
      if (event.key.startsWith("Arrow") || event.key === "Home" || event.key === "End") activate();
      anyone[event.key](row);
    }
  });

  document.addEventListener("click", (event) => {
    const row = event.target.closest("#doelenboom .kv-boom__regel, #doelenboom .kv-schema a[data-doel]");
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (event.target.closest(".kv-boom__pijl") && below(row)) return void fold(row, !below(row).hidden);
    if (editor && editor.changed) return void editor.area.focus();
    select(row.closest("[data-doel]").dataset.doel);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("#doelenboom form[data-doe]");
    if (!form) return;
    event.preventDefault();
    const button = event.submitter;
    const again = button && button.name ? `[data-rijwerk] button[name="${button.name}"][value="${button.value}"]` : null;
    act(form.action, new FormData(form, button), again);
  });

  window.addEventListener("beforeunload", (event) => { if (editor && editor.changed) event.preventDefault(); });

  prepare();
  if (location.hash.startsWith("#doel-")) {
    const row = document.getElementById(location.hash.slice(1));
    if (row) row.focus();
  }
})();
