/** Everything that runs anywhere: describe, differentiate, train, save. A backend comes from ./node or ./web. */
export { type PrincipalAxes, principalAxes } from "./analysis/principal-axes.ts";
export { bytesFile, folderOf } from "./episodes/access.ts";
export { openEipl } from "./episodes/eipl/read.ts";
export type { EpisodeInfo, EpisodeSource, Feature, Frames } from "./episodes/episode.ts";
export { openLeRobot } from "./episodes/lerobot/read.ts";
export * from "./fault.ts";
export * as graph from "./graph/index.ts";
export type { BatchSize, Initial, InputSpec, Loss, Model, ParameterSpec, Values } from "./model/model.ts";
export { initialParameters } from "./model/parameters.ts";
export { outputName, type StepGraph, stateInput, stateOutput, stepGraph } from "./model/step-graph.ts";
export { type CaeSettings, cae } from "./models/cae.ts";
export { type CnnRnnSettings, cnnRnn } from "./models/cnnrnn.ts";
export { type DataShapes, type ModelKind, modelKind, modelKinds } from "./models/kinds.ts";
export { type LstmSettings, lstmModel } from "./models/lstm.ts";
export { type MtrnnSettings, mtrnn } from "./models/mtrnn.ts";
export { pointsShare, type SarnnSettings, sarnn, sarnnDefaults } from "./models/sarnn.ts";
export { encodeModel } from "./onnx/encode.ts";
export type { OnnxModel } from "./onnx/types.ts";
export * from "./random.ts";
export type { Backend, Kernels, LoadOptions, Session } from "./runtime/backend.ts";
export * from "./tensor.ts";
export { type ReachingSettings, reaching } from "./toys/reaching.ts";
export { type Batches, type BatchesOptions, batchesOf, type Fed } from "./train/batches.ts";
export type { OptimizerSettings, ParameterGroup } from "./train/optimizer.ts";
export { type Scaling, type Signal, type Signals, signalsOf, unscaled } from "./train/scaling.ts";
export {
  type Batch,
  createLearner,
  type Learner,
  type LearnerOptions,
  type LearnerState,
  type StepLoss,
  type TrainedStep,
} from "./train/step.ts";
