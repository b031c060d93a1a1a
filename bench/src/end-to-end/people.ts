// People who live: vitals once a second as NDJSON, ECG at 250 Hz in frames of 100 ms as binary, until stdin ends.
import { encodeWaves, type WaveFrame } from "@sakiyomi/wave";
import { deviceOf } from "./server.ts";

const [url = "", token = "", count = "200"] = process.argv.slice(2);
const people = Array.from({ length: Number(count) }, (_, i) => i);
const RATE = 250;
const FRAME = 25;
const bearer = { authorization: `Bearer ${token}` };

let tick = 0;
let lost = 0;
const timer = setInterval(() => {
  const at = Date.now();
  const work = [post("application/vnd.sakiyomi.wave", new Uint8Array(encodeWaves(people.map((i) => frame(i, at)))))];
  if (tick++ % 10 === 0)
    work.push(
      post(
        "application/x-ndjson",
        people
          .flatMap((i) => vitals(i, at))
          .map((one) => JSON.stringify(one))
          .join("\n"),
      ),
    );
  Promise.all(work).catch(() => {
    lost++;
  });
}, 100);
process.stdin.resume().on("end", () => {
  clearInterval(timer);
  if (lost > 0) process.stderr.write(`${lost} messages were lost\n`);
});

async function post(type: string, body: string | Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(`${url}/api/signals`, {
    method: "POST",
    headers: { ...bearer, "content-type": type },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
}

const vitals = (i: number, at: number) => {
  const shared = { source: deviceOf(i), at: new Date(at).toISOString() };
  return [
    { ...shared, kind: "heart-rate", unit: "/min", value: 70 + (i % 10) },
    { ...shared, kind: "respiration-rate", unit: "/min", value: 14 + (i % 3) },
    { ...shared, kind: "spo2", unit: "%", value: 97 },
  ];
};

function frame(i: number, at: number): WaveFrame {
  const samples = new Int16Array(FRAME);
  for (let k = 0; k < FRAME; k++)
    samples[k] = Math.round(200 * Math.exp(-((((at / 4 + k + i * 7) % 200) - 100) ** 2) / 50));
  return {
    source: deviceOf(i),
    kind: "ecg",
    unit: "mV",
    at,
    sequence: 0,
    rate: RATE,
    scale: 0.005,
    offset: 0,
    samples,
  };
}
