import { type AddCommand, examples } from "../command.ts";

export const resume: AddCommand = (program, terminal) => {
  program
    .command("resume")
    .argument("<run>", "folder of a run that was stopped")
    .description("Go on with a training, to the same numbers as if it had never been stopped.")
    .option("--json", "print the result as JSON")
    .addHelpText("after", examples("resume runs/arm"))
    .action(async (dir: string, options: { readonly json?: true }) => {
      const { resumeRun } = await import("../learn/start.ts");
      await resumeRun(dir, options.json === true, terminal);
    });
};
