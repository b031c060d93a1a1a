import { TextInput } from "@mantine/core";
import type { Drug, Formulary } from "@sakiyomi/medication";
import { type ReactNode, useState } from "react";
import { useVoice } from "../../words/speak.tsx";

const MOST = 12;

/** One drug of the list: its name first, then what tells it from others. */
export function DrugLine({ drug }: { readonly drug: Drug }) {
  const { t } = useVoice();
  return (
    <span className="drug-line">
      <strong>{drug.name}</strong>
      {drug.isNarcotic ? <span className="tag">{t("med.narcotic")}</span> : null}
      <span className="muted small block">{[drug.ingredient, drug.pack, drug.maker].filter(Boolean).join(" · ")}</span>
    </span>
  );
}

/** Names that can be taken for this one's, in words and with how alike they are. */
export function LookAlikes({
  formulary,
  code,
  most = 4,
}: {
  readonly formulary: Formulary;
  readonly code: string;
  readonly most?: number;
}) {
  const { t } = useVoice();
  const found = formulary.lookAlikes(code).slice(0, most);
  if (found.length === 0) return null;
  return (
    <p className="look-alikes">
      <strong>{t("med.lookAlike")}</strong> {found.map(({ drug }) => drug.name).join("、")}
    </p>
  );
}

/** Search in the list as somebody types; what is not in it can be named in words where `orWords` is given. */
export function DrugSearch({
  formulary,
  label,
  choose,
  orWords,
  autoFocus = false,
}: {
  readonly formulary: Formulary;
  readonly label: string;
  readonly choose: (drug: Drug) => void;
  readonly orWords?: (text: string) => void;
  readonly autoFocus?: boolean;
}) {
  const { t } = useVoice();
  const [words, setWords] = useState("");
  const wanted = words.trim();
  const found = wanted.length < 2 ? [] : formulary.find(wanted, MOST);
  const row = (key: string, inside: ReactNode, onClick: () => void) => (
    <li key={key}>
      <button type="button" className="drug-choice" onClick={onClick}>
        {inside}
      </button>
    </li>
  );
  return (
    <div className="stack tight">
      <TextInput
        label={label}
        description={t("med.searchHint")}
        autoComplete="off"
        data-autofocus={autoFocus}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {wanted.length < 2 ? null : (
        <ul className="drug-choices" aria-label={t("med.found")}>
          {found.map((drug) => row(drug.code, <FoundDrug drug={drug} formulary={formulary} />, () => choose(drug)))}
          {found.length === 0 ? <li className="muted">{t("med.notFound")}</li> : null}
          {orWords === undefined ? null : row("words", t("med.orderInWords", { name: wanted }), () => orWords(wanted))}
        </ul>
      )}
    </div>
  );
}

function FoundDrug({ drug, formulary }: { readonly drug: Drug; readonly formulary: Formulary }) {
  const { t } = useVoice();
  const [first] = formulary.lookAlikes(drug.code);
  return (
    <>
      <DrugLine drug={drug} />
      {first === undefined ? null : (
        <span className="look-alike small">{t("med.notThe", { name: first.drug.name })}</span>
      )}
    </>
  );
}
