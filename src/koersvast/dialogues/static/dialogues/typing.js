// Keeps what is typed every three seconds, and says when. When somebody else typed too, both texts stay on the page.
"use strict";

(function () {
  const form = document.querySelector("form[data-kv-typing]");
  if (!form) return;
  const area = form.querySelector("textarea");
  const version = form.querySelector("input[name=version]");
  const kept = form.querySelector("[data-kv-kept]");
  const theirs = form.querySelector("[data-kv-theirs]");
  const EVERY = 3000;
  let last = area.value;
  let busy = false;
  let clash = false;

  const say = (text) => { if (kept.textContent !== text) kept.textContent = text; };

  async function keep() {
    if (busy || clash || area.value === last) return;
    busy = true;
    const body = area.value;
    const data = new FormData(form);
    data.set("body", body);
    try {
      const answer = await fetch(form.action || window.location.href, {
        method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin",
        redirect: "error",
      });
      const told = await answer.json();
      if (answer.ok) {
        version.value = told.version;
        last = body;
        say(`${form.dataset.saidKept} ${told.at}`);
      } else if (answer.status === 409) {
        clash = true;
        version.value = told.version;
        theirs.querySelector("pre").textContent = told.theirs;
        theirs.hidden = false;
        say(told.said);
      } else {
        say(told.said || form.dataset.saidLost);
      }
    } catch {
      say(form.dataset.saidLost);
    }
    busy = false;
  }

  window.setInterval(keep, EVERY);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  area.addEventListener("input", () => { if (!clash) say(form.dataset.saidBusy); });
  form.addEventListener("submit", () => { last = area.value; busy = true; });
  window.addEventListener("beforeunload", (event) => { if (area.value !== last) event.preventDefault(); });
})();
