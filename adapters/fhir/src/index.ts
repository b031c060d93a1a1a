export { adverseEventOf, harmMeanings } from "./adverse-event.ts";
export { codingsOf, KIND, kindOf, LOINC, MDC, UCUM } from "./codes.ts";
export { detectedIssueOf } from "./detected-issue.ts";
export { type Observed, observedIn } from "./observation.ts";
export { type ReadResource, readResources } from "./read-file.ts";
export { checkResource, type FhirResource, type FhirType, fhirTypes, isFhir, subjectOf } from "./resource.ts";
export { blockOf, sampledDataOf } from "./sampled-data.ts";
export { bundleOf, communicationOf, flagOf, observationOf } from "./write.ts";
