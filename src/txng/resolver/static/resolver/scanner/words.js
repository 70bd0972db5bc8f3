// Sentences stand in the page, written by the server in its language; this finds them.

export const part = (within, name) => within.querySelector(`[data-slot="${name}"]`);

export function say(place, name, values = {}) {
  const key = `w${name[0].toUpperCase()}${name.slice(1)}`;
  return (place.dataset[key] || "").replace(/\{(\w+)\}/g, (whole, word) => values[word] ?? whole);
}

const two = (number) => String(number).padStart(2, "0");
export const hour = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
export const moment = (at) => `${hour(at)}, ${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
export const grouped = (code) => (/^[0-9A-Z]{16}$/i.test(code) ? code.match(/.{4}/g).join("-").toUpperCase() : code);

// How people know a code: its serial in fours, else its address.
export function known(path) {
  const typed = new URLSearchParams(path.split("?")[1] || "").get("ma");
  const serial = typed || path.match(/\/(?:21|t)\/([^/]+)$/i)?.[1] || "";
  return serial ? grouped(decodeURIComponent(serial)) : decodeURIComponent(path.slice(1));
}
