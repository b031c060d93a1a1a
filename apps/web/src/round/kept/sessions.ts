import type { Session } from "../../link/shapes.ts";
import { clockNow } from "./clock.ts";
import { renewHeld } from "./held.ts";
import { drawer } from "./phone.ts";

let isKept = false;
/** Whether the session of this page is the one that was taken along, because the server could not be asked. */
export const isSessionKept = (): boolean => isKept;
/** The server is asked again. */
export const sessionRead = (): void => {
  isKept = false;
};

/**
 * Who was signed in when the round was taken along, for a page that is opened without a network. Null where no lease runs:
 * then nobody is signed in, and nothing is shown. A phone without a network cannot ask for a PIN; its own lock has to do.
 */
export async function keptSession(): Promise<Session | null> {
  const held = await renewHeld(drawer, (await clockNow()).now);
  isKept = held !== null;
  return held?.session ?? null;
}
