// Buttons with data-copy put their text on the clipboard and say so.
import { announce } from "./ready.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    announce("Copied");
    button.classList.add("is-done");
    setTimeout(() => button.classList.remove("is-done"), 1200);
  } catch {
    announce("The browser did not let us copy");
  }
});
