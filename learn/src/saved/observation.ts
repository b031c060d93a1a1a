import { LearnFault } from "../fault.ts";
import { isSameShape, shown, sizeOf, type Tensor } from "../tensor.ts";
import type { SavedInput } from "./description.ts";

/** What a step is given, by the model's names and in the units of the episodes: numbers in their order, or a tensor. */
export type Observation = Readonly<Record<string, ArrayLike<number> | Tensor>>;

const refused = (message: string, remedy: string): never => {
  throw new LearnFault("observation", message, remedy);
};

const wanted = (inputs: readonly SavedInput[]): string =>
  inputs
    .filter(({ from }) => from === "signal")
    .map(({ name, shape }) => `${name} ${shown(shape)}`)
    .join(", ");

/** @throws {LearnFault} "observation" for a name that the model does not know. */
export const checkNames = (given: Observation, inputs: readonly SavedInput[]): void => {
  const unknown = Object.keys(given).find((name) => !inputs.some((input) => input.name === name));
  if (unknown !== undefined)
    refused(`"${unknown}" is nothing that this model observes.`, `It observes ${wanted(inputs)}.`);
};

const isTensor = (value: ArrayLike<number> | Tensor): value is Tensor => "type" in value && "shape" in value;

/** "3 (elbow)" */
const placeOf = ({ names }: SavedInput, i: number): string =>
  names?.[i] === undefined ? `${i}` : `${i} (${names[i]})`;

/**
 * The numbers of one input, as given.
 * @throws {LearnFault} "observation" when it is missing, of another size, or not finite, with its name and place.
 */
export const numbersOf = (input: SavedInput, value: ArrayLike<number> | Tensor | undefined): Float32Array => {
  const { name, shape } = input;
  if (value === undefined)
    return refused(`The observation has no "${name}".`, `Give ${sizeOf(shape)} numbers, ${shown(shape)}.`);
  if (isTensor(value) && !isSameShape(value.shape, shape))
    return refused(`"${name}" is ${shown(value.shape)}, not ${shown(shape)}.`, "Give it in the model's shape.");
  const data: ArrayLike<number | bigint> = isTensor(value) ? value.data : value;
  if (data.length !== sizeOf(shape))
    return refused(`"${name}" has ${data.length} numbers, not ${sizeOf(shape)}.`, `Give them as ${shown(shape)}.`);
  const numbers = Float32Array.from(data, Number);
  const wrong = numbers.findIndex((one) => !Number.isFinite(one));
  if (wrong >= 0)
    return refused(`"${name}" is ${numbers[wrong]} at ${placeOf(input, wrong)}.`, "Give finite numbers only.");
  return numbers;
};
