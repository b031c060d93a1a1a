import { z } from "zod";
import { HOUR, MINUTE, SECOND } from "./ids.ts";

/**
 * Everything that we listen to. One row adds one kind.
 * Ranges are what a sensor can honestly report of a living person, wider than any clinical limit: they catch a wrong
 * unit and a broken sensor, never an ill person. Units are UCUM. Codes: LOINC 2.77, and ISO/IEEE 11073-10101 (MDC).
 * `staleAfterMs`: after this time without a reading the value is unknown.
 */
interface Numeric {
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  /** The smallest step that is kept; values are stored as whole multiples of it. */
  readonly resolution: number;
  readonly staleAfterMs: number;
  readonly loinc?: string;
  readonly mdc?: number;
}

const quantity = (row: Numeric) => ({ class: "quantity" as const, ...row });
const wave = (row: Numeric & { readonly maxRate: number }) => ({ class: "wave" as const, ...row });
const state = <const C extends string>(codes: readonly [C, ...C[]], staleAfterMs: number, loinc?: string) => ({
  class: "state" as const,
  codes,
  staleAfterMs,
  ...(loinc === undefined ? {} : { loinc }),
});
const event = <S extends z.ZodType>(schema: S) => ({ class: "event" as const, schema });
const frame = (encodings: readonly string[], staleAfterMs: number) => ({
  class: "frame" as const,
  encodings,
  staleAfterMs,
});

const millilitres = z.number().min(0).max(3000);
const remark = z.string().max(2000);

export const kinds = {
  // Vital signs
  "heart-rate": quantity({
    unit: "/min",
    min: 0,
    max: 350,
    resolution: 0.1,
    staleAfterMs: 5 * MINUTE,
    loinc: "8867-4",
    mdc: 147842,
  }),
  "pulse-rate": quantity({
    unit: "/min",
    min: 0,
    max: 350,
    resolution: 0.1,
    staleAfterMs: 5 * MINUTE,
    loinc: "8889-8",
    mdc: 149530,
  }),
  "respiration-rate": quantity({
    unit: "/min",
    min: 0,
    max: 150,
    resolution: 0.1,
    staleAfterMs: 5 * MINUTE,
    loinc: "9279-1",
    mdc: 151562,
  }),
  spo2: quantity({
    unit: "%",
    min: 20,
    max: 100,
    resolution: 0.1,
    staleAfterMs: 5 * MINUTE,
    loinc: "59408-5",
    mdc: 150456,
  }),
  "body-temperature": quantity({
    unit: "Cel",
    min: 20,
    max: 46,
    resolution: 0.01,
    staleAfterMs: 12 * HOUR,
    loinc: "8310-5",
    mdc: 150364,
  }),
  systolic: quantity({
    unit: "mm[Hg]",
    min: 20,
    max: 350,
    resolution: 0.1,
    staleAfterMs: 12 * HOUR,
    loinc: "8480-6",
    mdc: 150021,
  }),
  diastolic: quantity({
    unit: "mm[Hg]",
    min: 5,
    max: 250,
    resolution: 0.1,
    staleAfterMs: 12 * HOUR,
    loinc: "8462-4",
    mdc: 150022,
  }),
  "mean-pressure": quantity({
    unit: "mm[Hg]",
    min: 10,
    max: 300,
    resolution: 0.1,
    staleAfterMs: 12 * HOUR,
    loinc: "8478-0",
    mdc: 150023,
  }),
  glucose: quantity({ unit: "mg/dL", min: 5, max: 1500, resolution: 0.1, staleAfterMs: 12 * HOUR, loinc: "2339-0" }),
  "body-weight": quantity({
    unit: "kg",
    min: 0.2,
    max: 500,
    resolution: 0.001,
    staleAfterMs: 31 * 24 * HOUR,
    loinc: "29463-7",
    mdc: 188736,
  }),
  "oxygen-flow": quantity({
    unit: "L/min",
    min: 0,
    max: 100,
    resolution: 0.01,
    staleAfterMs: 12 * HOUR,
    loinc: "3151-8",
  }),
  "supplemental-oxygen": state(["air", "oxygen"], 12 * HOUR, "107119-6"),
  // ACVPU, C is new confusion (RCP, NEWS2, 2017).
  consciousness: state(["alert", "confused", "voice", "pain", "unresponsive"], 12 * HOUR, "80288-4"),
  // Waveforms
  ecg: wave({
    unit: "mV",
    min: -50,
    max: 50,
    resolution: 0.001,
    maxRate: 4000,
    staleAfterMs: 30 * SECOND,
    mdc: 131328,
  }),
  ppg: wave({
    unit: "1",
    min: -1e4,
    max: 1e4,
    resolution: 0.0001,
    maxRate: 2000,
    staleAfterMs: 30 * SECOND,
    mdc: 150452,
  }),
  "respiration-impedance": wave({
    unit: "1",
    min: -1e4,
    max: 1e4,
    resolution: 0.0001,
    maxRate: 2000,
    staleAfterMs: 30 * SECOND,
    mdc: 151780,
  }),
  "arterial-pressure": wave({
    unit: "mm[Hg]",
    min: -100,
    max: 400,
    resolution: 0.01,
    maxRate: 2000,
    staleAfterMs: 30 * SECOND,
    mdc: 150016,
  }),
  "acceleration-x": wave({
    unit: "[g]",
    min: -40,
    max: 40,
    resolution: 0.0001,
    maxRate: 4000,
    staleAfterMs: 30 * SECOND,
  }),
  "acceleration-y": wave({
    unit: "[g]",
    min: -40,
    max: 40,
    resolution: 0.0001,
    maxRate: 4000,
    staleAfterMs: 30 * SECOND,
  }),
  "acceleration-z": wave({
    unit: "[g]",
    min: -40,
    max: 40,
    resolution: 0.0001,
    maxRate: 4000,
    staleAfterMs: 30 * SECOND,
  }),
  "fetal-heart-rate": wave({
    unit: "/min",
    min: 0,
    max: 350,
    resolution: 0.01,
    maxRate: 100,
    staleAfterMs: 30 * SECOND,
    loinc: "55283-6",
  }),
  "uterine-activity": wave({
    unit: "1",
    min: -1000,
    max: 1000,
    resolution: 0.01,
    maxRate: 100,
    staleAfterMs: 30 * SECOND,
    loinc: "82310-4",
  }),
  "electric-potential": wave({
    unit: "uV",
    min: -1e6,
    max: 1e6,
    resolution: 0.001,
    maxRate: 20_000,
    staleAfterMs: 30 * SECOND,
  }),
  "unnamed-wave": wave({
    unit: "1",
    min: -1e9,
    max: 1e9,
    resolution: 0.001,
    maxRate: 20_000,
    staleAfterMs: 30 * SECOND,
  }),
  // Excretion, drinking, eating
  "bladder-volume": quantity({ unit: "mL", min: 0, max: 2000, resolution: 0.1, staleAfterMs: 20 * MINUTE }),
  "fluid-intake": event(z.strictObject({ volumeMl: millilitres, drink: z.string().max(80).optional() })),
  void: event(
    z.strictObject({
      volumeMl: millilitres.optional(),
      how: z.enum(["toilet", "commode", "urinal", "pad", "catheter"]).optional(),
      leaked: z.boolean().optional(),
    }),
  ),
  stool: event(
    z.strictObject({
      bristol: z.number().int().min(1).max(7).optional(),
      amount: z.enum(["small", "medium", "large"]).optional(),
    }),
  ),
  meal: event(
    z.strictObject({
      meal: z.enum(["breakfast", "lunch", "dinner", "snack"]),
      eatenPercent: z.number().min(0).max(100),
      energyKcal: z.number().min(0).max(5000).optional(),
    }),
  ),
  // Medicines. What is in them is read by `@sakiyomi/medication`, which core does not know.
  /** An order as it is from now on; of the same id the newest holds. With the house's zone and rules, which give it its hours. */
  "medication-order": event(
    z.strictObject({
      order: z.record(z.string(), z.unknown()),
      zone: z.string().max(64),
      policy: z.record(z.string(), z.unknown()),
    }),
  ),
  /** What happened to a dose: handed over, taken, refused, struck out. */
  "medication-dose": event(
    z.strictObject({
      event: z.record(z.string(), z.unknown()),
      /** What was wrong about it although it happened; left out: nothing. See docs/guide/medication-api.md. */
      flags: z.array(z.string().max(40)).max(20).optional(),
    }),
  ),
  // Moving, lying, falling
  steps: quantity({ unit: "1", min: 0, max: 200_000, resolution: 1, staleAfterMs: HOUR, loinc: "55423-8" }),
  posture: state(["supine", "left", "right", "prone", "sitting", "standing", "walking"], 10 * MINUTE),
  "bed-occupancy": state(["in-bed", "edge", "out"], 10 * MINUTE),
  "sleep-stage": state(["awake", "asleep"], 10 * MINUTE),
  fall: event(z.strictObject({ detail: remark.optional() })),
  // Words of people
  note: event(z.strictObject({ text: remark.min(1) })),
  /** What somebody answered to a question that a skill asked. */
  answer: event(z.strictObject({ skill: z.string(), key: z.string(), answer: z.string() })),
  call: event(z.strictObject({ detail: remark.optional() })),
  // Devices
  battery: quantity({ unit: "%", min: 0, max: 100, resolution: 0.1, staleAfterMs: 24 * HOUR, mdc: 67996 }),
  "device-status": state(["ok", "leads-off", "out-of-place", "error", "offline"], HOUR),
  // Pictures
  "camera-image": frame(["image/jpeg", "image/png"], 30 * SECOND),
  "depth-image": frame(["image/png"], 30 * SECOND),
} as const;

export type Kinds = typeof kinds;
export type Kind = keyof Kinds;
export type KindClass = Kinds[Kind]["class"];
export type KindsOfClass<C extends KindClass> = { [K in Kind]: Kinds[K]["class"] extends C ? K : never }[Kind];

/** A waveform block: `samples[i] * scale + offset` is the physical value in the kind's unit, at `at + i * 1000 / rate`. */
export interface WaveBlock {
  /** Samples a second. */
  readonly rate: number;
  readonly scale: number;
  readonly offset: number;
  /** Device units; `GAP` where nothing was measured. */
  readonly samples: Int32Array;
}
/** A sample that was not measured. */
export const GAP = -0x8000_0000;

export interface Frame {
  readonly encoding: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8Array;
}

type ValueOfRow<R> = R extends { class: "quantity" }
  ? number
  : R extends { class: "wave" }
    ? WaveBlock
    : R extends { class: "state"; codes: readonly (infer C)[] }
      ? C
      : R extends { class: "event"; schema: infer S extends z.ZodType }
        ? z.infer<S>
        : Frame;

export type ValueOf<K extends Kind> = ValueOfRow<Kinds[K]>;
export type Value = ValueOf<Kind>;

/** A row as the code that treats all kinds alike sees it. */
export type KindRow =
  | ({ readonly class: "quantity" } & Numeric)
  | ({ readonly class: "wave"; readonly maxRate: number } & Numeric)
  | {
      readonly class: "state";
      readonly codes: readonly string[];
      readonly staleAfterMs: number;
      readonly loinc?: string;
    }
  | { readonly class: "event"; readonly schema: z.ZodType }
  | { readonly class: "frame"; readonly encodings: readonly string[]; readonly staleAfterMs: number };

export const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind);
export const rowOf = (kind: Kind): KindRow => kinds[kind];
export const kindsOfClass = <C extends KindClass>(wanted: C): readonly KindsOfClass<C>[] =>
  (Object.keys(kinds) as Kind[]).filter(
    (kind) => kinds[kind].class === wanted,
  ) as unknown as readonly KindsOfClass<C>[];
