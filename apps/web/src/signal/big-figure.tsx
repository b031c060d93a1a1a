import type { Kind } from "@sakiyomi/core";
import { useSignWords } from "../board/sign-figure.tsx";
import { useNow } from "../link/clock.ts";
import type { Sign } from "../link/shapes.ts";
import { useVoice } from "../words/speak.tsx";

/** A figure to be read from two metres, with its unit and its age; a dash with the reason where it is not known. */
export function BigFigure({
  name,
  sign,
  second,
}: {
  readonly name: Kind;
  readonly sign: Sign | null;
  readonly second: Sign | null;
}) {
  const { shortKind, moment } = useVoice();
  const now = useNow(5_000);
  const first = useSignWords(sign);
  const other = useSignWords(second);
  const text = second === null || other.text === "–" ? first.text : `${first.text}/${other.text}`;
  return (
    <div className="big" data-unknown={first.why !== null} data-old={first.old}>
      <span className="sign-name">
        {shortKind(sign?.kind ?? name)} <small>{first.unit}</small>
      </span>
      <span className="big-value">{text}</span>
      <span className="muted small">{first.why ?? (first.at === null ? "" : moment(first.at, now))}</span>
    </div>
  );
}
