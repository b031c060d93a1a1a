interface RegionRow {
  /** Largest force of a lasting (quasi-static) contact with a healthy adult, N. */
  readonly force: number;
  /** Spring of the body there, N/m. */
  readonly spring: number;
  /** Mass that is moved there, kg. */
  readonly mass: number;
  /** May a force of the first moments be higher? Never on head and neck. */
  readonly mayBeTransient: boolean;
}

/**
 * Where the region's values come from: ISO/TS 15066:2016 Annex A (now in ISO 10218-2:2025), tables A.2 (forces) and A.3
 * (springs and masses), WRITTEN FROM MEMORY: the standard was not at hand. Compared with what others print of it: forces of
 * back, chest, abdomen, pelvis, arms and hand, and their factor of two, in the calculator at safety.stimba.sk/en/pfl;
 * springs of skull, face, neck, back, chest and abdomen in inmotion's reference of body regions; both agree. Skull, face,
 * neck (its side: the throat bears less) and legs were found nowhere else. Behrens et al. 2022 (10.3389/frobt.2021.667818,
 * 112 people) call most of these limits preliminary, from unverified literature, and measured that they differ with sex;
 * Han et al. 2022 (10.3390/s22082996, 40 young men) and 2024 (10.3389/frobt.2024.1374999) found large differences between
 * people. All of them measured healthy adults, nobody frail.
 *
 * They are pain-onset limits for accidental contact, never targets for wanted touch. The person responsible for the robot
 * has to approve every value before use, with the standard in hand.
 */
const healthyAdult = {
  skull: { force: 130, spring: 150_000, mass: 4.4, mayBeTransient: false },
  face: { force: 65, spring: 75_000, mass: 4.4, mayBeTransient: false },
  neck: { force: 150, spring: 50_000, mass: 1.2, mayBeTransient: false },
  back: { force: 210, spring: 35_000, mass: 40, mayBeTransient: true },
  shoulder: { force: 210, spring: 35_000, mass: 40, mayBeTransient: true },
  chest: { force: 140, spring: 25_000, mass: 40, mayBeTransient: true },
  abdomen: { force: 110, spring: 10_000, mass: 40, mayBeTransient: true },
  pelvis: { force: 180, spring: 25_000, mass: 40, mayBeTransient: true },
  upper_arm: { force: 150, spring: 30_000, mass: 3, mayBeTransient: true },
  forearm: { force: 160, spring: 40_000, mass: 2, mayBeTransient: true },
  hand: { force: 140, spring: 75_000, mass: 0.6, mayBeTransient: true },
  thigh: { force: 220, spring: 50_000, mass: 75, mayBeTransient: true },
  lower_leg: { force: 130, spring: 60_000, mass: 75, mayBeTransient: true },
} as const satisfies Readonly<Record<string, RegionRow>>;

export type Region = keyof typeof healthyAdult;
export const regions = Object.keys(healthyAdult) as readonly Region[];

/** Never planned for, at any force, unless a task says so with its own limit. */
const headAndNeck: readonly Region[] = ["skull", "face", "neck"];

/** Frail people bear less: half, until somebody who knows the person sets another share. A default of this project. */
export const frailShare = 0.5;
/** The guard acts at this share of a region's limit, before the limit is reached. A default of this project. */
export const actingShare = 0.5;
/** Touch of head or neck that no task has planned: what a force sensor's noise may be, N. A default of this project. */
export const unplannedHeadForce = 5;

export interface TouchTask {
  /** What it is for: "wipe the left arm". */
  readonly title: string;
  /** Limits of the regions that it touches, N; each must be lower than the region's own. */
  readonly limits: Readonly<Partial<Record<Region, number>>>;
}

export const isRegion = (name: string): name is Region => Object.hasOwn(healthyAdult, name);

/** The lowest of everything: what a region that nobody knows is taken for. */
const unknown: RegionRow = {
  force: Math.min(...Object.values(healthyAdult).map(({ force }) => force)),
  spring: Math.max(...Object.values(healthyAdult).map(({ spring }) => spring)),
  mass: 0,
  mayBeTransient: false,
};

const rowOf = (region: string): RegionRow => (isRegion(region) ? healthyAdult[region] : unknown);

/**
 * The force at which the guard acts on a region, N. A region that is not known takes the lowest limit of all.
 * `transient` is what the first moments may have more, 1 to 2; head, neck, unknown regions and wanted touch have none.
 */
export const forceLimit = (
  region: string,
  share = frailShare,
  task: TouchTask | null = null,
  transient = 1,
): number => {
  const { force, mayBeTransient } = rowOf(region);
  const wanted = isRegion(region) ? task?.limits[region] : undefined;
  const own = force * share * (mayBeTransient && wanted === undefined ? transient : 1);
  // A limit that is no force allows none.
  return Math.min(own, wanted === undefined ? own : wanted > 0 ? wanted : 0) * actingShare;
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
    const accidental = healthyAdult[name].force * share;
    if (limit >= accidental)
      return `"${title}" allows ${limit} N on the ${name}, where accidental contact is limited to ${accidental} N. Take less.`;
  }
  return null;
};

export const isHeadOrNeck = (region: string): boolean => isRegion(region) && headAndNeck.includes(region);

/** v = F / √(μ·k) with 1/μ = 1/m_H + 1/m_R: ISO/TS 15066:2016 A.3.4. */
const speedOf = ({ force, spring, mass, mayBeTransient }: RegionRow, robot: number, transient: number): number =>
  (force * (mayBeTransient ? transient : 1)) / Math.sqrt(spring / (1 / mass + 1 / robot));

/**
 * The largest speed with which a part of the robot of `mass` kg may meet a region, m/s, `share` of a healthy adult's.
 * A region that is not known: the lowest of all.
 */
export const impactSpeed = (region: string, mass: number, share = frailShare, transient = 2): number =>
  isRegion(region)
    ? speedOf(healthyAdult[region], mass, transient) * share
    : Math.min(...Object.values(healthyAdult).map((row) => speedOf(row, mass, transient))) * share;
