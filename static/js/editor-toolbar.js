/** The editor's tool bar: one stop for the Tab key, arrows walk; buttons show what holds at the cursor. */

const COMMANDS = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  code: (chain) => chain.toggleCode(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  blockquote: (chain) => chain.toggleBlockquote(),
  codeBlock: (chain) => chain.toggleCodeBlock(),
  horizontalRule: (chain) => chain.setHorizontalRule(),
  insertTable: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  addRowAfter: (chain) => chain.addRowAfter(),
  addColumnAfter: (chain) => chain.addColumnAfter(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  toggleHeaderRow: (chain) => chain.toggleHeaderRow(),
  deleteTable: (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
const ENABLED = { undo: (can) => can.undo(), redo: (can) => can.redo() };

/** Ties the buttons of one editor to its commands. */
export class Toolbar {
  constructor(root, editor, pictures) {
    Object.assign(this, { root, editor });
    this.bar = root.querySelector("[role=toolbar]");
    this.style = root.querySelector("[data-editor-style]");
    this.about = root.querySelector("[data-picture-about]");
    this.bar.addEventListener("click", (event) => this.press(event.target.closest("[data-command]")));
    this.bar.addEventListener("keydown", (event) => this.walk(event));
    this.bar.addEventListener("focusin", (event) => this.stopAt(event.target));
    this.style.addEventListener("change", () => this.restyle());
    this.about.addEventListener("input", () => editor.commands.updateAttributes("image", { alt: this.about.value }));
    root.querySelector("[data-picture-file]").addEventListener("change", (event) => {
      pictures.takeFiles([...event.target.files]);
      event.target.value = "";
    });
    editor.on("transaction", () => this.show());
    this.show();
    this.stopAt(this.stops[0]);
  }

  get stops() {
    return [...this.bar.querySelectorAll("button, select, input")].filter((stop) => stop.checkVisibility() && !stop.disabled);
  }

  press(button) {
    const act = COMMANDS[button?.dataset.command];
    if (act) act(this.editor.chain().focus()).run();
  }

  restyle() {
    const level = Number(this.style.value);
    const chain = this.editor.chain().focus();
    (level ? chain.setHeading({ level }) : chain.setParagraph()).run();
  }

  show() {
    const { editor } = this;
    for (const button of this.bar.querySelectorAll("[data-mark]")) button.setAttribute("aria-pressed", String(editor.isActive(button.dataset.mark)));
    for (const [name, may] of Object.entries(ENABLED)) this.bar.querySelector(`[data-command="${name}"]`).disabled = !may(editor.can());
    this.style.value = String([2, 3, 4].find((level) => editor.isActive("heading", { level })) ?? 0);
    for (const part of this.root.querySelectorAll("[data-when]")) part.hidden = !editor.isActive(part.dataset.when);
    if (document.activeElement !== this.about) this.about.value = editor.getAttributes("image").alt ?? "";
  }

  stopAt(stop) {
    for (const other of this.bar.querySelectorAll("button, select, input")) other.tabIndex = other === stop ? 0 : -1;
  }

  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || event.target.matches("input")) return;
    event.preventDefault();
    const stops = this.stops;
    stops[(stops.indexOf(event.target) + step + stops.length) % stops.length]?.focus();
  }
}
