// The program that kill.test.ts kills: it takes lessons and says which are over.
import { openEpisodeWriter } from "@sakiyomi/learn/node";
import { eventfulRun, feelingArms } from "../testing/eventful-run.ts";
import { lessonColumns } from "./columns.ts";
import { openLesson } from "./lesson.ts";

const [, , dir = ""] = process.argv;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const { turns } = await eventfulRun(140);
const columns = lessonColumns(feelingArms).map(({ feature }) => feature);
const writer = await openEpisodeWriter(dir, columns, 20);
const lesson = openLesson({ writer, features: feelingArms, rate: 20 });
for (let episode = 0; episode < 50; episode += 1) {
  await lesson.start(`lesson ${episode}`);
  for (const turn of turns) lesson.turn(turn);
  const report = await lesson.stop();
  say(`ended ${episode} ${report?.frames}`);
}
