// Nhật ký as an application: the same work as the server's pages, drawn from what the phone keeps (ux.md W7).

import { form } from "./form.js";
import { choose, home } from "./home.js";
import { outbox } from "./outbox.js";
import { changed, flush, keepSending, me, onChange, refresh, state } from "./send.js";
import * as store from "./store.js";
import { draw, place } from "./words.js";

const CODES = { ghi: "NK-02", "cho-gui": "NK-08" };
const room = document.querySelector(".main-in");
// What stands there. A form is not drawn anew under somebody's fingers, nor a page that would look the same: a tap
// that meets a tile just being replaced is lost.
let shown = "";
let looks = "";
let turn = 0;
let known = 0; // entries that waited when they were last counted

function route() {
  const [what, lot, activity, entry] = location.hash.slice(1).split("/");
  return { what, lot, activity, entry };
}

async function view({ what, lot, activity, entry }) {
  if (what === "cho-gui") return outbox(redraw);
  if (what !== "ghi" || !state.data) return home(redraw);
  const found = state.data.lots.find((one) => String(one.id) === lot);
  const tile = found?.tiles.find((one) => one.activity === activity);
  if (!tile) return home(redraw);
  choose(found.id);
  return form(found, tile, entry ? await store.get(entry) : undefined);
}

async function redraw(moved = false) {
  const at = route();
  if (at.what === "ghi" && shown === location.hash && state.data) return void counter();
  const mine = ++turn;
  const drawn = await view(at);
  if (mine !== turn) return; // a later one is on its way
  const nav = draw("nav").first;
  for (const link of nav.querySelectorAll("[data-at]")) {
    if ((link.dataset.at === "outbox") === (at.what === "cho-gui") && at.what !== "ghi") link.setAttribute("aria-current", "page");
  }
  const frame = document.createElement("div");
  frame.append(drawn, nav);
  // A form opens at once, however slow the phone's store is just now; its count follows.
  if (at.what === "ghi") tell(frame);
  else await counter(frame);
  if (mine !== turn) return;
  document.body.classList.add("diary-app");
  document.querySelector(".dock")?.remove();
  const alike = frame.innerHTML === looks;
  looks = frame.innerHTML;
  if (alike && !moved) return;
  room.replaceChildren(...frame.childNodes);
  const code = document.querySelector(".foot-code .code");
  if (code) code.textContent = CODES[at.what] || "NK-01";
  shown = state.data ? location.hash : "";
  if (moved) {
    scrollTo(0, 0);
    room.querySelector("h1")?.focus({ preventScroll: true });
  }
  if (at.what === "ghi") await counter();
}

async function counter(within = room) {
  known = (await store.all()).filter((entry) => entry.who === me()).length;
  tell(within);
}

function tell(within) {
  const bubble = within.querySelector('.diary-nav [data-slot="count"]');
  if (bubble) bubble.textContent = known || "";
  if (bubble) bubble.hidden = !known;
}

// The data kept belong to whoever is signed in, or were signed in when there was a connection. After a sign-out, or
// for anybody else, they go; the queue stays, closed.
async function whatIsKept() {
  const data = await store.recall("data");
  if (!data) return;
  if (store.whose() === data.person.key) state.data = data;
  else await Promise.all([store.forget("data"), store.forget("sent")]);
}

async function start() {
  const asked = new URLSearchParams(location.search);
  if (location.pathname === place.dataset.write && asked.has("lo")) {
    // Out of reach, a tile's own page is this one.
    history.replaceState(null, "", `${place.dataset.home}#ghi/${asked.get("lo")}/${asked.get("viec")}`);
  }
  await store.traceAgain();
  await whatIsKept();
  onChange(() => redraw());
  addEventListener("hashchange", () => redraw(true));
  if (state.data) await redraw();
  const fresh = await refresh();
  if (!fresh) await redraw();
  else changed(false);
  keepSending();
  flush(true);
  if ("serviceWorker" in navigator) await navigator.serviceWorker.register(place.dataset.worker, { scope: place.dataset.home });
}

if (indexedDB) start();
