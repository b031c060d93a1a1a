import type { Observation, Sample } from "../contract/robot.ts";

type Samples = Readonly<Record<string, Sample>>;

/** Leaves out what was told before: a picture of 10 Hz need not travel 100 times a second. */
export const onlyFresh = (): ((observation: Observation) => Observation) => {
  const told = new Map<string, number>();
  return (observation) => {
    const samples: Record<string, Sample> = {};
    for (const [name, sample] of Object.entries(observation.samples)) {
      if (told.get(name) === sample.at) continue;
      told.set(name, sample.at);
      samples[name] = sample;
    }
    return { ...observation, samples };
  };
};

/** Puts back what was left out. */
export const withKnown = (): ((observation: Observation) => Observation) => {
  let known: Samples = {};
  return (observation) => {
    known = { ...known, ...observation.samples };
    return { ...observation, samples: known };
  };
};
