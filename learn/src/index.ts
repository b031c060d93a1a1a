/** Everything that runs anywhere: describe, differentiate, train, save. A backend comes from ./node or ./web. */
export { type PrincipalAxes, principalAxes } from "./analysis/principal-axes.ts";
export * from "./episodes/index.ts";
export * from "./fault.ts";
export * as graph from "./graph/index.ts";
export type { BatchSize, Initial, InputSpec, Loss, Model, ParameterSpec, Values } from "./model/model.ts";
export { initialParameters } from "./model/parameters.ts";
export { outputName, type StepGraph, stateInput, stateOutput, stepGraph } from "./model/step-graph.ts";
export { type CaeSettings, cae } from "./models/cae.ts";
export { type CnnRnnSettings, cnnRnn } from "./models/cnnrnn.ts";
export { forecaster } from "./models/forecaster/forecaster.ts";
export { type ForecasterSettings, forecasterDefaults } from "./models/forecaster/settings.ts";
export { type DataShapes, type ModelKind, modelKind, modelKinds } from "./models/kinds.ts";
export { type LstmSettings, lstmModel } from "./models/lstm.ts";
export { type MtrnnSettings, mtrnn } from "./models/mtrnn.ts";
export { prae } from "./models/prae/prae.ts";
export { type PraeSettings, praeDefaults } from "./models/prae/settings.ts";
export { translationGraph } from "./models/prae/translate.ts";
export * from "./models/pvrnn/index.ts";
export { pointsShare, type SarnnSettings, sarnn, sarnnDefaults } from "./models/sarnn.ts";
export { encodeModel } from "./onnx/encode.ts";
export type { OnnxModel } from "./onnx/types.ts";
export * from "./random.ts";
export type { Backend, Kernels, LoadOptions, Session } from "./runtime/backend.ts";
export type { ModelCard, SavedDescription, SavedInput, SavedOutput, SavedState } from "./saved/description.ts";
export { type EiplSarnn, eiplSarnnWeights } from "./saved/eipl.ts";
export { type ExportOptions, exportOnnx } from "./saved/export-onnx.ts";
export { withWeights } from "./saved/graphs.ts";
export type { Observation } from "./saved/observation.ts";
export {
  openModel,
  type Prediction,
  type Predictor,
  type PredictorOptions,
  type PredictorSnapshot,
} from "./saved/predictor.ts";
export { encodeSafetensors, readSafetensors, type Safetensors } from "./saved/safetensors.ts";
export {
  encodeSavedModel,
  readSavedModel,
  type SavedModel,
  type SavedModelParts,
  savedModelEnding,
} from "./saved/saved-model.ts";
export { readWeights } from "./saved/weights.ts";
export * from "./tensor.ts";
export { type AgentSettings, agentDimensions, agentSequences } from "./toys/agent.ts";
export * from "./toys/pfsm.ts";
export { type ReachingSettings, reaching } from "./toys/reaching.ts";
export { type TellingSettings, telling, tellingWords } from "./toys/telling.ts";
export { type WanderingSettings, wandering } from "./toys/wandering.ts";
export type { Augmentation } from "./train/augmentation.ts";
export { aheadOf, type Batches, type BatchesOptions, batchesOf, type Fed, timeOf } from "./train/batches.ts";
export { cached } from "./train/cached.ts";
export { decodeCheckpoint, encodeCheckpoint } from "./train/checkpoint.ts";
export { curvePicture } from "./train/curve-picture.ts";
export {
  type CurvePoint,
  type FitOptions,
  type FitProgress,
  type Fitted,
  fit,
  type RunKeeper,
  type RunState,
} from "./train/fit.ts";
export type { OptimizerSettings, ParameterGroup } from "./train/optimizer.ts";
export { resized } from "./train/resized.ts";
export { type Scaling, type Signal, type Signals, signalsOf, unscaled } from "./train/scaling.ts";
export { type Schedule, type ScheduleSettings, schedule } from "./train/schedules.ts";
export {
  type Batch,
  createLearner,
  type Learner,
  type LearnerOptions,
  type LearnerState,
  type StepLoss,
  type TrainedStep,
} from "./train/step.ts";
export { longest, type Window, type WindowSettings, windowsOf } from "./train/windows.ts";
export * from "./trees/index.ts";
