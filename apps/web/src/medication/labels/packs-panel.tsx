import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import type { OneDosePack } from "@sakiyomi/medication";
import { useState } from "react";
import { useNow } from "../../link/clock.ts";
import { Confirm } from "../../look/confirm.tsx";
import { Empty, Panel } from "../../look/parts.tsx";
import { useDo } from "../../look/toast.tsx";
import { useVoice } from "../../words/speak.tsx";
import { makePack, withdrawPack } from "../desk.ts";
import { useFreshNow } from "../parts/fresh-now.ts";
import { useOneAtATime } from "../parts/use-one-at-a-time.ts";
import { useOrderWords } from "../parts/use-order-words.ts";
import { useWard, WardFilter } from "../parts/ward-filter.tsx";
import type { ChartsView } from "../shapes.ts";
import { LabelSheet } from "./label-sheet.tsx";
import { PackLabel, type PrintedPack } from "./pack-label.tsx";
import { type PersonSlot, type Slot, slotsOf } from "./slots.ts";

const DAY = 24 * 3_600_000;
const MINUTE = 60_000;

/** An order was changed, a cup fell: the label of it opens nothing any more. */
function Withdraw({ pack }: { readonly pack: OneDosePack }) {
  const { t, moment } = useVoice();
  const act = useDo();
  const now = useFreshNow(60_000);
  const [reason, setReason] = useState<string | null>(null);
  const withdraw = async () => {
    await act(() => withdrawPack(pack.id, (reason ?? "").trim()), {
      done: t("med.withdrawn"),
      renews: [["medication", "ward"]],
    });
    setReason(null);
  };
  return (
    <p className="ready-pack small">
      {t("med.packMade", { id: pack.id, when: moment(pack.preparedAt, now) })}
      <button type="button" className="quiet" onClick={() => setReason("")}>
        {t("med.withdraw")}
      </button>
      {reason === null ? null : (
        <Confirm
          title={t("med.withdraw")}
          action={t("med.withdraw")}
          ready={reason.trim().length >= 3}
          onDo={() => void withdraw()}
          onClose={() => setReason(null)}
        >
          <TextInput
            label={t("med.why")}
            maxLength={500}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        </Confirm>
      )}
    </p>
  );
}

function Choice({
  slot,
  isChosen,
  choose,
}: {
  readonly slot: PersonSlot;
  readonly isChosen: boolean;
  readonly choose: (on: boolean) => void;
}) {
  const { t } = useVoice();
  const { amount } = useOrderWords();
  const { chart, packed, apart, isReady, ready } = slot;
  const line = ({ order, dose }: (typeof packed)[number]) =>
    `${order.drug.text} ${dose.dose === null ? "" : amount(dose.dose)}`.trim();
  return (
    <li className="pack-choice">
      <Checkbox
        checked={isChosen}
        disabled={packed.length === 0}
        onChange={(event) => choose(event.currentTarget.checked)}
        label={
          <>
            <strong>{chart.name}</strong> <span className="muted small">{chart.placeName}</span>{" "}
            {isReady ? <span className="tag">{t("med.packReady")}</span> : null}
          </>
        }
      />
      {ready.map((pack) => (
        <Withdraw key={pack.id} pack={pack} />
      ))}
      <ul className="bullets small">
        {packed.map((dose) => (
          <li key={dose.dose.id}>{line(dose)}</li>
        ))}
        {apart.map((dose) => (
          <li key={dose.dose.id} className="muted">
            {t("med.apart", { name: line(dose) })}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** One pack a person, one after another: a refusal of one is told and does not hold up the others. */
function usePreparing() {
  const { t } = useVoice();
  const act = useDo();
  const [printed, setPrinted] = useState<readonly PrintedPack[]>([]);
  const prepare = useOneAtATime(async (people: readonly PersonSlot[], at: number, expiry: string) => {
    const made: PrintedPack[] = [];
    for (const { chart, packed } of people) {
      const doses = packed.map(({ dose }) => dose.id);
      const answer = await act(() => makePack({ person: chart.person, doses, expiry: expiry || null, note: "" }));
      if (answer !== null) made.push({ answer, chart, at });
    }
    setPrinted(made);
    if (made.length > 0)
      await act(async () => undefined, {
        done: t("med.packsMade", { n: made.length }),
        renews: [["medication", "ward"]],
      });
  });
  return { printed, prepare };
}

function Preparing({
  slot,
  prepare,
}: {
  readonly slot: Slot;
  readonly prepare: ReturnType<typeof usePreparing>["prepare"];
}) {
  const { t } = useVoice();
  const startsOn = slot.people.filter(({ packed, isReady }) => packed.length > 0 && !isReady);
  const [chosen, setChosen] = useState(() => new Set(startsOn.map(({ chart }) => chart.person)));
  const [expiry, setExpiry] = useState("");
  const choose = (person: string, on: boolean) =>
    setChosen((old) => new Set(on ? [...old, person] : [...old].filter((one) => one !== person)));
  const people = slot.people.filter(({ chart }) => chosen.has(chart.person));
  return (
    <>
      <ul className="pack-choices">
        {slot.people.map((one) => (
          <Choice
            key={one.chart.person}
            slot={one}
            isChosen={chosen.has(one.chart.person)}
            choose={(on) => choose(one.chart.person, on)}
          />
        ))}
      </ul>
      <div className="form-end end">
        <TextInput
          type="date"
          label={t("med.expiry")}
          description={t("med.expiryHint")}
          value={expiry}
          onChange={(event) => setExpiry(event.currentTarget.value)}
        />
        <Button disabled={people.length === 0} onClick={() => void prepare(people, slot.at, expiry)}>
          {t("med.preparePacks", { n: people.length })}
        </Button>
      </div>
    </>
  );
}

const needsPacks = ({ people }: Slot): boolean => people.some(({ packed, isReady }) => packed.length > 0 && !isReady);

/** Choose a time and people; packs are made of what is due for each then, and their labels are shown for printing. */
export function PacksPanel({ view, person }: { readonly view: ChartsView; readonly person: string | null }) {
  const { t, moment } = useVoice();
  const now = useNow(60_000);
  const [start] = useState(() => now - (now % MINUTE));
  const [at, setAt] = useState<number | null>(null);
  const { printed, prepare } = usePreparing();
  const { shown, ...filter } = useWard(view.charts);
  const charts = shown.filter((chart) => person === null || chart.person === `person:${person}`);
  const slots = slotsOf(charts, { from: start, until: start + DAY, zone: view.zone, policy: view.policy });
  const slot = slots.find((one) => one.at === at) ?? slots.find(needsPacks) ?? slots[0];
  if (slot === undefined) return <Empty icon="medicine" title={t("med.nothingDue")} />;
  return (
    <div className="stack">
      <Panel title={t("med.prepare")} className="no-print">
        {person === null ? <WardFilter {...filter} /> : null}
        <NativeSelect
          label={t("med.round")}
          data={slots.map((one) => ({
            value: String(one.at),
            label: t("med.slot", { when: moment(one.at, now), n: one.people.length }),
          }))}
          value={String(slot.at)}
          onChange={(event) => setAt(Number(event.currentTarget.value))}
        />
        <Preparing
          key={`${filter.ward} ${slot.at} ${slot.people.filter(({ isReady }) => isReady).length}`}
          slot={slot}
          prepare={(...asked) => {
            setAt(slot.at);
            return prepare(...asked);
          }}
        />
      </Panel>
      {printed.length === 0 ? null : (
        <Panel title={t("med.labelsToPrint", { n: printed.length })} className="printed">
          <LabelSheet kind="pack" labels={printed} draw={(label) => <PackLabel {...label} />} />
        </Panel>
      )}
    </div>
  );
}
