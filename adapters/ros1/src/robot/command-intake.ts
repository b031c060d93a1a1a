import type { Command, Robot, Seconds } from "@sakiyomi/robot";
import { RosFault } from "../fault.ts";
import { type OnTrouble, reason } from "../trouble.ts";

/** Speeds of the base hold as long as this without being repeated, s: a Twist has no time of its own. */
export const driveFor = 0.1;
/** A command that claims to hold longer is cut to this, s. */
export const longestCommand = 0.5;

/** What a robot's side does with what it is told: takes what is fresh, in order, and lets it expire. */
export interface CommandIntake {
  readonly taken: number;
  readonly refused: number;
  /** `read` gets the positions last told. */
  take(read: (held: Float64Array) => Command): Promise<void>;
  drive(read: () => NonNullable<Command["base"]>): Promise<void>;
  setStiffness(stiffness: number): void;
  /** After a stop: what was decided before holds no longer. */
  forget(): void;
}

export const commandIntake = (options: IntakeOptions): CommandIntake => new Intake(options);

interface IntakeOptions {
  readonly robot: Robot;
  readonly now: () => Seconds;
  readonly onTrouble: OnTrouble;
}

class Intake implements CommandIntake {
  readonly #options: IntakeOptions;
  #last: Command | null = null;
  #newest = Number.NEGATIVE_INFINITY;
  #drive: { readonly base: NonNullable<Command["base"]>; readonly until: Seconds } | null = null;
  #stiffness: number | null = null;
  #trouble = "";
  taken = 0;
  refused = 0;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  take(read: (held: Float64Array) => Command): Promise<void> {
    return this.#kept(async () => {
      const command = read(this.#last?.position ?? (await this.#now()));
      const { at } = command;
      // A millisecond: as finely as system time is mapped.
      if (at < this.#newest - 0.001)
        throw refusal(`it is ${(this.#newest - at).toFixed(3)} s older than the one before`);
      const expires = Math.min(command.expires, at + longestCommand);
      const late = this.#options.now() - expires;
      if (!(late < 0)) throw refusal(`it expired ${late.toFixed(3)} s ago`);
      this.#newest = at;
      this.#last = { ...command, expires };
      await this.#act();
      this.taken += 1;
    });
  }

  drive(read: () => NonNullable<Command["base"]>): Promise<void> {
    return this.#kept(async () => {
      const now = this.#options.now();
      const base = read();
      this.#drive = { base, until: now + driveFor };
      // Somebody drives it alone: the joints stay where they are.
      if (!this.#last || this.#last.expires <= now)
        this.#last = { at: now, expires: now + driveFor, position: await this.#now() };
      await this.#act();
    });
  }

  setStiffness(stiffness: number): void {
    this.#stiffness = Math.min(Math.max(stiffness, 0), 1);
  }

  forget(): void {
    this.#newest = this.#options.now();
    this.#last = null;
    this.#drive = null;
  }

  async #now(): Promise<Float64Array> {
    return (await this.#options.robot.observe()).joints.position;
  }

  async #act(): Promise<void> {
    const { robot, now } = this.#options;
    if (!this.#last) return;
    const { base } = this.#drive && this.#drive.until > now() ? this.#drive : {};
    await robot.act({
      ...(base ? { base } : {}),
      ...(this.#stiffness === null ? {} : { stiffness: this.#stiffness }),
      ...this.#last,
    });
  }

  async #kept(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#trouble = "";
    } catch (error) {
      this.refused += 1;
      const why = reason(error);
      // The first words: what changes from one to the next are numbers.
      if (why.slice(0, 40) !== this.#trouble) this.#options.onTrouble({ code: "refused", why });
      this.#trouble = why.slice(0, 40);
    }
  }
}

const refusal = (why: string): RosFault =>
  new RosFault(
    "late",
    `A command is refused: ${why}.`,
    "Compare the clocks of both machines and the load of the network.",
  );
