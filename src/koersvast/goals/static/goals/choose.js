// Type-ahead in a list of goals: what does not match goes out of sight while typing.
"use strict";

(function () {
  const place = document.querySelector("[data-kies]");
  if (!place) return;
  const field = place.querySelector("#zoek");
  const said = place.querySelector("[data-aantal]");
  const items = [...place.querySelectorAll("[data-zoektekst]")];
  const free = () => items.filter((item) => !item.hidden).map((item) => item.querySelector("button:not([disabled])")).filter(Boolean);

  field.addEventListener("input", () => {
    const words = field.value.trim().toLowerCase();
    for (const item of items) item.hidden = !item.dataset.zoektekst.includes(words);
    const count = items.filter((item) => !item.hidden).length;
    said.textContent = count === 1 ? said.dataset.tEen : `${count} ${said.dataset.tMeer}`;
  });
  // With one match left, Enter takes it; the arrows walk from the field into the list.
  field.form.addEventListener("submit", (event) => {
    const found = free();
    if (field.value.trim() && found.length === 1) { event.preventDefault(); found[0].form.requestSubmit(found[0]); }
  });
  place.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [field, ...free()];
    const now = stops.indexOf(document.activeElement);
    const next = stops[now + (event.key === "ArrowDown" ? 1 : -1)];
    if (now >= 0 && next) { event.preventDefault(); next.focus(); }
  });
})();
