import { Button, Chip, NativeSelect, Switch, Textarea } from "@mantine/core";
import { harmLevels, incidentCauses, mishaps } from "@sakiyomi/medication";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { serverNow } from "../../link/clock.ts";
import { useBoardQuery, usePlaces } from "../../link/queries.ts";
import { Icon } from "../../look/icons.tsx";
import { Empty, Page, Panel } from "../../look/parts.tsx";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { reportIncident, useFormulary } from "../desk.ts";
import { useMayDo } from "../may.ts";
import { BackToMedicines } from "../parts/back-link.tsx";
import { MomentField } from "../parts/clock-fields.tsx";
import { DrugSearch } from "../parts/drug-search.tsx";
import { useOneAtATime } from "../parts/use-one-at-a-time.ts";
import { instantOf, wallOf } from "../wall-clock.ts";
import { emptyReport, incidentOf, noticed, type Report } from "./report-form.ts";
import { useIncidentWords } from "./use-incident-words.ts";

/** Where the last report of this device was: most often it is the same ward again, and that is one tap less. */
const LAST = "sakiyomi.incident-place";

interface Props {
  readonly report: Report;
  readonly put: (part: Partial<Report>) => void;
}

/** One of a few, each a tap. */
function Taps<One extends string>({
  title,
  all,
  chosen,
  label,
  choose,
  wide = false,
}: {
  readonly title: string;
  readonly all: readonly One[];
  readonly chosen: One | null;
  readonly label: (one: One) => string;
  readonly choose: (one: One) => void;
  readonly wide?: boolean;
}) {
  return (
    <fieldset className="fieldset">
      <legend>{title}</legend>
      <div className="taps" data-wide={wide}>
        {all.map((one) => (
          <button key={one} type="button" aria-pressed={chosen === one} onClick={() => choose(one)}>
            {label(one)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

/** Wards are few and are taps; many are a list. */
function Where({ report, put, places }: Props & { readonly places: readonly string[] }) {
  const { t } = useVoice();
  if (places.length <= 6)
    return (
      <Taps
        title={t("med.where")}
        all={places}
        chosen={report.place === "" ? null : report.place}
        label={(name) => name}
        choose={(place) => put({ place })}
      />
    );
  return (
    <NativeSelect
      label={t("med.where")}
      data={["", ...places]}
      value={report.place}
      onChange={(event) => put({ place: event.currentTarget.value })}
    />
  );
}

function Drug({
  label,
  code,
  set,
}: {
  readonly label: string;
  readonly code: string | null;
  readonly set: (code: string | null) => void;
}) {
  const { t } = useVoice();
  const formulary = useFormulary().data?.formulary;
  if (formulary === undefined || formulary.size === 0) return null;
  if (code === null) return <DrugSearch formulary={formulary} label={label} choose={(drug) => set(drug.code)} />;
  return (
    <p className="chosen">
      <span className="muted small block">{label}</span>
      <strong>{formulary.drug(code)?.name ?? code}</strong>
      <button type="button" className="plain" onClick={() => set(null)}>
        {t("med.otherDrug")}
      </button>
    </p>
  );
}

/** What makes the report better, for who has another minute. */
function More({ report, put }: Props) {
  const { t, zone } = useVoice();
  const word = useIncidentWords();
  const people = useBoardQuery().data?.people ?? [];
  return (
    <div className="stack">
      <MomentField
        label={t("med.whenItWas")}
        value={wallOf(report.at, zone)}
        set={(wall) => put({ at: instantOf(wall, zone) ?? report.at })}
      />
      {report.anonymous || people.length === 0 ? null : (
        <NativeSelect
          label={t("med.whom")}
          data={[
            { value: "", label: t("med.nobodyNamed") },
            ...people.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value={report.person ?? ""}
          onChange={(event) => put({ person: event.currentTarget.value || null })}
        />
      )}
      <fieldset className="fieldset">
        <legend>{t("med.whatMadeItLikely")}</legend>
        <Chip.Group multiple value={[...report.causes]} onChange={(causes) => put({ causes })}>
          <div className="line wrap">
            {incidentCauses.map((cause) => (
              <Chip key={cause} value={cause}>
                {word(`cause.${cause}`)}
              </Chip>
            ))}
          </div>
        </Chip.Group>
      </fieldset>
      <Drug label={t("med.wantedDrug")} code={report.wanted} set={(wanted) => put({ wanted })} />
      <Drug label={t("med.givenDrug")} code={report.given} set={(given) => put({ given })} />
    </div>
  );
}

function Thanks({ again }: { readonly again: () => void }) {
  const { t } = useVoice();
  const maySee = useMayDo("analyse");
  return (
    <Empty icon="check" title={t("med.reported")}>
      <p>{t("med.reportedLong")}</p>
      <div className="line wrap">
        <Button variant="default" onClick={again}>
          {t("med.reportAnother")}
        </Button>
        {maySee ? (
          <Link to="/medication/analysis" className="plain">
            {t("med.analysis")}
          </Link>
        ) : null}
      </div>
    </Empty>
  );
}

function Fields({ report, put, places }: Props & { readonly places: readonly string[] }) {
  const { t } = useVoice();
  const word = useIncidentWords();
  return (
    <>
      <Taps
        title={t("med.whatHappened")}
        all={mishaps}
        chosen={report.mishap}
        label={(mishap) => word(`mishap.${mishap}`)}
        choose={(mishap) => put({ mishap })}
      />
      <Taps
        title={t("med.howNoticed")}
        all={noticed}
        chosen={report.noticed}
        label={(one) => t(`noticed.${one}`)}
        choose={(one) => put({ noticed: one })}
      />
      <Taps
        wide
        title={t("med.howBad")}
        all={harmLevels}
        chosen={report.harm}
        label={(harm) => word(`harm.${harm}`)}
        choose={(harm) => put({ harm })}
      />
      <Where report={report} put={put} places={places} />
      <Textarea
        label={t("med.inYourWords")}
        description={t("med.inYourWordsHint")}
        autosize
        minRows={2}
        maxLength={1800}
        value={report.words}
        onChange={(event) => put({ words: event.currentTarget.value })}
      />
      <Switch
        label={t("med.anonymous")}
        description={t("med.anonymousHint")}
        checked={report.anonymous}
        onChange={(event) => put({ anonymous: event.currentTarget.checked })}
      />
      <details>
        <summary>{t("med.moreDetail")}</summary>
        <More report={report} put={put} />
      </details>
    </>
  );
}

function Reporting({ places, back }: { readonly places: readonly string[]; readonly back: ReactNode }) {
  const { t } = useVoice();
  const act = useDo();
  const [isSent, setSent] = useState(false);
  const only = places.find((place) => places.length === 1 || place === localStorage.getItem(LAST)) ?? "";
  const [report, setReport] = useState(() => emptyReport(serverNow(), only));
  const put = (part: Partial<Report>) => setReport((old) => ({ ...old, ...part }));
  const incident = incidentOf(report, (one) => t(`noticed.${one}`));
  const send = useOneAtATime(async () => {
    if (incident === null) return;
    const done = await act(() => reportIncident(incident), { renews: [["incidents"]] });
    if (done === null) return;
    localStorage.setItem(LAST, incident.place);
    setSent(true);
  });
  const again = () => {
    setReport(emptyReport(serverNow(), only));
    setSent(false);
  };
  return (
    <Page title={t("med.report")} lead={t("med.reportLead")} action={back}>
      {isSent ? (
        <Thanks again={again} />
      ) : (
        <Panel className="narrow">
          <Fields report={report} put={put} places={places} />
          <div className="form-end sticky-end">
            <Button fullWidth disabled={incident === null} onClick={() => void send()}>
              <Icon name="check" size={20} /> {t("med.send")}
            </Button>
          </div>
        </Panel>
      )}
    </Page>
  );
}

/** What, how bad and where, in a minute and a few taps: telling must cost less than keeping silent. */
export function ReportPage() {
  const places = usePlaces().data ?? [];
  const namesOf = (wanted: string) => [
    ...new Set(places.filter(({ type }) => type === wanted).map(({ name }) => name)),
  ];
  const wards = namesOf("ward");
  const known = wards.length > 0 ? wards : namesOf("house");
  return <Reporting key={known.join("|")} places={known} back={<BackToMedicines />} />;
}
