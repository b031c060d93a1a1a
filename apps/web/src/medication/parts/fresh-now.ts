import { serverNow, useNow } from "../../link/clock.ts";

/** The server's clock at each drawing, at least every `everyMs`: what was said a second ago has begun, and is shown so. */
export function useFreshNow(everyMs: number): number {
  useNow(everyMs);
  return serverNow();
}
