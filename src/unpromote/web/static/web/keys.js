/* One key presses the button, follows the link or opens the form that names it. The keys can be turned off, and are off while one types. */

"use strict";

(function () {
  const chosen = document.getElementById("keys");
  chosen.closest("[hidden]").hidden = false;
  chosen.checked = localStorage.getItem("keys") !== "off";
  chosen.addEventListener("change", () => localStorage.setItem("keys", chosen.checked ? "on" : "off"));

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (!chosen.checked || typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!named) return;
    event.preventDefault();
    if (named.matches("details")) {
      named.open = true;
      named.querySelector("input:not([type=hidden]), textarea").focus();
    } else {
      named.click();
    }
  });
})();
