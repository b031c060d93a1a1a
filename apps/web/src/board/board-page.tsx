import { Button, NativeSelect } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { MorePage } from "../house/more-page.tsx";
import { useNow } from "../link/clock.ts";
import { useBoardQuery, useMaySeeBoard, usePlaces } from "../link/queries.ts";
import type { Board } from "../link/shapes.ts";
import { Empty, Loaded, Panel } from "../look/parts.tsx";
import { shiftAt } from "../time/shift.ts";
import { useVoice } from "../words/speak.tsx";
import { AlertCard } from "./alert-card.tsx";
import { DueList } from "./due-list.tsx";
import { standing } from "./order.ts";
import { HorizonRuler, PersonRow } from "./person-row.tsx";
import { rowsOf } from "./rows.ts";
import { narrowed, wardsOf } from "./wards.ts";

export function Alerts({ board }: { readonly board: Board }) {
  const { t } = useVoice();
  const alerts = standing(board.alerts);
  return (
    <section className="alerts" aria-label={t("board.alerts")}>
      <h2 className="section-title">
        {t("board.alerts")} {alerts.length === 0 ? null : <span className="count">{alerts.length}</span>}
      </h2>
      {alerts.length === 0 ? (
        <Empty icon="check" title={t("board.noAlerts")}>
          {t("board.noAlertsLong")}
        </Empty>
      ) : (
        alerts.map((alert) => <AlertCard key={alert.id} alert={alert} />)
      )}
    </section>
  );
}

function People({ board }: { readonly board: Board }) {
  const { t } = useVoice();
  if (board.people.length === 0)
    return (
      <Empty icon="bed" title={t("board.noPeople")}>
        <p>{t("board.noPeopleLong")}</p>
        <Button component={Link} to="/places">
          {t("nav.places")}
        </Button>
      </Empty>
    );
  return (
    <>
      <HorizonRuler />
      <ul className="rows">
        {rowsOf(board).map((facts) => (
          <PersonRow key={facts.person.id} {...facts} />
        ))}
      </ul>
    </>
  );
}

function WardChoice({ ward, setWard }: { readonly ward: string; readonly setWard: (ward: string) => void }) {
  const { t } = useVoice();
  const wards = wardsOf(usePlaces().data ?? []);
  if (wards.length < 2) return null;
  const options = [
    { value: "", label: t("board.allWards") },
    ...wards.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <NativeSelect
      aria-label={t("place.ward")}
      data={options}
      value={ward}
      onChange={(event) => setWard(event.currentTarget.value)}
    />
  );
}

function ShiftTitle() {
  const { t, clock, zone } = useVoice();
  const shift = shiftAt(useNow(10_000), zone);
  return (
    <>
      {t("due.title")}{" "}
      <span className="muted small">
        {t(shift.name)} {t("shift.until", { clock: clock(shift.endsAt) })}
      </span>
    </>
  );
}

export function BoardPage() {
  const { t } = useVoice();
  const query = useBoardQuery();
  const maySee = useMaySeeBoard();
  const places = usePlaces().data ?? [];
  const [ward, setWard] = useState("");
  // An administrator or auditor sees nobody's signals, and starts with what there is to do.
  if (!maySee) return <MorePage />;
  return (
    <Loaded query={query}>
      {(whole) => {
        const board = narrowed(whole, places, ward);
        return (
          <div className="board">
            <h1 className="visually-hidden">{t("board.title")}</h1>
            <div className="board-people">
              <div className="section-line">
                <h2 className="section-title">{t("board.peopleCount", { n: board.people.length })}</h2>
                <WardChoice ward={ward} setWard={setWard} />
              </div>
              <People board={board} />
            </div>
            <div className="board-side">
              <Alerts board={board} />
              <Panel title={<ShiftTitle />} className="board-due">
                <DueList board={board} most={4} />
              </Panel>
            </div>
          </div>
        );
      }}
    </Loaded>
  );
}
