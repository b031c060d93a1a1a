import { type AddCommand, examples } from "../command.ts";
import { readNumber } from "../open.ts";

export const resume: AddCommand = (program, terminal) => {
  program
    .command("resume")
    .argument("<run>", "folder of a run that was stopped")
    .description("Go on with a training, to the same numbers as if it had never been stopped.")
    .option("--epochs <n>", "of the whole run: longer than it was made for (schedules stay as they are)")
    .option("--json", "print the result as JSON")
    .addHelpText("after", examples("resume runs/arm", "resume runs/arm --epochs 200"))
    .action(async (dir: string, { epochs, json }: { readonly epochs?: string; readonly json?: true }) => {
      const { resumeRun } = await import("../learn/start.ts");
      const longer = epochs === undefined ? {} : { epochs: Math.trunc(readNumber("--epochs", epochs, 1, 1e9)) };
      await resumeRun({ dir, json: json === true, ...longer }, terminal);
    });
};
