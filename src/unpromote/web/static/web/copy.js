/* Copies the text of a field. Without a script, or without the right to, the button stays hidden and the field can be marked. */

"use strict";

(function () {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.copy);
      const told = button.parentElement.querySelector("[data-copied]");
      navigator.clipboard.writeText(field.value).then(
        () => { told.textContent = "Copied."; },
        () => { field.select(); told.textContent = "Marked: copy it with the keyboard."; },
      );
    });
  }
})();
