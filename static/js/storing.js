/** The bytes of one file, straight to the storage by a signed address, with progress. */

const token = () => document.querySelector('meta[name="csrf-token"]').content;

/** Take note of a file to come; answers where and how to put its bytes. `more` goes along with name, type and size. */
export async function announce(address, file, more = {}) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Requested-With": "fetch", "X-CSRFToken": token() },
    body: JSON.stringify({ filename: file.name || "picture.png", contentType: file.type || "application/octet-stream", size: file.size, ...more }),
  });
  if (!answer.ok) throw new Error((await answer.text()) || document.body.dataset.failed);
  return answer.json();
}

/** Put the bytes where `upload` says; `onProgress` gets a number from 0 to 1. */
export function put(upload, file, onProgress) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const failed = () => reject(new Error(document.body.dataset.failed));
    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.onload = () => (request.status < 300 ? resolve() : failed());
    request.onerror = failed;
    request.send(file);
  });
}
