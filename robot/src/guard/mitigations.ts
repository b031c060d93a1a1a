/** What is done against hazards, one name each: a proof switches exactly one off and shows the harm. */
export const mitigations = [
  "acceleration-limit",
  "base-limit",
  "clock-check",
  "contact-limit",
  "expiry",
  "finite-numbers",
  "frail-share",
  "hand-limits",
  "head-and-neck",
  "latch",
  "named-release",
  "observation-age",
  "order",
  "position-limit",
  "self-check",
  "self-distance",
  "separation",
  "shape-check",
  "soft-return",
  "speed-limit",
  "staleness",
  "start-where-it-stands",
  "task-limit",
  "torque-limit",
  "unknown-is-near",
  "unknown-region",
  "watchdog",
  "workspace",
  "wrist-limit",
  "yielding",
] as const;
export type Mitigation = (typeof mitigations)[number];

/** Mitigations that a proof has switched off; nothing else ever does. */
export type Off = ReadonlySet<Mitigation>;
export const nothingOff: Off = new Set();
