/** Files of a form: dropped, pasted or chosen; each goes to the storage at once, with a bar, and can be taken away again. */

import { announce, put } from "./storing.js";
import { toast } from "./toast.js";

const MOST = 10;

function card(file, remove) {
  const element = document.createElement("span");
  element.className = "attachment";
  element.innerHTML = '<span class="attachment__text"><span class="attachment__name"></span><span class="attachment__meta"></span></span><button type="button" class="attachment__remove">×</button><progress class="progress" max="1" value="0"></progress>';
  element.querySelector(".attachment__name").textContent = file.name;
  element.querySelector("button").setAttribute("aria-label", remove.replace("{name}", file.name));
  element.querySelector(".attachment__meta").textContent = `${Math.max(1, Math.round(file.size / 1024))} kB`;
  if (file.type.startsWith("image/")) {
    const picture = new Image(36, 36);
    picture.className = "attachment__thumb";
    picture.alt = "";
    picture.src = URL.createObjectURL(file);
    picture.onload = () => URL.revokeObjectURL(picture.src);
    element.prepend(picture);
  }
  return element;
}

function keepIds(field, change) {
  const ids = field.value ? field.value.split(",") : [];
  field.value = change(ids).join(",");
}

async function add(form, input, file) {
  const list = form.querySelector("[data-uploads-list]");
  const field = form.querySelector("[data-uploads-ids]");
  if (list.children.length >= MOST) return;
  const element = card(file, list.closest("[data-uploads]").dataset.uploads);
  const bar = element.querySelector("progress");
  list.append(element);
  let id = null;
  element.querySelector("button").onclick = () => {
    keepIds(field, (ids) => ids.filter((known) => known !== String(id)));
    element.remove();
  };
  try {
    const upload = await announce(input.dataset.announce, file);
    await put(upload, file, (part) => { bar.value = part; });
    id = upload.id;
    if (element.isConnected) keepIds(field, (ids) => [...ids, String(id)]);
    bar.remove();
  } catch (error) {
    element.classList.add("attachment--refused");
    element.querySelector(".attachment__meta").textContent = error.message;
    bar.remove();
    toast(error.message, "danger");
  }
}

function enhance(input) {
  const form = input.form;
  input.removeAttribute("name"); // the script sends the bytes; without it the form does
  let pending = Promise.resolve();
  const take = (files) => { pending = Promise.all([pending, ...[...files].map((file) => add(form, input, file))]); };
  input.addEventListener("change", () => { take(input.files); input.value = ""; });
  form.addEventListener("paste", (event) => event.clipboardData.files.length && take(event.clipboardData.files));
  for (const type of ["dragover", "drop"]) form.addEventListener(type, (event) => event.dataTransfer.types.includes("Files") && event.preventDefault());
  form.addEventListener("drop", (event) => take(event.dataTransfer.files));
  const zone = form.querySelector(".dropzone");
  for (const type of ["dragover", "dragleave", "drop"]) zone?.addEventListener(type, () => zone.toggleAttribute("data-over", type === "dragover"));
  form.addEventListener("submit", (event) => { // a file on its way is waited for
    if (!form.querySelector("[data-uploads-list] progress")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    pending.then(() => form.requestSubmit(event.submitter));
  }, true);
}

for (const input of document.querySelectorAll("input[type=file][data-announce]")) enhance(input);
