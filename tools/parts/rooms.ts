import { importTests, together } from "../test-files.ts";

await importTests([], together[0]);
