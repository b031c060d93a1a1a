import { accept, type Read, refuse } from "@sakiyomi/core";
import { type Measured, readFloat, readSfloat } from "./float.ts";

/** Reads the fields of a characteristic one after another; too few bytes end it with the byte where it stopped. */
export class Fields {
  readonly #view: DataView;
  #at = 0;

  constructor(view: DataView) {
    this.#view = view;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }
  u24(): number {
    return this.u16() | (this.u8() << 16);
  }
  sfloat(): Measured {
    return readSfloat(this.#view, this.#take(2));
  }
  float(): Measured {
    return readFloat(this.#view, this.#take(4));
  }

  /** Date Time (0x2A08): a clock on a wall without zone, `2026-01-31T09:30:00`; null where the device does not know it. */
  localTime(): string | null {
    const [year, month, day, hour, minute, second] = [
      this.u16(),
      this.u8(),
      this.u8(),
      this.u8(),
      this.u8(),
      this.u8(),
    ];
    const two = (part: number) => String(part).padStart(2, "0");
    const local = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}`;
    const at = Date.parse(`${local}Z`);
    return year === 0 || Number.isNaN(at) || !new Date(at).toISOString().startsWith(local) ? null : local;
  }

  get left(): number {
    return this.#view.byteLength - this.#at;
  }

  #take(bytes: number): number {
    const at = this.#at;
    if (at + bytes > this.#view.byteLength) throw new TooShort(this.#view.byteLength);
    this.#at += bytes;
    return at;
  }
}

class TooShort extends Error {
  readonly end: number;
  constructor(end: number) {
    super();
    this.end = end;
  }
}

/**
 * Reads a characteristic whole. Bits of the flags that are kept for the future may be followed by bytes of the future,
 * which are left alone; bytes that nothing announces are refused.
 */
export function readWhole<T>(
  name: string,
  view: DataView,
  knownFlags: number,
  read: (fields: Fields, flags: number) => T,
): Read<T> {
  const fields = new Fields(view);
  try {
    const flags = fields.u8();
    const value = read(fields, flags);
    if (fields.left > 0 && (flags & ~knownFlags) === 0)
      return refuse(
        "SIG_SHAPE",
        `${name}, byte ${view.byteLength - fields.left}`,
        `${fields.left} more bytes`,
        "its end",
      );
    return accept(value);
  } catch (trouble) {
    if (!(trouble instanceof TooShort)) throw trouble;
    return refuse("SIG_SHAPE", `${name}, byte ${trouble.end}`, "its end", "the fields that its flags announce");
  }
}
