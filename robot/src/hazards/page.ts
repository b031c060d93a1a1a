import type { Hazard } from "./hazard.ts";

/** The test that plays every proof; its titles are made from the table. */
export const proofFile = "robot/src/hazards/hazards.test.ts";

export const titleOf = ({ id, title }: Hazard, mitigation: string): string =>
  `${id} ${title}: happens without "${mitigation}", not with it`;

const link = (file: string): string => `[${file}](../${file})`;

const shownBy = (hazard: Hazard): readonly string[] => {
  const proofs = [...new Set(hazard.proofs.map(({ mitigation }) => `\`${mitigation}\``))];
  const played = proofs.length > 0 ? [`${link(proofFile)} (without ${proofs.join(", ")} it happens)`] : [];
  const named = (hazard.tests ?? []).map(({ file, test }) => `${link(file)} (“${test}”)`);
  const all = [...played, ...named];
  return all.length > 0 ? [`**Shown by** ${all.join(", ")}.`] : [];
};

const sectionOf = (hazard: Hazard): string => {
  const { id, title, clause, cause, harm, done, instruction, remains } = hazard;
  const last = [
    ...shownBy(hazard),
    ...(instruction ? [`**Instruction** for ${instruction.owner}: ${instruction.text}`] : []),
    ...(remains ? [`**Remains.** ${remains}`] : []),
  ].join(" ");
  return [
    `## ${id} ${title}`,
    `**Cause.** ${cause} **Harm.** ${harm}${clause ? ` (ISO 13482, ${clause})` : ""}`,
    ...(done ? [`**Done.** ${done}`] : []),
    last,
  ].join("\n\n");
};

const head = `# Hazards of the robot

After ISO 13482:2014 clause 5, then those of software. This part is written from robot/src/hazards by \`npm run docs\`; change it there. Each mitigation of the software has a proof: a scene in which the harm happens when just that mitigation is switched off, and does not when it is in force. \`sakiyomi safety report\` plays them all and prints what happened. What software cannot do is an instruction, with somebody who answers for it.

Configuration, never certification: nobody has assessed this robot after any standard. A button on a page is a request to stop, not an emergency stop.`;

/** The robot's part of docs/safety.md. */
export const hazardsPage = (hazards: readonly Hazard[]): string => [head, ...hazards.map(sectionOf)].join("\n\n");
