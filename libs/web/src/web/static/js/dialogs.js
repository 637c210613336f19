// Native dialogs: Escape and focus are the browser's; a click beside closes where closedby is unknown.
import { each } from "./ready.js";

export function open(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open]");
  if (opener) {
    opener.closest("[popover]")?.hidePopover();
    open(document.getElementById(opener.dataset.open));
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
});

each("dialog", (dialog) => {
  dialog.addEventListener("click", (event) => {
    if (event.target !== dialog) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) dialog.close();
  });
});

// A drawer is a page of its own: closing it leads back to the list, where focus was.
let opener = null;
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "drawer") opener = document.activeElement;
});
each(".drawer", (drawer) => {
  drawer.focus({ preventScroll: true });
});
document.addEventListener("keydown", (event) => {
  const drawer = document.querySelector(".drawer");
  if (event.key !== "Escape" || !drawer || document.querySelector("dialog[open], [popover]:popover-open")) return;
  event.preventDefault();
  drawer.querySelector("[data-shut]")?.click();
});
document.addEventListener("click", (event) => {
  const shut = event.target.closest("[data-shut]");
  // Opened on this page: the list stays as it is, and nothing is loaded.
  if (!shut || !opener?.isConnected) return;
  event.preventDefault();
  shut.closest(".drawer").remove();
  history.replaceState(history.state, "", shut.href);
  opener.focus();
  opener = null;
});
