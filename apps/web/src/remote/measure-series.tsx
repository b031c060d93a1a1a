import { Button, NumberInput, SegmentedControl } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { serverNow, useNow } from "../link/clock.ts";
import { useDo } from "../look/toast.tsx";
import { useVoice } from "../words/speak.tsx";
import { keepReading, strikeReading } from "./desk.ts";
import { needsThird, type Place, type Taken, type Time, WAIT_MS } from "./measure.ts";

const ordinals = ["measure.first", "measure.second", "measure.third"] as const;

interface Written {
  readonly systolic: number;
  readonly diastolic: number;
  readonly pulse: number | null;
}

type Figure = number | string;

function Figures({
  values,
  set,
}: {
  readonly values: readonly [upper: Figure, lower: Figure, pulse: Figure];
  readonly set: (at: number, value: Figure) => void;
}) {
  const { t } = useVoice();
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const rows = [
    { label: `${t("measure.upper")} mmHg`, min: 20, max: 350 },
    { label: `${t("measure.lower")} mmHg`, min: 5, max: 250 },
    { label: t("measure.pulse"), min: 0, max: 350 },
  ] as const;
  return (
    <div className="measure-fields">
      {rows.map((row, at) => (
        <NumberInput
          key={row.label}
          {...row}
          {...(at === 0 ? { ref: first } : {})}
          inputMode="numeric"
          hideControls
          value={values[at] ?? ""}
          onChange={(value) => set(at, value)}
        />
      ))}
    </div>
  );
}

/** Nothing stands in the fields beforehand: a pressure that nobody measured must not be one tap away. */
function Fields({ keep }: { readonly keep: (written: Written) => Promise<void> }) {
  const { t } = useVoice();
  const [values, setValues] = useState<readonly [Figure, Figure, Figure]>(["", "", ""]);
  const [isKeeping, setKeeping] = useState(false);
  const [upper, lower, pulse] = values;
  const isWhole = typeof upper === "number" && typeof lower === "number";
  const isOrdered = isWhole && upper > lower;
  const set = (at: number, value: Figure) =>
    setValues((old) => old.map((one, i) => (i === at ? value : one)) as unknown as readonly [Figure, Figure, Figure]);
  const save = async () => {
    if (typeof upper !== "number" || typeof lower !== "number" || !isOrdered || isKeeping) return;
    setKeeping(true);
    await keep({ systolic: upper, diastolic: lower, pulse: typeof pulse === "number" ? pulse : null });
    setKeeping(false);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Figures values={values} set={set} />
      {isWhole && !isOrdered ? <p className="notice">{t("measure.order")}</p> : null}
      <div className="form-end">
        <Button type="submit" size="md" disabled={!isOrdered || isKeeping}>
          {t("measure.keep")}
        </Button>
      </div>
    </form>
  );
}

function Wait({ since, skip }: { readonly since: number; readonly skip: () => void }) {
  const { t } = useVoice();
  const left = Math.ceil((since + WAIT_MS - useNow(250)) / 1000);
  useEffect(() => {
    if (left <= 0) skip();
  }, [left, skip]);
  return (
    <div className="measure-wait" role="timer">
      <p className="measure-count">{Math.max(0, left)}</p>
      <p>{left > 0 ? t("measure.wait", { s: left }) : t("measure.ready")}</p>
      <Button variant="subtle" onClick={skip}>
        {t("measure.skipWait")}
      </Button>
    </div>
  );
}

function TakenList({ taken, strike }: { readonly taken: readonly Taken[]; readonly strike: (entry: string) => void }) {
  const { t } = useVoice();
  return (
    <ul className="plain-list">
      {taken.map(({ systolic, diastolic, pulse, entry }, i) => (
        <li key={entry} className="line">
          <span className="grow">
            <span className="muted">{t(ordinals[i] ?? "measure.third")}</span>{" "}
            <strong>
              {systolic}/{diastolic}
            </strong>{" "}
            {pulse === null ? null : t("pressure.pulse", { n: pulse })}
          </span>
          <Button variant="subtle" onClick={() => strike(entry)}>
            {t("pressure.strike")}
          </Button>
        </li>
      ))}
    </ul>
  );
}

export interface Done {
  readonly taken: readonly Taken[];
  readonly hasSymptoms: boolean;
}

/** A rest, two readings a minute apart, a third where they disagree; each is kept at once, so that none is lost. */
export function MeasureSeries({
  person,
  where,
  when,
  agreed,
  onDone,
}: {
  readonly person: string;
  readonly where: Place;
  readonly when: Time;
  readonly agreed: boolean;
  readonly onDone: (done: Done) => void;
}) {
  const { t } = useVoice();
  const act = useDo();
  const [series] = useState(() => `s-${crypto.randomUUID()}`);
  const [taken, setTaken] = useState<readonly Taken[]>([]);
  const [since, setSince] = useState<number | null>(null);
  const [symptoms, setSymptoms] = useState<"yes" | "no" | "">("");
  const renews = [["remote"], ["person", person], ["board"]];
  const keep = async ({ systolic, diastolic, pulse }: Written) => {
    const body = {
      ...{ at: serverNow(), systolic, diastolic, where, when, series },
      ...(pulse === null ? {} : { pulse }),
      ...(symptoms === "" ? {} : { symptoms: symptoms === "yes" }),
      ...(agreed ? { agreed } : {}),
    };
    const kept = await act(() => keepReading(person, body), { renews });
    if (kept === null) return;
    const next = [...taken, { systolic, diastolic, pulse, entry: kept.id }];
    setTaken(next);
    if (next.length >= 3 || (next.length === 2 && !needsThird(next)))
      return onDone({ taken: next, hasSymptoms: symptoms === "yes" });
    setSince(serverNow());
  };
  const strike = async (entry: string) => {
    const struck = await act(() => strikeReading(person, entry, t("measure.slip")), {
      done: t("measure.struck"),
      renews,
    });
    if (struck !== null) setTaken((old) => old.filter((one) => one.entry !== entry));
  };
  return (
    <div className="stack">
      {taken.length === 0 ? <p className="notice">{t("measure.rest")}</p> : null}
      {taken.length === 0 ? <Symptoms value={symptoms} set={setSymptoms} /> : null}
      {taken.length === 0 ? null : <TakenList taken={taken} strike={(entry) => void strike(entry)} />}
      {needsThird(taken) ? <p className="notice">{t("measure.third10")}</p> : null}
      <h3>{t(ordinals[taken.length] ?? "measure.third")}</h3>
      {since === null ? <Fields key={taken.length} keep={keep} /> : <Wait since={since} skip={() => setSince(null)} />}
      {taken.length === 1 ? (
        <Button variant="subtle" onClick={() => onDone({ taken, hasSymptoms: symptoms === "yes" })}>
          {t("measure.enough")}
        </Button>
      ) : null}
    </div>
  );
}

function Symptoms({ value, set }: { readonly value: "yes" | "no" | ""; readonly set: (value: "yes" | "no") => void }) {
  const { t } = useVoice();
  return (
    <div>
      <p className="field-title">{t("measure.symptoms")}</p>
      <SegmentedControl
        aria-label={t("measure.symptoms")}
        data={(["no", "yes"] as const).map((one) => ({ value: one, label: t(`measure.${one}`) }))}
        value={value}
        onChange={(next) => set(next === "yes" ? "yes" : "no")}
      />
    </div>
  );
}
