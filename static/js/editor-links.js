/** Links in the editor: a dialog asks for the address; Ctrl/Cmd+K opens it while one writes. */

/** Watch the link button and its dialog. */
export function watchLinks(root, editor) {
  const dialog = root.querySelector("[data-link-dialog]");
  const field = dialog.querySelector("input");

  const open = () => {
    field.value = editor.getAttributes("link").href ?? "";
    dialog.querySelector("[data-link-remove]").hidden = !editor.isActive("link");
    dialog.showModal();
    field.select();
  };

  const settle = () => {
    const href = field.value.trim();
    const chain = editor.chain().focus().extendMarkRange("link");
    if (dialog.returnValue === "remove" || (dialog.returnValue === "set" && !href)) chain.unsetLink().run();
    else if (dialog.returnValue === "set") insert(editor, chain, address(href));
  };

  root.querySelector("[data-link-open]").addEventListener("click", open);
  dialog.addEventListener("close", settle);
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    dialog.close("set");
  });
  for (const button of dialog.querySelectorAll("button[value]")) button.addEventListener("click", () => dialog.close(button.value));
  root.querySelector("[data-editor-page]").addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation(); // the command palette listens for the same keys
    open();
  });
}

/** What was typed, as an address: a bare name gets https, an address of this site or a mail stays. */
function address(text) {
  if (/^(https?:|mailto:|tel:|\/|#)/i.test(text)) return text;
  return /^[^\s/@]+@[^\s/@]+$/.test(text) ? `mailto:${text}` : `https://${text}`;
}

function insert(editor, chain, href) {
  if (editor.state.selection.empty && !editor.isActive("link")) {
    editor.chain().focus().insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  } else chain.setLink({ href }).run();
}
