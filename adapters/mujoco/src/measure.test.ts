import assert from "node:assert/strict";
import { test } from "node:test";
import {
  abilityFor,
  type BuiltWorld,
  bringWorld,
  buildWorld,
  failureIn,
  type Policy,
  Thermometry,
} from "@sakiyomi/robot";
import { type MujocoSimulation, openSimulation } from "./simulation.ts";

interface Measured {
  readonly notes: readonly string[];
  readonly core: number | null;
  readonly seconds: number;
  /** Between the base's middle and the person's head, m, at the end. */
  readonly far: number;
}

const isOver = (note: string): boolean => note === "done" || failureIn(note) !== null;

/** Until the policy is done, gives up, or a minute has passed. */
const play = async (simulation: MujocoSimulation, policy: Policy, reading: Thermometry): Promise<readonly string[]> => {
  const notes: string[] = [];
  for (let step = 0; step < 6000 && !isOver(notes.at(-1) ?? ""); step += 1) {
    const observation = await simulation.observe();
    const command = await policy.step(observation, simulation.now());
    const note = command?.note ?? "";
    if (notes.at(-1) !== note) notes.push(note);
    if (note === "read the temperature") reading.see(observation);
    if (command && !isOver(note)) await simulation.act(command);
    await simulation.advance(0.01);
  }
  return notes;
};

const measured = async (world: (seed: number) => BuiltWorld, seed: number): Promise<Measured> => {
  const simulation = await openSimulation({ world, seed, pictures: null, truth: true });
  await simulation.open();
  const policy = abilityFor("measure body-temperature", simulation.features);
  const reading = new Thermometry();
  const began = simulation.now();
  try {
    const notes = await play(simulation, policy, reading);
    const { base } = await simulation.observe();
    const at = (await simulation.truth()).get("person/head")?.at ?? [0, 0, 0];
    const far = Math.hypot(at[0] - (base?.x ?? 0), at[1] - (base?.y ?? 0));
    return { notes, core: reading.mean(), seconds: simulation.now() - began, far };
  } finally {
    await policy.close();
    await simulation.close();
  }
};

const built = (seed: number): BuiltWorld => buildWorld(bringWorld, seed);

test("the robot goes to the person, looks at the face and reads a temperature near to the person's", async () => {
  const { notes, core, far } = await measured(built, 3);
  assert.deepEqual(notes, ["go to the person", "look at the face", "read the temperature", "done"]);
  const is = built(3).sensing.warmth.core;
  assert.ok(core !== null && Math.abs(core - is) < 0.8, `${core} °C, and it is ${is} °C`);
  assert.ok(far >= 0.6 && far < 1.7, `${far} m`);
});

test("where no face is to be seen it gives up, and says why", async () => {
  const hidden = (seed: number): BuiltWorld => ({ ...built(seed), regions: new Map() });
  const { notes } = await measured(hidden, 3);
  assert.equal(failureIn(notes.at(-1) ?? ""), "the thermometer never saw the face");
});
