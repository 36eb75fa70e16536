// An address with #CODE behind it fills the code in. What stands behind # is never sent; it leaves the address at once.
"use strict";

(function () {
  const form = document.querySelector("form[data-kv-code]");
  const code = decodeURIComponent(window.location.hash.slice(1));
  if (!form || !/^[0-9A-Za-z -]{28,60}$/.test(code)) return;
  window.history.replaceState(null, "", window.location.pathname);
  form.elements.code.value = code;
})();
