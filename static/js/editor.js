/** The rich-text editor of an article: a textarea with HTML that becomes a page one writes on. */

import { Editor, Image, Placeholder, StarterKit, TableKit } from "../vendor/tiptap/editor.esm.min.js";
import { watchLinks } from "./editor-links.js";
import { Pictures } from "./editor-pictures.js";
import { Toolbar } from "./editor-toolbar.js";

function extensions(root) {
  return [
    StarterKit.configure({
      heading: { levels: [2, 3, 4] },
      link: { openOnClick: false, defaultProtocol: "https", protocols: ["http", "https", "mailto", "tel"] },
      underline: false,
      dropcursor: { color: false, class: "article__drop" },
    }),
    TableKit.configure({ table: { resizable: false } }),
    Image.configure({ inline: false, allowBase64: false }),
    Placeholder.configure({ placeholder: root.dataset.placeholder }),
  ];
}

/** What is kept has no widths of tables and no styles: both are the reader's affair, and the content policy forbids styles. */
function kept(editor) {
  return editor.isEmpty ? "" : editor.getHTML().replace(/<colgroup>.*?<\/colgroup>/g, "").replace(/(<t\w+) style="[^"]*"/g, "$1");
}

function begin(root) {
  const field = root.querySelector("textarea");
  const pictures = new Pictures(root);
  const editor = new Editor({
    element: root.querySelector("[data-editor-page]"),
    extensions: extensions(root),
    content: field.value,
    injectCSS: false,
    editorProps: {
      attributes: { class: "article editor__page", role: "textbox", "aria-multiline": "true", "aria-label": root.dataset.label },
      handlePaste: (view, event) => pictures.take(event.clipboardData),
      handleDrop: (view, event, slice, moved) => !moved && pictures.take(event.dataTransfer, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos),
      transformPastedHTML: (html) => pictures.sift(html),
    },
    onUpdate: ({ editor: now }) => {
      field.value = kept(now);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  pictures.editor = editor;
  watchLinks(root, editor);
  new Toolbar(root, editor, pictures);
  root.dataset.live = "yes";
  field.hidden = true;
  field.form.addEventListener("submit", (event) => pictures.hold(event), true);
}

for (const root of document.querySelectorAll("[data-editor]")) begin(root);
