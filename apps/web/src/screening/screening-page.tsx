import { Link } from "@tanstack/react-router";
import { Empty, Loaded, Page, Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { useScreening } from "./desk.ts";
import { useLacks } from "./missing.ts";
import { PromiseClock } from "./promise-clock.tsx";
import type { CheckupView, PromiseView, ScreeningView } from "./shapes.ts";

const lanes = ["measuring", "waiting", "reported"] as const;

function Card({ checkup }: { readonly checkup: CheckupView }) {
  const lacks = useLacks();
  const { name, placeName, person, missing, state } = checkup;
  return (
    <li className="scr-card" data-state={state}>
      <Link to="/people/$id/screening" params={{ id: person }} className="scr-card-link">
        <strong>{name}</strong>
        <span className="muted small">{placeName}</span>
      </Link>
      <PromiseClock checkup={checkup} />
      {state === "reported" ? null : <p className="small">{lacks(missing)}</p>}
    </li>
  );
}

function Lane({
  lane,
  checkups,
}: {
  readonly lane: (typeof lanes)[number];
  readonly checkups: readonly CheckupView[];
}) {
  const { t } = useVoice();
  return (
    <Panel title={`${t(`scr.lane.${lane}`)} · ${checkups.length}`}>
      {checkups.length === 0 ? (
        <p className="muted">{t("scr.nobody")}</p>
      ) : (
        <ul className="plain-list scr-lane">
          {checkups.map((checkup) => (
            <Card key={checkup.id} checkup={checkup} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Kept promises by week: a bar as high as the share, its number under it. */
function PromiseShare({ promise }: { readonly promise: PromiseView }) {
  const { t, day, language } = useVoice();
  const percent = (share: number) => share.toLocaleString(language, { style: "percent", maximumFractionDigits: 1 });
  const { kept, of, low, high, weeks } = promise;
  if (of === 0)
    return (
      <Panel title={t("scr.promise")}>
        <p className="muted">{t("scr.noPromise")}</p>
      </Panel>
    );
  return (
    <Panel title={t("scr.promise")}>
      <p className="scr-share">{percent(kept / of)}</p>
      <p className="muted">{t("scr.promiseOf", { kept, of, low: percent(low), high: percent(high) })}</p>
      <ul className="scr-weeks">
        {weeks.map((week) => {
          const words = t("scr.week", { day: day(week.from), kept: week.kept, of: week.of });
          return (
            <li key={week.from} title={words} aria-label={words}>
              <span className="scr-week" style={{ blockSize: `${(week.kept / week.of) * 100}%` }} />
              <span className="small">{`${week.kept}/${week.of}`}</span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

function Lanes({ view }: { readonly view: ScreeningView }) {
  const { t } = useVoice();
  const shown = view.checkups.filter(({ state }) => state !== "cancelled");
  return (
    <>
      {shown.length === 0 ? (
        <Empty icon="screening" title={t("scr.none")}>
          <p>{t("scr.noneLong")}</p>
        </Empty>
      ) : (
        <div className="three">
          {lanes.map((lane) => (
            <Lane key={lane} lane={lane} checkups={shown.filter(({ state }) => state === lane)} />
          ))}
        </div>
      )}
      <PromiseShare promise={view.promise} />
      <p className="notice small">{t("scr.approve")}</p>
    </>
  );
}

/** Today's check-ups, each with its clock of two hours. */
export function ScreeningPage() {
  const { t } = useVoice();
  return (
    <Page title={t("nav.screening")} lead={t("scr.lead")} wide>
      <Loaded query={useScreening()}>{(view) => <Lanes view={view} />}</Loaded>
    </Page>
  );
}
