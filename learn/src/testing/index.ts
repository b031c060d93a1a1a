/** For tests of graphs and models: operators in double precision, finite differences, and a table of cases with PyTorch's numbers. */
export * as reference from "../reference/index.ts";
export {
  type CaseInput,
  caseNumbers,
  caseWeights,
  type OperatorCase,
  operatorCases,
} from "./operator-cases.ts";
export { type Golden, pytorchGoldens } from "./pytorch-goldens.ts";
