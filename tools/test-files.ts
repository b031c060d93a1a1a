import { globSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

/**
 * What runs side by side. What is measured in real time (Chromium, robots, other programs), and what builds the page, is in one part,
 * so that it never meets itself; robots come last in it, when the other part has ended.
 */
export const together = [
  ["core", "learn", "medication", "skills", "bench"],
  ["apps", "tools", "adapters", "robot"],
] as const;

export const parts: readonly string[] = ["./parts/rooms.ts", "./parts/outside.ts"].map((file) =>
  fileURLToPath(new URL(file, import.meta.url)),
);

const filesIn = (folders: readonly string[]): readonly string[] =>
  folders.flatMap((folder) =>
    globSync(`${folder}/**/*.test.ts`, {
      exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
    }).sort(),
  );

/** Those whose path contains one of the words; no word: all. */
export async function importTests(
  words: readonly string[],
  folders: readonly string[] = together.flat().sort(),
): Promise<void> {
  for (const file of filesIn(folders))
    if (words.length === 0 || words.some((word) => file.includes(word))) await import(pathToFileURL(file).href);
}
