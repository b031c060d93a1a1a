import { readFileSync } from "node:fs";

/** Of this package; one version for the whole workspace. */
export function version(): string {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  return version;
}
