import { sizeOf } from "../../tensor.ts";
import type { ElementStatistics, Feature } from "../episode.ts";
import type { Issue } from "./issue.ts";
import { times } from "./times.ts";

/** Frames that lie on an extreme one after the other before it counts as a plateau. */
const PLATEAU_FRAMES = 3;
/** Share of the frames on plateaus from which a channel is called clipped. */
const CLIPPED_SHARE = 0.01;
/** A switch or a gripper has few values, and rests on its extremes by nature. */
const FEW_VALUES = 8;
/** A hand that comes to rest slows down before; a value that is cut does not. Of the mean step. */
const SUDDEN = 0.5;
/** Of the stored range: what rounding to float32 and sampling may cost. */
const BOUND_SLACK = 1e-4;
/** Times that stored bounds may be wider than the data. */
const WIDE = 10;

interface Place {
  readonly episode: number;
  readonly frame: number;
}

/** Plateaus on one extreme, over episodes. */
interface Extreme {
  value: number;
  /** Frames on whole plateaus that were entered suddenly. */
  frames: number;
  first: Place | null;
  /** The plateau that is going on: its frames, and whether it began inside the episode and suddenly. */
  run: number;
  isSudden: boolean;
  runAt: Place | null;
}

interface Element {
  readonly low: Extreme;
  readonly high: Extreme;
  readonly values: Set<number>;
  count: number;
  steps: number;
  /** Sum of the absolute steps that were none. */
  moved: number;
  last: number;
  lastStep: number;
  nan: number;
  firstNan: Place | null;
  outside: number;
  firstOutside: (Place & { readonly value: number }) | null;
}

/** Watches the numbers of one feature over the whole set. */
export interface ValueWatch {
  begin(): void;
  add(values: Float32Array, place: Place): void;
  issues(): readonly Issue[];
}

export function watchValues(feature: Feature, stored: ElementStatistics | undefined): ValueWatch {
  const size = sizeOf(feature.shape);
  const elements = Array.from({ length: size }, newElement);
  return {
    begin: () => elements.forEach(beginEpisode),
    add: (values, { episode, frame }) => {
      for (let i = 0; i < values.length; i++) {
        const e = i % size;
        const place = { episode, frame: frame + Math.floor(i / size) };
        addValue(elements[e] as Element, values[i] as number, place, boundsOf(stored, e));
      }
    },
    issues: () => {
      elements.forEach(beginEpisode);
      return elements.flatMap((element, e) => issuesOf(element, feature, e, stored));
    },
  };
}

const newExtreme = (value: number): Extreme => ({
  value,
  frames: 0,
  first: null,
  run: 0,
  isSudden: false,
  runAt: null,
});

const newElement = (): Element => ({
  low: newExtreme(Infinity),
  high: newExtreme(-Infinity),
  values: new Set(),
  count: 0,
  steps: 0,
  moved: 0,
  last: Number.NaN,
  lastStep: 0,
  nan: 0,
  firstNan: null,
  outside: 0,
  firstOutside: null,
});

/** A plateau that reaches the end of its episode is a rest, not a cut. */
function beginEpisode(element: Element): void {
  element.last = Number.NaN;
  element.lastStep = 0;
  for (const extreme of [element.low, element.high]) {
    extreme.run = 0;
    extreme.isSudden = false;
  }
}

interface Bounds {
  readonly min: number;
  readonly max: number;
}

function boundsOf(stored: ElementStatistics | undefined, e: number): Bounds | null {
  const [min, max] = [stored?.min[e], stored?.max[e]];
  if (min === undefined || max === undefined) return null;
  const slack = BOUND_SLACK * (max - min) + 1e-6 * Math.max(Math.abs(min), Math.abs(max));
  return { min: min - slack, max: max + slack };
}

function addValue(element: Element, value: number, place: Place, bounds: Bounds | null): void {
  if (!Number.isFinite(value)) {
    if (element.nan++ === 0) element.firstNan = place;
    return;
  }
  element.count++;
  if (element.values.size < FEW_VALUES) element.values.add(value);
  if (bounds && (value < bounds.min || value > bounds.max) && element.outside++ === 0)
    element.firstOutside = { ...place, value };
  const step = value - element.last;
  const mean = element.steps > 0 ? element.moved / element.steps : 0;
  // The step onto the limit is cut itself: the one before tells the speed as well.
  const isSudden = (side: number) =>
    mean > 0 && Math.max(step * side, element.lastStep * side) > SUDDEN * mean && step * side > 0;
  addToExtreme(element.low, value, -1, isSudden, place);
  addToExtreme(element.high, value, 1, isSudden, place);
  if (step !== 0 && !Number.isNaN(step)) {
    element.steps++;
    element.moved += Math.abs(step);
  }
  element.last = value;
  element.lastStep = step || 0;
}

/** A new extreme forgets the plateaus on the old one: all on the last lie behind its first time. */
function addToExtreme(
  extreme: Extreme,
  value: number,
  side: number,
  isSudden: (side: number) => boolean,
  place: Place,
): void {
  if ((value - extreme.value) * side > 0) Object.assign(extreme, newExtreme(value));
  if (value !== extreme.value) {
    leavePlateau(extreme);
    return;
  }
  if (extreme.run === 0) {
    extreme.isSudden = isSudden(side);
    extreme.runAt = place;
  }
  extreme.run++;
}

function leavePlateau(extreme: Extreme): void {
  if (extreme.isSudden && extreme.run >= PLATEAU_FRAMES) {
    extreme.frames += extreme.run;
    extreme.first ??= extreme.runAt;
  }
  extreme.run = 0;
}

function issuesOf(
  element: Element,
  feature: Feature,
  e: number,
  stored: ElementStatistics | undefined,
): readonly Issue[] {
  const where = { feature: feature.name, element: feature.names?.[e] ?? String(e) };
  return [
    ...nanIssue(element, where),
    ...constantIssue(element, where),
    ...[element.low, element.high].flatMap((extreme) => clippedIssue(element, extreme, where)),
    ...boundsIssues(element, where, stored, e),
  ];
}

type Where = Pick<Issue, "feature" | "element"> & { readonly feature: string; readonly element: string };

const nanIssue = ({ nan, firstNan }: Element, where: Where): readonly Issue[] =>
  nan === 0
    ? []
    : [
        {
          kind: "not-a-number",
          ...where,
          ...firstNan,
          what: `holds no finite number ${times(nan)}.`,
          remedy: "Find out why it was not measured; cut these frames, or leave the channel out.",
        },
      ];

const constantIssue = ({ values, count }: Element, where: Where): readonly Issue[] =>
  count > 1 && values.size === 1
    ? [
        {
          kind: "constant",
          ...where,
          what: `is ${[...values][0]} in all ${count} frames.`,
          remedy:
            "Check its cable and its topic; a channel without change teaches nothing and divides by zero when it is normalised.",
        },
      ]
    : [];

function clippedIssue({ values, count }: Element, { value, frames, first }: Extreme, where: Where): readonly Issue[] {
  if (values.size < FEW_VALUES || frames < PLATEAU_FRAMES || frames / count < CLIPPED_SHARE) return [];
  const what = `is cut at ${shortly(value)}: ${frames} of ${count} frames stand there.`;
  return [
    {
      kind: "clipped",
      ...where,
      ...first,
      what,
      remedy: "Widen the sensor's or the driver's limit; what lay beyond is lost.",
    },
  ];
}

function boundsIssues(
  element: Element,
  where: Where,
  stored: ElementStatistics | undefined,
  e: number,
): readonly Issue[] {
  const [min, max] = [stored?.min[e], stored?.max[e]];
  if (min === undefined || max === undefined || element.count === 0) return [];
  const range = `${shortly(min)} to ${shortly(max)}`;
  const { outside, firstOutside, low, high } = element;
  if (firstOutside) {
    const { value, ...place } = firstOutside;
    const what = `${outside} of ${element.count} values lie outside the set's own bounds ${range}; the first is ${shortly(value)}.`;
    return [
      {
        kind: "bounds",
        ...where,
        ...place,
        what,
        remedy: "Write the set again (dataset convert), so that its bounds fit.",
      },
    ];
  }
  if (max - min > WIDE * (high.value - low.value) && high.value > low.value) {
    const what = `its values span ${shortly(low.value)} to ${shortly(high.value)}, but the set's bounds are ${range}: normalised, they hardly move.`;
    return [
      { kind: "bounds", ...where, what, remedy: "Check the unit (degrees and radians?), or write the set again." },
    ];
  }
  return [];
}

export const shortly = (value: number): string => String(Number(value.toPrecision(4)));
