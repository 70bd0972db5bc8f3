// Inspections: one stamp after the other, each answered with a sound. Online the server says what a code is worth;
// away from the network the pack says what it can, and everything it said is asked again on return.

import * as kept from "./kept.js";
import { meant } from "./links.js";
import { Pack } from "./pack.js";
import { mute, muted, sound, wake } from "./sounds.js";
import { Stage } from "./stage.js";
import { Strip } from "./strip.js";
import { moment, part, say } from "./words.js";

const place = document.getElementById("kiem-tra");
const stand = document.getElementById("may-quet");
const form = document.querySelector("#nhap form");
const hosts = [...stand.dataset.hosts.split(" "), location.hostname];
const strip = new Strip(place, document.querySelector(".tx-icon use").getAttribute("href").split("#")[0]);
const AGAIN = 3000; // milliseconds in which the same stamp still in the frame is not another one

let round = null; // {client_id, began_at, who, codes}
let pack = null;
let who = "";
let csrf = "";
const last = new Map();

const fresh = () => ({ client_id: crypto.randomUUID(), began_at: new Date().toISOString(), who, codes: [] });

async function ask(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, redirect: "error" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function greet() {
  try {
    const told = await ask(place.dataset.ask);
    csrf = told.csrf;
    if (told.who !== who) await isHere(told.who);
    return true;
  } catch {
    return false;
  }
}

// Each officer has a round of their own on a phone that several use.
async function isHere(person) {
  const nobodys = who === "" && round?.codes.length ? { ...round, who: person } : null;
  who = person;
  round = nobodys || (await kept.recall(`round:${who}`)) || fresh();
  strip.draw(round.codes);
  await kept.keep("who", who);
}

const keepRound = () => kept.keep(`round:${round.who}`, round);

// --- a code in the frame ---------------------------------------------------------------------------------------

async function seen(codes) {
  for (const code of codes) await one(code.rawValue, code.format);
}

async function one(read, format = "") {
  const at = Date.now();
  if (at - (last.get(read) || 0) < AGAIN) return void last.set(read, at);
  last.set(read, at);
  const { path } = meant(read, format, hosts);
  const known = round.codes.find((one) => (path ? one.path === path : one.read === read));
  if (known) {
    known.times++;
    return after(known.now || known);
  }
  if (round.codes.length >= Number(place.dataset.most)) return strip.notice(say(place, "full"), "warn");
  const told = path ? await worth(path) : foreign();
  round.codes.push({ read: path ? asked(path) : read, path, at: new Date(at).toISOString(), times: 1, ...told });
  return after(told);
}

async function after(told) {
  sound(told.tone === "waiting" ? "look" : told.tone);
  strip.draw(round.codes);
  await keepRound().catch(() => strip.notice(say(place, "unkept"), "danger"));
}

// As the server is asked, and as the draft tells it.
const asked = (path) => (path.startsWith("/q?") ? new URLSearchParams(path.slice(3)).get("ma") : path);
const foreign = () => ({ verdict: "not_found", tone: "look", short: say(place, "foreign"), sentence: "" });

async function worth(path) {
  try {
    if (navigator.onLine) return await ask(`${place.dataset.ask}?ma=${encodeURIComponent(asked(path))}`);
  } catch {
    // no network after all, or the sign-in has ended
  }
  const lot = pack && (await pack.find(path.startsWith("/q?") ? asked(path) : location.origin + path));
  const shown = lot
    ? { verdict: lot.verdict, tone: lot.tone, short: lot.short, sentence: lot.sentence, product: lot.product, lot: lot.lot, maker: lot.maker }
    : { verdict: "not_in_pack", tone: "waiting", short: say(place, "notinpack"), sentence: say(place, "notinpacksays") };
  return { ...shown, from_pack: true, pack_at: pack?.told.at || new Date().toISOString() };
}

// --- on return ---------------------------------------------------------------------------------------------------

async function again() {
  net();
  if (!navigator.onLine || !(await greet())) return;
  let changed = 0;
  for (const one of round.codes.filter((one) => one.from_pack && !one.now && one.path)) {
    try {
      one.now = await ask(`${place.dataset.ask}?ma=${encodeURIComponent(asked(one.path))}`);
    } catch {
      break;
    }
    if (one.now.verdict !== one.verdict && one.verdict !== "not_in_pack") changed++;
  }
  strip.draw(round.codes);
  await keepRound();
  if (changed) strip.notice(say(place, "changed", { n: changed }), "warn");
  await flush();
}

async function flush() {
  for (const draft of await kept.waiting()) {
    draft.who ||= who; // scanned before this phone ever knew anybody
    if (draft.who !== who) {
      strip.notice(say(place, "other"), "warn");
      continue;
    }
    const body = JSON.stringify({ ...draft, codes: draft.codes.map(({ read, at, told, from_pack }) => ({ read, at, told, from_pack })) });
    let answer;
    try {
      answer = await fetch(place.dataset.send, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
        redirect: "error",
      });
    } catch {
      return;
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      await kept.sent(draft);
      if (draft.client_id === leaving) return location.assign(told.address);
      strip.notice(say(place, "saved"), "ok");
    } else strip.notice(say(place, "refused", { why: told.sentence || answer.status }), "danger");
  }
}

let leaving = "";

async function save() {
  if (!round.codes.length && !form.elements.note.value.trim() && !form.elements.codes.value.trim()) return form.elements.note.focus();
  for (const line of form.elements.codes.value.split("\n").filter((line) => line.trim())) await one(line);
  const draft = {
    ...round,
    place: form.elements.place.value,
    note: form.elements.note.value,
    pack_at: round.codes.some((one) => one.from_pack) ? pack?.told.at || null : null,
    codes: round.codes.map((one) => ({ ...one, told: one.verdict, from_pack: Boolean(one.from_pack) })),
  };
  try {
    await kept.queue(draft);
  } catch {
    return strip.notice(say(place, "unkept"), "danger");
  }
  stage.stop();
  leaving = draft.client_id;
  round = fresh();
  form.reset();
  await keepRound();
  strip.draw(round.codes);
  strip.notice(say(place, "queued", { n: (await kept.waiting()).length }), "info");
  if (navigator.onLine) {
    if (await greet()) await flush();
    else strip.notice(say(place, "signedout"), "warn");
  }
}

// --- the page ------------------------------------------------------------------------------------------------------

function net() {
  part(place, "net").textContent = say(place, navigator.onLine ? "online" : pack ? "away" : "nothing");
  const told = pack?.told;
  part(place, "pack").textContent = told
    ? say(place, "pack", { at: moment(new Date(told.at)), lots: told.lots.length, codes: told.codes })
    : "";
}

const stage = new Stage(stand, seen);

async function start() {
  const told = await kept.recall("pack");
  if (told) {
    pack = new Pack(told);
    pack.hosts = hosts;
  }
  await isHere((await kept.recall("who")) || "");
  place.hidden = false;
  form.elements.codes.closest(".tx-field").hidden = true; // the strip takes its place
  const button = part(place, "mute");
  button.setAttribute("aria-pressed", String(muted()));
  button.addEventListener("click", () => {
    mute(!muted());
    button.setAttribute("aria-pressed", String(muted()));
  });
  addEventListener("pointerdown", wake);
  addEventListener("keydown", wake);
  part(place, "type").addEventListener("submit", (event) => {
    event.preventDefault();
    const box = event.target.elements.ma;
    last.delete(box.value);
    if (box.value.trim()) one(box.value).then(() => ((box.value = ""), box.focus()));
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  for (const change of ["online", "offline"]) addEventListener(change, again);
  // A network that is there and leads nowhere tells nobody when it leads somewhere again.
  setInterval(() => round.codes.some((one) => one.from_pack && !one.now) && again(), 30_000);
  navigator.serviceWorker?.register(place.dataset.worker, { scope: place.dataset.scope });
  await again();
}

start();
