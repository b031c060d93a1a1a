/** A made-up ward for looking at the page while no server runs. Everything here is invented. */
import type { AlertView, Board, BoardPerson, DueView, PersonView, PlaceView, PredictionView, Sign, SkillView } from "../src/link/shapes.ts";

const MIN = 60_000;
const names = ["Sato Hanako", "Tanaka Ichiro", "Kim Young-ja", "Suzuki Yoshiko", "Anna Lindqvist", "Park Soon-hee", "Ito Masao", "Yamada Fumi", "Kobayashi Ken", "Lee Dong-hyun", "Nakamura Chiyo", "Thomas Weber"];

export const places: PlaceView[] = [
  { id: "h", name: "Hikari House", type: "house", parent: null, person: null },
  ...[1, 2].map((n): PlaceView => ({ id: `w${n}`, name: `Ward ${n}`, type: "ward", parent: "h", person: null })),
  ...[101, 102, 103, 104, 201, 202, 203].map((n): PlaceView => ({ id: `r${n}`, name: String(n), type: "room", parent: n < 200 ? "w1" : "w2", person: null })),
  ...[101, 102, 103, 104, 201, 202, 203].flatMap((n, i) =>
    ["A", "B"].map((bed, j): PlaceView => ({ id: `b${n}${bed}`, name: bed, type: "bed", parent: `r${n}`, person: i * 2 + j < 12 ? `p${i * 2 + j}` : null })),
  ),
];

const sign = (kind: Sign["kind"], value: number | string, unit: string | null, at: number): Sign => ({ known: true, kind, value, unit, at, quality: "good", source: "device:band" });

function signsOf(i: number, now: number): readonly Sign[] {
  if (i === 7) return [{ known: false, kind: "heart-rate", why: { key: "core.stale", values: { minutes: 12 } }, lastAt: now - 12 * MIN }, sign("body-temperature", 36.4, "Cel", now - 200 * MIN)];
  const ill = i === 3;
  return [
    sign("heart-rate", (ill ? 118 : 64 + ((i * 7) % 25)) + Math.sin(now / 4000 + i), "/min", now - 800),
    sign("respiration-rate", ill ? 26 : 13 + (i % 6), "/min", now - 2000),
    sign("spo2", ill ? 91 : 95 + (i % 4), "%", now - 800),
    ...(i % 5 === 4 ? [] : [sign("systolic", ill ? 96 : 112 + i * 3, "mm[Hg]", now - 130 * MIN), sign("diastolic", ill ? 58 : 68 + i, "mm[Hg]", now - 130 * MIN)]),
    sign("body-temperature", ill ? 38.9 : 36.2 + (i % 7) / 10, "Cel", now - 140 * MIN),
    sign("bladder-volume", 90 + ((i * 67) % 300), "mL", now - 3000),
    sign("posture", i % 3 === 0 ? "sitting" : "supine", null, now - 5000),
    sign("consciousness", "alert", null, now - 140 * MIN),
  ];
}

function predictionsOf(i: number, now: number): readonly PredictionView[] {
  if (i === 7) return [{ skill: "toilet-timing", name: "next-void", at: now, prediction: { known: false, why: { key: "no-volume" } } }];
  const at = now + (14 + ((i * 37) % 190)) * MIN;
  const spread = (10 + ((i * 5) % 18)) * MIN;
  const score = i === 3 ? 8 : i % 4;
  return [
    {
      skill: "toilet-timing", name: "next-void", at: now,
      prediction: { known: true, what: { type: "time", at, interval: { low: at - spread, high: at + spread, p: 0.8 } }, because: [{ key: "volume-now", values: { ml: 230 + i * 10 } }, { key: "drank", values: { ml: 300 } }], validUntil: now + 30 * MIN, model: "toilet-timing 0.1.0" },
    },
    { skill: "early-warning", name: "score", at: now, prediction: { known: true, what: { type: "quantity", at: now, unit: "1", value: score, interval: { low: score, high: score, p: 1 } }, because: [{ key: "all-steady" }], validUntil: now + 30 * MIN, model: "early-warning 0.1.0" } },
    { skill: "early-warning", name: "score-in-1h", at: now, prediction: { known: true, what: { type: "quantity", at: now + 60 * MIN, unit: "1", value: score + 1, interval: { low: score, high: score + 2, p: 0.8 } }, because: [{ key: "all-steady" }], validUntil: now + 30 * MIN, model: "early-warning 0.1.0" } },
    { skill: "early-warning", name: "next-response", at: now, prediction: { known: false, why: { key: "steady" } } },
    { skill: "early-warning", name: "part-pulse", at: now, prediction: { known: true, what: { type: "quantity", at: now, unit: "1", value: 1, interval: { low: 1, high: 1, p: 1 } }, because: [], validUntil: now + 30 * MIN, model: "early-warning 0.1.0" } },
  ];
}

const placeNameOf = (i: number) => {
  const bed = places.find(({ person }) => person === `p${i}`);
  const room = places.find(({ id }) => id === bed?.parent);
  return `${places.find(({ id }) => id === room?.parent)?.name} · ${room?.name} · ${bed?.name}`;
};

export const personOf = (i: number, now: number): BoardPerson => ({
  id: `p${i}`, name: names[i] ?? "", ageYears: 74 + ((i * 5) % 22), place: places.find(({ person }) => person === `p${i}`)?.id ?? null, placeName: placeNameOf(i),
  signs: signsOf(i, now), predictions: predictionsOf(i, now), alerts: [], consents: ["record", "predict"],
});

const started = Date.now();
const alert = (i: number, over: Partial<AlertView>): AlertView => ({
  id: `a${i}`, person: `p${i}`, personName: names[i] ?? "", placeName: placeNameOf(i), skill: "early-warning", key: "k", level: "low", text: { key: "tell-high", values: { total: 8 } }, answers: [],
  raisedAt: started - 4 * MIN, by: null, state: "open", takenBy: null, takenAt: null, toldTo: ["carer"], nextAt: started + 3 * MIN, nextTo: "nurse", over: false, ...over,
});

export const alerts: AlertView[] = [
  alert(3, { level: "high" }),
  alert(0, { level: "medium", skill: "toilet-timing", text: { key: "soon", values: { byAt: started + 14 * MIN } }, by: started + 14 * MIN }),
  alert(5, { level: "low", skill: "toilet-timing", text: { key: "soon", values: { byAt: started + 30 * MIN } }, state: "taken", takenBy: "Mori Aya", takenAt: started - MIN }),
];
const due = (i: number, min: number, over: Partial<DueView>): DueView => ({
  id: `d${i}-${min}`, person: `p${i}`, personName: names[i] ?? "", placeName: placeNameOf(i), skill: "toilet-timing", text: { key: "next-void" }, dueAt: started + min * MIN, role: "carer", type: "predicted", state: "open", takenBy: null, ...over,
});
export const dues: DueView[] = [
  due(3, -12, { type: "task", skill: "early-warning", text: { key: "urgent-review" }, role: "doctor" }),
  due(0, 14, {}), due(5, 8, { type: "task", skill: "early-warning", text: { key: "observe-next" }, state: "taken", takenBy: "Mori Aya" }),
  due(8, 55, { type: "task", skill: "early-warning", text: { key: "observe-next" } }), due(9, 80, {}), due(2, 600, { type: "task", skill: "early-warning", text: { key: "observe-next" } }),
];

export const board = (now: number): Board => ({
  at: now, mode: "demo", people: names.map((_, i) => personOf(i, now)), alerts, due: dues,
  onDuty: [{ id: "mori", name: "Mori Aya", roles: ["nurse"] }, { id: "abe", name: "Abe Jun", roles: ["carer"] }],
  handovers: [{ id: "h1", from: "Abe Jun", to: "mori", at: now - 9 * MIN, note: "Suzuki-san is getting worse since 13:00, the doctor has been called. Kim-san drank little at lunch.", open: 3, acceptedAt: null }],
  clockJump: null,
});

export const personView = (i: number, now: number): PersonView => ({
  person: personOf(i, now), birthDate: "1944-05-12", admittedAt: now - 40 * 24 * 60 * MIN, alerts,
  chart: [
    { id: "c1", version: 1, kind: "body-temperature", at: now - 140 * MIN, value: 36.6, by: "Mori Aya", enteredInError: false, reason: null },
    { id: "c2", version: 2, kind: "systolic", at: now - 130 * MIN, value: 312, by: "Abe Jun", enteredInError: true, reason: "Wrong value" },
    { id: "c3", version: 1, kind: "fluid-intake", at: now - 60 * MIN, value: { volumeMl: 200 }, by: "Abe Jun", enteredInError: false, reason: null },
    { id: "c4", version: 1, kind: "note", at: now - 30 * MIN, value: { text: "Slept well, walked to the window and back." }, by: "Mori Aya", enteredInError: false, reason: null },
  ],
  bindings: [
    { id: "x1", device: "device:band-7", from: now - 3 * 24 * 60 * MIN, until: null, doubt: { key: "doubt.reads-like-another" } },
    { id: "x2", device: "device:bladder-2", from: now - 24 * 60 * MIN, until: null, doubt: null },
    { id: "x3", device: "device:band-3", from: now - 9 * 24 * 60 * MIN, until: now - 3 * 24 * 60 * MIN, doubt: null },
  ],
  consents: (["record", "predict", "family", "export"] as const).map((purpose, k) => ({ purpose, given: k < 2, at: k < 3 ? now - 40 * 24 * 60 * MIN : null, by: k < 3 ? "Mori Aya" : null })),
  skills: [{ skill: "early-warning", on: true, version: 2, settings: {} }, { skill: "toilet-timing", on: i !== 7, version: 1, settings: { leadMin: 15 } }],
  extents: (["heart-rate", "spo2", "respiration-rate", "bladder-volume", "ecg"] as const).map((kind) => ({ kind, source: "device:band-7", first: now - 40 * 24 * 60 * MIN, last: now })),
  brokenGlass: false,
});

const skill = (id: string, over: Partial<SkillView>): SkillView => ({
  id, version: "0.1.0", owner: "sakiyomi", risk: "suggests", reads: ["heart-rate", "respiration-rate", "spo2", "systolic", "consciousness", "body-temperature"], makes: [], does: ["tell", "task"], periodMs: MIN,
  settings: [
    { key: "leadMin", type: "number", initial: 15, unit: "min", min: 5, max: 60, choices: [], source: "House rule, to be approved" },
    { key: "spo2Scale2", type: "boolean", initial: false, unit: null, min: null, max: null, choices: [], source: "RCP NEWS2 2017, chart 1" },
  ],
  health: { ok: true, lastTurnAt: Date.now() - 4000, failures: 0, lastFailure: null },
  people: names.map((name, i) => ({ person: `p${i}`, name, on: i !== 7 })), ...over,
});
export const skills = [
  skill("early-warning", {}),
  skill("toilet-timing", { reads: ["bladder-volume", "void", "fluid-intake", "posture"], health: { ok: false, lastTurnAt: Date.now() - 400_000, failures: 3, lastFailure: "SKILL_SLOW: exceeded 50 ms" } }),
];
