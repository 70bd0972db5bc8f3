// A photo made small on the phone, before it costs anybody's data: at most 2,560 pixels on its longer side.

const MOST = 2560;

export async function shrunk(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return plain(file); // a kind this browser cannot open; the server may
  }
  const scale = Math.min(1, MOST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  if (!blob || (scale === 1 && blob.size >= file.size)) return plain(file);
  return { name: file.name.replace(/\.\w+$/, "") + ".jpg", type: "image/jpeg", data: await blob.arrayBuffer() };
}

export async function plain(file) {
  return { name: file.name, type: file.type, data: await file.arrayBuffer() };
}

// Drawn, not shown by an address of its own: pictures come from our own host alone.
export async function preview(canvas, file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, 320 / Math.max(bitmap.width, bitmap.height));
  canvas.width = Math.round(bitmap.width * scale);
  canvas.height = Math.round(bitmap.height * scale);
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
}
