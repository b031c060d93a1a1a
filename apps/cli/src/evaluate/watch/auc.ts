/** How well a score parts those with an outcome from those without. */
export interface Auc {
  readonly auc: number;
  readonly variance: number;
  /** 95 %. */
  readonly interval: readonly [number, number];
  readonly cases: number;
  readonly controls: number;
}

const Z = 1.96;

/**
 * The area under the ROC curve with its variance after DeLong, DeLong and Clarke-Pearson (Biometrics 44:837, 1988); ties
 * count half. The interval is made on the logit, so that it stays within 0 and 1 (Pepe, The Statistical Evaluation of
 * Medical Tests, 2003, 5.2). null where one of the two kinds is missing: then nothing is parted.
 */
export function aucOf(scores: ArrayLike<number>, labels: ArrayLike<number>): Auc | null {
  const parts = placements(scores, labels);
  if (!parts) return null;
  const auc = meanOf(parts.ofCases);
  const variance =
    varianceOf(parts.ofCases) / parts.ofCases.length + varianceOf(parts.ofControls) / parts.ofControls.length;
  return withInterval(auc, variance, parts.ofCases.length, parts.ofControls.length);
}

export interface AucDifference {
  readonly difference: number;
  readonly interval: readonly [number, number];
}

/**
 * By how much scores part better than another one on the same people, with its 95 % interval (DeLong 1988): the mean over
 * several scores, with their mean variance, for they share their people.
 */
export function aucDifference(
  scores: readonly ArrayLike<number>[],
  other: ArrayLike<number>,
  labels: ArrayLike<number>,
): AucDifference | null {
  const all = scores.flatMap((own) => differenceOf(own, other, labels) ?? []);
  if (all.length === 0) return null;
  const difference = meanOf(all.map((one) => one.difference));
  const half = Z * Math.sqrt(meanOf(all.map(({ variance }) => variance)));
  return { difference, interval: [Math.max(-1, difference - half), Math.min(1, difference + half)] };
}

function differenceOf(first: ArrayLike<number>, second: ArrayLike<number>, labels: ArrayLike<number>) {
  const [a, b] = [placements(first, labels), placements(second, labels)];
  if (!a || !b) return null;
  const cases = a.ofCases.map((place, i) => place - (b.ofCases[i] as number));
  const controls = a.ofControls.map((place, i) => place - (b.ofControls[i] as number));
  const isSingle = Math.min(cases.length, controls.length) < 2;
  const variance = isSingle ? Infinity : varianceOf(cases) / cases.length + varianceOf(controls) / controls.length;
  return { difference: meanOf(cases), variance };
}

/** One figure of several runs over the same people: their mean, with the mean variance, for they share their people. */
export function meanAuc(all: readonly Auc[]): Auc | null {
  const [first] = all;
  if (!first) return null;
  const auc = meanOf(all.map((one) => one.auc));
  return withInterval(auc, meanOf(all.map(({ variance }) => variance)), first.cases, first.controls);
}

function withInterval(auc: number, variance: number, cases: number, controls: number): Auc {
  return { auc, variance, interval: intervalOf(auc, variance, cases, controls), cases, controls };
}

function intervalOf(auc: number, variance: number, cases: number, controls: number): readonly [number, number] {
  // Of a single case or control nobody knows how others would lie.
  if (Math.min(cases, controls) < 2) return [0, 1];
  // Where all are parted rightly DeLong's variance is 0 and says nothing: half a pair is taken as wrong.
  const halfPair = 0.5 / (cases * controls);
  const inside = Math.min(1 - halfPair, Math.max(halfPair, auc));
  const half = (Z * Math.sqrt(Math.max(variance, halfPair ** 2))) / (inside * (1 - inside));
  const back = (logit: number): number => 1 / (1 + Math.exp(-logit));
  const logit = Math.log(inside / (1 - inside));
  return [Math.min(auc, back(logit - half)), Math.max(auc, back(logit + half))];
}

interface Placements {
  /** For each case the share of the controls below it. */
  readonly ofCases: readonly number[];
  /** For each control the share of the cases above it. */
  readonly ofControls: readonly number[];
}

function placements(scores: ArrayLike<number>, labels: ArrayLike<number>): Placements | null {
  const all = Array.from(labels, (label, i) => ({ isCase: label === 1, score: scores[i] as number }));
  const cases = all.filter(({ isCase }) => isCase).map(({ score }) => score);
  const controls = all.filter(({ isCase }) => !isCase).map(({ score }) => score);
  if (cases.length === 0 || controls.length === 0) return null;
  const above = (a: number, b: number): number => (a > b ? 1 : a === b ? 0.5 : 0);
  return {
    ofCases: cases.map((own) => meanOf(controls.map((other) => above(own, other)))),
    ofControls: controls.map((own) => meanOf(cases.map((other) => above(other, own)))),
  };
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}

export const aucText = (auc: number): string => auc.toFixed(3);
export const aucIntervalText = ([low, high]: readonly [number, number]): string =>
  `${aucText(low)} to ${aucText(high)}`;
