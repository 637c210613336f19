// The palette: a dialog with a combobox over a listbox that the server fills (APG combobox pattern).
import { announce, isTyping } from "./ready.js";

const WAIT_MS = 60;
const dialog = document.getElementById("palette");
const input = dialog?.querySelector("input");
const list = dialog?.querySelector("[role=listbox]");
let asked = 0;
let timer = 0;

const options = () => [...list.querySelectorAll("[role=option]")];

function choose(option) {
  for (const one of options()) one.setAttribute("aria-selected", String(one === option));
  if (option) {
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else {
    input.removeAttribute("aria-activedescendant");
  }
}

async function ask() {
  const turn = ++asked;
  const query = new URLSearchParams({ q: input.value, at: location.pathname });
  try {
    const response = await fetch(`${dialog.dataset.source}?${query}`, { headers: { "HX-Request": "true", "HX-Target": "palette" } });
    if (turn !== asked) return;
    if (response.headers.get("HX-Redirect")) return location.assign(response.headers.get("HX-Redirect"));
    // Made by our own server from escaped templates, as every other page.
    list.innerHTML = await response.text();
    dialog.dataset.answered = input.value;
    choose(options()[0]);
    announce(`${options().length} results`);
  } catch {
    list.textContent = "The console does not answer.";
  }
}

function show() {
  if (dialog.open) return;
  dialog.showModal();
  input.select();
  ask();
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      show();
    }
  });
  document.addEventListener("click", (event) => {
    const finder = event.target.closest("[data-palette]");
    if (!finder || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    show();
  });
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const at = all.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
    else if (event.key === "ArrowUp") choose(all[(at - 1 + all.length) % all.length]);
    // A search field would first clear itself.
    else if (event.key === "Escape") dialog.close();
    else if (event.key === "Enter" && all[at]) location.assign(all[at].dataset.href);
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.href);
  });
}
