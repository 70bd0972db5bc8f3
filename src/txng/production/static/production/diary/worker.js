// Service worker of the diary. It keeps the shell and nothing else: no answer that holds anybody's data is ever kept.
// `KEPT` stands above: version, home, page (the shell), write, files.

const NAME = `nhat-ky-${KEPT.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(NAME);
      // Asked for without cookies: what is kept is the same for everybody. Files bear their fingerprint, so those the
      // page has just loaded are not loaded twice.
      await cache.add(new Request(KEPT.page, { credentials: "omit", cache: "reload" }));
      await cache.addAll(KEPT.files.map((url) => new Request(url, { credentials: "omit" })));
      await self.skipWaiting();
    })(),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (name.startsWith("nhat-ky-") && name !== NAME) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

async function shell() {
  const cache = await caches.open(NAME);
  return cache.match(KEPT.page);
}

async function page(request, url) {
  // The answer to a form is the server's own page, with its message.
  const own = url.pathname === KEPT.home && !url.searchParams.has("da-ghi");
  if (own) return (await shell()) || fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const kept = [KEPT.home, KEPT.write].includes(url.pathname) && (await shell());
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(request, url));
  } else if (KEPT.files.includes(url.pathname + url.search)) {
    event.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(request)) || fetch(request)));
  }
});
