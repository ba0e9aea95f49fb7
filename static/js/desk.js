/** Boots what every desk page has: side bar, command palette, pickers, choosing rows, lean filter addresses. */
import { watchBulk } from "./bulk.js";
import { watchPalette } from "./palette.js";
import { watchPickers } from "./picker.js";
import { watchSidebar } from "./sidebar.js";

/** A filter form leaves empty controls out of the address. */
function watchLeanForms() {
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form[data-lean]")) return;
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });
}

watchSidebar();
watchPalette();
watchPickers();
watchBulk();
watchLeanForms();
document.addEventListener("htmx:afterSettle", (event) => watchPickers(event.target));
