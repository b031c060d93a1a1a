// The service worker: shows alerts on a locked phone, and opens the page without a network to say that there is none.
// Values are never kept: an old value that looks present is worse than none.
const CACHE = "sakiyomi-frame-1";

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add("/")).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => clients.claim()),
  );
});

const fresh = async (request, key) => {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  event.respondWith(fresh(request, request.mode === "navigate" ? "/" : request));
});

const read = (data) => {
  try {
    return data ? data.json() : {};
  } catch {
    return {};
  }
};

addEventListener("push", (event) => {
  const { title = "Sakiyomi", body = "", tag = "sakiyomi", url = "/", level = "low" } = read(event.data);
  event.waitUntil(
    registration.showNotification(title, {
      body,
      tag,
      renotify: true,
      requireInteraction: level !== "low",
      vibrate: level === "high" ? [300, 100, 300, 100, 300] : [200],
      icon: "/icon.svg",
      data: { url },
    }),
  );
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/", location.origin).href;
  event.waitUntil(
    clients.matchAll({ type: "window", includeUncontrolled: true }).then((open) => {
      const page = open[0];
      return page ? page.navigate(url).then((shown) => shown && shown.focus()) : clients.openWindow(url);
    }),
  );
});
