// Every test in one process: seconds instead of minutes, and the closing lines are node's own.
// `npm test -- adapters/sqlite` runs the files whose path contains one of the words.
import { globSync } from "node:fs";
import { pathToFileURL } from "node:url";

const wanted = process.argv.slice(2);
const files = globSync("{core,learn,medication,robot,skills,adapters,apps,bench,tools}/**/*.test.ts", {
  exclude: (path) => /(^|\/)(node_modules|dist)(\/|$)/.test(path),
}).sort();
for (const file of files)
  if (wanted.length === 0 || wanted.some((word) => file.includes(word))) await import(pathToFileURL(file).href);
