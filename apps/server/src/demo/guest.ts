import { DAY, type Instant, type Read, type Signal, type SourceId } from "@sakiyomi/core";
import type { Actor, Ward } from "../ward/port.ts";

/** Whoever does at a desk what people would do. */
export const simulator: Actor = { id: "staff:simulated", name: "Simulator" };
/** Whoever answers in the demo what nobody who looks at it has answered. */
export const doctor: Actor = { ...simulator, name: "デモの医師" };

/** Somebody of the demo who is no resident of its wards: a child of the nap room, or who measures at home. */
export interface Guest {
  readonly id: string;
  readonly name: string;
  /** YYYY-MM-DD */
  readonly birthDate: string;
  /** Ward, room and bed, as far as there are any. */
  readonly place: readonly string[];
  readonly devices: readonly SourceId[];
  /**
   * What their devices and whoever looks after them send in [from, to); any cut of the time gives the same. What costs much
   * is left out while nobody can look (`isSeen`).
   */
  signalsBetween(from: Instant, to: Instant, isSeen: boolean): readonly Signal[];
  /** What is said of them at a desk when they come. */
  settle?(ward: Ward): Promise<Read<unknown>>;
  /** What is done for them now and then at a desk, so that nothing piles up; done twice it is the same. */
  attend?(ward: Ward): Promise<void>;
}

/** When and where a demo was opened: its scenes lie around that time. */
export interface Opened {
  readonly at: Instant;
  readonly utcOffsetMin: number;
  /** Of the sims that count their chance in numbers. */
  readonly seed: number;
}

/** So many days before, as a date. */
export const dayBefore = (at: Instant, days: number): string => new Date(at - days * DAY).toISOString().slice(0, 10);
