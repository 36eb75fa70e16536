// The token stands after the # of the link, so that it never reaches a server log; here it goes into the form.
"use strict";
const field = document.querySelector("[data-kv-token]");
if (field && location.hash.length > 1) {
  field.value = location.hash.slice(1);
  history.replaceState(null, "", location.pathname);
}
