import { type Instant, SECOND } from "@sakiyomi/core";
import { isLeftOnBack, type Look } from "./looks.ts";
import { axisOf, type Lying, liesBy, lyingAfter } from "./mounting.ts";
import { type Rival, rivalShown } from "./rival.ts";
import { angleBetween, type Series, type Vector } from "./series.ts";
import { isUnsafe, type Settings } from "./settings.ts";
import { outAfter, type Slip, slipIn } from "./slip.ts";

/** How a sensor is worn, as far as that is known, and how the child lies after it. */
export interface Mount {
  /** What points out of the chest, learnt from a look; null: as the setting says. */
  readonly out: Vector | null;
  /** Somebody looked and said that it shows another posture than is: it says nothing about posture until it is put right. */
  readonly isDoubted: boolean;
  /** Whoever said so, or came because it may have turned, left the child on its back: what it shows then is the back. */
  readonly learnsAt: Instant | null;
  /** It had shown what calls against a look, and whoever came to that says again that the child lies on its back. */
  readonly isAnswered: boolean;
  /** It has turned about the body while the child lay still; until it is put right, `out` is where the chest is since. */
  readonly slip: { readonly at: Instant; readonly was: Vector | null } | null;
  /** It may be worn in another way: what that would show calls, too, until it is known which of the two is so. */
  readonly rival: Rival | null;
  /** The newest turn, of child or sensor, that was judged: two seconds of rest are seen in several turns. */
  readonly turnAt: Instant | null;
  /** Where up was a moment after the newest look; null: it was not heard then. */
  readonly atLook: { readonly look: Instant; readonly up: Vector | null } | null;
  readonly lying: Lying | null;
  /** It shows anything but the back, since and until then. */
  readonly offBack: { readonly since: Instant; readonly at: Instant } | null;
}

export const freshMount: Mount = {
  out: null,
  isDoubted: false,
  learnsAt: null,
  isAnswered: false,
  slip: null,
  rival: null,
  turnAt: null,
  atLook: null,
  lying: null,
  offBack: null,
};

/** The looks that count. */
export interface Looks {
  readonly all: readonly Look[];
  /** None was forgotten. */
  readonly isWhole: boolean;
}

/** What is known in a turn. */
interface Now {
  readonly series: Series;
  /** Where "up" is for the sensor, at `end`. */
  readonly up: Vector;
  readonly end: Instant;
  readonly looks: Looks;
  readonly settings: Settings;
  readonly now: Instant;
}

/** How the sensor is worn after this turn, and how the child lies. */
export const mounted = <M extends Mount>(was: M, now: Now): M =>
  weighed(shown(slipped(relearnt(was, now), now), now), now);

/** Of one turn of the sensor, what is seen in several turns of the skill is nearer to each other than this. */
const SAME_MS = SECOND;

/** What turns out of rest into rest in a moment may be the sensor. */
function slipped<M extends Mount>(was: M, { series, settings }: Now): M {
  const out = was.out ?? axisOf(settings.out);
  if (out === null || was.isDoubted) return was;
  const slip = slipIn(series);
  if (slip === null || slip.at <= (was.turnAt ?? 0) + SAME_MS) return was;
  const turned = outAfter(slip, out, axisOf(settings.head));
  const seen = { ...was, turnAt: slip.at };
  return turned === null ? seen : turnedTo(seen, slip, turned, settings);
}

/**
 * A sensor that has turned by itself is no child that has turned: from now on its chest is where the slip has put it. Where it may have
 * been the child after all, it is believed as before, and what it would show otherwise calls, too.
 */
function turnedTo<M extends Mount>(was: M, slip: Slip, out: Vector, settings: Settings): M {
  if (slip.angle === "between") {
    const slippedAt = { at: slip.at, was: (was.slip ?? { was: was.out }).was };
    return { ...was, out, slip: slippedAt, rival: rivalAfter(was.rival, slip, axisOf(settings.head)), lying: null };
  }
  if (was.rival !== null) return isUndone(was.rival, slip) ? { ...was, rival: null } : was;
  if (!isUnsafe(settings, "front")) return was;
  const isHalf = slip.angle === "half";
  return { ...was, rival: { at: slip.at, by: "turn", out, before: slip.before, isHalf, lying: null } };
}

const NEAR = 25;
/** It has swung back: whichever of the two it was, it is as before. */
const isUndone = ({ before }: Rival, { after }: Slip): boolean => before !== null && angleBetween(before, after) < NEAR;

function rivalAfter(was: Rival | null, slip: Slip, head: Vector | null): Rival | null {
  const out = was === null ? null : outAfter(slip, was.out, head);
  return was === null || out === null ? null : { ...was, out, lying: null };
}

/** Gravity is a mean over 1.6 s. */
const GRAVITY_LAG_MS = 800;
/** Who was not heard, or moved, for so long may have lain otherwise meanwhile. */
const GAP_MS = 5 * SECOND;

function shown<M extends Mount>(was: M, { up, end, settings }: Now): M {
  const out = was.out ?? axisOf(settings.out);
  if (out === null || was.isDoubted) return { ...was, lying: null, offBack: null };
  const since = end - GRAVITY_LAG_MS;
  const lies = liesBy(up, out, axisOf(settings.head), was.lying?.lies ?? null);
  const before = was.offBack !== null && end - was.offBack.at <= GAP_MS ? was.offBack.since : since;
  return {
    ...was,
    lying: lyingAfter(was.lying, lies, since, end),
    offBack: lies === "back" ? null : { since: before, at: end },
    rival: was.rival === null ? null : rivalShown(was.rival, up, since, end),
  };
}

/** What people say of it, against what it shows: begins and ends a doubt which of two ways it is worn in. */
function weighed<M extends Mount>(was: M, now: Now): M {
  const look = now.looks.all.at(-1) ?? null;
  const seen = { ...was, atLook: seenAt(was.atLook, look, now) };
  if (was.isDoubted) return seen;
  if (was.rival !== null) return isDecided(was, was.rival, look, now) ? { ...seen, rival: null } : seen;
  const out = isAgainst(was, look, now) && look?.at === seen.atLook?.look ? (seen.atLook?.up ?? null) : null;
  return look === null || out === null
    ? seen
    : { ...seen, rival: { at: look.at, by: "look", out, before: null, isHalf: false, lying: null } };
}

/** What began so long after the look is no contradiction: the child has turned since. */
export const SINCE_MS = 3 * SECOND;
/** Seen later than that it says nothing about how the sensor was when somebody looked. */
const SEEN_MS = 9 * SECOND;
/** Whoever is at a child may turn it, or the sensor, in the same moment: so long afterwards both lie as they will lie. */
const SETTLES_MS = 12 * SECOND;

function seenAt(was: Mount["atLook"], look: Look | null, { up, now }: Now): Mount["atLook"] {
  if (look === null || was?.look === look.at || now < look.at + SINCE_MS) return was;
  return { look: look.at, up: now <= look.at + SEEN_MS ? up : null };
}

/** Somebody left it on its back, and the sensor has shown something else since before that: it may be worn so that this is the back. */
function isAgainst({ lying, offBack }: Mount, look: Look | null, { settings, now }: Now): boolean {
  if (look === null || !isLeftOnBack(look) || look.sensorWrong || now < look.at + SETTLES_MS) return false;
  // What calls is said aloud, and whoever comes says what is wrong.
  const isCalled = lying !== null && isUnsafe(settings, lying.lies);
  return !isCalled && isUnsafe(settings, "front") && offBack !== null && offBack.since <= look.at;
}

/** So long after a look it is held against what was shown then. */
const WEIGHS_MS = 60 * SECOND;

/** Nobody says any more what began it, or somebody sees it lie as the sensor shows. */
function isDecided(was: Mount, rival: Rival, look: Look | null, { looks, settings, now }: Now): boolean {
  const isSaid = looks.all.some((one) => one.at === rival.at && isLeftOnBack(one));
  if (rival.by === "look" && looks.isWhole && !isSaid) return true;
  const isNew = look !== null && look.at > rival.at && now - look.at < WEIGHS_MS;
  if (!isNew || was.slip !== null || look.turned || look.sensorWrong) return false;
  // After half a turn nothing but a look can decide, and it was called for.
  const isFrontElse = !rival.isHalf && rival.lying !== null && isUnsafe(settings, rival.lying.lies);
  return (look.posture !== "back" || !isFrontElse) && isAsSeen(was, look, settings);
}

/** Where the axis of the head is not known a side is whatever is neither back nor front. */
function isAsSeen({ lying, offBack }: Mount, { posture, at }: Look, { head }: Settings): boolean {
  if (lying !== null) return lying.lies === posture && lying.since <= at + SINCE_MS;
  const isSide = posture === "left" || posture === "right";
  return isSide && head === "unknown" && offBack !== null && offBack.since <= at + SINCE_MS;
}

/**
 * Somebody is at a child whose sensor may have slipped, and may put it right now: so long it says nothing about posture. `isAnswer`:
 * they had been told that it shows what calls, and looked again.
 */
export function handled<M extends Mount>(was: M, look: Look, isAnswer: boolean, settings: Settings): M {
  const { at, posture, turned } = look;
  // A second tap does not keep it silent for longer.
  if (was.isDoubted) return was;
  const shows = [was.lying, was.rival?.lying].flatMap((one) => one?.lies ?? []);
  const isWell = shows.includes("back") && !shows.some((lies) => isUnsafe(settings, lies));
  const isAsShown = was.slip === null && was.lying?.lies === "back";
  if (!(turned || (posture === "back" && (isAnswer || (isWell && !isAsShown))))) return was;
  const rival = was.rival === null ? null : { ...was.rival, lying: null };
  return { ...was, isDoubted: true, lying: null, rival, learnsAt: at + SETTLES_MS, isAnswered: !isWell && !turned };
}

/** As before it slipped. */
const asWorn = ({ out, slip }: Mount): Pick<Mount, "out" | "slip" | "rival"> => ({
  out: slip === null ? out : slip.was,
  ...{ slip: null, rival: null },
});

/** The device itself says that it is as it should be again. */
export const afresh = (was: Mount): Partial<Mount> => ({
  ...asWorn(was),
  ...{ isDoubted: false, learnsAt: null, lying: null, offBack: null },
});

/** Somebody says that it shows another posture than is. */
export const doubted = <M extends Mount>(was: M, at: Instant, isOnBack: boolean): M => ({
  ...was,
  ...asWorn(was),
  ...{ isDoubted: true, lying: null, learnsAt: isOnBack ? at + SETTLES_MS : null },
});

function relearnt<M extends Mount>(was: M, { up, settings, now }: Now): M {
  if (was.learnsAt === null || now < was.learnsAt) return was;
  const rest = { isDoubted: false, learnsAt: null, lying: null };
  const set = axisOf(settings.out);
  const isSet = set !== null && isWornSo(set, up, was);
  if (isSet) return { ...was, ...rest, out: null, slip: null, rival: null };
  // Somebody said that it is wrong, and left the child on its back.
  if (was.slip === null && was.rival === null) return { ...was, ...rest, out: up };
  // Nobody said that it is wrong: as it has slipped, or may have, unless it was put right. A tap may be a habit, and teaches nothing.
  const before = was.slip === null ? was.out : was.slip.was;
  return before !== null && isWornSo(before, up, was) ? { ...was, ...rest, ...asWorn(was) } : { ...was, ...rest };
}

/** So near to what was set, it was put right. */
const AS_SET = 40;
/**
 * A sensor that was put right on a child on its back, and one that has slipped far on a child on its front, may look alike: where it
 * showed the front, a tap alone does not tell which of the two it is.
 */
const CLEARLY = 20;

function isWornSo(out: Vector, up: Vector, { slip, rival, out: now, isAnswered }: Mount): boolean {
  const off = angleBetween(up, out);
  if (!isAnswered) return off < AS_SET;
  const others = [slip === null ? null : now, rival?.out ?? null].filter((one) => one !== null);
  return off < AS_SET && others.every((other) => 180 - angleBetween(up, other) - off >= CLEARLY);
}
