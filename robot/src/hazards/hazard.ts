import type { Mitigation, Off } from "../guard/mitigations.ts";

/** A scene that is played twice: with everything in force, and with one mitigation switched off. */
export interface Proof {
  readonly mitigation: Mitigation;
  /** The harm that happens, in words with a figure; null: none does. */
  readonly harm: (off: Off) => string | null;
}

/** A test that lies elsewhere in the repository. */
export interface NamedTest {
  readonly file: string;
  /** Its title, or the end of it. */
  readonly test: string;
  /** The test file that plays it, where `file` is one that several share. */
  readonly runBy?: string;
}

/** What the software cannot do: what people do, and who. */
export interface Instruction {
  readonly text: string;
  readonly owner: string;
}

export interface Hazard {
  /** "H-16" */
  readonly id: string;
  readonly title: string;
  /** Of ISO 13482:2014; null: the software's own. */
  readonly clause: string | null;
  readonly cause: string;
  readonly harm: string;
  /** What is done by the software; null: nothing can be. */
  readonly done: string | null;
  readonly proofs: readonly Proof[];
  readonly tests?: readonly NamedTest[];
  readonly instruction?: Instruction;
  readonly remains?: string;
}

/** A hazard before it has its number: numbers are given in the order of the table, and never again. */
export type HazardRow = Omit<Hazard, "id">;
