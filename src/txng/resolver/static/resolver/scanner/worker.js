// Service worker of the scanning page: it keeps that page, its files, and the reader once somebody fetched it. An answer
// to a code is never kept, nor asked for here: whether goods are recalled is said by the server alone.
// `KEPT` stands above: version, page, shell (what stands for the page where nobody is signed in), files, later.

const FAMILY = `quet${KEPT.page}-`;
const SHELL = KEPT.shell || KEPT.page;
const NAME = `${FAMILY}${KEPT.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(NAME);
      await cache.add(new Request(SHELL, { credentials: "omit", cache: "reload" }));
      await cache.addAll(KEPT.files.map((url) => new Request(url, { credentials: "omit" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== NAME);
      await Promise.all(old.map((name) => caches.delete(name)));
      await self.clients.claim();
    })(),
  );
});

async function kept(request) {
  const cache = await caches.open(NAME);
  const found = await cache.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname.replace(/\/$/, "") !== KEPT.page) return;
    event.respondWith(
      fetch(request).catch(async () => (await (await caches.open(NAME)).match(SHELL)) || Response.error()),
    );
  } else if ([...KEPT.files, ...KEPT.later].includes(url.pathname + url.search)) {
    event.respondWith(kept(request));
  }
});
