import { stat } from "node:fs/promises";
import { join } from "node:path";
import { Fault } from "@sakiyomi/core";
import { type EpisodeSource, openEipl, openLeRobot, reaching } from "@sakiyomi/learn";
import { openFolder } from "@sakiyomi/learn/node";
import { type Config, toyDefaults } from "./schema.ts";

type Data = Pick<Config["data"], "from" | "toy" | "rate">;

/** One row a set that is made up here. */
const toys: Readonly<Record<string, (data: Data) => EpisodeSource>> = {
  "toy:reaching": ({ toy }) => reaching({ ...toyDefaults, ...toy }),
};

/** @throws {Fault} "CLI_FILE" where nothing is there, {LearnFault} "data" where it cannot be read. */
export async function openData(data: Data): Promise<EpisodeSource> {
  const { from, rate } = data;
  const toy = toys[from];
  if (toy) return toy(data);
  if (from.startsWith("toy:")) throw new Fault("CLI_USAGE", `${from} is no toy: ${Object.keys(toys).join(", ")}.`);
  if (!(await isThere(from))) throw new Fault("CLI_FILE", `${from} is not there.`);
  const folder = openFolder(from);
  if (await isThere(join(from, "meta", "info.json"))) return openLeRobot(folder);
  if (rate === undefined)
    throw new Fault("CLI_USAGE", `${from} holds no meta/info.json; for EIPL's arrays, data.rate has to say the rate.`);
  return openEipl(folder, { rate });
}

const isThere = async (path: string): Promise<boolean> => (await stat(path).catch(() => null)) !== null;
