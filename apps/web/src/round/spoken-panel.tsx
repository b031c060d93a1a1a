import { Icon } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { dismiss } from "./kept/phone.ts";
import type { Spoken } from "./kept/queue.ts";
import type { ChartView } from "./shapes.ts";
import { useQueue } from "./use-round-data.ts";
import { useServerWords } from "./use-words.ts";

function drugOf({ said }: Spoken, charts: readonly ChartView[]): string {
  const { person, order } = said.type === "event" ? said.event : { person: said.request.person, order: null };
  const chart = charts.find((one) => one.person === person);
  const drug = chart?.orders.find(({ id }) => id === order)?.drug.text;
  return [chart?.name ?? person, drug].filter((part) => part !== undefined).join(" · ");
}

function OneSpoken({ one, charts }: { readonly one: Spoken; readonly charts: readonly ChartView[] }) {
  const { t, clock } = useVoice();
  const serverWords = useServerWords();
  const { result, said } = one;
  const at = said.type === "event" ? said.event.at : said.at;
  const words = result.result === "flagged" ? serverWords.flag(result.why) : serverWords.refusal(result.refusal);
  return (
    <li className="round-spoken" data-result={result.result}>
      <p className="round-strip" role="alert">
        <Icon name="late" />
        <strong>{t(result.result === "flagged" ? "spoken.flagged" : "spoken.refused")}</strong>
      </p>
      <p>
        <strong>{drugOf(one, charts)}</strong> · {clock(at)}
      </p>
      <p>{words}</p>
      <p>{t(result.result === "flagged" ? "spoken.flaggedNext" : "spoken.refusedNext")}</p>
      <button type="button" className="plain" onClick={() => void dismiss(one.n)}>
        {t("spoken.read")}
      </button>
    </li>
  );
}

/** What the server said against what this phone had said without a network. Nothing of it was dropped. */
export function SpokenPanel({ charts }: { readonly charts: readonly ChartView[] }) {
  const { t } = useVoice();
  const { spoken } = useQueue();
  if (spoken.length === 0) return null;
  return (
    <section aria-label={t("spoken.title")}>
      <ul className="round-spokens">
        {spoken.map((one) => (
          <OneSpoken key={one.n} one={one} charts={charts} />
        ))}
      </ul>
    </section>
  );
}
