import { random } from "../random.ts";
import { floats, type Tensor } from "../tensor.ts";

/** One arrow of a machine: with `probability` it says `symbol` and goes on to state `to`. */
export interface Transition {
  readonly symbol: number;
  readonly to: number;
  readonly probability: number;
}

/** A probabilistic finite-state machine: the transitions of each state. */
export type Machine = readonly (readonly Transition[])[];

/**
 * Three states, two symbols, chance in one place: after 0, state 1 says 1 with probability 0.7 and has to say 1 again, or
 * says 0 and begins anew. Of the kind that Ahmadi and Tani 2019 (section 3.1) teach to PV-RNN, where two of the
 * transitions are deterministic and one is drawn with 0.3 : 0.7.
 */
export const threeStates: Machine = [
  [{ symbol: 0, to: 1, probability: 1 }],
  [
    { symbol: 1, to: 2, probability: 0.7 },
    { symbol: 0, to: 0, probability: 0.3 },
  ],
  [{ symbol: 1, to: 0, probability: 1 }],
];

export interface PfsmSettings {
  readonly machine: Machine;
  readonly sequences: number;
  readonly steps: number;
  readonly seed: number;
}

/** Symbols [steps, sequences, 1] from the machine in the long run: each sequence begins after 50 unseen steps. */
export const pfsmSequences = ({ machine, sequences, steps, seed }: PfsmSettings): Tensor<"float32"> => {
  const draw = random(seed);
  const data = new Float32Array(steps * sequences);
  for (let s = 0; s < sequences; s += 1) {
    let state = draw.below(machine.length);
    for (let t = -50; t < steps; t += 1) {
      const taken = chosen(machine[state] ?? [], draw.uniform());
      if (t >= 0) data[t * sequences + s] = taken.symbol;
      state = taken.to;
    }
  }
  return floats(data, [steps, sequences, 1]);
};

const chosen = (transitions: readonly Transition[], at: number): Transition => {
  let left = at;
  for (const transition of transitions) {
    left -= transition.probability;
    if (left < 0) return transition;
  }
  return transitions.at(-1) as Transition;
};

/** How often the machine is in each state in the long run. */
export const stationary = (machine: Machine): readonly number[] => {
  let shares = machine.map(() => 1 / machine.length);
  for (let i = 0; i < 1000; i += 1) {
    const next = machine.map(() => 0);
    for (const [state, transitions] of machine.entries())
      for (const { to, probability } of transitions)
        next[to] = (next[to] ?? 0) + probability * (shares[state] as number);
    // Half of the old shares: machines that go round in a circle settle too.
    shares = shares.map((share, state) => (share + (next[state] as number)) / 2);
  }
  return shares;
};

/** Probability of every word of `length` symbols in the long run: "0110" → 0.21. Words that cannot be said are left out. */
export const wordProbabilities = (machine: Machine, length: number): ReadonlyMap<string, number> => {
  const words = new Map<string, number>();
  const say = (state: number, word: string, probability: number): void => {
    if (word.length === length) {
      words.set(word, (words.get(word) ?? 0) + probability);
      return;
    }
    for (const next of machine[state] ?? []) say(next.to, word + next.symbol, probability * next.probability);
  };
  for (const [state, share] of stationary(machine).entries()) say(state, "", share);
  return words;
};

/** Nats a symbol that nobody can know beforehand, not even with the machine and its state in hand. */
export const entropyRate = (machine: Machine): number =>
  stationary(machine).reduce(
    (total, share, state) =>
      total -
      share * (machine[state] ?? []).reduce((sum, { probability: p }) => sum + (p > 0 ? p * Math.log(p) : 0), 0),
    0,
  );

/** How often each word of `length` symbols stands in a text, overlapping. */
export const wordCounts = (symbols: ArrayLike<number>, length: number): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (let i = 0; i + length <= symbols.length; i += 1) {
    const word = Array.from({ length }, (_, k) => String(symbols[i + k])).join("");
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return counts;
};

/**
 * KL divergence of the counted words from the true ones, KL(true ‖ counted) in nats. Half a count is added to every word
 * of two symbols that could be written (Jeffreys), so that a word that was never said does not cost everything.
 */
export const wordDivergence = (truth: ReadonlyMap<string, number>, counts: ReadonlyMap<string, number>): number => {
  const [length = 0] = [...truth.keys()].map((word) => word.length);
  const total = [...counts.values()].reduce((a, b) => a + b, 0) + 0.5 * 2 ** length;
  return [...truth].reduce((sum, [word, p]) => sum + p * Math.log(p / (((counts.get(word) ?? 0) + 0.5) / total)), 0);
};
