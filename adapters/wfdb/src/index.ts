export { parseAnnotations, type WfdbAnnotation } from "./annotations.ts";
export { type Header, parseHeader, type SegmentLine, type SignalLine } from "./header.ts";
export { openRecord, type WfdbRecording } from "./record.ts";
