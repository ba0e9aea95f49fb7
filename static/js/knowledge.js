/** The knowledge base in the portal: an item that is read, a search that is noted. */

import { noteOpening, tell, watchContents, watchVideo } from "./reading.js";

const asked = new URLSearchParams(location.search);
const item = document.querySelector("[data-item]");
const note = document.querySelector("[data-note-search]");
const contents = document.querySelector("[data-contents]");

if (item) {
  noteOpening(item, asked.get("q"));
  watchVideo(item, Number(asked.get("t")) || 0);
}
if (contents) watchContents(contents);
if (note) tell(note.dataset.noteSearch, { note: note.dataset.note });
