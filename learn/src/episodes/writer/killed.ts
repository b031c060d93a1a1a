// The program that writer.test.ts kills: it records episodes and says what is safe.
import type { Feature } from "../episode.ts";
import { openEpisodeWriter } from "./writer.ts";

const features: readonly Feature[] = [
  { name: "observation.image", shape: [3, 4, 5], kind: "image" },
  { name: "observation.state", shape: [2], kind: "quantity", unit: "rad" },
];
const [, , dir = ""] = process.argv;
const say = (line: string) => void process.stdout.write(`${line}\n`);
const writer = await openEpisodeWriter(dir, features, 10);
for (let e = 0; e < 4; e++) {
  await writer.begin(`episode ${e}`);
  say(`began ${e}`);
  for (let i = 0; i < 20; i++) {
    const image = new Uint8Array(60).fill((e * 16 + i) % 256);
    writer.append({ at: i / 10, values: { "observation.image": image, "observation.state": [e + 0.5, i] } });
    await writer.flush();
    say(`frame ${e} ${i}`);
  }
  await writer.end();
  say(`ended ${e}`);
}
say("finishing");
const set = await writer.finish();
await set.close();
// Whoever kills it after this has waited too long for a test.
setInterval(() => {}, 1000);
