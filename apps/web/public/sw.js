// The service worker: shows alerts on a locked phone, and opens the page without a network to say that there is none.
// Values are never kept here: an old value that looks present is worse than none. What a round takes along lies sealed in the
// page's own drawer (apps/web/src/round/kept); here is only the frame that opens it without a network.
const CACHE = "sakiyomi-frame-1";

addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.add("/"))
      .then(() => skipWaiting()),
  );
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

/** A radio that hangs is worse than none: what is kept is shown after this, if there is something. */
const PATIENCE_MS = 4000;
const frame = async (request) => {
  const asked = fresh(request, "/");
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS);
  }).then(async () => (await (await caches.open(CACHE)).match("/")) ?? asked);
  return Promise.race([asked, late]);
};

/** A name with a hash in it never changes: what is kept is as good as the server's, and there at once. */
const hashed = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  return kept ?? fresh(request, request);
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin || pathname.startsWith("/api/")) return;
  // The page of models stands for itself, and its runtime of 14 MB is the browser's to keep; the reader of codes is 1 MB.
  const isReader = pathname.includes("zxing_reader");
  if (pathname === "/think.html" || (pathname.endsWith(".wasm") && !isReader)) return;
  // A file that is opened by itself (the icon, another page) is not the frame that opens the round.
  const isFile = /\.(html|svg|webmanifest|js|css|json|png|ico|txt)$/.test(pathname);
  if (request.mode === "navigate" && !isFile) return event.respondWith(frame(request));
  event.respondWith(pathname.startsWith("/assets/") ? hashed(request) : fresh(request, request));
});

const read = (data) => {
  try {
    return data ? data.json() : {};
  } catch {
    return {};
  }
};

// The server sends the level and, where the house allows it, who and where (apps/server/src/push/push.ts).
const words = {
  en: { high: "Urgent alert", medium: "Alert, soon", low: "Note", open: "Open the ward board" },
  ja: { high: "緊急のアラート", medium: "早めに確認", low: "お知らせ", open: "病棟ボードを開く" },
  ko: { high: "긴급 경보", medium: "곧 확인 필요", low: "알림", open: "병동 현황판 열기" },
};

const wordsOf = async () => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match("/chosen-language");
  const language = kept ? await kept.text() : navigator.language.slice(0, 2);
  return words[language] ?? words.en;
};

const show = async ({ alert = "sakiyomi", level = "low", placeName = "", personName = "" }) => {
  const said = await wordsOf();
  const body = [personName, placeName].filter(Boolean).join(" · ") || said.open;
  await registration.showNotification(said[level] ?? said.low, {
    body,
    // A repeat takes the place of the one before, and is felt again.
    tag: alert,
    renotify: true,
    requireInteraction: level !== "low",
    vibrate: level === "high" ? [300, 100, 300, 100, 300] : [200],
    icon: "/icon.svg",
    data: { url: "/" },
  });
};

addEventListener("push", (event) => {
  event.waitUntil(show(read(event.data)));
});

// The page says in which language its reader wants to be told.
addEventListener("message", (event) => {
  if (typeof event.data?.language !== "string") return;
  event.waitUntil(caches.open(CACHE).then((cache) => cache.put("/chosen-language", new Response(event.data.language))));
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url ?? "/", location.origin).href;
  event.waitUntil(
    clients.matchAll({ type: "window", includeUncontrolled: true }).then((open) => {
      const page = open[0];
      return page ? page.navigate(url).then((shown) => shown?.focus()) : clients.openWindow(url);
    }),
  );
});
