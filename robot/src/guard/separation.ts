import type { Observation, Seconds } from "../contract/robot.ts";
import { forceLimit, impactSpeed, isTouchPlanned, type TouchTask } from "./regions.ts";
import type { Rules } from "./settings.ts";

/** What a person's distance leaves. */
export interface Room {
  readonly isNear: boolean;
  /** Fastest that a part of the robot may move through the room, m/s. */
  readonly tool: number;
  /** Fastest that the base may drive, m/s. */
  readonly base: number;
  /** Hardest that a hand may pull or push, N. */
  readonly force: number;
}

/**
 * The speed from which a robot that brakes with `braking` still comes to rest before a person who comes towards it:
 * v²/2a + v_h·v/a + v·T + v_h·T + C ≤ d, after ISO/TS 15066:2016 5.5.4. 0 where they are too near for any speed.
 */
export const separationSpeed = (
  distance: number,
  braking: number,
  { personSpeed, reaction, clearance }: Rules["separation"],
): number => {
  const left = distance - personSpeed * reaction - clearance;
  if (!(left > 0)) return 0;
  const b = personSpeed / braking + reaction;
  return braking * (Math.sqrt(b * b + (2 * left) / braking) - b);
};

/** Longest that a measured distance is worth anything: a person walks on meanwhile. */
const longestAge: Seconds = 0.5;

/** A region and how far away it is, m. */
type Reach = readonly [region: string, distance: number];

const unknownRegion = "unknown";

/** How far each region of the nearest people may be from the robot now; what nobody knows counts as near. */
const reaches = (rules: Rules, { nearestPerson }: Observation, now: Seconds): readonly Reach[] => {
  const { unknownDistance, personSpeed } = rules.separation;
  if (!nearestPerson)
    return [[unknownRegion, rules.off.has("unknown-is-near") ? Number.POSITIVE_INFINITY : unknownDistance]];
  const age = Math.max(0, now - nearestPerson.at);
  const isOld = !(age <= longestAge);
  // What was just measured is as far as it says; the longer ago, the nearer a person may have come since.
  const since = Math.max(0, age - rules.watchdog) * personSpeed;
  const arrived = (distance: number): number => {
    if (Number.isNaN(distance)) return 0;
    return isOld ? Math.min(unknownDistance, distance) : Math.max(0, distance - since);
  };
  const { regions } = nearestPerson;
  const known = regions ? Object.entries(regions) : [];
  return known.length > 0
    ? known.map(([region, distance]) => [region, arrived(distance)])
    : [[unknownRegion, arrived(nearestPerson.distance)]];
};

/** What one region at its distance leaves for a body of `mass` that brakes with `braking`, m/s. */
const speedFor = (
  rules: Rules,
  [region, distance]: Reach,
  mass: number,
  braking: number,
  most: number,
  mostNear: number,
): number => {
  const apart = separationSpeed(distance, braking, rules.separation);
  if (distance >= rules.near) return Math.min(most, Math.max(mostNear, apart));
  const harmless = impactSpeed(region, mass, rules.share, rules.impact.transient);
  return Math.min(mostNear, Math.max(harmless, apart));
};

const handForceFor = (rules: Rules, reach: Reach, task: TouchTask | null): number => {
  const [region, distance] = reach;
  if (distance >= rules.near) return rules.hands.force;
  const wanted = task && region === unknownRegion ? Object.keys(task.limits) : [];
  const planned = wanted.length > 0 ? wanted : [region];
  const forces = planned.map((one) => forceLimit(one, rules.share, isTouchPlanned(one, task) ? task : null));
  return Math.min(rules.hands.force, ...forces.map((force) => force * rules.hands.share));
};

/** The slower the nearer: what all regions that may be met leave together. */
export const roomFor = (
  rules: Rules,
  observation: Observation,
  now: Seconds,
  task: TouchTask | null,
  slow: number,
): Room => {
  const { features, impact, separation } = rules;
  const baseMost = features.base?.speed ?? 0;
  let room: Room = { isNear: false, tool: rules.toolSpeed, base: baseMost, force: rules.hands.force };
  if (rules.off.has("separation")) return room;
  for (const reach of reaches(rules, observation, now))
    room = {
      isNear: room.isNear || reach[1] < rules.near,
      tool: Math.min(
        room.tool,
        speedFor(rules, reach, impact.toolMass, separation.toolBraking, rules.toolSpeed, rules.toolSpeedNear),
      ),
      base: Math.min(
        room.base,
        speedFor(rules, reach, impact.baseMass, features.base?.acceleration ?? 1, baseMost, rules.baseSpeedNear),
      ),
      force: Math.min(room.force, handForceFor(rules, reach, task)),
    };
  return slow < 1 ? { ...room, tool: room.tool * slow, base: room.base * slow } : room;
};
