import type { Instant } from "./1-signal/index.ts";
import type { Checkpoint, Records, Resource, Store } from "./2-store/index.ts";
import { mayTurn, present } from "./2-store/index.ts";
import { inlineHost, type Skill, type SkillHost } from "./4-decide/index.ts";
import {
  happenings,
  type Kept,
  newestKept,
  nothingKept,
  type Past,
  type Point,
  readPast,
  rosterAt,
  type Versions,
} from "./history.ts";
import { traceId } from "./loop-entries.ts";
import { Mind, type Taken } from "./mind.ts";
import { savedOf } from "./seat.ts";

export interface ReplayOptions {
  readonly records: Records;
  readonly store: Store;
  /** In every version of then, as far as they are still to be had; of each version one. */
  readonly skills: readonly Skill[];
  /** Both inclusive. */
  readonly from: Instant;
  readonly to: Instant;
  /** Hears every turn of the period, in its order. */
  readonly onTurn?: (taken: Taken) => void;
  /** Where the skills run; in this thread unless told otherwise. */
  readonly host?: (skills: readonly Skill[]) => SkillHost;
}

/**
 * What is not as it was recorded. `version`: the skill of then is not at hand; `output`: it said something else since
 * the last comparison; `state`: it said the same but remembers something else; `missing`: nothing was recorded.
 */
export interface Difference {
  readonly skill: string;
  /** Null where it concerns everybody. */
  readonly subject: string | null;
  readonly at: Instant;
  readonly what: "version" | "output" | "state" | "missing";
}

export interface Replayed {
  readonly turns: number;
  /** How many recorded states were compared with those of the replay. */
  readonly compared: number;
  readonly differing: readonly Difference[];
}

/**
 * Runs a recorded period again through the loop, in order of arrival, with the settings, consents, bindings and skills
 * of that time, and compares it with what was recorded then. It begins at the last recorded states before `from`.
 */
export async function replay(options: ReplayOptions): Promise<Replayed> {
  const past = await readPast(options.records);
  return new Replay(options, past).run();
}

class Replay {
  readonly #options: ReplayOptions;
  readonly #past: Past;
  readonly #differing: Difference[] = [];
  #versions: Versions = {};
  #mind: Mind;
  #turns = 0;
  #compared = 0;

  constructor(options: ReplayOptions, past: Past) {
    this.#options = options;
    this.#past = past;
    this.#mind = this.#newMind(nothingKept, 0);
  }

  async run(): Promise<Replayed> {
    const { store, from, to } = this.#options;
    const start = this.#past.points.findLast((point) => point.type === "traced" && point.at <= from);
    if (start) await this.#begin(start);
    const points = this.#past.points.filter((point) => point.at <= to && isAfter(point, start));
    const last = await store.lastArrival();
    for await (const happening of happenings(store, points, start?.arrival ?? 0, last)) {
      if (happening.type !== "arrival") await this.#goThrough(happening);
      else if (happening.arrival.receivedAt > to) break;
      else await this.#learn(happening.arrival);
    }
    this.#mind.advance(Math.min(to, await this.#livedUntil()));
    await this.#mind.idle();
    return { turns: this.#turns, compared: this.#compared, differing: this.#differing };
  }

  async #begin(start: Point): Promise<void> {
    const started = this.#past.points.findLast(
      (point) => point.type === "resumed" && point.skills !== null && point.change <= start.change,
    );
    if (started?.type === "resumed" && started.skills) this.#take(started.skills, start.at);
    await this.#restore(start);
  }

  /** The skills of then; where a version is not at hand, the one that is, and a difference. */
  #take(versions: Versions, at: Instant): void {
    this.#versions = versions;
    for (const [skill, version] of Object.entries(versions))
      if (!this.#options.skills.some((one) => one.id === skill && one.version === version))
        this.#differing.push({ skill, subject: null, at, what: "version" });
  }

  #skillsOfThen(): readonly Skill[] {
    return Object.entries(this.#versions).flatMap(([id, version]) => {
      const all = this.#options.skills.filter((skill) => skill.id === id);
      return all.find((skill) => skill.version === version) ?? all[0] ?? [];
    });
  }

  /** The mind as it was recorded at the point. */
  async #restore({ at, change, arrival }: Point): Promise<void> {
    const seats = await this.#recordedAt(at, change);
    const nobody = { ...nothingKept, at, changes: change, seen: arrival, after: arrival };
    const kept = seats.length > 0 ? newestKept(seats) : nobody;
    this.#mind = this.#newMind(kept, change);
    // What waited for a turn then waits for it again.
    for await (const earlier of this.#options.store.arrivals(kept.after)) {
      if (earlier.arrival > arrival) break;
      this.#mind.learn(earlier);
    }
  }

  async #recordedAt(at: Instant, change: number): Promise<readonly Checkpoint[]> {
    const roster = rosterAt(this.#past, change);
    const seats: Checkpoint[] = [];
    for (const { id } of present(roster))
      for (const skill of this.#skillsOfThen()) {
        const found = mayTurn(roster, id, skill) ? await this.#recorded(at, skill.id, id) : null;
        if (found) seats.push(found);
      }
    return seats;
  }

  async #recorded(at: Instant, skill: string, subject: Checkpoint["subject"]): Promise<Checkpoint | null> {
    const found = await this.#options.records.get<Resource & Checkpoint>("SkillTrace", traceId(at, skill, subject));
    return found?.resource ?? null;
  }

  #newMind(kept: Kept, change: number): Mind {
    const skills = this.#skillsOfThen();
    return new Mind({
      skills,
      host: (this.#options.host ?? inlineHost)(skills),
      roster: rosterAt(this.#past, change),
      checkpoints: kept.seats,
      arrival: kept.seen,
      now: kept.at,
      rests: this.#past.rests,
      known: this.#past.known,
      onTurn: (taken) => this.#took(taken),
    });
  }

  #took(taken: Taken): void {
    const { from, to, onTurn } = this.#options;
    if (taken.now < from || taken.now > to) return;
    this.#turns += 1;
    onTurn?.(taken);
  }

  async #learn(arrival: Parameters<Mind["learn"]>[0]): Promise<void> {
    this.#mind.learn(arrival);
    await this.#mind.idle();
  }

  async #goThrough(point: Point): Promise<void> {
    if (point.type === "traced") await this.#compare(point);
    if (point.type === "roster") {
      this.#mind.advance(point.at);
      await this.#mind.idle();
      this.#mind.settle(rosterAt(this.#past, point.change), point.event, point.at);
    }
    if (point.type === "resumed") await this.#resume(point);
  }

  /** The house was started again, or woke. With other skills the replay goes on from what was recorded then. */
  async #resume(point: Extract<Point, { type: "resumed" }>): Promise<void> {
    this.#mind.advance(point.lived);
    await this.#mind.idle();
    const { skills } = point;
    if (skills === null || isSame(skills, this.#versions)) {
      this.#mind.resume(point.at);
      return;
    }
    this.#take(skills, point.at);
    const traced = this.#past.points.find((one) => one.type === "traced" && one.change === point.change);
    if (traced) await this.#restore(traced);
  }

  async #compare(point: Point): Promise<void> {
    this.#mind.advance(point.at);
    for (const mine of await this.#mind.checkpoints(point.at, point.change)) {
      const theirs = await this.#recorded(point.at, mine.skill, mine.subject);
      const what = difference(mine, theirs);
      this.#compared += theirs ? 1 : 0;
      if (what) this.#differing.push({ skill: mine.skill, subject: mine.subject, at: point.at, what });
    }
  }

  /** The last sign of life of the house before it was started again, or of all. */
  async #livedUntil(): Promise<Instant> {
    const next = this.#past.points.find((point) => point.type === "resumed" && point.at > this.#options.to);
    if (next?.type === "resumed") return next.lived;
    const newest = await this.#options.records.entries({ newestFirst: true, limit: 1 });
    const checkpoints = await this.#options.records.checkpoints();
    return Math.max(0, ...newest.map(({ at }) => at), ...checkpoints.map(({ at }) => at));
  }
}

const isAfter = (point: Point, start: Point | undefined): boolean =>
  !start ||
  point.change > start.change ||
  (point.change === start.change && point.type === "traced" && point.at > start.at);

const isSame = (a: Versions, b: Versions): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([skill, version]) => b[skill] === version);

function difference(mine: Checkpoint, theirs: Checkpoint | null): Difference["what"] | null {
  if (!theirs) return "missing";
  if (mine.version !== theirs.version) return "version";
  const [ours, was] = [savedOf(mine), savedOf(theirs)];
  if (ours.trace !== was.trace) return "output";
  return ours.text === was.text && ours.nextAt === was.nextAt && isWaiting(mine) === isWaiting(theirs) ? null : "state";
}

/** Which arrival a seat that waits knew last is told otherwise after a start: everything up to what was kept. */
const isWaiting = (checkpoint: Checkpoint): boolean => checkpoint.arrival < savedOf(checkpoint).seen;
