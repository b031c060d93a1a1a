import type { RobotFeatures, Vector3 } from "../../contract/features.ts";
import type { Command, Observation, Policy, Seconds } from "../../contract/robot.ts";
import { plus, turned } from "../../kinematics/rotation.ts";
import { medicineSpots } from "../../worlds/medicine.ts";
import { noteOfFailure } from "../failure.ts";
import { type ExpertOptions, expert } from "./expert.ts";
import { Head } from "./head.ts";
import { gazeAt } from "./look.ts";
import {
  bringBack,
  drawIn,
  emptyTrip,
  isOpenIn,
  letCupGo,
  overTray,
  type Trip,
  takeCup,
  toPerson,
  toSideboard,
  withdraw,
} from "./medicine-legs.ts";
import { type MedicineTold, type MedicineWait, medicineWaits, readMedicineTold } from "./medicine-told.ts";
import type { Script } from "./phase.ts";
import { type Seen, seenIn } from "./seen.ts";
import type { Holding } from "./take.ts";

/** A command is good for so long, s. */
const validity = 0.05;

interface Leg {
  readonly script: (trip: Trip) => Script<Holding>;
  readonly gaze: Aim | null;
}

/** It stands, and goes back where nobody tells it to go on in this time, s. */
interface Wait {
  readonly wait: MedicineWait;
  readonly gaze: Aim;
  readonly patience: Seconds;
}
type Stage = Leg | Wait;
type Aim = "label" | "wristband" | "face";

const wait = (name: MedicineWait, gaze: Aim, patience: Seconds): Wait => ({ wait: name, gaze, patience });
const leg = (script: Leg["script"], gaze: Aim | null = null): Leg => ({ script, gaze });

const taking = leg(takeCup);
const reaching = leg(overTray, "face");
const holdingOut = wait("hold it out", "face", 15);
const leavingIt = leg(letCupGo, "face");
const watching = wait("watch the taking", "face", 300);

/** What it does when nobody has a doubt. */
const way: readonly Stage[] = [
  leg(toSideboard, "label"),
  wait("read the label", "label", 30),
  taking,
  leg(toPerson),
  wait("ask the name", "face", 120),
  wait("read the wristband", "wristband", 30),
  wait("wait for the check", "face", 45),
  reaching,
  holdingOut,
  leavingIt,
  watching,
];

const isWait = (stage: Stage): stage is Wait => "wait" in stage;

/** The names of what it is at, in their order, when nobody has a doubt. */
export const medicinePhases: readonly string[] = [
  ...new Set(
    way.flatMap((stage) => (isWait(stage) ? [stage.wait] : stage.script(emptyTrip()).phases.map(({ name }) => name))),
  ),
];

/** Those that it is at only on the way back, with a doubt. */
export const medicineReturnPhases: readonly string[] = [drawIn, bringBack]
  .flatMap((script) => script(emptyTrip()).phases.map(({ name }) => name))
  .filter((name) => !medicinePhases.includes(name));

/**
 * Brings the labelled cup to the person, step by step as it is told (`MedicineTold`): it aims its scanner and waits, takes the
 * cup, goes, waits, holds it out, and opens its hand only when it was told so a moment ago. Whatever it is not told in time is
 * a doubt, and with a doubt it goes back and sets the cup down. It says "done", or why not.
 */
export const bringMedicine = (features: RobotFeatures, options: ExpertOptions = {}): Policy =>
  new BringingMedicine(features, options);

class BringingMedicine implements Policy {
  readonly #features: RobotFeatures;
  readonly #options: ExpertOptions;
  readonly #head = new Head();
  #trip = emptyTrip();
  #stages: Stage[] = [...way];
  #leg: Policy | null = null;
  #began: Seconds | null = null;
  #position: Float64Array | null = null;
  /** What it was told is not to be done after this. */
  #until: Seconds = Number.POSITIVE_INFINITY;
  #within: Seconds | null = null;
  #doubt: string | null = null;
  #end: string | null = null;

  constructor(features: RobotFeatures, options: ExpertOptions) {
    this.#features = features;
    this.#options = options;
  }

  async reset(): Promise<void> {
    this.#trip = emptyTrip();
    this.#stages = [...way];
    [this.#leg, this.#began, this.#position, this.#within] = [null, null, null, null];
    [this.#doubt, this.#end, this.#until] = [null, null, Number.POSITIVE_INFINITY];
  }

  async close(): Promise<void> {}

  tell(message: unknown): void {
    const told = readMedicineTold(message);
    const [stage] = this.#stages;
    if (!told || !stage || this.#end !== null) return;
    if (told.medicine === "back") this.#goBack(told.why);
    else if (isWait(stage) && medicineWaits[stage.wait] === told.medicine && this.#doubt === null) this.#obey(told);
  }

  async step(observation: Observation, now: Seconds): Promise<Command | null> {
    const seen = seenIn(this.#features, observation, now);
    if (this.#position === null) this.#find(seen);
    this.#look(now);
    const command = await this.#stage(observation, seen);
    return this.#with(command, seen);
  }

  #find(seen: Seen): void {
    this.#position = seen.observation.joints.position.slice();
    this.#head.reset(this.#features, this.#position);
    if (!standsThere(seen)) this.#end = noteOfFailure("the cup is not on the sideboard");
  }

  /** Times that have run out. */
  #look(now: Seconds): void {
    this.#began ??= now;
    if (this.#within !== null) [this.#until, this.#within] = [now + this.#within, null];
    const [stage] = this.#stages;
    if (!stage || this.#doubt !== null) return;
    if (isWait(stage) && now - this.#began > stage.patience) this.#goBack("the ward did not answer in time");
    else if (now > this.#until && this.#isToBeInTime(stage)) this.#goBack("what the ward said had become too old");
  }

  /** A cup that stands before the person, and an opened hand, came in time. */
  #isToBeInTime(stage: Stage): boolean {
    return stage === reaching || (stage === leavingIt && this.#leg === null);
  }

  async #stage(observation: Observation, seen: Seen): Promise<Command | null> {
    const [stage] = this.#stages;
    if (this.#end !== null || !stage) {
      this.#end ??= this.#doubt === null ? "done" : noteOfFailure(this.#doubt);
      return null;
    }
    if (isWait(stage)) return null;
    this.#leg ??= expert(this.#features, stage.script(this.#trip), {
      ...this.#options,
      onPhase: (name) => {
        this.#trip.row = name;
      },
    });
    const command = await this.#leg.step(observation, seen.now);
    if (this.#trip.gaveUp !== null) this.#end ??= noteOfFailure(this.#whyEnded(this.#trip.gaveUp));
    else if (command?.note === "done") this.#next();
    return command;
  }

  #whyEnded(gaveUp: string): string {
    return this.#doubt === null ? gaveUp : `${this.#doubt}; and ${gaveUp}`;
  }

  #obey(told: MedicineTold): void {
    if (told.medicine === "hand-over" || told.medicine === "let-go") this.#within = told.within;
    this.#next();
  }

  #next(): void {
    this.#stages.shift();
    this.#leg = null;
    this.#began = null;
  }

  /** What was begun with the hand is brought to an end in which the cup stands or is held. */
  #goBack(why: string): void {
    if (this.#doubt !== null) return;
    this.#doubt = why;
    const [stage] = this.#stages;
    const isUnderWay = this.#leg !== null;
    const rest = this.#wayBack(stage, isUnderWay);
    if (rest[0] !== stage) [this.#leg, this.#began] = [null, null];
    this.#stages = rest;
  }

  #wayBack(stage: Stage | undefined, isUnderWay: boolean): Stage[] {
    if (stage === undefined || this.#trip.foot === null) return [];
    const back = leg(bringBack);
    const inFirst = [leg(drawIn), back];
    const ways = new Map<Stage, () => Stage[]>([
      [taking, () => (isOpenIn(this.#trip.row) ? [leg(withdraw)] : [taking, back])],
      [reaching, () => (this.#trip.carried ? inFirst : [back])],
      [holdingOut, () => inFirst],
      [leavingIt, () => (isUnderWay ? [leavingIt] : inFirst)],
      [watching, () => []],
    ]);
    return ways.get(stage)?.() ?? [back];
  }

  #with(command: Command | null, seen: Seen): Command {
    const { now } = seen;
    const [stage] = this.#stages;
    const position = (command?.position ?? this.#position ?? seen.observation.joints.position).slice();
    const velocity = command?.velocity?.slice() ?? new Float64Array(position.length);
    const at = stage?.gaze && this.#end === null ? aimed(seen, stage.gaze) : null;
    this.#head.move(position, velocity, at && gazeAt(this.#features, position, seen.base, at), now);
    this.#position = position;
    const doing = command && command.note !== "done" ? command.note : undefined;
    const note = this.#end ?? doing ?? (stage && isWait(stage) ? stage.wait : this.#trip.row);
    return { ...command, at: now, expires: now + validity, position, velocity, note };
  }
}

const spots = new Map(medicineSpots.map((spot) => [spot.name, spot]));

/** Of a person's head, in its frame, m: between the eyes and the mouth. */
const face: Vector3 = [0.125, 0, 0.04];

/** Where to look, in the world's frame; null: nobody tells. */
const aimed = (seen: Seen, aim: Aim): Vector3 | null => {
  const { body, at } = spots.get(aim) ?? { body: "person/head", at: face };
  if (!seen.observation.samples[`truth/${body}`]) return null;
  const pose = seen.pose(body);
  return plus(pose.at, turned(pose.turn, at));
};

/** Is the cup where a robot may take it from? */
const standsThere = (seen: Seen): boolean => {
  const [cup, board] = [seen.pose("cup").at, seen.pose("sideboard").at];
  return Math.abs(cup[2] - board[2]) < 0.03 && Math.hypot(cup[0] - board[0], cup[1] - board[1]) < 0.6;
};
