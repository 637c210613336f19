// Forms with data-dirty offer Save only when something changed, and ask before they are left.
// Forms with data-confirm="name" open their button only when that name is typed, and a reason given.
import { each } from "./ready.js";

const changed = new Set();

function snapshot(form) {
  const entries = [...new FormData(form)].filter(([name]) => !name.startsWith("_"));
  return JSON.stringify(entries);
}

each("form[data-dirty]", (form) => {
  const before = snapshot(form);
  const save = form.querySelector("[data-save]");
  const look = () => {
    const isChanged = snapshot(form) !== before || form.querySelector(".has-error") !== null;
    if (save) save.disabled = !isChanged;
    if (isChanged) changed.add(form);
    else changed.delete(form);
    form.classList.toggle("is-dirty", isChanged);
  };
  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("submit", () => changed.delete(form));
  form.addEventListener("reset", () => queueMicrotask(look));
  look();
});

addEventListener("beforeunload", (event) => {
  if ([...changed].some((form) => form.isConnected && form.dataset.dirty !== "quiet")) event.preventDefault();
});

each("form[data-confirm]", (form) => {
  const button = form.querySelector("[data-save]");
  const typed = form.querySelector("[data-typed]");
  const look = () => {
    const isNamed = !typed || typed.value.trim() === form.dataset.confirm;
    const isReasoned = [...form.querySelectorAll("[required]")].every((field) => field.value.trim() !== "");
    button.disabled = !(isNamed && isReasoned);
  };
  form.addEventListener("input", look);
  look();
});

// The first field that was refused is where the person goes on.
each(".has-error", (field) => {
  if (field === document.querySelector(".has-error")) field.querySelector("input, select, textarea")?.focus();
});

// A form is sent once; the server would count it once as well.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "true";
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form");
  if (form) delete form.dataset.sent;
});
