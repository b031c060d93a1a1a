import { Button, Checkbox, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useBoardQuery } from "../link/queries.ts";
import type { BoardPerson } from "../link/shapes.ts";
import { Loaded, Panel } from "../look/parts.tsx";
import { bareId, useCharts } from "../medication/desk.ts";
import { useVoice } from "../words/speak.tsx";
import { useDay } from "./desk.ts";
import { type Done, MeasureSeries } from "./measure-series.tsx";
import { MeasuredCard } from "./measured-card.tsx";

/** By a part of the name, or by the digits of a wristband that a scanner types. */
function useFound(wanted: string): readonly BoardPerson[] {
  const people = useBoardQuery().data?.people ?? [];
  const charts = useCharts(null).data?.charts ?? [];
  const words = wanted.trim().toLocaleLowerCase();
  if (words === "") return [];
  const digits = words.replaceAll(/\D/g, "");
  const banded =
    digits.length < 18
      ? undefined
      : charts.find(({ wristbands }) => wristbands.some(({ gsrn }) => digits.includes(gsrn)));
  if (banded !== undefined) return people.filter(({ id }) => id === bareId(banded.person));
  const bare = words.replaceAll(/\s/g, "");
  return people.filter(({ name }) => name.toLocaleLowerCase().replaceAll(/\s/g, "").includes(bare)).slice(0, 8);
}

function Find({ choose }: { readonly choose: (person: BoardPerson) => void }) {
  const { t } = useVoice();
  const [wanted, setWanted] = useState("");
  const found = useFound(wanted);
  const [only] = found.length === 1 ? found : [];
  return (
    <div className="stack">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (only !== undefined) choose(only);
        }}
      >
        <TextInput
          label={t("day.find")}
          autoFocus
          autoComplete="off"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </form>
      {wanted.trim() !== "" && found.length === 0 ? <p className="muted">{t("day.nobody")}</p> : null}
      <ul className="found-people">
        {found.map((person) => (
          <li key={person.id}>
            <button type="button" className="tile" onClick={() => choose(person)}>
              <strong>{person.name}</strong>
              <span className="muted small">
                {[person.ageYears === null ? "" : t("board.age", { n: person.ageYears }), person.placeName]
                  .filter((part) => part !== "")
                  .join(" · ")}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Agree({
  person,
  begin,
  back,
}: {
  readonly person: BoardPerson;
  readonly begin: () => void;
  readonly back: () => void;
}) {
  const { t } = useVoice();
  const [isAgreed, setAgreed] = useState(false);
  const mayRecord = person.consents.includes("record");
  return (
    <div className="stack">
      {mayRecord ? (
        <Checkbox
          size="md"
          className="agree"
          label={t("day.agreed")}
          checked={isAgreed}
          onChange={(event) => setAgreed(event.currentTarget.checked)}
        />
      ) : (
        <p className="notice">{t("day.noRecord")}</p>
      )}
      <div className="form-end">
        <Button variant="default" onClick={back}>
          {t("app.cancel")}
        </Button>
        <Button disabled={!isAgreed || !mayRecord} onClick={begin}>
          {t("day.begin")}
        </Button>
      </div>
    </div>
  );
}

function Table() {
  const { t } = useVoice();
  const [person, setPerson] = useState<BoardPerson | null>(null);
  const [isAgreed, setAgreed] = useState(false);
  const [done, setDone] = useState<Done | null>(null);
  const next = () => {
    setPerson(null);
    setAgreed(false);
    setDone(null);
  };
  return (
    <Panel title={person?.name ?? t("remote.day")}>
      {person === null ? <p className="muted">{t("day.lead")}</p> : null}
      {person === null ? <Find choose={setPerson} /> : null}
      {person !== null && !isAgreed ? <Agree person={person} begin={() => setAgreed(true)} back={next} /> : null}
      {person !== null && isAgreed && done === null ? (
        <MeasureSeries person={person.id} where="pharmacy" when="other" agreed onDone={setDone} />
      ) : null}
      {person !== null && done !== null ? (
        <MeasuredCard
          person={person.id}
          name={person.name}
          where="pharmacy"
          done={done}
          onNext={next}
          next={t("measure.next")}
        />
      ) : null}
    </Panel>
  );
}

function Today() {
  const { t, clock } = useVoice();
  const query = useDay();
  return (
    <Loaded query={query}>
      {({ people }) => (
        <Panel
          title={t("day.measured")}
          action={<span className="muted">{t("day.count", { n: people.length })}</span>}
          className="no-print"
        >
          <ul className="plain-list">
            {people.map((row) => (
              <li key={row.person}>
                <Link to="/people/$id/blood-pressure" params={{ id: row.person }} className="review-row">
                  <span className="grow">
                    <strong>{row.name}</strong> <span className="muted small">{clock(row.at)}</span>
                  </span>
                  <strong>
                    {row.mean.systolic}/{row.mean.diastolic}
                  </strong>
                  <span className="tag">{t(`class.${row.class}`)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </Loaded>
  );
}

/** Many people one after the other: found, asked, measured twice, told in plain words, handed a sheet. */
export function MeasuringDay() {
  return (
    <div className="stack">
      <Table />
      <Today />
    </div>
  );
}
