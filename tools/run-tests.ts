// `npm test` runs every test in two processes, a core each; `npm test -- adapters/sqlite` the files whose path contains one of the
// words, in this one. Many files in one process: seconds instead of minutes, and the closing lines are node's own.
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { importTests, parts } from "./test-files.ts";

const wanted = process.argv.slice(2);
// A reporter that somebody chose belongs to this process.
const isPlain = !process.execArgv.some((flag) => flag.startsWith("--test-"));
if (wanted.length > 0 || !isPlain) await importTests(wanted);
else
  run({ files: parts, concurrency: parts.length, isolation: "process" })
    .on("test:fail", () => {
      process.exitCode = 1;
    })
    .compose(spec)
    .pipe(process.stdout);
