// What every page needs: says in words when the server does not answer, and keeps focus where people work.
"use strict";

(function () {
  const messages = () => document.getElementById("berichten");

  function say(text) {
    const place = messages();
    if (!place) return;
    const block = document.createElement("div");
    block.className = "kv-bericht kv-bericht--error";
    const line = document.createElement("p");
    line.textContent = text;
    block.append(line);
    place.replaceChildren(block);
  }

  const dutch = document.documentElement.lang === "nl";
  const unreachable = dutch
    ? "De server antwoordt niet. Wat u typte staat er nog. Probeer het zo opnieuw."
    : "The server does not answer. What you typed is still there. Try again in a moment.";
  const refused = dutch
    ? "Dit lukte niet. Wat u typte staat er nog. Herlaad de pagina en probeer het opnieuw."
    : "This did not work. What you typed is still there. Reload the page and try again.";

  document.addEventListener("htmx:sendError", () => say(unreachable));
  document.addEventListener("htmx:timeout", () => say(unreachable));
  document.addEventListener("htmx:responseError", () => say(refused));

  // A part that refreshes by itself (data-kv-quiet) waits while somebody is busy in it.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const part = event.target.closest("[data-kv-quiet]");
    const byItself = part === event.target;
    if (byItself && (part.contains(document.activeElement) || part.querySelector("input:checked"))) {
      event.preventDefault();
    }
  });

  // A form that is used again and again (data-kv-clear) empties its text after it was kept, and keeps the rest.
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form[data-kv-clear]");
    if (!form || event.target !== form || !event.detail.successful) return;
    for (const field of form.querySelectorAll("textarea")) field.value = "";
    const first = form.querySelector("textarea");
    if (first) first.focus();
  });

  // A form that says data-kv-autosubmit sends itself when a choice changes; without script its button does.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-kv-autosubmit]");
    if (form) form.requestSubmit();
  });

  // Printing is a browser matter; the button only appears when script runs.
  for (const button of document.querySelectorAll("button[data-kv-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Leaving with unsaved text: the browser asks.
  for (const form of document.querySelectorAll("form[data-kv-guard]")) {
    let changed = false;
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", () => { changed = false; });
    window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }
})();
