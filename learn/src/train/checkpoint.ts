import { LearnFault } from "../fault.ts";
import { encodeSafetensors, readSafetensors } from "../saved/safetensors.ts";
import type { Tensor } from "../tensor.ts";
import type { RunState } from "./fit.ts";

const MOMENT = "moment/";
const FORMAT = "sakiyomi-checkpoint-1";

type Floats = Readonly<Record<string, Tensor<"float32">>>;

/**
 * A checkpoint is a safetensors file: weights by their names, the optimiser's vectors under "moment/", the rest of the
 * run's state as JSON in its metadata. Other tools read the weights.
 */
export function encodeCheckpoint({ learner, ...rest }: RunState): Uint8Array {
  const { parameters, moments, ...progress } = learner;
  const kept = Object.fromEntries(Object.entries(moments).map(([name, tensor]) => [MOMENT + name, tensor]));
  return encodeSafetensors({ ...parameters, ...kept }, { format: FORMAT, run: JSON.stringify({ progress, ...rest }) });
}

/** @throws {LearnFault} "checkpoint" for a damaged or foreign file, with its name. */
export function decodeCheckpoint(file: Uint8Array, name = "The checkpoint"): RunState {
  try {
    const { tensors, metadata } = readSafetensors(file);
    if (metadata.format !== FORMAT || metadata.run === undefined) return refused(name, "It is of no run.");
    const { progress, ...rest } = JSON.parse(metadata.run);
    const entries = Object.entries(tensors as Floats);
    const parameters = Object.fromEntries(entries.filter(([key]) => !key.startsWith(MOMENT)));
    const moments = Object.fromEntries(
      entries.flatMap(([key, tensor]) => (key.startsWith(MOMENT) ? [[key.slice(MOMENT.length), tensor]] : [])),
    );
    return { ...rest, learner: { ...progress, parameters, moments } };
  } catch (error) {
    if (error instanceof LearnFault && error.code === "checkpoint") throw error;
    return refused(name, error instanceof Error ? error.message : String(error), error);
  }
}

const refused = (name: string, why: string, cause?: unknown): never => {
  throw new LearnFault("checkpoint", `${name} cannot be read: ${why}`, "Take another checkpoint of the run.", {
    cause,
  });
};
