import { DAY, type Records, type Store } from "@sakiyomi/core";

/** The ward as far as retention has to know it. */
export interface Keeps {
  readonly store: Store;
  readonly records: Records;
  now(): number;
}

/** Signals older than so many days are forgotten, which the journal tells. Records and the journal are kept. */
export async function forgetOld({ store, records, now }: Keeps, keepDays: number): Promise<number> {
  const at = now();
  const before = at - keepDays * DAY;
  const samples = await store.forget({ before });
  if (samples > 0) {
    const content = { before, samples, keepDays };
    await records.commit({ by: "system", at, journal: [{ at, type: "retention", actor: "system", content }] });
  }
  return samples;
}

/** Forgets what is too old now, and then once a day. */
export function keepFor(ward: Keeps, keepDays: number, onTrouble: (error: unknown) => void): { stop(): void } {
  const sweep = () =>
    void forgetOld({ store: ward.store, records: ward.records, now: () => ward.now() }, keepDays).catch(onTrouble);
  sweep();
  const timer = setInterval(sweep, DAY);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
