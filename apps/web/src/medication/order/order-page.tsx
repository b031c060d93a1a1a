import type { Formulary, MedicationOrder } from "@sakiyomi/medication";
import { useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { serverNow } from "../../link/clock.ts";
import { useSession } from "../../link/queries.ts";
import { Trouble } from "../../link/requests.ts";
import { Loaded, Page, Panel } from "../../look/parts.tsx";
import { useToast, useTroubleWords } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import {
  askOrder,
  bareId,
  changeOrder,
  confirmOrder,
  renewPerson,
  useFormulary,
  usePersonMedication,
} from "../desk.ts";
import { BackToPerson } from "../parts/back-link.tsx";
import { useOneAtATime } from "../parts/use-one-at-a-time.ts";
import { AllergyBox } from "../person/allergies.tsx";
import { PersonLine } from "../person/person-line.tsx";
import type { OrderAnswer, OrderRequest, PersonMedication } from "../shapes.ts";
import { DoseFields, DrugFields } from "./drug-fields.tsx";
import { MoreFields, SpanFields } from "./more-fields.tsx";
import { emptyForm, formOf, missingOf, orderOf } from "./order-form.ts";
import { OrderPreview } from "./order-preview.tsx";
import { type FormProps, TimingFields } from "./timing-fields.tsx";
import { useDryRun } from "./use-dry-run.ts";

type Mode = "order" | "change" | "confirm";
const titles = { order: "med.newOrder", change: "med.changeOrder", confirm: "med.confirmOrder" } as const;
const modeOf = (changed: MedicationOrder | null): Mode =>
  changed === null ? "order" : changed.status === "draft" ? "confirm" : "change";

/** Of refusals, those that say that somebody else was faster. */
const isConflict = (trouble: unknown): boolean =>
  trouble instanceof Trouble && ["REC_CONFLICT", "REC_MISSING", "MED_CHANGE"].includes(trouble.problem.code);

const send = (person: string, changed: MedicationOrder | null, request: OrderRequest): Promise<OrderAnswer> => {
  if (changed === null) return askOrder(person, request);
  return changed.status === "draft"
    ? confirmOrder(changed, request.order, request.reason ?? "")
    : changeOrder(changed, request);
};

/** Keeps the order. What somebody else did meanwhile is told and shown, and nothing that stands in the fields is lost. */
function useKeep(person: string, changed: MedicationOrder | null) {
  const { t } = useVoice();
  const toast = useToast();
  const words = useTroubleWords();
  const navigate = useNavigate();
  const [notice, setNotice] = useState<"conflict" | "newFindings" | null>(null);
  const kept = async (answer: OrderAnswer) => {
    await renewPerson(person);
    // Something came up since it was asked for the last time: it is shown now, and wants a reason first.
    if (!answer.kept) return setNotice("newFindings");
    toast(t(`med.${modeOf(changed)}-done`));
    await navigate({ to: "/people/$id/medication", params: { id: person } });
  };
  const keep = useOneAtATime(async (order: OrderRequest["order"], reason: string) => {
    try {
      await kept(await send(person, changed, { order, confirmed: true, reason: reason.trim() || null }));
    } catch (trouble) {
      if (isConflict(trouble)) setNotice("conflict");
      else toast(words(trouble), { bad: true });
      await renewPerson(person);
    }
  });
  return { keep, notice };
}

function Fields({
  form,
  put,
  formulary,
  isFixed,
}: FormProps & { readonly formulary: Formulary; readonly isFixed: boolean }) {
  const { t } = useVoice();
  return (
    <Panel>
      <DrugFields form={form} put={put} formulary={formulary} isFixed={isFixed} />
      {form.drug === null ? null : (
        <>
          <DoseFields form={form} put={put} formulary={formulary} />
          <TimingFields form={form} put={put} />
          <SpanFields form={form} put={put} />
          <details>
            <summary>{t("med.more")}</summary>
            <MoreFields form={form} put={put} />
          </details>
        </>
      )}
    </Panel>
  );
}

function Ordering({
  of,
  changed,
  formulary,
}: {
  readonly of: PersonMedication;
  readonly changed: MedicationOrder | null;
  readonly formulary: Formulary;
}) {
  const { t, zone } = useVoice();
  const staff = useSession().data?.staff?.id ?? "";
  const [form, setForm] = useState(() =>
    changed === null ? emptyForm(serverNow(), zone) : formOf(changed, serverNow(), zone),
  );
  const [reason, setReason] = useState("");
  const put: FormProps["put"] = (part) => setForm((old) => ({ ...old, ...part }));
  const person = bareId(of.chart.person);
  const order = orderOf(form, zone, { staff, replaces: null });
  const { answer, trouble, isFresh } = useDryRun(person, changed, order, of.chart.version);
  const { keep, notice } = useKeep(person, changed);
  return (
    <>
      <PersonLine chart={of.chart} />
      <AllergyBox allergies={of.chart.allergies} />
      {notice === null ? null : (
        <p className="notice" role="alert">
          {t(`med.${notice}`)}
        </p>
      )}
      <div className="ordering">
        <Fields form={form} put={put} formulary={formulary} isFixed={changed !== null} />
        <OrderPreview
          missing={missingOf(form, zone)}
          answer={answer}
          trouble={trouble}
          isFresh={isFresh}
          reason={reason}
          setReason={setReason}
          keep={() => void (order === null ? undefined : keep(order, reason))}
          action={t(`med.${modeOf(changed)}`)}
        />
      </div>
    </>
  );
}

/** Prescribing, transcribing and changing: fields at the left, what comes of them at the right. */
export function OrderPage() {
  const { t } = useVoice();
  const { id = "" } = useParams({ strict: false });
  const [wanted] = useState(() => new URLSearchParams(location.search).get("order"));
  const medication = usePersonMedication(id);
  const formulary = useFormulary();
  const changed = medication.data?.orders.find((order) => order.id === wanted) ?? null;
  return (
    <Page title={t(titles[modeOf(changed)])} action={<BackToPerson person={id} />} wide>
      <Loaded query={medication}>
        {(of) => (
          <Loaded query={formulary}>
            {(view) => <Ordering key={changed?.id ?? ""} of={of} changed={changed} formulary={view.formulary} />}
          </Loaded>
        )}
      </Loaded>
    </Page>
  );
}
