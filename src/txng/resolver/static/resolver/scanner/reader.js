// The reader of codes: the browser's own where it reads both kinds, else ours, fetched when somebody first asks for it.

const KINDS = ["qr_code", "data_matrix"];
let asked;

// `place` says where our reader lies; `told(share)` hears how much of it has come.
export function reader(place, told) {
  asked ??= make(place, told).catch((trouble) => {
    asked = undefined;
    throw trouble;
  });
  return asked;
}

async function make(place, told) {
  const own = await native();
  if (own) return own;
  const [{ BarcodeDetector, prepareZXingModule }, wasmBinary] = await Promise.all([
    import(place.dataset.reader),
    bytes(place.dataset.wasm, Number(place.dataset.wasmSize), told),
  ]);
  // Handed over as bytes: it never looks for them itself.
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  return new BarcodeDetector({ formats: KINDS });
}

async function native() {
  try {
    const kinds = await self.BarcodeDetector.getSupportedFormats();
    return KINDS.every((kind) => kinds.includes(kind)) ? new self.BarcodeDetector({ formats: KINDS }) : null;
  } catch {
    return null;
  }
}

async function bytes(address, size, told) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  const pieces = [];
  let length = 0;
  const stream = answer.body.getReader();
  for (let piece = await stream.read(); !piece.done; piece = await stream.read()) {
    pieces.push(piece.value);
    length += piece.value.length;
    told?.(Math.min(1, length / size));
  }
  return new Blob(pieces).arrayBuffer();
}
