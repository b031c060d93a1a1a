/**
 * Largest quasi-static force on a body region of a healthy adult, N: ISO/TS 15066:2016 Annex A (now in ISO 10218-2:2025),
 * written from memory and to be checked against the standard; a person responsible for the robot has to approve every
 * value before use. Forces of first contact may be twice that, except on the head.
 * They are pain-onset limits for accidental contact, never targets for wanted touch.
 */
const healthyAdult = {
  skull: 130,
  face: 65,
  neck: 150,
  back: 210,
  shoulder: 210,
  chest: 140,
  abdomen: 110,
  pelvis: 180,
  upper_arm: 150,
  forearm: 160,
  hand: 140,
  thigh: 220,
  lower_leg: 130,
} as const;

export type Region = keyof typeof healthyAdult;
export const regions = Object.keys(healthyAdult) as readonly Region[];

/** Never planned for, at any force, unless a task says so with its own limit. */
const headAndNeck: readonly Region[] = ["skull", "face", "neck"];

/** Frail people bear less: half, until somebody who knows the person sets another share. A default of this project. */
export const frailShare = 0.5;
/** The guard acts at this share of a region's limit, before the limit is reached. A default of this project. */
export const actingShare = 0.5;

export interface TouchTask {
  /** What it is for: "wipe the left arm". */
  readonly title: string;
  /** Limits of the regions that it touches, N; each must be lower than the region's own. */
  readonly limits: Readonly<Partial<Record<Region, number>>>;
}

const isRegion = (name: string): name is Region => name in healthyAdult;
const lowest = Math.min(...Object.values(healthyAdult));

/** The force at which the guard acts on a region, N. A region that is not known takes the lowest limit of all. */
export const forceLimit = (region: string, share = frailShare, task: TouchTask | null = null): number => {
  const own = (isRegion(region) ? healthyAdult[region] : lowest) * share;
  const wanted = isRegion(region) ? task?.limits[region] : undefined;
  return Math.min(own, wanted ?? own) * actingShare;
};

/** May the task touch here at all? The head and the neck only where it has a limit for them. */
export const isTouchPlanned = (region: string, task: TouchTask | null): boolean => {
  if (!task || !isRegion(region)) return false;
  return task.limits[region] !== undefined;
};

/** What is wrong with a task's limits, in words; nothing: null. */
export const faultOfTask = ({ title, limits }: TouchTask, share = frailShare): string | null => {
  for (const [name, limit] of Object.entries(limits)) {
    if (!isRegion(name)) return `"${title}" touches "${name}", which is no region. Take one of ${regions.join(", ")}.`;
    if (!(limit > 0)) return `"${title}" allows ${limit} N on the ${name}. Give a force above 0.`;
    if (limit >= healthyAdult[name] * share)
      return `"${title}" allows ${limit} N on the ${name}, where accidental contact is limited to ${healthyAdult[name] * share} N. Take less.`;
  }
  return null;
};

export const isHeadOrNeck = (region: string): boolean => isRegion(region) && headAndNeck.includes(region);
