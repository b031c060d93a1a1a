import type { Kind } from "@sakiyomi/core";
import { useNow } from "../link/clock.ts";
import { useLink } from "../link/feed.tsx";
import { type Shown, shownOf } from "../link/freshness.ts";
import type { Sign } from "../link/shapes.ts";
import { unitName } from "../words/kinds.ts";
import { useVoice, type Voice } from "../words/speak.tsx";
import { figure } from "./vitals.ts";

/** Why a value is not known, in words. */
function whyUnknown(
  shown: Extract<Shown, { as: "unknown" }>,
  sign: Sign,
  now: number,
  { t, say, clock, span }: Voice,
): string {
  if (!sign.known) return t("person.why", { why: say(sign.why) });
  if (shown.since === null) return t("state.unknown");
  return shown.because === "silent"
    ? t("link.whySilent", { clock: clock(shown.since) })
    : t("link.whyStale", { age: span(now - shown.since) });
}

export interface SignWords {
  readonly text: string;
  readonly unit: string;
  readonly why: string | null;
  readonly old: boolean;
  readonly at: number | null;
}

/** A sign as it may be shown now: the figure, or a dash and the reason. */
export function useSignWords(sign: Sign | null): SignWords {
  const voice = useVoice();
  const { link } = useLink();
  const now = useNow(5_000);
  if (sign === null) return { text: "–", unit: "", why: voice.t("state.unknown"), old: false, at: null };
  const shown = shownOf(sign, link, now);
  if (shown.as === "unknown")
    return { text: "–", unit: "", why: whyUnknown(shown, sign, now, voice), old: false, at: shown.since };
  const text =
    typeof shown.value === "number" ? figure(sign.kind, shown.value, voice.language) : voice.code(shown.value);
  return { text, unit: unitName(sign.known ? sign.unit : null), why: null, old: shown.old, at: shown.at };
}

/** One vital sign of a row of the board. */
export function SignFigure({
  name,
  sign,
  second,
  unit = "",
}: {
  readonly name: Kind;
  readonly sign: Sign | null;
  readonly second: Sign | null;
  readonly unit?: string;
}) {
  const { shortKind, kind } = useVoice();
  const first = useSignWords(sign);
  const other = useSignWords(second);
  const text = second === null || other.text === "–" ? first.text : `${first.text}/${other.text}`;
  return (
    <div
      className="sign"
      data-unknown={first.why !== null}
      data-old={first.old}
      title={first.why ?? `${kind(sign?.kind ?? name)} ${text} ${first.unit}`}
    >
      <span className="sign-name">{shortKind(sign?.kind ?? name)}</span>
      <span className="sign-value">
        {text} {unit === "" ? null : <small>{unit}</small>}
      </span>
      {first.why === null ? null : <span className="visually-hidden">{first.why}</span>}
    </div>
  );
}
