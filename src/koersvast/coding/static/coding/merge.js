// Drag a code onto another: opens the form that puts them together, filled in. "Bewerk" leads to the same form.
"use strict";

(function () {
  const book = document.querySelector("[data-kv-codeboek]");
  if (!book) return;
  const rows = [...book.querySelectorAll("[data-code]")];
  if (rows.length < 2) return;
  let dragged = null;
  const row = (event) => event.target.closest("[data-code]");
  const mark = (over) => { for (const one of rows) one.classList.toggle("kv-codeboek__doel", one === over); };

  for (const one of rows) one.draggable = true;
  for (const hint of document.querySelectorAll("[data-kv-sleep]")) hint.hidden = false;

  book.addEventListener("dragstart", (event) => {
    if (!rows.includes(event.target)) return; // a link that is dragged stays a link
    dragged = event.target;
    event.dataTransfer.effectAllowed = "link";
    event.dataTransfer.setData("text/plain", ""); // nothing of the codebook leaves this page
  });
  book.addEventListener("dragover", (event) => {
    const over = row(event);
    if (!dragged || !over || over === dragged) { mark(null); return; }
    event.preventDefault();
    event.dataTransfer.dropEffect = "link";
    mark(over);
  });
  book.addEventListener("drop", (event) => {
    const over = row(event);
    if (!dragged || !over || over === dragged) return;
    event.preventDefault();
    const address = new URL(dragged.dataset.bewerk, window.location.href);
    address.searchParams.set("met", over.dataset.code);
    address.hash = "samenvoegen";
    window.location.assign(address);
  });
  book.addEventListener("dragend", () => { dragged = null; mark(null); });
})();
