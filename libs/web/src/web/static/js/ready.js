// Runs for what is on the page and for what htmx puts there later: once for each element.
export function each(selector, begin) {
  const seen = new WeakSet();
  const look = (root) => {
    const found = root.matches?.(selector) ? [root] : [];
    for (const element of [...found, ...root.querySelectorAll(selector)]) {
      if (!seen.has(element)) {
        seen.add(element);
        begin(element);
      }
    }
  };
  look(document);
  document.addEventListener("htmx:load", (event) => look(event.target));
}

// Whether keys are for a field and not for the page.
export function isTyping(target) {
  return target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]") !== null;
}

// Says something to screen readers without moving focus.
export function announce(text) {
  let place = document.getElementById("announcer");
  if (!place) {
    place = Object.assign(document.createElement("div"), { id: "announcer", className: "sr" });
    place.setAttribute("role", "status");
    document.body.append(place);
  }
  place.textContent = text;
}
