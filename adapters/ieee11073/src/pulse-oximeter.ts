import type { Read } from "@sakiyomi/core";
import { type Fields, readWhole } from "./fields.ts";
import type { Measured } from "./float.ts";

/** Saturation in % and pulse in /min. */
export interface Saturation {
  readonly spo2: Measured;
  readonly pulse: Measured;
}

/** PLX Continuous Measurement, 0x2A5F (Bluetooth Pulse Oximeter Service 1.0.1, 3.2). */
export interface ContinuousOximetry extends Saturation {
  readonly fast: Saturation | null;
  readonly slow: Saturation | null;
  readonly status: number | null;
  readonly sensor: SensorStatus | null;
  /** % */
  readonly amplitude: Measured | null;
}

/** PLX Spot-Check Measurement, 0x2A5E (3.1). */
export interface SpotOximetry extends Saturation {
  readonly localTime: string | null;
  /** The clock was never set, so that its time says nothing. */
  readonly clockSet: boolean;
  readonly status: number | null;
  readonly sensor: SensorStatus | null;
  readonly amplitude: Measured | null;
}

/** Device and Sensor Status (Pulse Oximeter Service, 3.1.1.5): whatever makes a reading worth less. */
export interface SensorStatus {
  /** Not on the finger, or not plugged in. */
  readonly sensorOff: boolean;
  readonly lowPerfusion: boolean;
  /** The device itself doubts the reading: malfunction, poor or erratic signal, interference, displaced sensor. */
  readonly doubted: boolean;
}

const saturation = (fields: Fields): Saturation => ({ spo2: fields.sfloat(), pulse: fields.sfloat() });

export const readContinuousOximetry = (view: DataView): Read<ContinuousOximetry> =>
  readWhole("pulse oximetry", view, 0x1f, (fields, flags) => ({
    ...saturation(fields),
    fast: flags & 0x01 ? saturation(fields) : null,
    slow: flags & 0x02 ? saturation(fields) : null,
    status: flags & 0x04 ? fields.u16() : null,
    sensor: flags & 0x08 ? sensorOf(fields.u24()) : null,
    amplitude: flags & 0x10 ? fields.sfloat() : null,
  }));

export const readSpotOximetry = (view: DataView): Read<SpotOximetry> =>
  readWhole("pulse oximetry", view, 0x1f, (fields, flags) => ({
    ...saturation(fields),
    localTime: flags & 0x01 ? fields.localTime() : null,
    status: flags & 0x02 ? fields.u16() : null,
    sensor: flags & 0x04 ? sensorOf(fields.u24()) : null,
    amplitude: flags & 0x08 ? fields.sfloat() : null,
    clockSet: (flags & 0x10) === 0,
  }));

/** Bits 11 and 15: unconnected to the user, disconnected. */
const OFF = 0x8800;
/** Bit 5. */
const LOW_PERFUSION = 0x0020;
/** Bits 1 to 4, 6 to 8, 10, 12 to 14. */
const DOUBTED = 0x75de;

const sensorOf = (bits: number): SensorStatus => ({
  sensorOff: (bits & OFF) !== 0,
  lowPerfusion: (bits & LOW_PERFUSION) !== 0,
  doubted: (bits & DOUBTED) !== 0,
});
