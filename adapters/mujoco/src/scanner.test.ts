import assert from "node:assert/strict";
import { test } from "node:test";
import { type BuiltWorld, buildWorld, type Codes, codeIn, type World, world } from "@sakiyomi/robot";
import { drive, withSimulation } from "./testing/drive.ts";

/** Where the robot at rest looks: down by 0.75 rad, from between its eyes; x, z and the way, as in the thermometer's test. */
const down = 0.75;
const eye = [
  0.105 * Math.cos(down) + 0.141 * Math.sin(down) - 0.02,
  0,
  1.405 - 0.105 * Math.sin(down) + 0.141 * Math.cos(down),
] as const;

interface Plate {
  /** m from the eye. */
  readonly far: number;
  /** m to the left of where it looks. */
  readonly left?: number;
  /** rad away from the eye. */
  readonly tilt?: number;
  /** Something stands between. */
  readonly isHidden?: boolean;
  readonly noRead?: number;
  readonly misread?: number;
}

const along = (far: number): readonly [number, number, number] => [
  eye[0] + far * Math.cos(down),
  0,
  eye[2] - far * Math.sin(down),
];

const plate = (name: string, [x, y, z]: readonly number[], half: number): string =>
  `<body name="${name}" pos="${x} ${y} ${z}"><geom name="${name}" type="box" size="${half} ${half} 0.002" ` +
  `quat="0.9305 0 -0.3663 0"/></body>`;

/** A plate with a code before the robot's eyes. */
const plateAt = ({ far, left = 0, tilt = 0, isHidden = false, noRead = 0, misread = 0 }: Plate): World => {
  const [x, , z] = along(far);
  const [nx, nz] = [-Math.cos(down + tilt), Math.sin(down + tilt)];
  const codes: Codes = {
    spots: [{ name: "label", body: "plate", at: [nx * 0.004, 0, nz * 0.004], faces: [nx, 0, nz] }],
    noRead,
    misread,
  };
  const hidden = isHidden ? [plate("screen", along(far / 2), 0.05)] : [];
  return world({
    name: "plate",
    about: "For a test.",
    vary: {},
    things: () => ({ parts: [{ bodies: [plate("plate", [x, left, z], 0.02), ...hidden] }], codes }),
  });
};

const code = "8018952000000000000019\u001d91p19K";

/** What it reads in two seconds, sample by sample. */
const read = async (of: Plate, printed: string | null = code, seed = 1): Promise<readonly (string | null)[]> => {
  const found: (string | null)[] = [];
  const built = (): BuiltWorld => ({ ...buildWorld(plateAt(of), 1), seed });
  await withSimulation({ world: built }, async (simulation) => {
    await simulation.arrange?.({ codes: { label: printed } });
    const seen = await drive(simulation, 2, () => ({}));
    const samples = new Map(
      seen.flatMap(({ samples: { "head/scanner": one } }) => (one ? [[one.at, one] as const] : [])),
    );
    found.push(...[...samples].filter(([at]) => at > 0.05).map(([, one]) => codeIn(one)));
  });
  return found;
};

test("a code before its eyes is read ten times a second, with its separator", async () => {
  const seen = await read({ far: 0.8 });
  assert.ok(seen.length >= 18);
  assert.deepEqual(new Set(seen), new Set([code]));
});

test("what is too far, too near, beside its view, turned away, hidden or torn is not read", async () => {
  const plates: readonly [Plate, string | null][] = [
    [{ far: 1.75 }, code],
    [{ far: 0.15 }, code],
    [{ far: 0.8, left: 0.2 }, code],
    [{ far: 0.8, tilt: 1.2 }, code],
    [{ far: 0.8, isHidden: true }, code],
    [{ far: 0.8 }, null],
  ];
  for (const [of, printed] of plates)
    assert.deepEqual(new Set(await read(of, printed)), new Set([null]), JSON.stringify(of));
});

test("it misses and misreads as often as it is told, by the seed; what is misread differs in one character", async () => {
  const often = await read({ far: 0.8, noRead: 0.5, misread: 0.5 });
  const misses = often.filter((one) => one === null).length;
  assert.ok(misses >= 4 && misses <= 16, `${misses} of ${often.length}`);
  const wrong = often.filter((one) => one !== null && one !== code);
  assert.ok(wrong.length > 0);
  for (const one of wrong) assert.equal([...(one ?? "")].filter((letter, i) => letter !== code[i]).length, 1);
  assert.deepEqual(await read({ far: 0.8, noRead: 0.5, misread: 0.5 }), often);
  assert.notDeepEqual(await read({ far: 0.8, noRead: 0.5, misread: 0.5 }, code, 2), often);
});

test("a robot in a world without codes has no scanner", () => {
  const { features } = buildWorld(plateAt({ far: 0.8 }), 1);
  assert.ok(features.sensors.some(({ name }) => name === "head/scanner"));
  const without = buildWorld(world({ name: "bare", about: "For a test.", vary: {}, things: () => ({ parts: [] }) }), 1);
  assert.ok(!without.features.sensors.some(({ name }) => name === "head/scanner"));
});
