import { codes } from "@sakiyomi/core";
import { code, generated, table } from "./markdown.ts";

const rooms: Readonly<Record<string, string>> = {
  SIG: "Signals, refused at the door",
  WAVE: "The binary form of waveforms",
  FILE: "Files that are imported",
  REC: "Records",
  ACT: "What skills wish",
  SKILL: "Skills",
  STORE: "The store",
  JOURNAL: "The journal",
  REPLAY: "Replay",
  ACCESS: "Access",
  HTTP: "The API",
  MQTT: "MQTT",
  PUSH: "Messages to phones",
  CLI: "The command line",
};

export function errorsPage(): string {
  const groups = Map.groupBy(Object.entries(codes), ([name]) => name.slice(0, Math.max(0, name.indexOf("_"))));
  return [
    generated("core/src/1-signal/codes.ts"),
    "# Errors",
    "Every error has a code that is never used again for something else, says what was found where and what was expected, and what to do. A refusal (something came that is not accepted) is an answer; a fault (a full disk, a damaged file, a defect) is thrown.",
    ...[...groups].map(([prefix, rows]) =>
      [
        `## ${rooms[prefix] ?? (prefix || "Law")}`,
        table(
          ["Code", "What it means", "What to do"],
          rows.map(([name, { means, remedy }]) => [code(name), means, remedy]),
        ),
      ].join("\n\n"),
    ),
  ].join("\n\n");
}
