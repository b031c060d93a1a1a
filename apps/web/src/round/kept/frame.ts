import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

/** As public/sw.js calls it. */
const CACHE = "sakiyomi-frame-1";

const isOwn = (name: string): boolean => {
  const url = new URL(name, location.href);
  return url.origin === location.origin && url.pathname.startsWith("/assets/");
};

/**
 * Keeps what this page is made of, so that /round opens without a network, also where the worker came too late to see the
 * first load: its scripts, styles, the reader of codes, and the frame itself.
 */
export async function keepFrame(): Promise<void> {
  if (!("caches" in globalThis) || !("serviceWorker" in navigator) || !import.meta.env.PROD) return;
  await navigator.serviceWorker.ready;
  const cache = await caches.open(CACHE);
  const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
  const wanted = new Set([...loaded.filter(isOwn), new URL(wasm, location.href).href]);
  const missing = await Promise.all([...wanted].map(async (url) => ((await cache.match(url)) ? [] : [url])));
  await cache.addAll(missing.flat());
  const answer = await fetch("/");
  const scripts = [...(await answer.clone().text()).matchAll(/src="([^"]+\.js)"/g)].map(
    ([, src = ""]) => new URL(src, location.origin).href,
  );
  // Of a newer version of the house: its frame without its files would open nothing. The one that is kept still does.
  if (answer.ok && scripts.every((src) => wanted.has(src))) await cache.put("/", answer);
}
