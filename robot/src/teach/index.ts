/** Demonstrations that become episodes of a data set. */
export { type Column, type ColumnOptions, columnName, lessonColumns, recordingMapping } from "./columns.ts";
export { type Lesson, type LessonOptions, type LessonWriter, openLesson } from "./lesson.ts";
export type { EpisodeReport } from "./report.ts";
