// Keeps "3 minutes ago" true; offers the browser's own time zone beside UTC.
import { each } from "./ready.js";

const STEPS = [[60, 1, "second"], [3600, 60, "minute"], [86400, 3600, "hour"], [2592000, 86400, "day"], [31536000, 2592000, "month"], [Infinity, 31536000, "year"]];

// The server's clock counts: pages say when they were made.
export function words(moment, now) {
  const seconds = (now - moment) / 1000;
  const size = Math.abs(seconds);
  if (size < 1) return "now";
  const [, unit, name] = STEPS.find(([limit]) => size < limit);
  const number = Math.floor(size / unit);
  const said = `${number} ${name}${number === 1 ? "" : "s"}`;
  return seconds > 0 ? `${said} ago` : `in ${said}`;
}

export function refresh(root = document) {
  for (const time of root.querySelectorAll("time[data-ago]")) {
    const shown = words(Date.parse(time.dateTime), Date.now());
    if (time.textContent !== shown) time.textContent = shown;
  }
}

setInterval(refresh, 1000);

each("select[data-zones]", (select) => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone && ![...select.options].some((option) => option.value === zone)) select.add(new Option(`${zone} (this browser)`, zone));
});
