/** Elements of MJCF that make up one thing of a world. They are put together by `mjcfDocument`. */
export interface MjcfPart {
  /** Elements of <default>: classes of its own. */
  readonly defaults?: readonly string[];
  readonly assets?: readonly string[];
  /** What lies in the world: bodies, geoms, lights. */
  readonly bodies?: readonly string[];
  /** Pairs of bodies that pass through each other. */
  readonly exclude?: readonly (readonly [string, string])[];
  readonly equalities?: readonly string[];
  readonly tendons?: readonly string[];
  readonly actuators?: readonly string[];
  readonly sensors?: readonly string[];
}

/** At most nine digits: enough for 1 nm in a hospital, and the same text on every machine. */
export const numbers = (values: readonly number[]): string =>
  values.map((x) => String(Number(x.toPrecision(9)))).join(" ");

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** One element of XML; `inside` are elements. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  inside: readonly string[] = [],
): string => {
  const told = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${typeof value === "number" ? numbers([value]) : escaped(value)}"`,
  );
  const head = `<${name}${told.join("")}`;
  return inside.length === 0 ? `${head}/>` : `${head}>\n${inside.join("\n")}\n</${name}>`;
};

/**
 * Which MuJoCo is to read it: 3 and later, or 2.2, which Debian has and which knows no `implicitfast`. Only the integrator
 * differs: the same `implicit` is slower by the derivatives of the Coriolis forces.
 */
export type MjcfDialect = "3" | "2.2";

/** Simulated seconds a step: 500 Hz, as the control of the joints. */
export const timeStep = 0.002;

const section = (name: string, inside: readonly string[]): readonly string[] =>
  inside.length === 0 ? [] : [element(name, {}, inside)];

const option = (dialect: MjcfDialect): string =>
  element("option", {
    timestep: timeStep,
    integrator: dialect === "3" ? "implicitfast" : "implicit",
    cone: "elliptic",
    impratio: 10,
    iterations: 20,
    tolerance: 1e-7,
  });

/** A whole model. Angles are radians; joints with a range and motors with a control range are limited by it. */
export const mjcfDocument = (name: string, parts: readonly MjcfPart[], dialect: MjcfDialect = "3"): string => {
  const all = (of: (part: MjcfPart) => readonly string[] | undefined) => parts.flatMap((part) => of(part) ?? []);
  const pairs = parts.flatMap(({ exclude = [] }) => exclude);
  return element("mujoco", { model: name }, [
    element("compiler", { angle: "radian", autolimits: "true" }),
    option(dialect),
    ...section(
      "default",
      all(({ defaults }) => defaults),
    ),
    ...section(
      "asset",
      all(({ assets }) => assets),
    ),
    ...section(
      "worldbody",
      all(({ bodies }) => bodies),
    ),
    ...section(
      "contact",
      pairs.map(([body1, body2]) => element("exclude", { body1, body2 })),
    ),
    ...section(
      "tendon",
      all(({ tendons }) => tendons),
    ),
    ...section(
      "equality",
      all(({ equalities }) => equalities),
    ),
    ...section(
      "actuator",
      all(({ actuators }) => actuators),
    ),
    ...section(
      "sensor",
      all(({ sensors }) => sensors),
    ),
  ]);
};
