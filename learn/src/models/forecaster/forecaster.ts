import { gru, gruCell } from "../../graph/cells.ts";
import { add, clip, div, exp, mul, neg, relu, softplus, sub } from "../../graph/elementwise.ts";
import { graphOf } from "../../graph/graph.ts";
import { concat, slice, split } from "../../graph/move.ts";
import { softmax } from "../../graph/normalise.ts";
import { scan } from "../../graph/scan.ts";
import { reshape, sum } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { layer, recurrentLayer } from "../../model/initial.ts";
import type { BatchSize, InputSpec, Loss, Model, ParameterSpec, Values } from "../../model/model.ts";
import { cellOf, dense, named } from "../../model/named.ts";
import type { Shape } from "../../tensor.ts";
import { historyKeys, historyOf, historyShapes, type Outlook, outlookOf, remembered } from "./history.ts";
import { checkForecaster, type ForecasterSettings, medianAt } from "./settings.ts";

/**
 * Quantiles of one scalar signal at several horizons, with gaps: a GRU over what the signal did of late, in units of how
 * much it moves. A forecast is a mixture of the last value and running levels (so that persistence and the return to a mean
 * are within reach), shifted, with spreads that add up from the median outwards: quantiles never cross. Trained by the
 * pinball loss, Koenker and Bassett 1978, https://doi.org/10.2307/1913643.
 *
 * `value` is scaled by the caller to moves of about 1; where `present` is 0 it is not looked at. `context` [numbers] comes
 * along at every step.
 */
export const forecaster = (settings: ForecasterSettings): Model<ForecasterSettings> => {
  checkForecaster(settings);
  const { hidden, context } = settings;
  return {
    kind: "forecaster",
    settings,
    parameters: forecasterParameters(settings),
    inputs: (size) => forecasterInputs(settings, size),
    loss: (p, x, size) => forecasterLoss(settings, p, x, size),
    observation: { value: [1], present: [1], ...(context > 0 && { context: [context] }) },
    state: { ...historyShapes(settings), hidden: [1, hidden] },
    step: (p, seen, state) => forecasterStep(settings, p, seen, state),
  };
};

const inputSize = ({ spans, context }: ForecasterSettings): number => 3 * spans.length + 2 + context;

/** Numbers that the head gives a horizon: a mixture of the anchors, a shift, the steps between quantiles. */
const headSizes = ({ horizons, spans, quantiles }: ForecasterSettings): readonly number[] => [
  horizons.length * (1 + spans.length),
  horizons.length,
  horizons.length * (quantiles.length - 1),
];

const forecasterParameters = (settings: ForecasterSettings): readonly ParameterSpec[] => {
  const { spans, hidden } = settings;
  const outputs = headSizes(settings).reduce((a, b) => a + b);
  const inputs = inputSize(settings);
  const head: ParameterSpec = {
    name: "head.weight",
    shape: [outputs, hidden + inputs],
    initial: { kind: "normal", deviation: 0.02 },
  };
  return [
    // Logarithm of how far a signal usually moves, until it has shown how far.
    { name: "usual", shape: [1, spans.length], initial: { kind: "zeros" } },
    ...recurrentLayer("rnn", 3, inputs, hidden),
    head,
    ...layer("head", [outputs, hidden + inputs], outputs).slice(1),
  ];
};

const ahead = (name: string, horizon: number): string => `${name}.${horizon}`;

const forecasterInputs = (
  { horizons, context }: ForecasterSettings,
  { time, batch }: BatchSize,
): Readonly<Record<string, InputSpec>> => {
  const data = (of: string, size: number, horizon: number): InputSpec => ({
    from: "data",
    of,
    shape: [time, batch, size],
    ahead: horizon,
    isClean: true,
  });
  return {
    value: data("value", 1, 0),
    present: data("present", 1, 0),
    ...(context > 0 && { context: data("context", context, 0) }),
    ...Object.fromEntries(
      horizons.flatMap((horizon) => [
        [ahead("value", horizon), data("value", 1, horizon)],
        [ahead("present", horizon), data("present", 1, horizon)],
      ]),
    ),
    mask: { from: "mask", shape: [time, batch] },
  };
};

/** Quantiles [rows, horizons, quantiles] from an outlook and the hidden state, both with one row a step. */
const quantilesOf = (
  settings: ForecasterSettings,
  p: Values,
  outlook: Outlook,
  inputs: Value,
  hidden: Value,
): Value => {
  const { horizons, spans, quantiles } = settings;
  const rows = hidden.shape[0] as number;
  const [mixing, shifting, spreading] = split(
    dense(concat([hidden, inputs], 1), p, "head"),
    headSizes(settings),
    1,
  ) as [Value, Value, Value];
  const shares = softmax(leaningOnLast(reshape(mixing, [rows, horizons.length, 1 + spans.length])));
  const level = sum(mul(shares, reshape(outlook.anchors, [rows, 1, 1 + spans.length])), [2], true);
  const unit = reshape(outlook.unit, [rows, 1, 1]);
  const median = add(level, mul(reshape(shifting, [rows, horizons.length, 1]), unit));
  const steps = mul(softplus(reshape(spreading, [rows, horizons.length, quantiles.length - 1])), unit);
  const middle = medianAt(settings);
  const [below, above] = halves(steps, middle, quantiles.length - 1 - middle);
  return concat([...below.map((step) => sub(median, step)), median, ...above.map((step) => add(median, step))], 2);
};

/** Before anything is learnt the last value is the forecast, more or less. */
const leaningOnLast = (mixing: Value): Value => {
  const anchors = mixing.shape.at(-1) as number;
  const lean = Float32Array.from({ length: anchors }, (_, i) => (i === 0 ? 2 : 0));
  return add(mixing, graphOf(mixing).constant(lean, [1, 1, anchors], "float32"));
};

/** Distances from the median, below it and above it, in the order of the quantiles. */
const halves = (steps: Value, below: number, above: number): readonly [readonly Value[], readonly Value[]] => {
  const at = (i: number): Value => slice(steps, { axis: 2, start: i, end: i + 1 });
  const summed = (count: number, from: number): readonly Value[] => {
    const list: Value[] = [];
    for (let i = 0; i < count; i += 1) list.push(list.length > 0 ? add(list.at(-1) as Value, at(from + i)) : at(from));
    return list;
  };
  return [summed(below, 0).toReversed(), summed(above, below)];
};

const withContext = (inputs: Value, context: Value | undefined): Value =>
  context ? concat([inputs, context], 1) : inputs;

const forecasterLoss = (settings: ForecasterSettings, p: Values, x: Values, { time, batch }: BatchSize): Loss => {
  const present = named(x, "present");
  const graph = graphOf(present);
  const shapes = historyShapes(settings);
  const carry = historyKeys.map((key) => graph.zeros([batch, (shapes[key] as Shape)[1] as number]));
  const { each } = scan({ carry, over: [named(x, "value"), present] }, (before, [value, isThere]) => {
    const state = Object.fromEntries(historyKeys.map((key, i) => [key, before[i] as Value]));
    const next = remembered(settings, historyOf(state), value as Value, isThere as Value);
    const list = historyKeys.map((key) => next[key]);
    return { carry: list, each: list };
  });
  const rows = time * batch;
  const flat = (value: Value): Value => reshape(value, [rows, value.shape[2] as number]);
  const history = historyOf(Object.fromEntries(historyKeys.map((key, i) => [key, flat(each[i] as Value)])));
  const outlook = outlookOf(history, exp(named(p, "usual")), flat(present));
  const inputs = withContext(outlook.inputs, x.context && flat(x.context));
  const states = gru(reshape(inputs, [time, batch, inputs.shape[1] as number]), cellOf(p, "rnn")).hidden;
  const predicted = quantilesOf(settings, p, outlook, inputs, reshape(states, [rows, settings.hidden]));
  const counted = mul(reshape(named(x, "mask"), [rows, 1]), history.seen);
  return pinball(settings, predicted, x, counted);
};

/** Mean over all that exists: a step that counts, and whose future was measured. */
const pinball = ({ horizons, quantiles }: ForecasterSettings, predicted: Value, x: Values, counted: Value): Loss => {
  const rows = predicted.shape[0] as number;
  const column = (name: string): Value =>
    concat(
      horizons.map((horizon) => reshape(named(x, ahead(name, horizon)), [rows, 1])),
      1,
    );
  const weights = mul(column("present"), counted);
  const error = sub(reshape(column("value"), [rows, horizons.length, 1]), predicted);
  const levels = graphOf(predicted).constant(Float32Array.from(quantiles), [1, 1, quantiles.length], "float32");
  const each = mul(sum(add(mul(error, levels), relu(neg(error))), [2]), 1 / quantiles.length);
  const parts = Object.fromEntries(
    horizons.map((horizon, i) => {
      const one = { axis: 1, start: i, end: i + 1 };
      return [`horizon-${horizon}`, meanWhere(slice(each, one), slice(weights, one))];
    }),
  );
  return { total: meanWhere(each, weights), parts };
};

/** Nothing counted is no loss, not a division by nothing. */
const meanWhere = (losses: Value, weights: Value): Value =>
  div(sum(mul(losses, weights)), clip(sum(weights), 1, Number.MAX_SAFE_INTEGER));

const forecasterStep = (settings: ForecasterSettings, p: Values, seen: Values, state: Values) => {
  const { horizons, quantiles } = settings;
  const present = reshape(named(seen, "present"), [1, 1]);
  const history = remembered(settings, historyOf(state), reshape(named(seen, "value"), [1, 1]), present);
  const outlook = outlookOf(history, exp(named(p, "usual")), present);
  const context = seen.context && reshape(seen.context, [1, settings.context]);
  const inputs = withContext(outlook.inputs, context);
  const hidden = gruCell(inputs, named(state, "hidden"), cellOf(p, "rnn"));
  const predicted = quantilesOf(settings, p, outlook, inputs, hidden);
  return {
    outputs: { quantiles: reshape(predicted, [horizons.length, quantiles.length]) },
    state: { ...history, hidden },
  };
};
