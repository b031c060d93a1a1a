import type { Read } from "@sakiyomi/core";
import { readWhole } from "./fields.ts";

/** Heart Rate Measurement, 0x2A37 (Bluetooth Heart Rate Service 1.0, 3.1). */
export interface HeartRate {
  /** /min */
  readonly rate: number;
  /** null where the sensor cannot tell. */
  readonly onSkin: boolean | null;
  /** kJ since it was reset. */
  readonly energy: number | null;
  /** Milliseconds between beats, oldest first. */
  readonly beatToBeatMs: readonly number[];
}

const WIDE = 0x01;
const ON_SKIN = 0x02;
const CAN_TELL = 0x04;
const ENERGY = 0x08;
const INTERVALS = 0x10;

export const readHeartRate = (view: DataView): Read<HeartRate> =>
  readWhole("heart rate", view, 0x1f, (fields, flags) => {
    const rate = flags & WIDE ? fields.u16() : fields.u8();
    const energy = flags & ENERGY ? fields.u16() : null;
    const beatToBeatMs: number[] = [];
    while (flags & INTERVALS && fields.left > 0) beatToBeatMs.push((fields.u16() * 1000) / 1024);
    return { rate, onSkin: flags & CAN_TELL ? (flags & ON_SKIN) !== 0 : null, energy, beatToBeatMs };
  });
