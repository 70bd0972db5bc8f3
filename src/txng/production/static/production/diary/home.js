// Today's tiles of one lot, and what was written last.

import { keepEntry } from "./form.js";
import { me, state, takeBack } from "./send.js";
import * as store from "./store.js";
import { button, day, dayOf, draw, hour, notice, picture, place, say, short } from "./words.js";

const LAST = "nhat-ky:lo";

// The place of a sign: its lots, else those in its parts or in what it is a part of.
function atPlace(lots, site) {
  const parents = new Map(state.data.sites.map((one) => [one.id, one.parent]));
  const above = (id) => {
    const found = new Set();
    for (; id && !found.has(id); id = parents.get(id)) found.add(id);
    return found;
  };
  const exact = lots.filter((lot) => lot.site_id === site.id);
  if (exact.length) return exact;
  return lots.filter((lot) => above(lot.site_id).has(site.id) || above(site.id).has(lot.site_id));
}

export function sign() {
  const wanted = new URLSearchParams(location.search).get("noi");
  if (!wanted || !state.data) return undefined;
  return state.data.sites.find((site) => String(site.id) === wanted || site.code === wanted.toUpperCase());
}

export function chosen() {
  const site = sign();
  const lots = site ? atPlace(state.data.lots, site) : state.data.lots;
  const wanted = state.lot ?? new URLSearchParams(location.search).get("lo") ?? sessionStorage.getItem(LAST);
  return { site, lots, lot: lots.find((lot) => String(lot.id) === String(wanted)) || lots[0] };
}

export function choose(id) {
  state.lot = id;
  sessionStorage.setItem(LAST, id);
}

export async function home(redraw) {
  const parts = draw("home");
  const today = new Date(Date.now() - (state.data?.ahead || 0));
  parts.today.textContent = say("today", { day: day(today) });
  net(parts.net);
  parts.leave.addEventListener("click", () => leave(parts.notices));
  await notices(parts.notices, redraw);
  if (!state.data) {
    parts.body.hidden = true;
    return parts.whole;
  }
  const { site, lots, lot } = chosen();
  if (!lot) {
    parts.body.replaceChildren(notice(site ? say("noplace", { place: site.name }) : say("nowhere"), "info"));
    return parts.whole;
  }
  parts.place.textContent = `${lot.site} · ${lot.product}`;
  parts.lot.textContent = say("lot", { number: lot.number });
  parts.chooser.hidden = lots.length < 2;
  parts.lots.replaceChildren(...lots.map((other) => lotLine(other, lot, redraw)));
  parts.tiles.replaceChildren(...lot.tiles.map((tile) => tileOf(tile, lot)));
  again(parts.again, lot);
  const lines = lot.recent.map(lineOf);
  parts.recent.replaceChildren(...lines);
  parts.nothing.hidden = lines.length > 0;
  return parts.whole;
}

export function net(where) {
  where.textContent = navigator.onLine ? say("online") : say("offline");
  where.classList.toggle("is-off", !navigator.onLine);
}

function lotLine(other, lot, redraw) {
  const line = draw("lot").first;
  const link = line.querySelector("a");
  link.href = `?lo=${other.id}`;
  link.children[0].textContent = `${other.site} · ${other.product}`;
  link.children[1].textContent = other.number;
  if (other === lot) link.setAttribute("aria-current", "true");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    choose(other.id);
    redraw();
  });
  return line;
}

function tileOf(tile, lot) {
  const line = draw("tile").first;
  picture(line.querySelector("svg"), tile.icon);
  const link = line.querySelector("a");
  link.href = `#ghi/${lot.id}/${tile.activity}`;
  link.textContent = tile.label;
  line.querySelector(".last").textContent = tile.hint;
  line.classList.toggle("is-due", tile.due);
  line.classList.toggle("is-late", tile.late);
  return line;
}

// “Như hôm qua”: the same once more in one tap.
function again(where, lot) {
  where.hidden = !lot.again;
  if (!lot.again) return;
  const { activity, words, values, on } = lot.again;
  const yesterday = new Date(Date.now() - (state.data.ahead || 0) - 864e5);
  const was = dayOf(on) === day(yesterday);
  where.querySelector("span").textContent = was
    ? say("yesterday", { what: words })
    : say("day", { day: short(on), what: words });
  let pressed = false;
  where.addEventListener("click", async () => {
    if (pressed) return;
    pressed = true;
    const fields = Object.entries(values).filter(([, value]) => value);
    const entry = { id: crypto.randomUUID(), who: me(), lot: lot.id, activity, words: `${words} – ${lot.site}` };
    const at = new Date().toISOString();
    const held = Date.now() + Number(place.dataset.hold);
    await keepEntry({ ...entry, fields, files: [], doneAt: at, state: "waiting", held });
  });
}

function lineOf(entry) {
  const parts = draw("line");
  picture(parts.first.querySelector("svg"), entry.icon);
  parts.words.textContent = entry.words;
  parts.by.textContent = `${dayOf(entry.on)} · ${entry.by}`;
  parts.link.href = entry.address;
  parts.link.textContent = say("correct");
  return parts.first;
}

// What has to be said above everything: what was just saved, what hinders, what was lost.
export async function notices(where, redraw) {
  const found = [];
  const entries = await store.all();
  const loss = await store.lost();
  if (loss.number) {
    const told = [say("lost", { n: loss.number }), ...loss.words.map(({ words, at }) => `${day(new Date(at))}: ${words}`)];
    if (loss.words.length < loss.number) told.push(say("lostWords"));
    const read = button("understood", () => {
      store.acknowledge(loss);
      redraw();
    });
    const line = notice(told.join("\n"), "danger", [read]);
    line.classList.add("diary-lost");
    found.push(line);
  }
  if (state.trouble || !state.data) found.push(troubled());
  const foreign = state.data ? entries.filter((entry) => entry.who !== me()).length : 0;
  if (foreign) found.push(notice(say("foreign", { n: foreign }), "warn"));
  const saved = state.justSaved;
  if (saved) {
    const waiting = entries.find((entry) => entry.id === saved.id);
    const sent = ((await store.recall("sent")) || []).find((line) => line.id === saved.id);
    if (waiting) found.push(kept(saved, waiting, redraw));
    else if (sent) found.push(notice(sent.words, "ok"));
  }
  const old = entries.filter((entry) => entry.who === me() && Date.now() - Date.parse(entry.doneAt) > 864e5);
  if (old.length) found.push(notice(say("oldest", { n: old.length, day: day(new Date(old[0].doneAt)) }), "warn"));
  where.replaceChildren(...found);
}

function kept(saved, waiting, redraw) {
  if (waiting.state === "refused") return notice(waiting.why, "danger");
  const text = `${say("kept", { hour: hour(saved.at) })} ${navigator.onLine ? "" : say("later")}`.trim();
  const undo = button("undo", async () => {
    if (await takeBack(saved.id)) state.justSaved = undefined;
    redraw();
  });
  undo.dataset.id = saved.id;
  return notice(text, "ok", waiting.tried ? [] : [undo]);
}

function troubled() {
  const go = draw(state.address ? "open" : "sign-in").first;
  go.href = state.address || `${place.dataset.signIn}?next=${encodeURIComponent(place.dataset.home)}`;
  return notice(state.trouble || say("closed"), "warn", navigator.onLine ? [go] : []);
}

// Signing out with entries waiting is said first; they stay, and only the same person sends them.
async function leave(where) {
  const waiting = (await store.all()).filter((entry) => entry.who === me()).length;
  if (!waiting) {
    location.href = place.dataset.signOut;
    return;
  }
  const go = draw("leave").first;
  go.href = place.dataset.signOut;
  const line = notice(say("leave", { n: waiting }), "warn", [go, button("stay", () => line.remove())]);
  where.prepend(line);
  where.scrollIntoView({ block: "center" });
}
