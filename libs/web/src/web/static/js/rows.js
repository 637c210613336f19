// Tables: j and k move, Enter opens, x selects; with rows selected the bulk bar shows.
import { announce, each, isTyping } from "./ready.js";

const ROW = "table[data-rows] tbody tr, [data-list] > li";

function rows() {
  return [...document.querySelectorAll(ROW)].filter((row) => row.offsetParent !== null || row.getClientRects().length);
}

function move(step) {
  const all = rows();
  if (!all.length) return;
  const at = all.indexOf(document.activeElement?.closest(ROW));
  const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step))];
  next.tabIndex = -1;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  const row = document.activeElement?.closest?.(ROW);
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    move(event.key === "j" ? 1 : -1);
  } else if (event.key === "Enter" && row && document.activeElement === row) {
    event.preventDefault();
    row.querySelector("a[href]")?.click();
  } else if (event.key === "x" && row) {
    const box = row.querySelector("input[type=checkbox]");
    if (box) {
      event.preventDefault();
      box.click();
    }
  }
});

each("form[data-bulk]", (form) => {
  const bar = form.querySelector(".bulkbar");
  const all = form.querySelector("[data-all]");
  const boxes = () => [...form.querySelectorAll("tbody input[type=checkbox]")];
  const look = () => {
    const picked = boxes().filter((box) => box.checked);
    for (const box of boxes()) box.closest("tr").classList.toggle("is-selected", box.checked);
    bar.hidden = picked.length === 0;
    bar.querySelector("[data-picked]").textContent = `${picked.length} selected`;
    if (all) {
      all.checked = picked.length > 0 && picked.length === boxes().length;
      all.indeterminate = picked.length > 0 && !all.checked;
    }
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    look();
    if (event.target.type === "checkbox") announce(bar.querySelector("[data-picked]").textContent);
  });
  form.querySelector("[data-none]")?.addEventListener("click", () => {
    for (const box of boxes()) box.checked = false;
    look();
  });
  form.addEventListener("htmx:afterSwap", look);
  look();
});
