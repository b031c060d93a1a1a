import type { Finding } from "../health/index.ts";
import type { Turn } from "../loop/control-loop.ts";

/** diagnostic_msgs/DiagnosticStatus */
export interface DiagnosticStatus {
  readonly level: number;
  readonly name: string;
  readonly message: string;
  readonly hardware_id: string;
  readonly values: readonly { readonly key: string; readonly value: string }[];
}

export interface Diagnosis {
  /** null: as before, or nobody watches. */
  next(turn: Turn): readonly DiagnosticStatus[] | null;
}

/** Levels of diagnostic_msgs/DiagnosticStatus. */
const [good, warning, error] = [0, 1, 2];
const levels: Readonly<Record<Finding["does"], number>> = { tell: warning, slow: warning, stop: error };

const statusOf = ({ part, check, where, title, found, remedy, does }: Finding): DiagnosticStatus => ({
  level: levels[does],
  name: `${part}/${check} ${where}`,
  message: `${title}: ${found}`,
  hardware_id: where,
  values: [
    { key: "to do", value: remedy },
    { key: "the robot", value: does },
  ],
});

/** A trouble that is over is shown as good, once: who watches would otherwise see it for ever. */
export const diagnosis = (): Diagnosis => {
  let before: ReadonlyMap<string, DiagnosticStatus> = new Map();
  let words: string | null = null;
  return {
    next: ({ findings }) => {
      if (!findings) return null;
      const now = new Map(findings.map(statusOf).map((status) => [status.name, status]));
      const key = [...now.keys()].sort().join("\n");
      if (key === words) return null;
      words = key;
      const over = [...before.values()].filter(({ name }) => !now.has(name));
      before = now;
      return [
        ...now.values(),
        ...over.map((status) => ({ ...status, level: good, message: "good again", values: [] })),
      ];
    },
  };
};
