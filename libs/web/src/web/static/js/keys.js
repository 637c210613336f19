// Keys for the whole page: ? for the sheet, / for the search, g and a letter to go somewhere.
import { open } from "./dialogs.js";
import { isTyping } from "./ready.js";

const CHORD_MS = 1200;
let chordAt = 0;

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    event.preventDefault();
    open(document.getElementById("keys"));
  } else if (event.key === "/") {
    const search = document.querySelector("main input[type=search]");
    if (search) {
      event.preventDefault();
      search.select();
    }
  } else if (event.key === "g") {
    chordAt = event.timeStamp;
  } else if (event.timeStamp - chordAt < CHORD_MS) {
    chordAt = 0;
    const link = document.querySelector(`.sidebar [data-key="${CSS.escape(event.key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
    }
  }
});
