import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  admit,
  codes,
  FUTURE_TOLERANCE_MS,
  type House,
  type Kind,
  kinds,
  kindsOfClass,
  readSignal,
  refusalLine,
  rowOf,
  type Signal,
  type SourceId,
  type Speaker,
  type SubjectId,
} from "./index.ts";

const NOW = Date.parse("2026-04-06T08:00:00Z");
const patch = "device:patch" as SourceId;
const ann = "person:ann" as SubjectId;
const shy = "person:shy" as SubjectId;
const swapped = "device:swapped" as SourceId;
const known = "device:known" as SourceId;
const here: readonly string[] = [ann, shy, "place:bed-1", "device:other"];
const house: House = {
  now: NOW,
  isHere: (subject) => here.includes(subject),
  ownerOf: (source, at) => {
    if (source === swapped) return at < NOW - 1000 ? ann : shy;
    return source === patch || source === known ? ann : null;
  },
  mayRecord: (subject) => subject !== shy,
};
const device: Speaker = { source: patch, mayBe: (source) => source === known };
const staff: Speaker = { source: "staff:tanaka" as SourceId, mayBe: (source) => source.startsWith("device:") };
const good = { kind: "heart-rate", value: 72, unit: "/min", at: "2026-04-06T08:00:00Z" };
const base = { at: "2026-04-06T08:00:00Z" };

const read = (raw: unknown, speaker = device) => readSignal(raw, speaker, house);

function accepted(raw: unknown, speaker = device): Signal {
  const outcome = read(raw, speaker);
  assert.ok(outcome.ok, outcome.ok ? "" : refusalLine(outcome.refusal));
  return outcome.value;
}

/** Code and field, and that the refusal names what was found and what was expected. */
function refused(raw: unknown, speaker = device): string {
  const outcome = read(raw, speaker);
  assert.ok(!outcome.ok, "was let in");
  const { code, field, found, expected, remedy } = outcome.refusal;
  assert.ok(found.length > 0 && found.length <= 80 && expected.length > 0, refusalLine(outcome.refusal));
  assert.equal(remedy, codes[code].remedy);
  return `${code} ${field}`;
}

const jpeg = { encoding: "image/jpeg", width: 2, height: 2, bytes: "/9j/2Q==" };

test("a signal of every class comes in, stamped, and is its wearer's", () => {
  const rows: readonly (readonly [string, unknown, string?])[] = [
    ["heart-rate", 72, "/min"],
    ["ecg", { rate: 250, samples: [0, 0.5, null, -0.25] }, "mV"],
    ["posture", "left"],
    ["fall", {}],
    ["camera-image", jpeg],
  ];
  for (const [kind, value, unit] of rows) {
    const signal = accepted({ ...base, kind, value, ...(unit ? { unit } : {}) });
    assert.equal(signal.subject, "person:ann");
    assert.equal(signal.source, patch);
    assert.equal(signal.receivedAt, NOW);
    assert.equal(signal.at, NOW);
    assert.equal(signal.quality, "good");
  }
});

test("a waveform keeps its values and its gaps", () => {
  const { value } = accepted({
    ...base,
    kind: "ecg",
    unit: "mV",
    value: { rate: 250, samples: [0.001, null, -50, 50] },
  });
  const { samples, scale } = value as { samples: Int32Array; scale: number };
  assert.deepEqual([...samples], [1, -0x8000_0000, -50_000, 50_000]);
  assert.equal(scale, 0.001);
});

const refusals: readonly (readonly [string, unknown, Speaker?])[] = [
  ["SIG_KIND kind", { ...good, kind: "hart-rate" }],
  ["SIG_KIND kind", { ...good, kind: "__proto__" }],
  ["SIG_UNIT unit", { ...good, unit: "bpm" }],
  ["SIG_UNIT unit", { ...good, unit: undefined }],
  ["SIG_UNIT unit", { ...base, kind: "fall", value: {}, unit: "1" }],
  ["SIG_RANGE value", { ...good, value: 351 }],
  ["SIG_RANGE value", { ...good, value: -1 }],
  ["SIG_NUMBER value", { ...good, value: Number.NaN }],
  ["SIG_NUMBER value", { ...good, value: Number.POSITIVE_INFINITY }],
  ["SIG_NUMBER value", { ...good, value: null }],
  ["SIG_NUMBER value", { ...good, value: "72" }],
  ["SIG_FUTURE at", { ...good, at: new Date(NOW + FUTURE_TOLERANCE_MS + 1).toISOString() }],
  ["SIG_TIME at", { ...good, at: "2026-04-06T08:00:00" }],
  ["SIG_TIME at", { ...good, at: NOW }],
  ["SIG_TIME at", { ...good, at: "1969-12-31T23:59:59Z" }],
  ["SIG_TIME at", { ...good, at: "2026-02-30T08:00:00Z" }],
  ["SIG_TIME at", { ...good, at: "yesterday" }],
  ["SIG_SUBJECT subject", { ...good, subject: "person:nobody" }, staff],
  ["SIG_SUBJECT subject", { ...good }, staff],
  ["SIG_SUBJECT subject", { ...good, subject: "place:bed-9" }],
  ["SIG_BINDING subject", { ...good, subject: "person:ann", source: "device:stranger" }, staff],
  ["SIG_BINDING subject", { ...good, subject: "device:other" }],
  ["SIG_CONSENT subject", { ...good, subject: "person:shy" }, staff],
  ["SIG_CONSENT subject", { ...good, source: "device:swapped" }, staff],
  ["SIG_SOURCE source", { ...good, source: "device:stranger" }],
  ["SIG_SHAPE source", { ...good, source: "the cuff" }],
  ["SIG_SHAPE subject", { ...good, subject: "Ann" }],
  ["SIG_SHAPE colour", { ...good, colour: "red" }],
  ["SIG_SHAPE sequence", { ...good, sequence: 1.5 }],
  ["SIG_SHAPE quality", { ...good, quality: "fine" }],
  ["SIG_SHAPE (message)", null],
  ["SIG_SHAPE (message)", [good]],
  ["SIG_VALUE value", { ...base, kind: "posture", value: "upside-down" }],
  ["SIG_VALUE value.meal", { ...base, kind: "meal", value: { meal: "tea", eatenPercent: 50 } }],
  ["SIG_VALUE value", { ...base, kind: "fluid-intake", value: { volumeMl: 200, secret: 1 } }],
  ["SIG_VALUE value.encoding", { ...base, kind: "camera-image", value: { ...jpeg, encoding: "image/gif" } }],
  ["SIG_VALUE value.bytes", { ...base, kind: "camera-image", value: { ...jpeg, bytes: "" } }],
  ["SIG_VALUE value.width", { ...base, kind: "camera-image", value: { ...jpeg, width: 0 } }],
];
test("every refusal has its code and names the field, what was found, and what was expected", () => {
  for (const [expected, raw, speaker] of refusals) assert.equal(refused(raw, speaker), expected);
});

const ecg = (value: object, more: object = {}) => ({ ...base, kind: "ecg", unit: "mV", value, ...more });

test("a waveform is refused where it is empty, huge, too fast, out of range, in fractions, or goes on into the future", () => {
  const rows: readonly (readonly [string, object])[] = [
    ["SIG_VALUE value.samples", ecg({ rate: 250, samples: [] })],
    ["SIG_SIZE value.samples", ecg({ rate: 250, samples: Array.from({ length: 1_000_001 }, () => 0) })],
    ["SIG_RANGE value.rate", ecg({ rate: 4001, samples: [0] })],
    ["SIG_VALUE value.rate", ecg({ rate: 0, samples: [0] })],
    ["SIG_RANGE value.samples.1", ecg({ rate: 250, samples: [0, 50.1] })],
    ["SIG_RANGE value.samples.1", ecg({ rate: 250, samples: [0, 60_000], scale: 0.001 })],
    ["SIG_VALUE value.samples.0", ecg({ rate: 250, samples: [0.5], scale: 0.001 })],
    ["SIG_NUMBER value.samples.1", ecg({ rate: 250, samples: [0, Number.NaN] })],
    ["SIG_FUTURE value", ecg({ rate: 0.001, samples: [0, 0] })],
    ["SIG_FUTURE value", ecg({ rate: 1e-300, samples: [0, 0] })],
  ];
  for (const [expected, raw] of rows) assert.equal(refused(raw), expected);
});

test("a sample that would wrap around in 32 bits is refused, not taken for a small one", () => {
  assert.equal(refused(ecg({ rate: 250, samples: [4_294_967.296] })), "SIG_RANGE value.samples.0");
  assert.equal(refused(ecg({ rate: 250, samples: [2 ** 32], scale: 0.001 })), "SIG_RANGE value.samples.0");
  assert.equal(refused(ecg({ rate: 250, samples: [-(2 ** 31)], scale: 0.001 })), "SIG_RANGE value.samples.0");
  const unnamed = { ...base, kind: "unnamed-wave", unit: "1", value: { rate: 1, samples: [5e8] } };
  assert.equal(refused(unnamed), "SIG_RANGE value.samples.0");
});

test("a block that goes on after its device has changed hands is refused: it would cross over", () => {
  const block = { rate: 10, samples: Array.from({ length: 30 }, () => 0) };
  const raw = ecg(block, { source: "device:swapped", at: new Date(NOW - 3000).toISOString() });
  assert.equal(refused(raw, staff), "SIG_BINDING at");
  accepted({ ...raw, value: { ...block, samples: block.samples.slice(0, 15) } }, staff);
});

test("a time is taken in any zone, as long as it names it", () => {
  for (const at of ["2026-04-06T17:00:00+09:00", "2026-04-06T04:30:00-03:30", "2026-04-06T08:00:00.000Z"])
    assert.equal(accepted({ ...good, at }).at, NOW);
  accepted({ ...good, at: new Date(NOW + FUTURE_TOLERANCE_MS).toISOString() });
});

test("without a wearer a device speaks of itself; staff, of whomever they name", () => {
  const known = accepted({ ...good, source: "device:unworn" }, staff);
  assert.equal(known.subject, "device:unworn");
  const charted = accepted({ ...good, subject: "person:ann" }, staff);
  assert.deepEqual([charted.subject, charted.source], ["person:ann", "staff:tanaka"]);
  assert.equal(accepted({ ...good, subject: "place:bed-1" }).subject, "place:bed-1");
});

test("what is already of its type is asked the same questions", () => {
  const said = { kind: "heart-rate" as Kind, unit: "/min", at: NOW, sequence: 0, value: 72 as never };
  assert.ok(admit(said, device, house).ok);
  const code = (change: object) => {
    const outcome = admit({ ...said, ...change }, device, house);
    return outcome.ok ? "ok" : outcome.refusal.code;
  };
  assert.equal(code({ value: 999 }), "SIG_RANGE");
  assert.equal(code({ value: Number.NaN }), "SIG_NUMBER");
  assert.equal(code({ unit: "bpm" }), "SIG_UNIT");
  assert.equal(code({ at: NOW + 10 * FUTURE_TOLERANCE_MS }), "SIG_FUTURE");
  assert.equal(code({ at: Number.NaN }), "SIG_TIME");
  const block = { rate: 250, scale: 0.001, offset: 0, samples: new Int32Array(0) };
  assert.equal(code({ kind: "ecg", unit: "mV", value: block }), "SIG_VALUE");
  assert.equal(code({ kind: "ecg", unit: "mV", value: { ...block, samples: Int32Array.of(60_000) } }), "SIG_RANGE");
});

test("whatever JSON arrives, the door answers and never throws", () => {
  const nearly = fc.record(
    {
      kind: fc.oneof(fc.constantFrom(...Object.keys(kinds)), fc.string()),
      value: fc.jsonValue(),
      unit: fc.oneof(fc.constantFrom("/min", "mV", "%", null), fc.string()),
      at: fc.oneof(fc.constant(good.at), fc.string(), fc.integer()),
      subject: fc.oneof(fc.constant("person:ann"), fc.string()),
      source: fc.oneof(fc.constant("device:known"), fc.string()),
      sequence: fc.oneof(fc.nat(), fc.double()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), nearly, fc.object()), (raw) => {
      const outcome = read(raw, staff);
      assert.ok(outcome.ok || outcome.refusal.found.length <= 80);
    }),
    { seed: 2, numRuns: 3000 },
  );
});

test("lists in lists, ten thousand deep, and a million samples are refused with a short line", () => {
  const deep = JSON.parse(`${"[".repeat(10_000)}${"]".repeat(10_000)}`) as unknown;
  assert.equal(refused({ ...good, value: deep }), "SIG_NUMBER value");
  assert.equal(refused(deep), "SIG_SHAPE (message)");
  assert.equal(refused({ ...base, kind: "fall", value: { detail: deep } }), "SIG_VALUE value.detail");
  assert.equal(refused({ ...good, value: Array.from({ length: 1_000_000 }, () => 1) }), "SIG_NUMBER value");
});

const numbers = fc.oneof(fc.double({ noNaN: false }), fc.double({ min: -500, max: 500 }), fc.integer());
const once = { seed: 3, numRuns: 3000 };

test("a quantity is accepted exactly where it is a number of its row's range", () => {
  fc.assert(
    fc.property(fc.constantFrom(...kindsOfClass("quantity")), numbers, (kind, value) => {
      const { unit, min, max } = kinds[kind];
      assert.equal(read({ ...base, kind, unit, value }).ok, value >= min && value <= max);
    }),
    once,
  );
});

test("no sample of an accepted waveform lies outside its row, with a scale or without", () => {
  const samples = fc.array(numbers, { minLength: 1, maxLength: 5 });
  let accepted = 0;
  fc.assert(
    fc.property(fc.constantFrom(...kindsOfClass("wave")), samples, fc.option(numbers), (kind, said, scale) => {
      const { unit, min, max } = kinds[kind];
      const value = {
        rate: 10,
        samples: said.map(scale === null ? Number : Math.round),
        ...(scale === null ? {} : { scale }),
      };
      const outcome = read({ ...base, kind, unit, value });
      if (!outcome.ok) return;
      accepted += 1;
      for (const sample of physical(outcome.value)) assert.ok(sample >= min && sample <= max, `${kind} ${sample}`);
    }),
    once,
  );
  assert.ok(accepted > 100, `${accepted} accepted`);
});

function physical(signal: Signal): readonly number[] {
  const { value } = signal as { value: number | { samples: Int32Array; scale: number; offset: number } };
  return typeof value === "number" ? [value] : [...value.samples].map((unit) => unit * value.scale + value.offset);
}

test("every row of the table has a unit or a shape, a range that holds zero width for nobody, and a time to grow old", () => {
  for (const kind of Object.keys(kinds) as Kind[]) {
    const row = rowOf(kind);
    if (row.class !== "event") assert.ok(row.staleAfterMs > 0, kind);
    if (row.class !== "quantity" && row.class !== "wave") continue;
    assert.ok(row.min < row.max && row.resolution > 0 && row.unit.length > 0, kind);
  }
});

test("what only a desk may say no device says, neither in words nor decoded", () => {
  const value = { id: "c1", phase: "begun" } as const;
  assert.equal(refused({ ...base, kind: "checkup", value }), "SIG_DESK kind");
  const decoded = admit({ kind: "checkup", unit: "", at: NOW, sequence: 0, value }, device, house);
  assert.equal(decoded.ok ? null : decoded.refusal.code, "SIG_DESK");
  assert.equal(accepted({ ...base, kind: "checkup", value, subject: ann }, staff).kind, "checkup");
});

test("what only a desk may say no import says, nor strikes out, of whatever kind it is", () => {
  const file: Speaker = { source: "import:fhir" as SourceId, mayBe: () => true };
  const said: Partial<Record<Kind, object>> = {
    advice: { about: "r-1", words: "All is well.", urgency: "none", by: "Mori" },
    "clinical-review": { of: "heart", result: "allowed", by: "Mori" },
    vaccination: { vaccine: "BCG", dose: 1, given: "2026-04-01" },
    checkup: { id: "c1", phase: "reported" },
  };
  for (const [kind, value] of Object.entries(said)) {
    const raw = { ...base, kind, value, subject: ann };
    assert.equal(refused(raw, file), "SIG_DESK kind", kind);
    assert.equal(refused({ ...raw, quality: "entered-in-error" }, file), "SIG_DESK kind", kind);
    assert.equal(refused({ ...raw, source: "import:other" }, file), "SIG_DESK kind", kind);
    const decoded = admit(
      { kind: kind as Kind, unit: "", at: NOW, sequence: 0, value, subject: ann } as never,
      file,
      house,
    );
    assert.equal(decoded.ok ? null : decoded.refusal.code, "SIG_DESK", kind);
    const room: Speaker = { source: "skill:screening" as SourceId, mayBe: () => false };
    assert.equal(accepted(raw, room).source, room.source, "the house's own rooms say again what they keep");
  }
  assert.equal(accepted({ ...good, subject: ann }, file).kind, "heart-rate");
});
