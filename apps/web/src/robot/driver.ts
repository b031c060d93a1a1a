import {
  type Drag,
  gripAfter,
  type HandChoice,
  heldOnPad,
  inputOf,
  type Motion,
  motionOfKey,
  type Pad,
  together,
} from "./hand-input.ts";
import type { RobotAsk } from "./shapes.ts";

export interface DriverState {
  readonly choice: HandChoice;
  /** 0: open, 1: closed; null: as it is. */
  readonly grip: number | null;
  /** What is held now, for the page to show. */
  readonly held: readonly Motion[];
}

export interface DriverWorld {
  readonly send: (ask: RobotAsk) => void;
  /** Of the page's own clock, s. */
  readonly now: () => number;
  /** The first gamepad that is connected. */
  readonly pad: () => Pad | null;
}

/** Inputs a second; the robot's side takes one for 0.15 s. */
export const inputRate = 30;

/** What a person holds, on whatever device, until it is let go: sent thirty times a second. */
export class Driver {
  readonly #world: DriverWorld;
  readonly #listeners = new Set<() => void>();
  readonly #keys = new Map<string, Motion>();
  readonly #buttons = new Set<Motion>();
  #drag: Drag | null = null;
  #state: DriverState = { choice: "left", grip: null, held: [] };
  #sentAt = 0;

  constructor(world: DriverWorld) {
    this.#world = world;
  }

  readonly state = (): DriverState => this.#state;
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  choose(choice: HandChoice): void {
    // Another hand has another grip: it stays as it is until it is asked for.
    this.#set({ choice, grip: null });
  }

  grip(grip: number): void {
    this.#set({ grip });
  }

  /** Does the key mean something to the robot? */
  keyDown(code: string, isShifted: boolean): boolean {
    const motion = motionOfKey(code, isShifted);
    if (motion === null) return false;
    this.#keys.set(code, motion);
    return true;
  }

  keyUp(code: string): void {
    this.#keys.delete(code);
  }

  press(motion: Motion): void {
    this.#buttons.add(motion);
  }

  letUp(motion: Motion): void {
    this.#buttons.delete(motion);
  }

  drag(drag: Drag | null): void {
    this.#drag = drag;
  }

  /** The window has lost the keyboard, or the robot is let go: nobody holds anything any more. */
  letGo(): void {
    this.#keys.clear();
    this.#buttons.clear();
    this.#drag = null;
    this.#set({ held: [], grip: null });
  }

  /** Sends what is held now. */
  tick(): void {
    const now = this.#world.now();
    const pad = this.#world.pad();
    const pressed = new Map([...this.#keys.values(), ...this.#buttons].map((motion) => [motion, 1] as const));
    const held = together(pressed, pad ? heldOnPad(pad) : new Map());
    const grip = gripAfter(this.#state.grip, held, Math.min(now - this.#sentAt, 2 / inputRate));
    this.#sentAt = now;
    const names = [...held.keys()];
    if (grip !== this.#state.grip || names.join() !== this.#state.held.join()) this.#set({ grip, held: names });
    this.#world.send({ do: "input", sent: now, input: inputOf(held, { ...this.#state, grip }, this.#drag) });
  }

  #set(change: Partial<DriverState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
