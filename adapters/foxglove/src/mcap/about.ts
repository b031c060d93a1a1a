import type { McapTypes } from "@mcap/core";
import { type About, fromExact, toExact } from "@sakiyomi/robot";

/** The metadata record that says what a recording is of. */
export const metadataName = "sakiyomi";
const version = "1";

const words = (pairs: Readonly<Record<string, unknown>>): readonly [string, string][] =>
  Object.entries(pairs).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]]));

/** Read by people where they list a file's metadata; `about` is read by the replay, to the bit. */
export const aboutMetadata = (about: About): McapTypes.Metadata => ({
  name: metadataName,
  metadata: new Map([
    ...words({ version, robot: about.features.name, task: about.task, seed: about.seed, model: about.model }),
    ["about", toExact(about)],
  ]),
});

/** null: written by somebody else. */
export const aboutOf = ({ name, metadata }: McapTypes.Metadata): About | null => {
  const text = name === metadataName && metadata.get("version") === version ? metadata.get("about") : undefined;
  return text === undefined ? null : (fromExact(text) as About);
};
