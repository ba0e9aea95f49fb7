export { Editor } from "@tiptap/core";
export { Image } from "@tiptap/extension-image";
export { TableKit } from "@tiptap/extension-table";
export { Placeholder } from "@tiptap/extensions";
export { StarterKit } from "@tiptap/starter-kit";
