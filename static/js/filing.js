/** A new request: files, answers beside it, and a guess of the topic from the subject, until the person chooses one. */

import "./uploads.js";
import { watchSuggestions } from "./suggestions.js";

const form = document.querySelector("form[data-guess]");
const subject = form.elements.subject;
const category = form.elements.category;
let isChosen = false;
let timer = 0;

async function guess() {
  const answer = await fetch(`${form.dataset.guess}?subject=${encodeURIComponent(subject.value)}`, { headers: { Accept: "application/json" } });
  if (!answer.ok || isChosen) return;
  const found = (await answer.json()).category;
  if (found && [...category.options].some((option) => option.value === found)) category.value = found;
}

category.addEventListener("change", () => { isChosen = true; });
subject.addEventListener("input", () => {
  clearTimeout(timer);
  if (!isChosen && subject.value.trim().length > 8) timer = setTimeout(guess, 300);
});
watchSuggestions();

/** One tap says what is wrong, without losing what else was typed or chosen. */
document.addEventListener("click", (event) => {
  const symptom = event.target.closest("[data-symptom]");
  if (!symptom) return;
  event.preventDefault();
  const text = symptom.textContent.trim();
  const said = [...document.querySelectorAll("[data-symptom]")].map((other) => other.textContent.trim());
  for (const field of [subject, form.elements.description]) {
    if (!field.value.trim() || said.includes(field.value.trim())) field.value = text;
  }
  for (const other of document.querySelectorAll("[data-symptom]")) other.setAttribute("aria-current", String(other === symptom));
  subject.dispatchEvent(new Event("input", { bubbles: true }));
});
