// From the queue to the server, one entry a request. An entry leaves the queue when the server has said that it
// stands, and not before; sent twice it is answered twice and stands once, for its id was made on the phone.

import * as store from "./store.js";
import { place, say } from "./words.js";

const EVERY = 30_000;
const PATIENCE = 60_000;
const listeners = new Set();
export const state = { data: undefined, trouble: "", address: "" };
const tabs = "BroadcastChannel" in self ? new BroadcastChannel("nhat-ky") : undefined;

export const onChange = (listener) => listeners.add(listener);

export function changed(elsewhere = true) {
  for (const listener of listeners) listener();
  if (elsewhere) tabs?.postMessage("changed");
}
if (tabs) tabs.onmessage = () => changed(false);

export const me = () => state.data?.person.key;

// What the tiles need, fetched anew; an old one stays until there is a new one.
export async function refresh() {
  let answer;
  try {
    answer = await fetch(place.dataset.data, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  } catch {
    return false;
  }
  if (!answer.ok) return trouble(answer);
  const data = await answer.json();
  data.ahead = Date.now() - Date.parse(data.now); // how far the phone's clock is ahead
  state.trouble = "";
  state.data = data;
  await store.keep("data", data);
  changed(false);
  return true;
}

async function trouble(answer) {
  const told = await told_by(answer);
  if (answer.status === 401) state.trouble = say("signedOut");
  else if (answer.status === 403) {
    state.trouble = told?.sentence || say("first");
    state.address = told?.address || "";
  }
  changed(false);
  return false;
}

async function told_by(answer) {
  const json = (answer.headers.get("Content-Type") || "").includes("json");
  return json ? answer.json().catch(() => undefined) : undefined;
}

function body(entry) {
  const form = new FormData();
  for (const [name, value] of entry.fields) form.append(name, value);
  for (const file of entry.files) form.append(file.field, new Blob([file.data], { type: file.type }), file.name);
  form.set("client_id", entry.id);
  form.set("nguoi", entry.who);
  form.set("lo", entry.lot);
  form.set("viec", entry.activity);
  form.set("done_at", entry.doneAt);
  form.set("clock", new Date().toISOString()); // the server sees by it how wrong the other hour is
  return form;
}

// "sent", "refused" (it stays, with the reason), "again" (the same once more) or "stop" (nothing more for now).
async function post(entry) {
  // From here on it may stand with the server even if no answer comes: it can no longer be taken back here.
  await store.change(entry.id, { tried: true });
  let answer;
  try {
    answer = await fetch(place.dataset.send, {
      method: "POST",
      body: body(entry),
      headers: { "X-CSRFToken": state.data.csrf },
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE),
    });
  } catch {
    return "stop";
  }
  const told = await told_by(answer);
  if (answer.ok && told?.state === "recorded" && told.client_id) {
    await store.remove(entry.id);
    await remember(entry, told);
    return "sent";
  }
  if (answer.status === 401 || told?.code === "first_step") {
    state.trouble = told?.sentence || say("signedOut");
    state.address = told?.address || "";
    return "stop";
  }
  if (told?.code === "other_person" || (answer.status === 403 && !told)) return (await refresh()) ? "again" : "stop";
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429 && answer.status !== 408) {
    const heavy = answer.status === 413 ? say("heavy") : say("refused");
    await store.change(entry.id, { state: "refused", why: told?.sentence || heavy, fieldsWrong: told?.fields || {} });
    return "refused";
  }
  return "stop";
}

async function remember(entry, told) {
  const sent = (await store.recall("sent")) || [];
  const line = { id: entry.id, who: entry.who, words: told.sentence, at: entry.doneAt, address: told.address };
  await store.keep("sent", [line, ...sent].slice(0, 20));
}

async function run(now) {
  if (!state.data || !navigator.onLine) return;
  if (state.trouble && !(await refresh())) return;
  const tried = new Map();
  let some = false;
  for (;;) {
    const ready = (await store.all()).filter(
      (entry) => entry.who === me() && entry.state === "waiting" && (now || (entry.held || 0) <= Date.now()),
    );
    const entry = ready.find((one) => (tried.get(one.id) || 0) < 2);
    if (!entry) break;
    tried.set(entry.id, (tried.get(entry.id) || 0) + 1);
    const how = await post(entry);
    if (how === "sent") some = true;
    changed();
    if (how === "stop") break;
  }
  if (some) await refresh();
}

// One tab sends; the others see the queue grow shorter.
export async function flush(now = false) {
  if (!navigator.locks) await run(now);
  else await navigator.locks.request("nhat-ky-gui", { ifAvailable: !now }, (lock) => lock && run(now));
  changed();
}

// Taken back before anything of it was sent. False when it may have arrived: then it is put right by Đính chính.
export async function takeBack(id) {
  const act = async () => {
    const entry = await store.get(id);
    if (!entry || (entry.tried && entry.state !== "refused")) return false;
    await store.remove(id);
    return true;
  };
  const taken = navigator.locks ? await navigator.locks.request("nhat-ky-gui", act) : await act();
  changed();
  return taken;
}

export function keepSending() {
  addEventListener("online", () => flush().then(() => refresh()));
  addEventListener("offline", () => changed(false));
  document.addEventListener("visibilitychange", () => flush(document.hidden));
  setInterval(() => flush(), EVERY);
}
