// Results of tests as lines of JSON: `--test-reporter=./tools/results-reporter.ts`. Read by `sakiyomi safety report`.
import { relative } from "node:path";
import type { TestEvent } from "node:test/reporters";

export default async function* results(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { name, file = "", skip, nesting } = data;
    const result = type === "test:fail" ? "failed" : skip === undefined ? "passed" : "skipped";
    yield `${JSON.stringify({ file: relative(process.cwd(), file), test: name, result, nesting })}\n`;
  }
}
