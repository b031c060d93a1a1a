import { readFileSync } from "node:fs";
import { hazards, hazardsPage } from "@sakiyomi/robot/hazards";

/** What people wrote about the ward, and below it what the robot's table says. */
export function safetyPage(): string {
  const robot = hazardsPage(hazards);
  const [title = ""] = robot.split("\n");
  const [written = ""] = readFileSync("docs/safety.md", "utf8").split(`${title}\n`);
  return `${written.trimEnd()}\n\n${robot}`;
}
