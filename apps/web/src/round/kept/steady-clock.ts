/**
 * The server's time on a device without a network. The device's own clock may be set by anybody at any moment, so what was
 * last heard of the server is carried on with the steady clock of the page, and a device that was set back is found out.
 */

/** What was heard, and what the device's clocks showed at that moment. */
export interface ClockMark {
  readonly serverAt: number;
  /** Date.now() */
  readonly wall: number;
  /** performance.now(): begins anew with each load of the page, and rests while the device sleeps. */
  readonly steady: number;
  /** Which load of the page. */
  readonly load: string;
  /** The newest time that was worked out from this mark: it never gets earlier. */
  readonly latest: number;
}

export interface ClockReading {
  readonly wall: number;
  readonly steady: number;
  readonly load: string;
  /** The page was out of sight since the mark: then the device may have slept. */
  readonly wasHidden: boolean;
}

export interface TimeNow {
  readonly now: number;
  /** How far the device's clock is from the server's, as far as it can be known. null: it cannot. */
  readonly offMs: number | null;
}

/** Clocks of a device drift against each other by less than this before the server is heard again. */
const DRIFT_MS = 2_000;

export function timeNow(mark: ClockMark | null, reading: ClockReading): TimeNow {
  if (mark === null) return { now: reading.wall, offMs: null };
  const byWall = mark.serverAt + (reading.wall - mark.wall);
  if (mark.load !== reading.load)
    return byWall < mark.latest - DRIFT_MS ? { now: mark.latest, offMs: null } : known(byWall, reading);
  const bySteady = mark.serverAt + (reading.steady - mark.steady);
  const slept = byWall - bySteady > DRIFT_MS && reading.wasHidden;
  return known(slept ? byWall : bySteady, reading);
}

/** Times are whole milliseconds everywhere. */
const known = (at: number, { wall }: ClockReading): TimeNow => {
  const now = Math.round(at);
  return { now, offMs: now - wall };
};
