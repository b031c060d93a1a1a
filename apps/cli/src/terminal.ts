/** Where a command speaks: answers on stdout, everything else on stderr, so that a pipe gets the answer alone. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person watches: progress is shown to nobody else. */
  readonly isWatched: boolean;
  /** A line of the answer. */
  say(line?: string): void;
  /** A line beside the answer. */
  note(line: string): void;
  /** The exit code, where the command ran to its end but found trouble. */
  exit(code: number): void;
  /** Resolves when the person or the machine wants the program to stop. A second Ctrl-C after a second ends it at once. */
  stopped(): Promise<void>;
}

/** Documented in docs/guide/cli.md; 70 is EX_SOFTWARE of sysexits.h. */
export const exits = { ok: 0, trouble: 1, usage: 2, defect: 70 } as const;

const IMPATIENCE_MS = 1000;

/** `sakiyomi … | head` closes our stdout early: that is no trouble. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

export const processTerminal = (): Terminal => {
  endQuietlyOnClosedPipe();
  return onProcess();
};

const onProcess = (): Terminal => ({
  env: process.env,
  isWatched: process.stderr.isTTY === true,
  say: (line = "") => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
  exit: (code) => {
    process.exitCode = code;
  },
  stopped: () =>
    new Promise((resolve) => {
      let first: number | null = null;
      const stop = () => {
        // The launcher hands signals on, so that one Ctrl-C may come twice within milliseconds.
        if (first !== null && performance.now() - first > IMPATIENCE_MS) process.exit(130);
        first ??= performance.now();
        resolve();
      };
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
    }),
});

/** One JSON document: the answer for a program. */
export const sayJson = (terminal: Terminal, value: unknown): void => terminal.say(JSON.stringify(value, null, 2));
