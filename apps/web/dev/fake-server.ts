/** Serves dist and the fake ward: `node --conditions=sakiyomi-source apps/web/dev/fake-server.ts [port]`. */
import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { words as earlyWarning } from "../../../skills/src/early-warning/words.ts";
import { WebSocketServer } from "ws";
import { alerts, board, dues, personView, places, skills } from "./fake-ward.ts";

const dist = join(import.meta.dirname, "..", "dist");
const types: Record<string, string> = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html", ".webmanifest": "application/manifest+json" };
let door: "in" | "out" | "setup" = "in";
const session = () => ({
  staff: door === "in" ? { id: "mori", name: "Mori Aya", roles: ["nurse", "administrator", "auditor"] } : null, csrf: "x", mode: "demo", needsSetup: door === "setup", zone: "Asia/Tokyo", version: "0.1.0",
  recent: [{ id: "mori", name: "Mori Aya" }, { id: "abe", name: "Abe Jun" }],
});
const toilet = {
  en: { title: "Toilet timing", about: "Predicts when a person will need the toilet, and tells the carer in time.", "next-void": "Toilet", soon: "Will need the toilet at about {byAt}", "volume-now": "Bladder holds about {ml} ml", drank: "Drank {ml} ml in the last two hours", "no-volume": "no bladder reading for 25 min" },
  ja: { title: "排尿のタイミング", about: "トイレが必要になる時刻を予測し、介護職に前もって知らせます。", "next-void": "トイレ", soon: "{byAt}ごろトイレが必要になります", "volume-now": "膀胱に約{ml} ml", drank: "この2時間に{ml} ml飲みました", "no-volume": "膀胱の測定が25分ありません" },
  ko: { title: "배뇨 시점 예측", about: "화장실이 필요한 시각을 예측해 미리 알립니다.", "next-void": "화장실", soon: "{byAt}쯤 화장실이 필요합니다", "volume-now": "방광에 약 {ml} ml", drank: "최근 2시간 동안 {ml} ml 마심", "no-volume": "25분 동안 방광 측정 없음" },
};
const own = { "core.stale": "there has been no reading for {minutes} min", "doubt.reads-like-another": "Since 13:20 the pulse reads like that of Tanaka Ichiro.", "journal.look": "{actor} opened the page", "journal.chart": "{actor} charted a temperature of 36.6 °C", "journal.alert": "Early warning raised an alert: NEWS2 is 8", "journal.take": "{actor} took the alert" };
const lines = () => ["look", "take", "alert", "chart"].map((type, i) => ({ n: 40 - i, at: Date.now() - i * 9 * 60_000, type, actor: i === 2 ? "skill:early-warning" : "Mori Aya", text: { key: `journal.${type}`, values: { actor: "Mori Aya" } } }));
const plot = (url: URL) => {
  const [from, to, n] = ["from", "to", "buckets"].map((name) => Number(url.searchParams.get(name)));
  const kind = url.searchParams.get("kind") ?? "heart-rate";
  const step = ((to ?? 0) - (from ?? 0)) / (n ?? 1);
  const buckets = Array.from({ length: n ?? 0 }, (_, i) => {
    const at = (from ?? 0) + i * step;
    const mean = 76 + 14 * Math.sin(at / 7e6) + 5 * Math.sin(at / 4e5) + Math.random();
    const gone = at > Date.now() || Math.sin(at / 2e6) > 0.97;
    return { from: at, n: gone ? 0 : 5, min: mean - 4 - Math.random() * 3, mean, max: mean + 4 + Math.random() * 4 };
  });
  return { type: "buckets", kind, unit: "/min", buckets };
};
const policy = { holdMs: 60_000, steps: { low: [{ to: "carer", afterMs: 0, repeatMs: 900_000 }], medium: [{ to: "carer", afterMs: 0, repeatMs: 120_000 }, { to: "nurse", afterMs: 300_000, repeatMs: 300_000 }], high: [{ to: "nurse", afterMs: 0, repeatMs: 30_000 }, { to: "carer", afterMs: 60_000, repeatMs: 30_000 }, { to: "doctor", afterMs: 180_000, repeatMs: 60_000 }] } };
const devices = () => ["band-7", "bladder-2", "cuff-3"].map((id, i) => ({ id, name: id, boundTo: i < 2 ? "p0" : null, boundName: i < 2 ? "Sato Hanako" : null, lastAt: i < 2 ? Date.now() - 1000 : null, kinds: i === 0 ? ["heart-rate", "spo2", "ecg"] : i === 1 ? ["bladder-volume"] : [] }));

function answer(url: URL): unknown {
  const [, , what, id, more] = url.pathname.split("/");
  const now = Date.now();
  if (what === "people" && more === "signals") return plot(url);
  if (what === "people" && more === "journal") return lines();
  if (what === "people" && more === "looks") return lines().map(({ at }) => ({ at, name: "Mori Aya", roles: "nurse", what: "page", reason: null }));
  if (what === "people") return personView(Number(id?.slice(1)), now);
  if (what === "skills") return id ? skills.find((skill) => skill.id === id) : skills;
  const all: Record<string, () => unknown> = { session, words: () => ({ "early-warning": earlyWarning, "toilet-timing": toilet, server: { en: own, ja: own, ko: own } }), board: () => board(now), places: () => places, policy: () => policy, devices, journal: lines, staff: () => [{ id: "mori", name: "Mori Aya", roles: ["nurse", "administrator"] }, { id: "abe", name: "Abe Jun", roles: ["carer"] }, { id: "dr", name: "Dr. Hayashi", roles: ["doctor"] }] };
  return all[what ?? ""]?.() ?? null;
}
function change(url: URL): unknown {
  const [, , what, id, step] = url.pathname.split("/");
  const found = what === "alerts" ? alerts.find((one) => one.id === id) : dues.find((one) => one.id === id);
  if (found) Object.assign(found, { state: step === "take" ? "taken" : "done", takenBy: "Mori Aya", takenAt: Date.now() });
  if (what === "devices") return { id: "cuff-9", token: "skd_3vJ8nQ0fK2mXw7Yt5Rb1LcZpAeUiHsGd" };
  return { id: "new", version: 1 };
}
async function serve(request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url ?? "/", "http://local");
  if (url.pathname.startsWith("/fake/")) door = url.pathname.slice(6) as typeof door;
  if (url.pathname.startsWith("/api/")) {
    response.setHeader("content-type", "application/json");
    return response.end(JSON.stringify(request.method === "GET" ? answer(url) : change(url)));
  }
  const file = extname(url.pathname) ? url.pathname : "/index.html";
  response.setHeader("content-type", types[extname(file)] ?? "application/octet-stream");
  return response.end(await readFile(join(dist, file)).catch(() => ""));
}
const server = createServer((request, response) => void serve(request, response));
const beat = (i: number) => { const phase = (i % 200) / 200; return Math.exp(-(((phase - 0.3) / 0.012) ** 2)) * 1.1 - Math.exp(-(((phase - 0.33) / 0.012) ** 2)) * 0.3 + Math.exp(-(((phase - 0.55) / 0.05) ** 2)) * 0.25 + Math.random() * 0.02; };
new WebSocketServer({ server, path: "/api/live" }).on("connection", (socket) => {
  let person = "";
  const say = (message: unknown) => socket.send(JSON.stringify(message));
  socket.on("message", (data) => { person = (JSON.parse(String(data)) as { person?: string }).person ?? ""; });
  const beats = setInterval(() => { say({ type: "beat", at: Date.now() }); say({ type: "board", board: board(Date.now()) }); }, 5000);
  const waves = setInterval(() => {
    if (person === "") return;
    const at = Date.now() - 200; const n = Math.floor(at / 4);
    const wave = (kind: string, of: (i: number) => number) => ({ kind, at, source: "device:band-7", quality: "good", rate: 250, value: Array.from({ length: 50 }, (_, k) => of(n + k)) });
    say({ type: "signals", person, signals: [wave("ecg", beat), wave("ppg", (i) => 0.5 + Math.sin(i / 32) * 0.4 + Math.sin(i / 16) * 0.1), { kind: "heart-rate", at, source: "device:band-7", quality: "good", value: 75 + Math.sin(at / 3000) * 2 }] });
  }, 200);
  socket.on("close", () => { clearInterval(beats); clearInterval(waves); });
});
server.listen(Number(process.argv[2] ?? 7799), "127.0.0.1");
