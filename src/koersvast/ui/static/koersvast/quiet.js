// "Snel weg" is a plain link. With script it also leaves no way back, and Escape three times does the same.
"use strict";

(function () {
  const link = document.querySelector("a[data-kv-away]");
  if (!link) return;
  const away = () => {
    document.body.replaceChildren();
    window.location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    away();
  });
  let pressed = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const now = Date.now();
    pressed = [...pressed.filter((time) => now - time < 2000), now];
    if (pressed.length >= 3) away();
  });
})();
