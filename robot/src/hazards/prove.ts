import { type Mitigation, nothingOff } from "../guard/mitigations.ts";
import type { Proof } from "./hazard.ts";

export interface Proved {
  readonly mitigation: Mitigation;
  /** With everything in force no harm happens, and without the mitigation it does. */
  readonly isProved: boolean;
  /** What happens without it; where it is not proved, what is wrong. */
  readonly found: string;
}

/** Plays a hazard twice. */
export const prove = ({ mitigation, harm }: Proof): Proved => {
  const despite = harm(nothingOff);
  if (despite !== null) return { mitigation, isProved: false, found: `in force, and still: ${despite}` };
  const without = harm(new Set([mitigation]));
  return without === null
    ? { mitigation, isProved: false, found: "nothing happens without it either" }
    : { mitigation, isProved: true, found: without };
};
