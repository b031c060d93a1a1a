import type { Observation, Seconds } from "../contract/robot.ts";
import type { Trouble, Turn } from "../loop/control-loop.ts";
import type { Scene, SceneState } from "../worlds/simulation.ts";
import type { About } from "./about.ts";
import { type Channel, type ChannelRow, channels, topicOf } from "./channels.ts";
import { type Diagnosis, diagnosis } from "./diagnosis.ts";
import { levelOf, type RecordedEvent } from "./events.ts";
import { toExact } from "./exact.ts";
import { fixedFrames, movingFrames, worldFrame } from "./frames.ts";
import { type GuardWatch, guardWatch } from "./guard-watch.ts";
import { contactsShown, limitsShown, sceneFrames, sceneMarkers } from "./markers.ts";
import { type Entry, headerOf, nanoseconds, stampOf } from "./messages.ts";
import { type Foresight, foresight } from "./prediction.ts";
import { sampleMessage } from "./samples.ts";
import { type Seen, turnMessage } from "./turn-message.ts";
import { urdfOf } from "./urdf.ts";

/** What happens to a robot, as messages of channels: for files and live windows alike. */
export interface Chronicle {
  /** What stands before the first turn; `now` on the robot's clock. */
  opening(now: Seconds): readonly Entry[];
  turn(turn: Turn): readonly Entry[];
  trouble(trouble: Trouble): readonly Entry[];
  scene(state: SceneState): readonly Entry[];
  event(event: RecordedEvent): readonly Entry[];
  /** The guard's state after the last turn: whoever lost turns goes on from here. */
  keyframe(): readonly Entry[];
}

export const chronicle = (about: About, scene: Scene | null = null): Chronicle => new Told(about, scene);

interface More {
  readonly measured?: bigint;
  readonly isBulky?: boolean;
}

class Told implements Chronicle {
  readonly #about: About;
  readonly #scene: Scene | null;
  readonly #joints: readonly string[];
  readonly #links: ReadonlySet<string>;
  readonly #root: string;
  readonly #counts = new Map<string, number>();
  readonly #samples = new Map<string, Seen>();
  readonly #watch: GuardWatch = guardWatch();
  readonly #foresight: Foresight = foresight();
  readonly #diagnosis: Diagnosis = diagnosis();
  #last: Turn | null = null;

  constructor(about: About, scene: Scene | null) {
    this.#about = about;
    this.#scene = scene;
    this.#joints = about.features.joints.map(({ name }) => name);
    this.#links = new Set(about.features.links.map(({ name }) => name));
    this.#root = about.features.links[0]?.name ?? worldFrame;
  }

  opening(now: Seconds): readonly Entry[] {
    const { features, description } = this.#about;
    const at = this.#ns(now);
    const entries = [
      this.#in("description", at, { data: description ?? urdfOf(features) }),
      this.#in("fixed", at, { transforms: fixedFrames(features, stampOf(at)) }),
    ];
    if (this.#scene) entries.push(this.#in("scene", at, sceneMarkers(this.#scene, this.#links, stampOf(at))));
    return entries.map((entry) => ({ ...entry, isLatched: true }));
  }

  turn(turn: Turn): readonly Entry[] {
    const at = this.#ns(turn.at);
    const entries: Entry[] = [];
    const seen = this.#seen(turn.observation, at, entries);
    entries.push(this.#in("turn", at, turnMessage(turn, headerOf(stampOf(at), ""), seen)));
    this.#motion(turn, at, entries);
    this.#predictions(turn, at, entries);
    this.#guard(turn, at, entries);
    const isFirst = this.#last === null;
    this.#last = turn;
    if (isFirst && !turn.asked.isAnew) entries.push(...this.keyframe());
    return entries;
  }

  trouble({ at, part, why }: Trouble): readonly Entry[] {
    return this.event({ at, kind: part === "loop" ? "late" : "trouble", part, why });
  }

  scene(state: SceneState): readonly Entry[] {
    const at = this.#ns(state.at);
    const contacts = this.#in("contacts", at, contactsShown(state.contacts, stampOf(at)));
    if (!this.#scene) return [contacts];
    const transforms = sceneFrames(this.#scene, state, this.#links, stampOf(at));
    return transforms.length > 0 ? [this.#in("frames", at, { transforms }), contacts] : [contacts];
  }

  event({ at: seconds, kind, part, why }: RecordedEvent): readonly Entry[] {
    const at = this.#ns(seconds);
    const header = headerOf(stampOf(at), "");
    const words = { header, level: levelOf(kind), name: part, msg: `${kind}: ${why}`, file: "", function: "", line: 0 };
    return [
      this.#in("event", at, { header, at: seconds, kind, part, why }),
      this.#in("log", at, { ...words, topics: [] }),
    ];
  }

  keyframe(): readonly Entry[] {
    if (!this.#last) return [];
    const { at, guarded } = this.#last;
    const data = toExact({ sequence: this.#counts.get(channels.turn.topic) ?? 0, state: guarded.state });
    return [this.#in("state", this.#ns(at), { data })];
  }

  #ns(at: Seconds): bigint {
    return nanoseconds(at, this.#about.epoch);
  }

  #in(channel: Channel, at: bigint, value: unknown, more: More = {}): Entry {
    const { topic, schema }: ChannelRow = channels[channel];
    return this.#entry(topic, schema, at, value, more);
  }

  #entry(topic: string, schema: string, at: bigint, value: unknown, { measured = at, isBulky }: More): Entry {
    const sequence = (this.#counts.get(topic) ?? 0) + 1;
    this.#counts.set(topic, sequence);
    return { topic, schema, at, measured, sequence, value, ...(isBulky && { isBulky }) };
  }

  /** A sample is written once, however many turns see it. */
  #seen({ samples }: Observation, at: bigint, entries: Entry[]): readonly Seen[] {
    const seen: Seen[] = [];
    for (const [name, { at: taken, data }] of Object.entries(samples)) {
      const known = this.#samples.get(name);
      const one = known && Object.is(known.at, taken) ? known : this.#sample(name, taken, data, at, entries);
      this.#samples.set(name, one);
      seen.push(one);
    }
    return seen;
  }

  #sample(name: string, taken: Seconds, data: Float32Array | Uint8Array, at: bigint, entries: Entry[]): Seen {
    const measured = this.#ns(taken);
    const header = { seq: 0, stamp: stampOf(measured) };
    const { schema, value, isBulky } = sampleMessage(this.#about.features, name, data, header);
    const entry = this.#entry(topicOf(name), schema, at, value, { measured, isBulky });
    entries.push(entry);
    return { name, at: taken, sequence: entry.sequence };
  }

  #motion({ observation, sent }: Turn, at: bigint, entries: Entry[]): void {
    const { joints } = observation;
    const measured = this.#ns(joints.at);
    entries.push(
      this.#in(
        "frames",
        at,
        { transforms: movingFrames(this.#about.features, observation, stampOf(measured)) },
        { measured },
      ),
      this.#in("joints", at, this.#moving(measured, joints.position, joints.velocity, joints.torque), { measured }),
    );
    if (sent) entries.push(this.#in("command", at, this.#moving(at, sent.position, sent.velocity, sent.torque)));
  }

  #moving(at: bigint, position: Float64Array, velocity: ArrayLike<number> = [], effort: ArrayLike<number> = []) {
    return { header: headerOf(stampOf(at), ""), name: this.#joints, position, velocity, effort };
  }

  #predictions(turn: Turn, at: bigint, entries: Entry[]): void {
    const { expects, error } = this.#foresight.next(turn);
    if (error) entries.push(this.#in("error", at, { header: headerOf(stampOf(at), ""), ...error }));
    if (expects?.position) entries.push(this.#in("expected", at, this.#moving(at, expects.position)));
    for (const [name, data] of Object.entries(expects?.samples ?? {})) {
      const header = { seq: 0, stamp: stampOf(at) };
      const { schema, value, isBulky } = sampleMessage(this.#about.features, name, data, header);
      entries.push(this.#entry(`/prediction${topicOf(name)}`, schema, at, value, { isBulky }));
    }
  }

  #guard(turn: Turn, at: bigint, entries: Entry[]): void {
    const { shown, limits, events } = this.#watch.next(turn);
    if (shown) entries.push(this.#in("guard", at, { header: headerOf(stampOf(at), ""), ...shown }));
    if (limits !== null) entries.push(this.#in("limits", at, limitsShown(limits, this.#root, stampOf(at))));
    const found = this.#diagnosis.next(turn);
    if (found) entries.push(this.#in("diagnostics", at, { header: headerOf(stampOf(at), ""), status: found }));
    for (const event of events) entries.push(...this.event(event));
  }
}
