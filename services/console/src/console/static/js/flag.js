// The rollout slider and the exact figure move together; moving either means a rollout.
import { each } from "./ready.js";

each("[data-slides]", (slider) => {
  const figure = document.getElementById(slider.dataset.slides);
  const rollout = figure.form.querySelector("input[name=state][value=rollout]");
  slider.addEventListener("input", () => {
    figure.value = slider.value;
    rollout.checked = true;
    figure.dispatchEvent(new Event("input", { bubbles: true }));
  });
  figure.addEventListener("input", () => {
    slider.value = figure.value;
  });
  figure.form.addEventListener("reset", () => queueMicrotask(() => { slider.value = figure.value; }));
});
