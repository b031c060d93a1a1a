import { Button, FileButton, TextInput } from "@mantine/core";
import { classOf, type Drug, type Formulary, ingredientOf } from "@sakiyomi/medication";
import { useState } from "react";
import { Loaded, Page, Panel } from "../../look/parts.tsx";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { type FormularyData, type Imported, importPackCodes, importPriceList, useFormulary } from "../desk.ts";
import { useMayDo } from "../may.ts";
import { BackToMedicines } from "../parts/back-link.tsx";
import { DrugLine, DrugSearch } from "../parts/drug-search.tsx";

function State({ data }: { readonly data: FormularyData }) {
  const { t, language } = useVoice();
  const rows = [
    [t("med.listDate"), data.listDate ?? t("med.notImported")],
    [t("med.drugsCount"), data.formulary.size.toLocaleString(language)],
    [t("med.packCodesCount"), data.packCodes.length.toLocaleString(language)],
  ] as const;
  return (
    <Panel title={t("med.formulary")}>
      <dl className="facts-list">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="notice">{t("med.packCodesOwn")}</p>
    </Panel>
  );
}

function Refused({ answer }: { readonly answer: Imported }) {
  const { t, language } = useVoice();
  const { drugs, packCodes, wrong, wrongCount } = answer;
  const figure = (n: number): string => n.toLocaleString(language);
  return (
    <div role="status" className="stack tight">
      <p>
        <strong>
          {t("med.importResult", { drugs: figure(drugs), codes: figure(packCodes), wrong: figure(wrongCount) })}
        </strong>
      </p>
      {wrong.length === 0 ? null : (
        <div className="wide-table tall">
          <table className="figures-table">
            <thead>
              <tr>
                <th>{t("med.line")}</th>
                <th>{t("med.foundThere")}</th>
                <th>{t("med.expectedThere")}</th>
              </tr>
            </thead>
            <tbody>
              {wrong.map(({ field, found, expected }) => (
                <tr key={`${field} ${String(found)}`}>
                  <th scope="row">{field}</th>
                  <td>{String(found)}</td>
                  <td>{expected}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {wrongCount > wrong.length ? <p className="muted">{t("med.andMore", { n: wrongCount - wrong.length })}</p> : null}
    </div>
  );
}

function ImportFile({
  label,
  about,
  isReady,
  take,
}: {
  readonly label: string;
  readonly about: string;
  readonly isReady: boolean;
  readonly take: (file: File) => void;
}) {
  return (
    <>
      <p className="muted small">{about}</p>
      <FileButton accept=".csv,.txt,text/csv,text/plain" onChange={(file) => (file === null ? undefined : take(file))}>
        {(props) => (
          <Button {...props} variant="default" disabled={!isReady} className="start">
            {label}
          </Button>
        )}
      </FileButton>
    </>
  );
}

/** By a file of one's own: the price list of the ministry, and the house's table of pack codes. */
function Imports() {
  const { t } = useVoice();
  const act = useDo();
  const [answer, setAnswer] = useState<Imported | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [listDate, setListDate] = useState("");
  const taking = async (work: () => Promise<Imported>) => {
    setBusy(true);
    setAnswer(await act(work, { renews: [["formulary"]] }));
    setBusy(false);
  };
  return (
    <Panel title={t("med.import")}>
      <TextInput
        type="date"
        label={t("med.listDate")}
        value={listDate}
        onChange={(event) => setListDate(event.currentTarget.value)}
      />
      <ImportFile
        label={t("med.importList")}
        about={t("med.importListAbout")}
        isReady={!isBusy && listDate !== ""}
        take={(file) => void taking(() => importPriceList(file, listDate))}
      />
      <ImportFile
        label={t("med.importCodes")}
        about={t("med.importCodesAbout")}
        isReady={!isBusy}
        take={(file) => void taking(() => importPackCodes(file))}
      />
      {answer === null ? null : <Refused answer={answer} />}
    </Panel>
  );
}

function Card({
  drug,
  formulary,
  codes,
}: {
  readonly drug: Drug;
  readonly formulary: Formulary;
  readonly codes: readonly string[];
}) {
  const { t, language } = useVoice();
  const alike = formulary.lookAlikes(drug.code);
  const rows = [
    [t("med.code"), drug.code],
    [t("med.class"), classOf(drug.code)],
    [t("med.ingredient"), `${drug.ingredient} (${ingredientOf(drug.code)})`],
    [t("med.pack"), drug.pack],
    [t("med.maker"), drug.maker],
    [t("med.route"), drug.routes.map((route) => t(`way.${route}`)).join(", ")],
    [t("med.packCodes"), codes.join(", ") || t("med.noPackCode")],
  ] as const;
  return (
    <Panel title={<DrugLine drug={drug} />} className="drug-card">
      <dl className="facts-list compact">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{t("med.lookAlikeTitle")}</h3>
      {alike.length === 0 ? <p className="muted">{t("med.noLookAlike")}</p> : null}
      <ul className="bullets">
        {alike.slice(0, 10).map(({ drug: other, likeness }) => (
          <li key={other.code}>
            {other.name}{" "}
            <span className="muted small">
              {other.ingredient} · {likeness.toLocaleString(language, { style: "percent" })}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Found({ data }: { readonly data: FormularyData }) {
  const { t } = useVoice();
  const [drug, setDrug] = useState<Drug | null>(null);
  const { formulary } = data;
  return (
    <div className="stack">
      <Panel>
        <DrugSearch formulary={formulary} label={t("med.searchDrug")} choose={setDrug} />
      </Panel>
      {drug === null ? null : (
        <Card
          drug={drug}
          formulary={formulary}
          codes={data.packCodes.filter((row) => row.drug === drug.code).map(({ gtin }) => gtin)}
        />
      )}
    </div>
  );
}

/** The house's list of drugs: how new it is, what is in it, and what can be taken for what. */
export function DrugsPage() {
  const { t } = useVoice();
  const query = useFormulary();
  const mayWrite = useMayDo("formulary");
  return (
    <Page title={t("med.drugs")} lead={t("med.drugsLead")} action={<BackToMedicines />}>
      <Loaded query={query}>
        {(data) => (
          <div className="two">
            <Found data={data} />
            <div className="stack">
              <State data={data} />
              {mayWrite ? <Imports /> : null}
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
