export type { Pair, Picture, Statement, Tone } from "./blocks.ts";
export type { Axis, Band, Chart, Point, Series, Threshold, Tick } from "./chart.ts";
export { openPaper, type Paper } from "./paper.ts";
export type { PaperOptions } from "./sheet.ts";
export type { Strip } from "./strip.ts";
export type { Cell, CellLook, Column, Table } from "./table.ts";
