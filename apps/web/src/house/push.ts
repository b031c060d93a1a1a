import { change, read } from "../link/requests.ts";

export type PushState = "missing" | "denied" | "off" | "on";

const isPossible = (): boolean => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

/** The worker keeps the frame of the page at hand and shows alerts while the page is closed. */
export async function startWorker(): Promise<void> {
  if ("serviceWorker" in navigator && import.meta.env.PROD) await navigator.serviceWorker.register("/sw.js");
}

export async function pushState(): Promise<PushState> {
  if (!isPossible()) return "missing";
  if (Notification.permission === "denied") return "denied";
  const worker = await navigator.serviceWorker.getRegistration();
  const known = await worker?.pushManager.getSubscription();
  return known ? "on" : "off";
}

/** base64url to bytes, as the push service wants the server's key. */
export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const plain = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Asks the browser and tells the server where to reach it. */
export async function subscribe(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  const { key } = await read<{ readonly key: string }>("/api/push/key");
  const worker = await navigator.serviceWorker.ready;
  const made = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
  const { endpoint, keys } = made.toJSON();
  await change("POST", "/api/push/subscriptions", { endpoint, keys });
  return "on";
}
