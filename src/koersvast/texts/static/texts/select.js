// Chosen text becomes offsets in the body: Unicode code points, also where other words stand instead of a mask.
"use strict";

(function () {
  const points = (text) => Array.from(text).length;

  // Where a place in the page lies in the body; "end" takes the end of a mask, else its start.
  function offset(node, at, end) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    let part = element && element.closest("[data-start]");
    if (!part && node.nodeType === Node.ELEMENT_NODE) {
      const near = node.childNodes[end ? at - 1 : at];
      part = near && near.nodeType === Node.ELEMENT_NODE ? near.closest("[data-start]") || near.querySelector("[data-start]") : null;
      if (part) return Number(end ? part.dataset.end : part.dataset.start);
    }
    if (!part) return null;
    if (part.hasAttribute("data-heel")) return Number(end ? part.dataset.end : part.dataset.start);
    const before = node.nodeType === Node.TEXT_NODE ? node.data.slice(0, at) : at ? part.textContent : "";
    return Number(part.dataset.start) + points(before);
  }

  // The span that is selected inside a text, or null.
  function selected(root) {
    const choice = document.getSelection();
    if (!choice || choice.isCollapsed || !choice.rangeCount) return null;
    const range = choice.getRangeAt(0);
    if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
    const start = offset(range.startContainer, range.startOffset, false);
    const end = offset(range.endContainer, range.endOffset, true);
    return start === null || end === null || end <= start ? null : { start, end, words: choice.toString() };
  }

  window.koersvastSelected = selected;

  // On the checking page the form takes over what is chosen.
  document.addEventListener("selectionchange", () => {
    const root = document.querySelector("[data-kies-woorden] [data-kies-tekst]");
    const form = document.querySelector("[data-kies-woorden] [data-kies-formulier]");
    if (!root || !form) return;
    const found = selected(root);
    if (!found) return;
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
    form.elements.words.value = found.words.slice(0, 500);
  });

  // Typed words mean: everywhere. What was chosen before does not count any more.
  document.addEventListener("input", (event) => {
    const form = event.target.closest && event.target.closest("[data-kies-formulier]");
    if (!form || event.target.name !== "words") return;
    form.elements.start.value = "";
    form.elements.end.value = "";
  });

  // After a decision the next one has the focus.
  document.addEventListener("htmx:afterSwap", (event) => {
    const part = event.detail.elt && document.getElementById("nakijken");
    if (!part) return;
    const next = part.querySelector(".kv-voorstellen button") || part;
    next.focus({ preventScroll: false });
  });
})();
