// Templates and sentences: both stand in the page, drawn by the server in its language.

// Taken in hand at once: what they stand in is drawn over.
export const place = document.getElementById("nhat-ky");
const templates = new Map([...document.querySelectorAll('template[id^="m-"]')].map((one) => [one.id.slice(2), one]));

export function say(name, values = {}) {
  const key = `w${name[0].toUpperCase()}${name.slice(1)}`;
  return (place.dataset[key] || "").replace(/\{(\w+)\}/g, (whole, word) => values[word] ?? whole);
}

// A copy of a template; its parts by their names.
export function draw(name) {
  const copy = templates.get(name).content.cloneNode(true);
  const parts = {};
  for (const part of copy.querySelectorAll("[data-slot]")) parts[part.dataset.slot] = part;
  parts.whole = copy;
  parts.first = copy.firstElementChild;
  return parts;
}

export function picture(svg, name) {
  svg.querySelector("use").setAttribute("href", `${place.dataset.icons}#${name}`);
}

export function notice(text, tone, acts = []) {
  const parts = draw("notice");
  parts.first.classList.add(`is-${tone}`);
  parts.text.textContent = text;
  parts.acts.replaceChildren(...acts);
  parts.acts.hidden = !acts.length;
  return parts.first;
}

export function button(name, act) {
  const made = draw(name).first;
  made.addEventListener("click", act);
  return made;
}

const two = (number) => String(number).padStart(2, "0");
export const hour = (at) => `${two(at.getHours())}:${two(at.getMinutes())}`;
export const day = (at) => `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
export const short = (iso) => iso.split("-").reverse().slice(0, 2).map(Number).join("/");
export const dayOf = (iso) => iso.split("-").reverse().join("/");
