import "./daily.css";
import { Link, useParams } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useNow } from "../link/clock.ts";
import { Icon, type IconName } from "../look/icons.tsx";
import { Loaded, Page } from "../look/parts.tsx";
import { plainNumber } from "../person/prediction-words.ts";
import { useVoice } from "../words/speak.tsx";
import { type DailyView, type GoalView, useDaily, useMayChart } from "./asked.ts";
import { GoalAhead, GoalBar } from "./bars.tsx";
import { Month, Week } from "./calendar.tsx";
import { unitOf } from "./days.ts";
import { Entries } from "./entries.tsx";
import { NextStool, SinceStool } from "./next-stool.tsx";
import { Reviews } from "./reviews.tsx";
import { DrinkTaps, MealTaps, StoolTaps, WalkTaps } from "./taps.tsx";
import { Trends } from "./trends.tsx";

const icons: Readonly<Record<GoalView["name"], IconName>> = { water: "drink", energy: "meal", walk: "walk" };

function Card({
  icon,
  title,
  figure,
  children,
}: {
  readonly icon: IconName;
  readonly title: string;
  readonly figure: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className="panel daily-card">
      <header className="daily-card-head">
        <Icon name={icon} />
        <h2>{title}</h2>
        <p className="daily-figure">{figure}</p>
      </header>
      {children}
    </section>
  );
}

function GoalCard({ goal, children }: { readonly goal: GoalView; readonly children: ReactNode }) {
  const { t, language } = useVoice();
  const unit = unitOf(goal.name, t);
  const aim = goal.most ?? goal.least;
  const figure = (
    <>
      <strong>{plainNumber(goal.soFar, language)}</strong>
      {aim === null ? ` ${unit}` : ` / ${plainNumber(aim, language)} ${unit}`}
      {goal.most === null ? "" : ` ${t("daily.atMost")}`}
    </>
  );
  return (
    <Card icon={icons[goal.name]} title={t(`daily.${goal.name}`)} figure={figure}>
      <GoalBar goal={goal} />
      <GoalAhead goal={goal} />
      {children}
    </Card>
  );
}

function StoolCard({ view, children }: { readonly view: DailyView; readonly children: ReactNode }) {
  const { t } = useVoice();
  const now = useNow(60_000);
  return (
    <Card icon="stool" title={t("daily.stool")} figure={<SinceStool view={view} now={now} />}>
      <NextStool view={view} now={now} />
      {children}
    </Card>
  );
}

function Offers({ view }: { readonly view: DailyView }) {
  const { say } = useVoice();
  if (view.offers.length === 0) return null;
  return (
    <ul className="daily-offers">
      {view.offers.map((offer) => (
        <li key={offer.key} className="notice daily-offer">
          <Icon name="hand" /> {say(offer, "basic-care")}
        </li>
      ))}
    </ul>
  );
}

function Today({ view }: { readonly view: DailyView }) {
  const may = useMayChart();
  const { id } = view.person;
  const taps: Readonly<Record<GoalView["name"], ReactNode>> = {
    water: <DrinkTaps person={id} favourites={view.favourites} />,
    energy: <MealTaps person={id} served={view.served} />,
    walk: <WalkTaps person={id} />,
  };
  const [water, ...rest] = view.goals.map((goal) => (
    <GoalCard key={goal.name} goal={goal}>
      {may ? taps[goal.name] : null}
    </GoalCard>
  ));
  return (
    <div className="daily-cards">
      {water}
      {rest[0]}
      <StoolCard view={view}>{may ? <StoolTaps person={id} /> : null}</StoolCard>
      {rest.slice(1)}
    </div>
  );
}

function Whole({ view }: { readonly view: DailyView }) {
  const { t } = useVoice();
  const isOff = view.goals.every(({ why }) => why !== null);
  return (
    <>
      <Offers view={view} />
      {isOff ? <Reviews view={view} /> : null}
      <Today view={view} />
      <div className="two">
        <Week days={view.days} goals={view.goals} />
        <Entries person={view.person.id} entries={view.today} title={t("daily.today")} />
        <Month days={view.days} goals={view.goals} />
        <div className="stack">
          <Trends trends={view.trends} />
          {isOff ? null : <Reviews view={view} />}
        </div>
      </div>
      <p className="muted small">{t("daily.approve")}</p>
    </>
  );
}

export function PersonLinks({ id, to }: { readonly id: string; readonly to: "daily" | "excretion" }) {
  const { t } = useVoice();
  return (
    <nav className="daily-links" aria-label={t("nav.daily")}>
      <Link to="/people/$id" params={{ id }} className="plain">
        <Icon name="back" /> {t("daily.toPerson")}
      </Link>
      {to === "daily" ? (
        <Link to="/people/$id/daily" params={{ id }} className="plain">
          {t("nav.daily")}
        </Link>
      ) : (
        <Link to="/people/$id/excretion" params={{ id }} className="plain">
          {t("excr.title")}
        </Link>
      )}
    </nav>
  );
}

/** Water, food, stool and walking of one person and day: the same few taps every day. */
export function DailyCarePage() {
  const { t } = useVoice();
  const { id = "" } = useParams({ strict: false });
  const query = useDaily(id);
  const person = query.data?.person;
  return (
    <Page
      title={person?.name ?? t("nav.daily")}
      lead={[t("nav.daily"), person?.placeName].filter(Boolean).join(" · ")}
      wide
      action={<PersonLinks id={id} to="excretion" />}
    >
      <Loaded query={query}>{(view) => <Whole view={view} />}</Loaded>
    </Page>
  );
}
