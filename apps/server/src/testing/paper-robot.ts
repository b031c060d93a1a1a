import { dataOfCode, drinkingSensor, type MedicineTold, noteOfFailure, scanner, type Turn } from "@sakiyomi/robot";
import type { RobotRun } from "@sakiyomi/robot/node";

/** What the robot is at after each message, one a second, as its policy goes through it. */
const rows: Readonly<Record<MedicineTold["medicine"] | "begin", readonly string[]>> = {
  begin: ["go to the sideboard", "read the label"],
  take: ["let go", "approach", "close", "lift", "back off", "go to the person", "ask the name"],
  identify: ["read the wristband"],
  wait: ["wait for the check"],
  "hand-over": ["reach over the tray", "put it down", "hold it out"],
  "let-go": ["open", "step aside", "draw back", "watch the taking"],
  back: ["go back", "put it back", "open", "draw back"],
  end: ["done"],
};

/** Rows from which on the cup is in its hand, and from which on it is not. */
const [takes, leaves] = ["close", "open"];

/** A robot without a body: it goes through its rows as it is told, reads what is printed, sees what is drunk. */
export class PaperRobot {
  now = 0;
  /** What its scanner reads at the cup and at the wrist; null: nothing. */
  printed: { label: string | null; band: string | null };
  /** The person drinks so long after the cup stands there, s; null: not at all. */
  drinksAfter: number | null = 3;
  /** Why its stop is latched; null: it is not. */
  latch: string | null = null;
  /** Nothing is heard of it any more. */
  isSilent = false;
  /** Does the hand hold the cup? */
  holds = false;
  /** The hand has opened before the person. */
  hasHanded = false;
  readonly notes: string[] = [];
  readonly told: MedicineTold[] = [];
  readonly run: RobotRun;
  readonly #turns = new Set<(turn: Turn) => void>();
  #rows: string[] = [];
  #isGoingBack = false;
  #since = 0;
  #end: string | null = null;
  #isDeciding = false;

  constructor(printed: { label: string | null; band: string | null }) {
    this.printed = printed;
    const listen = (turn: (turn: Turn) => void): (() => void) => {
      this.#turns.add(turn);
      return () => this.#turns.delete(turn);
    };
    this.run = {
      onTurn: listen,
      onTrouble: () => () => {},
      setTask: () => {},
      setPolicy: (policy: unknown) => this.#decides(policy !== null),
      tell: (message: unknown) => this.#obeys(message as MedicineTold),
    } as unknown as RobotRun;
  }

  get isDeciding(): boolean {
    return this.#isDeciding;
  }

  /** Listeners that are left. */
  get listeners(): number {
    return this.#turns.size;
  }

  /** A tenth of a second. */
  turn(): void {
    this.now = Math.round(10 * this.now + 1) / 10;
    if (this.isSilent) return;
    if (this.now - this.#since >= 1 && this.latch === null && this.#isDeciding) this.#goOn();
    const note = this.notes.at(-1);
    const latch = this.latch === null ? null : { at: this.now, limit: "stop", why: this.latch };
    const samples = {
      [scanner.reads]: { at: this.now, data: dataOfCode(this.#reads(note)) },
      [drinkingSensor.name]: { at: this.now, data: Float32Array.of(this.#drinks() ? 0.9 : 0.05) },
    };
    const turn = {
      at: this.now,
      told: note === undefined ? null : { note },
      observation: { samples },
      guarded: { state: { latch } },
    };
    for (const one of [...this.#turns]) one(turn as unknown as Turn);
  }

  #decides(isDeciding: boolean): void {
    this.#isDeciding = isDeciding;
    if (isDeciding) this.#rows = [...rows.begin];
  }

  #obeys(message: MedicineTold): void {
    this.told.push(message);
    if (message.medicine !== "back") this.#rows.push(...rows[message.medicine]);
    else if (!this.#isGoingBack) {
      this.#isGoingBack = true;
      this.#end = noteOfFailure(message.why);
      this.#rows = [...(this.holds ? rows.back : []), this.#end];
    }
  }

  #goOn(): void {
    const note = this.#rows.shift();
    if (note === undefined) return;
    this.#since = this.now;
    this.notes.push(note);
    if (note === takes) this.holds = true;
    if (note !== leaves) return;
    this.holds = false;
    this.hasHanded ||= !this.#isGoingBack;
  }

  #reads(note: string | undefined): string | null {
    if (note === "read the label") return this.printed.label;
    return note === "read the wristband" ? this.printed.band : null;
  }

  #drinks(): boolean {
    const passed = this.now - this.#since;
    const { drinksAfter } = this;
    return (
      this.notes.at(-1) === "watch the taking" &&
      drinksAfter !== null &&
      passed >= drinksAfter &&
      passed < drinksAfter + 2
    );
  }
}
