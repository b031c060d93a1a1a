// The program that kill.test.ts kills: it records and says what is flushed.

import { eventfulRun, feelingArms } from "@sakiyomi/robot/testing";
import { openMcapRecorder } from "./recorder.ts";

const [, , path = ""] = process.argv;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const { guard, turns } = await eventfulRun(300);
const recorder = await openMcapRecorder(path, feelingArms, { guard, epoch: 1_700_000_000_000_000_000n, flushEvery: 0 });
say("begun");
for (const [i, turn] of turns.entries()) {
  recorder.turn(turn);
  if (i % 7 === 6) {
    await recorder.flush();
    say(`flushed ${i + 1}`);
  }
}
await recorder.close();
say("closed");
// Whoever kills it after this has waited too long for a test.
setInterval(() => {}, 1000);
