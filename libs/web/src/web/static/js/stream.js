// Elements with data-stream listen to an event stream and ask htmx for their new content.
// While the stream is lost their badge says since when; the page keeps working by itself.
import { each } from "./ready.js";
import { words } from "./times.js";

const GATHER_MS = 250;
const AGAIN_MS = 15_000;

each("[data-stream]", (element) => {
  const badge = document.querySelector(element.dataset.badge ?? "[data-live]");
  let lostAt = 0;
  let timer = 0;

  const tell = () => {
    if (!badge) return;
    badge.dataset.live = lostAt ? "lost" : "live";
    badge.textContent = lostAt ? `Not live since ${words(lostAt, Date.now()).replace(" ago", "")}` : "Live";
  };
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(() => window.htmx?.trigger(element, "changed"), GATHER_MS);
  };

  let source;
  const connect = () => {
    source = new EventSource(element.dataset.stream);
    source.addEventListener("open", () => {
      const wasLost = lostAt !== 0;
      lostAt = 0;
      tell();
      if (wasLost) changed();
    });
    source.addEventListener("error", () => {
      lostAt ||= Date.now();
      tell();
      // A refusal ends the source for good; everything else it tries again by itself.
      if (source.readyState === EventSource.CLOSED && element.isConnected) setTimeout(connect, AGAIN_MS);
    });
    for (const name of element.dataset.events.split(" ")) source.addEventListener(name, changed);
  };
  connect();
  const clock = setInterval(() => {
    if (!element.isConnected) {
      source.close();
      clearInterval(clock);
    } else if (lostAt) tell();
  }, 1000);
  addEventListener("pagehide", () => source.close());
});
