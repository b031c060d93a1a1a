import type { Read } from "@sakiyomi/core";
import { readWhole } from "./fields.ts";
import type { Measured } from "./float.ts";

/** Blood Pressure Measurement, 0x2A35 (Bluetooth Blood Pressure Service 1.1.1, 3.1; GATT Specification Supplement). */
export interface BloodPressure {
  readonly unit: "mm[Hg]" | "kPa";
  readonly systolic: Measured;
  readonly diastolic: Measured;
  readonly mean: Measured;
  /** By the cuff's own clock, which has no zone; null where it sends none or does not know. */
  readonly localTime: string | null;
  /** /min */
  readonly pulse: Measured | null;
  /** null: unknown to the cuff. */
  readonly user: number | null;
  readonly status: BloodPressureStatus | null;
}

export interface BloodPressureStatus {
  readonly moved: boolean;
  readonly cuffTooLoose: boolean;
  readonly irregularPulse: boolean;
  readonly pulseOutOfRange: boolean;
  readonly wrongPosition: boolean;
}

const KPA = 0x01;
const TIME = 0x02;
const PULSE = 0x04;
const USER = 0x08;
const STATUS = 0x10;

export const readBloodPressure = (view: DataView): Read<BloodPressure> =>
  readWhole("blood pressure", view, 0x1f, (fields, flags) => ({
    unit: flags & KPA ? "kPa" : "mm[Hg]",
    systolic: fields.sfloat(),
    diastolic: fields.sfloat(),
    mean: fields.sfloat(),
    localTime: flags & TIME ? fields.localTime() : null,
    pulse: flags & PULSE ? fields.sfloat() : null,
    user: flags & USER ? knownUser(fields.u8()) : null,
    status: flags & STATUS ? statusOf(fields.u16()) : null,
  }));

const knownUser = (user: number): number | null => (user === 0xff ? null : user);

const statusOf = (bits: number): BloodPressureStatus => ({
  moved: (bits & 0x01) !== 0,
  cuffTooLoose: (bits & 0x02) !== 0,
  irregularPulse: (bits & 0x04) !== 0,
  pulseOutOfRange: (bits & 0x18) !== 0,
  wrongPosition: (bits & 0x20) !== 0,
});
