// What an officer's phone keeps: the pack taken along, the round in hand, and the drafts that wait to be sent.

let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("kiem-tra", 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("one");
      request.result.createObjectStore("queue", { keyPath: "client_id" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = request.result.onclose = () => (opened = undefined);
      resolve(request.result);
    };
    request.onerror = () => {
      opened = undefined;
      reject(request.error);
    };
  });
  return opened;
}

async function within(store, mode, act) {
  const transaction = (await open()).transaction(store, mode, { durability: "strict" });
  const request = act(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const keep = (name, value) => within("one", "readwrite", (store) => void store.put(value, name));
export const recall = (name) => within("one", "readonly", (store) => store.get(name));
export const queue = (draft) => within("queue", "readwrite", (store) => void store.put(draft));
export const waiting = () => within("queue", "readonly", (store) => store.getAll());
export const sent = (draft) => within("queue", "readwrite", (store) => void store.delete(draft.client_id));
