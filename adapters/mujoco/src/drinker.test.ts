import assert from "node:assert/strict";
import { test } from "node:test";
import { type World, world } from "@sakiyomi/robot";
import { distance, drive, withSimulation } from "./testing/drive.ts";

/** A cup on a board before the robot's eyes, and a mouth over it. `screen`: something hides the mouth from the robot. */
const table = (screen = ""): World =>
  world({
    name: "drinks",
    about: "For a test.",
    vary: {},
    things: () => ({
      parts: [
        {
          bodies: [
            '<body name="board" pos="0.75 0 0.7"><geom name="board" type="box" size=".2 .3 .02"/></body>',
            '<body name="mark" pos="0.7 0 0.721"/>',
            '<body name="mouth" pos="0.85 0 1"/>',
            '<body name="cup" pos="0.7 0 0.722"><joint name="cup" type="free"/>' +
              '<geom name="cup" type="cylinder" fromto="0 0 0 0 0 .1" size=".03" mass=".1"/></body>',
            screen,
          ],
        },
      ],
      truth: ["cup", "mark", "mouth"],
      drinker: { cup: "cup", before: "mark", mouth: { body: "mouth", at: [0, 0, 0] }, after: 1, lasts: 1 },
    }),
  });

interface Seen {
  /** How near the cup came to the mouth, and how far from its mark it was at the end, m. */
  readonly nearest: number;
  readonly atEnd: number;
  /** Most confidence, and the seconds in which it was high. */
  readonly most: number;
  readonly seconds: number;
}

const watched = async (of: World, takes = true): Promise<Seen> => {
  let seen: Seen = { nearest: 9, atEnd: 9, most: 0, seconds: 0 };
  await withSimulation({ world: of, truth: true }, async (simulation) => {
    await simulation.arrange?.({ takes });
    const all = await drive(simulation, 7, () => ({}));
    const place = (name: string, { samples }: (typeof all)[number]): readonly [number, number, number] => {
      const [x = 0, y = 0, z = 0] = samples[`truth/${name}`]?.data ?? [];
      return [x, y, z];
    };
    const sure = all.map(({ samples }) => samples["head/drinking"]?.data[0] ?? 0);
    const last = all.at(-1);
    assert.ok(last);
    seen = {
      nearest: Math.min(...all.map((one) => distance(place("cup", one), place("mouth", one)))),
      atEnd: distance(place("cup", last), place("mark", last)),
      most: Math.max(...sure),
      seconds: sure.filter((one) => one > 0.7).length / 100,
    };
  });
  return seen;
};

test("a cup that was put down goes to the mouth and back, and the robot's eyes are sure while it is there", async () => {
  const { nearest, atEnd, most, seconds } = await watched(table());
  assert.ok(nearest < 0.15, `${nearest} m`);
  assert.ok(atEnd < 0.02, `${atEnd} m`);
  assert.ok(most > 0.8 && seconds > 0.8 && seconds < 2.5, `${most}, ${seconds} s`);
});

test("who takes nothing is not seen to, and what is hidden is not either", async () => {
  const left = await watched(table(), false);
  assert.ok(left.atEnd < 0.02 && left.most < 0.3);
  const screen = '<body name="screen" pos="0.6 0 1.1"><geom name="screen" type="box" size=".01 .3 .15"/></body>';
  const hidden = await watched(table(screen));
  assert.ok(hidden.nearest < 0.15 && hidden.most < 0.3, `${hidden.nearest} m, ${hidden.most}`);
});
