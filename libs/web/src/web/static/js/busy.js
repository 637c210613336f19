// What is being fetched says so: aria-busy for those who listen, and a bar above the page (frame.css).
document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target?.setAttribute("aria-busy", "true");
});
// After errors and aborts too.
document.addEventListener("htmx:afterRequest", (event) => {
  event.detail.target?.removeAttribute("aria-busy");
});
