// What stays on the phone: the queue, and what the tiles need. A second, smaller trace of the queue lies outside the
// database (a line an entry in localStorage, their number in a cookie): a browser that clears its store is found out.

import { place } from "./words.js";

const MARK = "nhat-ky:cho:";
const NUMBER = "nhat_ky_cho";
const WHOSE = "nhat_ky";
let opened;

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("nhat-ky", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox", { keyPath: "id" });
      request.result.createObjectStore("meta");
    };
    request.onsuccess = () => {
      const database = request.result;
      // Cleared or replaced behind our back: the next question opens it anew.
      database.onclose = database.onversionchange = () => {
        database.close();
        opened = undefined;
      };
      resolve(database);
    };
    request.onerror = () => {
      opened = undefined;
      reject(request.error);
    };
  });
  return opened;
}

async function within(store, mode, act) {
  const database = await open();
  // Of the queue a power cut may take nothing; what the tiles need can be fetched anew.
  const durability = store === "outbox" ? "strict" : "relaxed";
  const transaction = database.transaction(store, mode, { durability });
  const result = act(transaction.objectStore(store));
  // Only what is committed counts as saved.
  const committed = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
  const value = result && (await done(result));
  await committed;
  return value;
}

export const keep = (name, value) => within("meta", "readwrite", (store) => void store.put(value, name));
export const recall = (name) => within("meta", "readonly", (store) => store.get(name));
export const forget = (name) => within("meta", "readwrite", (store) => void store.delete(name));

export async function all() {
  const entries = await within("outbox", "readonly", (store) => store.getAll());
  return entries.sort((one, other) => (one.doneAt < other.doneAt ? -1 : 1));
}

const alone = (act) => (navigator.locks ? navigator.locks.request("nhat-ky-so", act) : act());

export const put = (entry) =>
  alone(async () => {
    await within("outbox", "readwrite", (store) => void store.put(entry));
    localStorage.setItem(MARK + entry.id, JSON.stringify({ words: entry.words, at: entry.doneAt }));
    count();
  });

// Changed by the answer of the server; gone meanwhile in another tab, it stays gone.
export const change = (id, changes) =>
  alone(async () => {
    const entry = await within("outbox", "readonly", (store) => store.get(id));
    if (entry) await within("outbox", "readwrite", (store) => void store.put({ ...entry, ...changes }));
  });

export const remove = (id) =>
  alone(async () => {
    localStorage.removeItem(MARK + id);
    count();
    await within("outbox", "readwrite", (store) => void store.delete(id));
  });

export const get = (id) => within("outbox", "readonly", (store) => store.get(id));

function marks() {
  return Object.keys(localStorage).filter((key) => key.startsWith(MARK));
}

function cookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? found.slice(name.length + 1) : "";
}

function count() {
  document.cookie = `${NUMBER}=${marks().length}; path=${place.dataset.home}; max-age=34560000; samesite=lax`;
}

// Whose data this phone may show; set with the data, gone with the sign-out.
export const whose = () => cookie(WHOSE);

// Entries whose trace is there and which are not: {number, words}. Said until somebody has read it.
export const lost = () =>
  alone(async () => {
    const there = new Set((await all()).map((entry) => entry.id));
    const gone = marks().filter((key) => !there.has(key.slice(MARK.length)));
    const words = gone.map((key) => JSON.parse(localStorage.getItem(key)));
    const wiped = marks().length === 0 && there.size === 0 ? Number(cookie(NUMBER)) || 0 : 0;
    return { number: gone.length + wiped, words, keys: gone };
  });

export function acknowledge(loss) {
  for (const key of loss.keys) localStorage.removeItem(key);
  count();
}

// Entries of a queue whose trace was cleared instead.
export const traceAgain = () =>
  alone(async () => {
    for (const entry of await all()) {
      localStorage.setItem(MARK + entry.id, JSON.stringify({ words: entry.words, at: entry.doneAt }));
    }
    if (marks().length) count();
  });
