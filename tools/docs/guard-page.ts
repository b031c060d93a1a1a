import {
  careRobot,
  forceLimit,
  guardDefaults,
  impactSpeed,
  limitWords,
  type Region,
  regions,
  type SelfCheckRow,
  selfCheck,
} from "@sakiyomi/robot";
import { code, generated, table } from "./markdown.ts";

const intro = `The guard stands between every policy and every robot, in every turn, whatever decides: a learnt model, a script, a person at a page. It is a pure function (\`guardStep\`): what it knows is its state, and the same inputs are decided alike again. \`Guarded\` tells what was really sent and which limits bit.

It is configuration, never certification. The person responsible for a robot sets and approves every value before it meets people.`;

const settings = `## What a house sets

| Setting | Default | When to change it |
|---|---|---|
| \`share\` | ${guardDefaults.share} | share of a healthy adult's forces and speeds; lower for those who bear less |
| \`impact.transient\` | ${guardDefaults.impact.transient} | 1 where people lie or sit against something and cannot recoil |
| \`impact.toolMass\`, \`baseMass\` | ${guardDefaults.impact.toolMass} kg, ${guardDefaults.impact.baseMass} kg | the robot's own, with what it carries |
| \`near\`, \`toolSpeedNear\`, \`baseSpeedNear\` | ${guardDefaults.near} m, ${guardDefaults.toolSpeedNear} m/s, ${guardDefaults.baseSpeedNear} m/s | lower only |
| \`separation\` | a person walks ${guardDefaults.separation.personSpeed} m/s | braking as measured on the robot |
| \`workspace\` | none | the box that no part may leave |
| \`wrists\` | ${guardDefaults.wrists.force} N, ${guardDefaults.wrists.torque} N·m | what doors and drawers of the house need |
| \`hands\` | ${guardDefaults.hands.force} N where nobody is near | what the tasks need |

Settings that protect nobody (a watchdog above 0.1 s, more than 0.25 m/s beside people) are refused.

Whoever touches a person says so with a task: \`{ title: "wipe the left arm", limits: { forearm: 20 } }\`, in N, each below that of an accident. Head, face and neck are touched only with a limit of their own.`;

const forcesTable = (): string =>
  table(
    ["Region", "Healthy adult, N", "Frail, N", "Gives way at, N", "in the first 0.5 s, N", "Met with at most, m/s"],
    regions.map((region: Region) => [
      region,
      String(forceLimit(region, 1) * 2),
      String(forceLimit(region) * 2),
      String(forceLimit(region)),
      String(forceLimit(region, undefined, null, guardDefaults.impact.transient)),
      Math.min(impactSpeed(region, guardDefaults.impact.toolMass), guardDefaults.toolSpeedNear).toFixed(2),
    ]),
  );

const forces = (): string => `## Forces and speeds by body region

ISO/TS 15066 Annex A, **from memory**: robot/src/guard/regions.ts says what each was compared with. Skull, face and neck are given way to at 5 N already where no task touches them. A region that is not known takes the lowest of all.

${forcesTable()}`;

const limits = (): string => `## Limits that bite

${table(
  ["Limit", "What it means"],
  Object.entries(limitWords).map(([name, words]) => [code(name), words]),
)}`;

const does = { tell: "tells", slow: "slows down", stop: "stops; a person takes over" } as const;
const over = ({ resumes }: SelfCheckRow): string =>
  resumes === null ? "when a person has looked" : `by itself after ${resumes} s`;

const checks = (): string => `## The self-check

Runs in every turn beside the guard, and for some seconds in \`sakiyomi robot check\`, which moves nothing.

${table(
  ["Part", "What is wrong", "The robot", "Over", "What to do"],
  selfCheck(careRobot)
    .rows()
    .map((row) => [row.part, row.title, does[row.does], over(row), row.remedy]),
)}`;

export function guardPage(): string {
  return [
    generated("robot/src/guard and robot/src/health"),
    "# The guard and the self-check",
    intro,
    settings,
    forces(),
    limits(),
    checks(),
    "Hazards, and what shows that each of these is needed: [docs/safety.md](../safety.md), `sakiyomi safety report`. Why it is so: [ADR 0020](../adr/0020-what-the-guard-does-beside-people.md).",
  ].join("\n\n");
}
