import { Switch } from "@mantine/core";
import { useNow } from "../link/clock.ts";
import { at, change } from "../link/requests.ts";
import type { ConsentView, PersonView } from "../link/shapes.ts";
import { Panel } from "../look/parts.tsx";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { Looks } from "./journal-panel.tsx";

function Consent({ consent, person }: { readonly consent: ConsentView; readonly person: string }) {
  const { t, moment } = useVoice();
  const act = useDo();
  const now = useNow(60_000);
  const set = (given: boolean) =>
    act(() => change("PUT", at("people", person, "consents", consent.purpose), { given }), {
      done: t("app.saved"),
      renews: [["person", person], ["board"]],
    });
  const words = {
    name: (consent.by ?? "").replace(/^staff:/, ""),
    date: consent.at === null ? "" : moment(consent.at, now),
  };
  const since =
    consent.at === null ? t("consent.never") : t(consent.given ? "consent.givenBy" : "consent.withdrawnBy", words);
  return (
    <li className="switch-row">
      <Switch
        checked={consent.given}
        onChange={(event) => void set(event.currentTarget.checked)}
        label={t(`consent.${consent.purpose}`)}
        description={`${t(`consent.${consent.purpose}Long`)} ${since}`}
      />
    </li>
  );
}

export function CarePanel({ view }: { readonly view: PersonView }) {
  const { t } = useVoice();
  return (
    <div className="two">
      <Panel title={t("consent.title")}>
        <p className="muted">{t("consent.lead")}</p>
        <ul className="plain-list">
          {view.consents.map((consent) => (
            <Consent key={consent.purpose} consent={consent} person={view.person.id} />
          ))}
        </ul>
      </Panel>
      <Looks person={view.person.id} />
    </div>
  );
}
