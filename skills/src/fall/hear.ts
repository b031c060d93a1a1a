import { type Instant, kinds, SECOND, type Signal, type SignalOf } from "@sakiyomi/core";
import { type Bed, moveOn, out, type Stage } from "./bed.ts";
import { afterGap, type Body, live } from "./body.ts";
import { fell, STANDS_MS } from "./fallen.ts";
import { type AxisSignal, drain, isAxis, takeIn } from "./intake.ts";
import type { Settings } from "./settings.ts";
import type { InBed, State } from "./state.ts";
import { hearTriple, measuredUntil, newStream, streamEnd } from "./stream.ts";

export function hear(before: State, signals: readonly Signal[], settings: Settings, now: Instant): State {
  let state = before;
  const waves: AxisSignal[] = [];
  for (const signal of signals) {
    if (isAxis(signal)) waves.push(signal);
    else state = hearWord(state, signal);
  }
  if (waves.length > 0) state = hearWaves(state, waves, settings, now);
  return outside(afterSilence(state, now), now);
}

function hearWaves(before: State, waves: readonly AxisSignal[], settings: Settings, now: Instant): State {
  let [{ intake, body }, stream] = [before, before.stream];
  for (const wave of waves.toSorted((a, b) => a.at - b.at)) {
    if (wave.quality === "entered-in-error") body = struckOut(body, wave);
    const taken = takeIn(intake, wave, stream ? streamEnd(stream) : 0);
    if (taken.isNew) {
      const isOther = intake !== null && intake.source !== taken.intake?.source;
      body = afterGap(body, wave.at, isOther);
      stream = null;
    }
    intake = taken.intake;
  }
  if (intake === null) return { ...before, body };
  const into = stream ?? newStream(intake.rate);
  const isInBed = isFresh(before.mat, now) && before.mat?.is === "in-bed";
  const rest = drain(intake, (triple) =>
    hearTriple(into, triple, {
      frame: (at) => {
        body = live(body, into, settings, at, isInBed);
      },
      hole: () => {
        body = afterGap(body, streamEnd(into), false);
      },
    }),
  );
  return { ...before, intake: rest, stream: into, body, heardAt: now };
}

function struckOut(body: Body, { at, value }: AxisSignal): Body {
  const until = at + (value.samples.length * 1000) / value.rate;
  const isIn = (one: { readonly at: number }) => one.at >= at && one.at <= until;
  const impact = body.impact && isIn(body.impact) ? null : body.impact;
  return { ...body, impact, fallen: body.fallen.filter((one) => one.how === "told" || !isIn(one)) };
}

function hearWord(state: State, signal: Signal): State {
  if (signal.kind === "bed-occupancy") return hearMat(state, signal);
  if (signal.kind === "fall") return hearFall(state, signal);
  if (signal.kind === "answer") return hearAnswer(state, signal);
  if (signal.kind !== "questionnaire" || signal.value.form !== "morse") return state;
  const isStruck = signal.quality === "entered-in-error";
  const morse = Object.values(signal.value.answers).reduce((sum, points) => sum + points, 0);
  return { ...state, risk: { ...state.risk, morse: isStruck ? null : morse } };
}

const stageOfMat: Readonly<Record<InBed, Stage>> = { "in-bed": "in", edge: "edge", out: "up" };
const isFresh = (mat: State["mat"], now: Instant): boolean =>
  mat !== null && now - mat.at <= kinds["bed-occupancy"].staleAfterMs;
export const freshMat = ({ mat }: State, now: Instant): State["mat"] => (isFresh(mat, now) ? mat : null);

function hearMat(state: State, { at, value, quality }: SignalOf<"bed-occupancy">): State {
  if (quality === "bad" || quality === "entered-in-error" || at < (state.mat?.at ?? 0)) return state;
  const bed = moveOn(state.body.bed, stageOfMat[value], at);
  return { ...state, mat: { is: value, at }, body: { ...state.body, bed } };
}

/** A pendant or a camera saw a fall; what staff chart they know already. */
function hearFall(state: State, { at, quality, source }: SignalOf<"fall">): State {
  const { body, risk } = state;
  if (quality === "entered-in-error")
    return { ...state, body: { ...body, fallen: body.fallen.filter((one) => one.how !== "told" || one.at !== at) } };
  if (quality === "bad") return state;
  const known = { ...state, risk: { ...risk, fellAt: Math.max(at, risk.fellAt ?? 0) } };
  if (!source.startsWith("device:") && !source.startsWith("skill:")) return known;
  return { ...known, body: { ...body, fallen: fell(body.fallen, { at, how: "told", before: null }) } };
}

const HURT: readonly string[] = ["hurt", "unhurt"];

function hearAnswer(state: State, { value, quality }: SignalOf<"answer">): State {
  // Struck out, it says nothing of the fall that stands under this name by now.
  if (quality === "entered-in-error") return state;
  const slot = value.skill === "fall" ? Number(/^fall(?:-([23]))?$/.exec(value.key)?.[1] ?? 1) : 0;
  const answered = value.key.startsWith("fall") ? state.body.fallen.find((one) => one.slot === slot) : undefined;
  if (answered === undefined) return state;
  const isFall = HURT.includes(value.answer);
  const fellAt = isFall ? Math.max(answered.at, state.risk.fellAt ?? 0) : state.risk.fellAt;
  const fallen = state.body.fallen.filter((one) => one !== answered);
  return { ...state, risk: { ...state.risk, fellAt }, body: { ...state.body, fallen } };
}

/** The project's choice: long enough for a mat that is slow. */
const OUTSIDE_MS = 30 * SECOND;

/** Slid to the floor without a blow: lies, but the bed is empty. */
function outside(state: State, now: Instant): State {
  const { body, mat, outsideSince } = state;
  const { is, since } = body.posture;
  if (is !== "lying" || mat?.is !== "out" || !isFresh(mat, now) || since === outsideSince) return state;
  if (now - Math.max(since, mat.at) < OUTSIDE_MS) return state;
  const fallen = fell(body.fallen, { at: Math.floor(since), how: "outside", before: body.gait.up });
  return { ...state, outsideSince: since, body: { ...body, fallen } };
}

/** Nobody is called for for ever because a mat or a sensor was switched off at the edge of the bed. */
function bedLater({ body: { bed }, mat, stream }: State, now: Instant): Bed {
  if (bed.stage === "up") return moveOn(bed, "up", now);
  const isSilent = stream === null || now - measuredUntil(stream) > kinds["bed-occupancy"].staleAfterMs;
  return bed.stage !== null && isSilent && !isFresh(mat, now) ? out(bed, now) : bed;
}

/** A hard blow, and then nothing more: the sensor may have broken in a fall. 3.5 g: only falls (Bourke 2007, at the trunk). */
const LOST_FROM_G = 3.5;
const LOST_AFTER_MS = 10 * SECOND;
const LOST_WITHIN_MS = 3 * SECOND;

function afterSilence(state: State, now: Instant): State {
  const { body, stream } = state;
  const fallen = body.fallen.filter(({ at }) => now - at < STANDS_MS);
  const bed = bedLater(state, now);
  const kept =
    fallen.length === body.fallen.length && bed === body.bed ? state : { ...state, body: { ...body, fallen, bed } };
  const { impact } = kept.body;
  if (impact === null || stream === null) return kept;
  if (now - kept.heardAt < LOST_AFTER_MS) return kept;
  const isLost = impact.peak >= LOST_FROM_G && measuredUntil(stream) - impact.at <= LOST_WITHIN_MS;
  const lost = { at: impact.at, how: "lost", before: impact.before } as const;
  return { ...kept, body: { ...kept.body, impact: null, fallen: isLost ? fell(fallen, lost) : fallen } };
}
