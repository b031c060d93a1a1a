import { serverNow, setServerNow } from "../../link/clock.ts";
import { drawer } from "./phone.ts";
import { type ClockMark, type ClockReading, type TimeNow, timeNow } from "./steady-clock.ts";

const CLOCK = "clock";
const load = crypto.randomUUID();
let mark: ClockMark | null = null;
let hasRead = false;
let hiddenSince = document.hidden;
document.addEventListener("visibilitychange", () => {
  if (document.hidden) hiddenSince = true;
});

const reading = (): ClockReading => ({
  wall: Date.now(),
  steady: performance.now(),
  load,
  wasHidden: hiddenSince,
});

/** The server was just heard: its time is what `serverNow` says. */
export async function heardClock(): Promise<void> {
  const serverAt = serverNow();
  mark = { serverAt, wall: Date.now(), steady: performance.now(), load, latest: serverAt };
  hasRead = true;
  hiddenSince = document.hidden;
  await drawer.put({ [CLOCK]: mark });
}

/** An answer that says the server's time, on a page whose feed has not been heard yet. */
export async function heardTime(serverAt: number): Promise<void> {
  if (mark?.load === load) return;
  setServerNow(serverAt);
  await heardClock();
}

/** The server's time, as well as this phone can know it. */
export async function clockNow(): Promise<TimeNow> {
  if (!hasRead) {
    mark = ((await drawer.get(CLOCK)) as ClockMark | undefined) ?? null;
    hasRead = true;
  }
  return timeAt();
}

/** As `clockNow`, once that was asked. */
export const timeAt = (): TimeNow => timeNow(mark, reading());

/** Every minute without a network: the page's clock follows, and a device that is set back later is found out. */
export async function keepClock(): Promise<void> {
  const { now, offMs } = await clockNow();
  if (mark === null || offMs === null) return;
  setServerNow(now);
  mark = { ...mark, latest: Math.max(mark.latest, now) };
  await drawer.put({ [CLOCK]: mark });
}
