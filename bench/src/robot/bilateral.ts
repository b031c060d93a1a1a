import {
  bilateralDefaults,
  bilateralTrial,
  errorsOf,
  feltImpedance,
  gainsFor,
  jointArm,
  planarArm,
  type Stability,
  stabilityOf,
  type Trial,
  type Wall,
} from "@sakiyomi/robot";
import { paddedTable } from "./row.ts";

export interface BilateralRow {
  /** "one joint" or "two rods" */
  readonly arm: string;
  readonly wall: "free" | "soft" | "hard";
  /** One way, ms. */
  readonly delayMs: number;
  readonly gains: "four channels" | "four channels, for the delay" | "position only";
  /** Leader and follower apart, rad (rms of joint 1), while the hand moves to and fro. */
  readonly position: number;
  /** Torque of the hand less that on the wall, N·m (rms). */
  readonly force: number;
  /** How stiff it feels at 1 Hz, N·m/rad: with a spring's and a mass's part, and a damper's. */
  readonly felt: { readonly re: number; readonly im: number };
  /** What it would feel like with the bare hand on the wall, N·m/rad. */
  readonly there: { readonly re: number; readonly im: number };
  /** After the hand has stopped: in a firm and in a loose hand. */
  readonly firm: Stability;
  readonly loose: Stability;
}

const arms = {
  "one joint": () => jointArm({ inertia: [0.05], damping: [0.3], gravity: [1.5] }),
  "two rods": () =>
    planarArm({ length: [0.3, 0.3], mass: [1.2, 0.8], motor: [0.03, 0.02], damping: [0.4, 0.3], gravity: 9.81 }),
} as const;

const walls: Readonly<Record<BilateralRow["wall"], Wall | null>> = {
  free: null,
  soft: { at: 0.2, stiffness: 10, damping: 0.1 },
  hard: { at: 0.2, stiffness: 500, damping: 1 },
};

const grips = { firm: { stiffness: 20, damping: 1 }, loose: { stiffness: 3, damping: 0.1 } } as const;

const gainsNamed = (name: BilateralRow["gains"], delay: number) => {
  if (name === "position only") return { ...bilateralDefaults, force: 0 };
  return name === "four channels" ? bilateralDefaults : gainsFor(delay);
};

const frequency = 1;

const rowOf = (
  arm: keyof typeof arms,
  wall: BilateralRow["wall"],
  delayMs: number,
  gains: BilateralRow["gains"],
): BilateralRow => {
  const delay = delayMs / 1000;
  const common = { make: arms[arm], delay, gains: gainsNamed(gains, delay), finer: 2 };
  const move = (grip: keyof typeof grips): Trial =>
    bilateralTrial({
      ...common,
      wall: walls[wall],
      length: 8,
      operator: { ...grips[grip], wants: (time) => (time < 3 ? 0.4 * (1 - Math.cos(Math.PI * time)) : 0.8) },
    });
  const [firm, loose] = [move("firm"), move("loose")];
  const met = walls[wall];
  const swing = bilateralTrial({
    ...common,
    wall: met && { ...met, at: -0.2 },
    length: 6,
    operator: { ...grips.firm, wants: (time) => 0.5 + 0.1 * Math.sin(2 * Math.PI * frequency * time) },
  });
  return {
    ...{ arm, wall, delayMs, gains },
    ...errorsOf(firm, 0.5, 3),
    felt: feltImpedance(swing, frequency, 2, 6),
    there: { re: met?.stiffness ?? 0, im: (met?.damping ?? 0) * 2 * Math.PI * frequency },
    firm: stabilityOf(firm, 3, 8),
    loose: stabilityOf(loose, 3, 8),
  };
};

/**
 * Transparency of the bilateral law between two simulated arms: free motion, soft (10 N·m/rad) and hard contact
 * (500 N·m/rad), with 0, 10 and 50 ms of delay each way. Deterministic; a few seconds.
 */
export const benchBilateral = (): readonly BilateralRow[] =>
  (["one joint", "two rods"] as const).flatMap((arm) =>
    (["free", "soft", "hard"] as const).flatMap((wall) => [
      rowOf(arm, wall, 0, "position only"),
      ...[0, 10, 50].map((delayMs) => rowOf(arm, wall, delayMs, "four channels")),
      rowOf(arm, wall, 50, "four channels, for the delay"),
    ]),
  );

const complex = ({ re, im }: BilateralRow["felt"]): string =>
  `${re.toFixed(1)}${im < 0 ? " - " : " + "}${Math.abs(im).toFixed(1)}i`;

/** The rows as a table in plain text. */
export const bilateralTable = (rows: readonly BilateralRow[]): string => {
  const head = [
    "arm",
    "contact",
    "delay ms",
    "law",
    "apart rad",
    "force N·m",
    "felt N·m/rad",
    "there",
    "firm",
    "loose",
  ];
  const lines = rows.map(({ arm, wall, delayMs, gains, position, force, felt, there, firm, loose }) => [
    ...[arm, wall, String(delayMs), gains, position.toFixed(4), force.toFixed(2)],
    ...[complex(felt), complex(there), firm, loose],
  ]);
  return paddedTable(head, lines);
};
