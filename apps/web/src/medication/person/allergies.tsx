import { Button, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import { type Allergy, classOf, type Drug, type Formulary, ingredientOf } from "@sakiyomi/medication";
import { useState } from "react";
import { Confirm } from "../../look/confirm.tsx";
import { Icon } from "../../look/icons.tsx";
import { Loaded } from "../../look/parts.tsx";
import { useDo } from "../../look/toast.tsx";
import type { Speak } from "../../words/index.ts";
import { useVoice } from "../../words/speak.tsx";
import { recordAllergy, removeAllergy, useFormulary } from "../desk.ts";
import { DrugSearch } from "../parts/drug-search.tsx";
import type { NewAllergy } from "../shapes.ts";

/** What it is to; of a whole class it is said that it is one, for its name is often that of a single drug. */
export function allergyName({ to }: Pick<Allergy, "to">, t: Speak): string {
  if (to.type === "medication") return to.drug.text;
  return to.type === "class" ? t("med.wholeClass", { name: to.text }) : to.text;
}

const severities = ["unknown", "mild", "severe"] as const;

/** In sight wherever somebody orders or gives. That none is recorded is said, too: it is not the same as none. */
export function AllergyBox({
  allergies,
  removable = null,
}: {
  readonly allergies: readonly Allergy[];
  /** The person's id, where somebody may say that one no longer holds. */
  readonly removable?: string | null;
}) {
  const { t } = useVoice();
  if (allergies.length === 0) return <p className="muted">{t("med.noAllergies")}</p>;
  return (
    <div className="allergies" role="note">
      <span className="allergy-title">
        <Icon name="warning" size={24} />
      </span>
      <div>
        <strong className="allergy-title">{t("med.allergies")}</strong>
        <ul>
          {allergies.map((allergy) => (
            <li key={allergy.id}>
              {allergyName(allergy, t)} <span className="small">({t(`severity.${allergy.severity}`)})</span>
              {removable === null ? null : <RemoveAllergy allergy={allergy} person={removable} />}
              {allergy.note === "" ? null : <span className="small block">{allergy.note}</span>}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** It stays in the journal with its reason: an allergy that turns out to be none was one for years. */
function RemoveAllergy({ allergy, person }: { readonly allergy: Allergy; readonly person: string }) {
  const { t } = useVoice();
  const act = useDo();
  const [reason, setReason] = useState<string | null>(null);
  const remove = async () => {
    await act(() => removeAllergy(allergy.id, (reason ?? "").trim()), {
      done: t("med.allergyRemoved"),
      renews: [["medication", "person", person]],
    });
    setReason(null);
  };
  return (
    <>
      <button
        type="button"
        className="quiet"
        aria-label={`${t("med.removeAllergy")}: ${allergyName(allergy, t)}`}
        onClick={() => setReason("")}
      >
        <Icon name="close" size={18} />
      </button>
      {reason === null ? null : (
        <Confirm
          title={t("med.removeAllergy")}
          action={t("med.removeAllergy")}
          ready={reason.trim().length >= 3}
          onDo={() => void remove()}
          onClose={() => setReason(null)}
        >
          <TextInput
            label={t("med.removeAllergyAsk", { name: allergyName(allergy, t) })}
            maxLength={500}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Confirm>
      )}
    </>
  );
}

type Breadth = "ingredient" | "class" | "medication";

function allergyTo(drug: Drug | string, breadth: Breadth): NewAllergy["to"] {
  if (typeof drug === "string")
    return { type: "medication", drug: { system: "text", code: drug.slice(0, 64), text: drug } };
  if (breadth === "class") return { type: "class", code: classOf(drug.code), text: drug.ingredient };
  if (breadth === "ingredient") return { type: "ingredient", code: ingredientOf(drug.code), text: drug.ingredient };
  return { type: "medication", drug: { system: "mhlw", code: drug.code, text: drug.name } };
}

function Fields({ drug, set }: { readonly drug: Drug | string; readonly set: (allergy: NewAllergy) => void }) {
  const { t } = useVoice();
  const [breadth, setBreadth] = useState<Breadth>("ingredient");
  const [severity, setSeverity] = useState<Allergy["severity"]>("unknown");
  const [note, setNote] = useState("");
  const told = (part: Partial<{ breadth: Breadth; severity: Allergy["severity"]; note: string }>) => {
    const next = { breadth, severity, note, ...part };
    set({ to: allergyTo(drug, next.breadth), severity: next.severity, note: next.note.trim() });
  };
  return (
    <>
      {typeof drug === "string" ? null : (
        <NativeSelect
          label={t("med.allergicTo")}
          data={(["ingredient", "class", "medication"] as const).map((value) => ({
            value,
            label: t(`breadth.${value}`, { name: value === "medication" ? drug.name : drug.ingredient }),
          }))}
          value={breadth}
          onChange={(event) => {
            const next = event.currentTarget.value as Breadth;
            setBreadth(next);
            told({ breadth: next });
          }}
        />
      )}
      <SegmentedControl
        aria-label={t("med.severity")}
        data={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        value={severity}
        onChange={(value) => {
          const next = severities.find((one) => one === value) ?? "unknown";
          setSeverity(next);
          told({ severity: next });
        }}
      />
      <TextInput
        label={t("med.allergyNote")}
        maxLength={500}
        value={note}
        onChange={(event) => {
          setNote(event.currentTarget.value);
          told({ note: event.currentTarget.value });
        }}
      />
    </>
  );
}

function Recording({
  formulary,
  save,
  close,
}: {
  readonly formulary: Formulary;
  readonly save: (allergy: NewAllergy) => void;
  readonly close: () => void;
}) {
  const { t } = useVoice();
  const [drug, setDrug] = useState<Drug | string | null>(null);
  const [allergy, setAllergy] = useState<NewAllergy | null>(null);
  const choose = (next: Drug | string) => {
    setDrug(next);
    setAllergy({ to: allergyTo(next, "ingredient"), severity: "unknown", note: "" });
  };
  return (
    <Confirm
      title={t("med.recordAllergy")}
      action={t("app.save")}
      ready={allergy !== null}
      onDo={() => (allergy === null ? undefined : save(allergy))}
      onClose={close}
    >
      {drug === null ? (
        <DrugSearch formulary={formulary} label={t("med.drug")} autoFocus choose={choose} orWords={choose} />
      ) : (
        <>
          <p>
            <strong>{typeof drug === "string" ? drug : drug.name}</strong>
          </p>
          <Fields drug={drug} set={setAllergy} />
        </>
      )}
    </Confirm>
  );
}

export function RecordAllergy({ person }: { readonly person: string }) {
  const { t } = useVoice();
  const act = useDo();
  const query = useFormulary();
  const [isOpen, setOpen] = useState(false);
  const save = async (allergy: NewAllergy) => {
    const done = await act(() => recordAllergy(person, allergy), {
      done: t("med.allergyRecorded"),
      renews: [["medication", "person", person]],
    });
    if (done !== null) setOpen(false);
  };
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t("med.recordAllergy")}
      </Button>
      {isOpen ? (
        <Loaded query={query}>
          {({ formulary }) => (
            <Recording formulary={formulary} save={(allergy) => void save(allergy)} close={() => setOpen(false)} />
          )}
        </Loaded>
      ) : null}
    </>
  );
}
