// Asking the pack: whether a code is one of the stamps in use of the lots taken along. It holds hashes cut short, so it
// can say yes or “not among these”, and never which codes there are.

import { meant } from "./links.js";

const text = new TextEncoder();
const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

export class Pack {
  constructor(told) {
    this.told = told;
    this.salt = bytesOf(told.salt);
    this.lots = told.lots.map((lot) => ({ ...lot, bytes: bytesOf(lot.hashes) }));
  }

  // What a code of that lot was worth when the pack was made; null where it is not among them.
  async find(read) {
    const { path = "" } = meant(read, "", [...this.hosts, location.hostname]);
    const [, gtin = null, serial] = path.match(/^\/01\/(\d{14})(?:\/10\/[^/]+)?\/21\/([^/]+)$/) || path.match(/^\/t\/()([^/]{16})$/i) || [];
    const code = serial || new URLSearchParams(path.split("?")[1] || "").get("ma");
    if (!code) return null;
    for (const lot of this.lots) {
      // A typed code names no goods: it is tried under all the lot was printed for.
      for (const under of gtin === null ? lot.gtins : lot.gtins.filter((one) => one === gtin)) {
        if (has(lot.bytes, await this.hash(under, code.toUpperCase()), this.told.bytes)) return lot;
      }
    }
    return null;
  }

  async hash(gtin, serial) {
    const rest = text.encode(`${gtin}/${serial}`);
    const whole = new Uint8Array(this.salt.length + rest.length);
    whole.set(this.salt);
    whole.set(rest, this.salt.length);
    return new Uint8Array(await crypto.subtle.digest("SHA-256", whole)).subarray(0, this.told.bytes);
  }
}

// Sorted records of a fixed length.
function has(bytes, wanted, length) {
  let low = 0;
  let high = bytes.length / length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(bytes.subarray(middle * length, (middle + 1) * length), wanted);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

function compare(one, other) {
  for (let place = 0; place < other.length; place++) {
    if (one[place] !== other[place]) return one[place] - other[place];
  }
  return 0;
}
