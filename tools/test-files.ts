import { globSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * What runs side by side. What is measured in real time (Chromium, robots, other programs), and what builds the page, is in one part,
 * so that it never meets itself.
 */
export const together = [
  ["core", "learn", "medication", "skills", "bench"],
  ["apps", "tools", "adapters", "robot"],
] as const;

export const parts: readonly string[] = ["./parts/rooms.ts", "./parts/outside.ts"].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);

/** In browsers: last of all, when the other part has ended and the machine is theirs. */
const isInBrowser = (file: string): boolean => file.includes("/e2e/");

const filesIn = (folders: readonly string[]): readonly string[] =>
  folders
    .flatMap((folder) =>
      globSync(`${folder}/**/*.test.ts`, {
        exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
      }).sort(),
    )
    .sort((a, b) => Number(isInBrowser(a)) - Number(isInBrowser(b)));

/** Those whose path contains one of the words; no word: all. */
export async function importTests(
  words: readonly string[],
  folders: readonly string[] = together.flat().sort(),
): Promise<void> {
  for (const file of filesIn(folders))
    if (words.length === 0 || words.some((word) => file.includes(word))) await import(pathToFileURL(file).href);
}
