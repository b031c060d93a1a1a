import { Fault } from "@sakiyomi/core";
import { type EpisodeSource, reaching, telling, wandering } from "@sakiyomi/learn";
import { openSet } from "../dataset/open.ts";
import { type Config, toyDefaults } from "./schema.ts";

export type Data = Pick<Config["data"], "from" | "toy" | "rate" | "mapping">;

/** One row a set that is made up here. */
const toys: Readonly<Record<string, (data: Data) => EpisodeSource>> = {
  "toy:reaching": ({ toy }) => reaching({ ...toyDefaults, ...toy }),
  "toy:telling": () => telling(),
  "toy:wandering": () => wandering(),
};

/** @throws {Fault} "CLI_FILE" where nothing is there, {LearnFault} "data" where it cannot be read. */
export async function openData(data: Data): Promise<EpisodeSource> {
  const { from, rate, mapping } = data;
  const toy = toys[from];
  if (toy) return toy(data);
  if (from.startsWith("toy:")) throw new Fault("CLI_USAGE", `${from} is no toy: ${Object.keys(toys).join(", ")}.`);
  const options = {
    ...(rate === undefined ? {} : { rate: String(rate) }),
    ...(mapping === undefined ? {} : { mapping }),
  };
  return (await openSet(from, options)).source;
}
