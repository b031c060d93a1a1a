import { NativeSelect } from "@mantine/core";
import { type Drug, doseUnits, type Formulary, routes } from "@sakiyomi/medication";
import { useVoice } from "../../words/speak.tsx";
import { DrugLine, DrugSearch, LookAlikes } from "../parts/drug-search.tsx";
import { useOrderWords } from "../parts/use-order-words.ts";
import { withDrug, withWords } from "./order-form.ts";
import { type FormProps, NumberField } from "./timing-fields.tsx";

function Chosen({ form, put, formulary, isFixed }: FormProps & DrugProps) {
  const { t } = useVoice();
  if (form.drug === null) return null;
  const drug = form.drug.system === "mhlw" ? formulary.drug(form.drug.code) : null;
  return (
    <div className="chosen">
      {drug === null ? <strong>{form.drug.text}</strong> : <DrugLine drug={drug} />}
      {drug === null ? <p className="small">{t("med.notInList")}</p> : null}
      {drug === null ? null : <LookAlikes formulary={formulary} code={drug.code} />}
      {isFixed ? null : (
        <button type="button" className="plain" onClick={() => put({ drug: null, value: null })}>
          {t("med.otherDrug")}
        </button>
      )}
    </div>
  );
}

interface DrugProps {
  readonly formulary: Formulary;
  /** A change of an order stays with its drug: another drug is another order. */
  readonly isFixed: boolean;
}

export function DrugFields({ form, put, formulary, isFixed }: FormProps & DrugProps) {
  const { t } = useVoice();
  if (form.drug !== null) return <Chosen form={form} put={put} formulary={formulary} isFixed={isFixed} />;
  return (
    <DrugSearch
      formulary={formulary}
      label={t("med.drug")}
      autoFocus
      choose={(drug) => put(withDrug(form, drug))}
      orWords={(text) => put(withWords(form, text))}
    />
  );
}

/** The ways of the drug first, then all others: another way than usual is not hidden, but further away. */
function routesOf(drug: Drug | null): readonly (typeof routes)[number][] {
  const usual = drug?.routes ?? [];
  return [...usual, ...routes.filter((route) => !usual.includes(route))];
}

export function DoseFields({ form, put, formulary }: FormProps & { readonly formulary: Formulary }) {
  const { t } = useVoice();
  const { units } = useOrderWords();
  const drug = form.drug?.system === "mhlw" ? formulary.drug(form.drug.code) : null;
  return (
    <div className="line wrap end">
      {form.kind === "taper" ? null : (
        <NumberField label={t("med.amount")} min={0} value={form.value} set={(value) => put({ value })} />
      )}
      <NativeSelect
        label={t("med.unit")}
        data={units}
        value={form.unit}
        onChange={(event) => put({ unit: doseUnits.find((unit) => unit === event.currentTarget.value) ?? form.unit })}
      />
      <NativeSelect
        label={t("med.route")}
        data={routesOf(drug).map((value) => ({ value, label: t(`way.${value}`) }))}
        value={form.route}
        onChange={(event) => put({ route: routes.find((route) => route === event.currentTarget.value) ?? form.route })}
      />
    </div>
  );
}
