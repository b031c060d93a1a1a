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
/** An event that only a page of its own says, where somebody's right to say it is checked: no device, no import, no general charting. */
const deskEvent = <S extends z.ZodType>(schema: S) => ({ class: "event" as const, schema, isOfDesk: true as const });
const frame = (encodings: readonly string[], staleAfterMs: number) => ({
  class: "frame" as const,
  encodings,
  staleAfterMs,
});

const millilitres = z.number().min(0).max(3000);
const remark = z.string().max(2000);
/** Milliseconds since 1970. */
const instant = z.number().int().min(0);
/** As a test strip or a thumb tells it. */
const dipstick = z.enum(["-", "+-", "+", "++", "+++"]);

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
      how: z.enum(["toilet", "commode", "bedpan", "pad"]).optional(),
      leaked: z.boolean().optional(),
    }),
  ),
  /** Given against constipation, by mouth or not; medicines on order are said by `medication-dose`. */
  laxative: event(
    z.strictObject({
      name: z.string().min(1).max(120),
      how: z.enum(["oral", "suppository", "enema"]).optional(),
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
  "medication-order": deskEvent(
    z.strictObject({
      order: z.record(z.string(), z.unknown()),
      zone: z.string().max(64),
      policy: z.record(z.string(), z.unknown()),
    }),
  ),
  /** What happened to a dose: handed over, taken, refused, struck out. */
  "medication-dose": deskEvent(
    z.strictObject({
      event: z.record(z.string(), z.unknown()),
      /** What was wrong about it although it happened; left out: nothing. See docs/guide/medication-api.md. */
      flags: z.array(z.string().max(40)).max(20).optional(),
    }),
  ),
  // Children who nap
  nap: event(z.strictObject({ phase: z.enum(["start", "end"]) })),
  /** A look at a sleeping child: how it lay, whether its breathing was seen, whether it was turned onto its back. */
  "nap-check": event(
    z.strictObject({
      posture: z.enum(["back", "left", "right", "front"]),
      breathing: z.enum(["seen", "not-seen"]),
      colour: z.enum(["good", "poor"]).optional(),
      turned: z.boolean().optional(),
      /** When it was written down, where that was not at the look: a late entry. */
      writtenAt: instant.optional(),
      /** Whoever looked says that the sensor shows another posture than is. */
      sensorWrong: z.boolean().optional(),
      note: remark.optional(),
    }),
  ),
  // Mother and child
  "fetal-movement": event(z.strictObject({ count: z.number().int().min(1).max(100) })),
  /** `due` is the expected date of birth; of several the newest holds. */
  pregnancy: deskEvent(
    z.strictObject({
      due: z.iso.date(),
      dueBy: z.enum(["last-period", "ultrasound", "embryo-transfer"]),
      fetuses: z.number().int().min(1).max(5),
      ended: z.iso.date().optional(),
    }),
  ),
  /** A row of the maternal handbook's visits. */
  "pregnancy-visit": event(
    z.strictObject({
      fundalHeightCm: z.number().min(5).max(60).optional(),
      girthCm: z.number().min(30).max(200).optional(),
      systolic: z.number().min(20).max(350).optional(),
      diastolic: z.number().min(5).max(250).optional(),
      weightKg: z.number().min(20).max(300).optional(),
      oedema: dipstick.optional(),
      urineProtein: dipstick.optional(),
      urineGlucose: dipstick.optional(),
      haemoglobin: z.number().min(1).max(25).optional(),
      note: remark.optional(),
    }),
  ),
  birth: deskEvent(
    z.strictObject({
      weightG: z.number().min(200).max(8000),
      lengthCm: z.number().min(15).max(70).optional(),
      headCm: z.number().min(10).max(60).optional(),
      chestCm: z.number().min(10).max(60).optional(),
      /** Completed weeks and days of pregnancy. */
      weeks: z.number().int().min(20).max(45),
      days: z.number().int().min(0).max(6),
      sex: z.enum(["female", "male", "unknown"]),
      mother: z.string().max(80).optional(),
    }),
  ),
  vaccination: deskEvent(
    z.strictObject({
      vaccine: z.string().min(1).max(120),
      dose: z.number().int().min(1).max(20),
      lot: z.string().max(40).optional(),
      site: z.string().max(80).optional(),
      given: z.iso.date(),
    }),
  ),
  "body-height": quantity({
    unit: "cm",
    min: 15,
    max: 260,
    resolution: 0.1,
    staleAfterMs: 366 * 24 * HOUR,
    loinc: "8302-2",
  }),
  "head-circumference": quantity({
    unit: "cm",
    min: 10,
    max: 80,
    resolution: 0.1,
    staleAfterMs: 366 * 24 * HOUR,
    loinc: "9843-4",
  }),
  "chest-circumference": quantity({
    unit: "cm",
    min: 10,
    max: 200,
    resolution: 0.1,
    staleAfterMs: 366 * 24 * HOUR,
  }),
  // Care and advice
  /** One reading of a series; all of a series are kept. `series` is the same for readings taken one after the other. */
  "blood-pressure": event(
    z.strictObject({
      systolic: z.number().min(20).max(350),
      diastolic: z.number().min(5).max(250),
      pulse: z.number().min(0).max(350).optional(),
      where: z.enum(["home", "office", "pharmacy"]),
      when: z.enum(["morning", "evening", "other"]),
      series: z.string().min(1).max(64),
      arm: z.enum(["left", "right"]).optional(),
      /** Asked and said: chest pain, breathlessness, weakness of one side, trouble speaking or seeing, faintness. */
      symptoms: z.boolean().optional(),
      /** At a table for everybody: was asked, and agrees to be measured and to have it written down. */
      agreed: z.boolean().optional(),
      note: remark.optional(),
    }),
  ),
  /** Somebody asks a doctor to look at this stretch of a wave. */
  "review-request": event(
    z.strictObject({
      kind: z.enum(["ecg", "fetal-heart-rate", "blood-pressure"]),
      from: instant,
      until: instant,
      reason: z.string().min(1).max(500),
      priority: z.enum(["now", "today", "routine"]),
    }),
  ),
  /** What a doctor found, and the answer in words to the person. `about` names what it answers. */
  advice: deskEvent(
    z.strictObject({
      about: z.string().min(1).max(120),
      finding: remark.optional(),
      words: remark.min(1),
      urgency: z.enum(["now", "today", "routine", "none"]),
      by: z.string().max(120),
    }),
  ),
  /** Words at a stretch of a wave. */
  annotation: event(
    z.strictObject({
      kind: z.string().max(64),
      from: instant,
      until: instant,
      text: remark.min(1),
      by: z.string().max(120).optional(),
    }),
  ),
  /** A clinician has looked whether a goal of care suits this person. `limitMl`: as much as may be drunk a day. */
  "clinical-review": deskEvent(
    z.strictObject({
      of: z.enum(["heart", "kidney", "swallowing"]),
      result: z.enum(["allowed", "limited", "not-allowed"]),
      limitMl: z.number().min(0).max(5000).optional(),
      note: remark.optional(),
      by: z.string().max(120),
      /** IANA zone of the house, which says what a day is. */
      zone: z.string().max(64).optional(),
    }),
  ),
  /** 0 (cannot do anything alone) to 100: Mahoney and Barthel, 1965. */
  "barthel-index": quantity({
    unit: "1",
    min: 0,
    max: 100,
    resolution: 5,
    staleAfterMs: 92 * 24 * HOUR,
  }),
  laboratory: event(
    z.strictObject({
      code: z.string().min(1).max(40),
      name: z.string().min(1).max(120),
      value: z.number(),
      unit: z.string().max(32),
      low: z.number().optional(),
      high: z.number().optional(),
    }),
  ),
  questionnaire: event(
    z.strictObject({
      form: z.enum(["braden", "must", "morse"]),
      answers: z.record(z.string().max(40), z.number()),
    }),
  ),
  /** A check-up begins, its last value is measured, its report is given. */
  checkup: deskEvent(
    z.strictObject({
      id: z.string().min(1).max(64),
      phase: z.enum(["begun", "measured", "reported", "cancelled"]),
      reason: z.string().max(500).optional(),
    }),
  ),
  // Moving, lying, falling
  steps: quantity({ unit: "1", min: 0, max: 200_000, resolution: 1, staleAfterMs: HOUR, loinc: "55423-8" }),
  /** A walk that somebody charts, in minutes; a counter's steps are `steps`. */
  walk: event(
    z.strictObject({
      minutes: z.number().min(1).max(600),
      how: z.enum(["alone", "aid", "helped"]).optional(),
    }),
  ),
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
  | { readonly class: "event"; readonly schema: z.ZodType; readonly isOfDesk?: true }
  | { readonly class: "frame"; readonly encodings: readonly string[]; readonly staleAfterMs: number };

export const isKind = (kind: string): kind is Kind => Object.hasOwn(kinds, kind);
export const rowOf = (kind: Kind): KindRow => kinds[kind];
/** Only a page of its own may say it, where the right to say it is checked. */
export const isOfDesk = (kind: Kind): boolean => "isOfDesk" in kinds[kind];
export const kindsOfClass = <C extends KindClass>(wanted: C): readonly KindsOfClass<C>[] =>
  (Object.keys(kinds) as Kind[]).filter(
    (kind) => kinds[kind].class === wanted,
  ) as unknown as readonly KindsOfClass<C>[];
