/** Pictures in the editor: pasted, dropped or chosen ones go to the storage at once and stand where they were put. */

import { announce, put } from "./storing.js";
import { toast } from "./toast.js";

const OURS = /^\/kb\//;

/** Width and height, so that the page of a reader keeps the place free; nothing for what this browser cannot draw. */
async function measured(file) {
  try {
    const { width, height } = await createImageBitmap(file);
    return { width, height };
  } catch {
    return { width: null, height: null };
  }
}

/** The pictures of one editor. */
export class Pictures {
  constructor(root) {
    this.root = root;
    this.bar = root.querySelector("[data-editor-progress]");
    this.pending = new Map(); // address while it is sent -> part that has arrived
  }

  /** Take the pictures of a clipboard or drop; answers whether there were any, so that nothing else happens with them. */
  take(transfer, at) {
    const files = [...(transfer?.files ?? [])].filter((file) => file.type.startsWith("image/"));
    const isText = [...(transfer?.types ?? [])].includes("text/html") && transfer.getData("text/plain").trim();
    if (!files.length || isText) return false; // words with a picture of them, as Office copies: the words count
    this.takeFiles(files, at);
    return true;
  }

  takeFiles(files, at) {
    for (const file of files) this.add(file, at);
  }

  async add(file, at) {
    const blob = URL.createObjectURL(file);
    const { width, height } = await measured(file);
    const node = { type: "image", attrs: { src: blob, alt: "", width, height } };
    this.editor.chain().focus().insertContentAt(at ?? this.editor.state.selection.to, node).run();
    this.pending.set(blob, 0);
    this.show();
    try {
      const upload = await announce(this.root.dataset.announce, file, { purpose: "image" });
      await put(upload, file, (part) => { this.pending.set(blob, part); this.show(); });
      this.replace(blob, upload.address);
    } catch (error) {
      this.replace(blob, null);
      toast(error.message, "danger");
    } finally {
      this.pending.delete(blob);
      this.show();
      URL.revokeObjectURL(blob);
    }
  }

  /** The picture that stood for the file gets its own address, or goes when the file did not arrive. */
  replace(from, to) {
    const { state, view } = this.editor;
    const changes = state.tr;
    state.doc.descendants((node, place) => {
      if (node.type.name !== "image" || node.attrs.src !== from) return;
      if (to) changes.setNodeMarkup(changes.mapping.map(place), null, { ...node.attrs, src: to });
      else changes.delete(changes.mapping.map(place), changes.mapping.map(place + node.nodeSize));
    });
    view.dispatch(changes.setMeta("addToHistory", false));
  }

  /** Leave out pictures of other sites: their hosts would learn who reads the article. */
  sift(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const foreign = [...page.querySelectorAll("img")].filter((image) => !OURS.test(image.getAttribute("src") ?? ""));
    for (const image of foreign) image.remove();
    if (foreign.length) toast(this.root.dataset.foreign, "warning");
    return page.body.innerHTML;
  }

  show() {
    const parts = [...this.pending.values()];
    this.bar.hidden = !parts.length;
    if (parts.length) this.bar.querySelector("progress").value = parts.reduce((sum, part) => sum + part, 0) / parts.length;
  }

  /** A form is sent when its pictures have arrived. */
  hold(event) {
    if (!this.pending.size) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const form = event.target;
    const wait = setInterval(() => {
      if (this.pending.size) return;
      clearInterval(wait);
      form.requestSubmit(event.submitter);
    }, 150);
  }
}
