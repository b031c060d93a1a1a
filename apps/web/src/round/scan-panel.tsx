import { Button, Drawer, TextInput } from "@mantine/core";
import type { ItemScan, SecondIdentifier } from "@sakiyomi/medication";
import { useState } from "react";
import { Icon, type IconName } from "../look/icons.tsx";
import { useVoice } from "../words/speak.tsx";
import { byPhoto, withCount } from "./codes/scan.ts";
import { dateOf } from "./codes/typed-date.ts";
import { ScanView } from "./scan-view.tsx";
import type { AtBedside } from "./use-bedside.ts";
import { useWedge } from "./use-wedge.ts";
import { useMedicationWords } from "./use-words.ts";

function ItemLine({
  bedside,
  item,
  at,
}: {
  readonly bedside: AtBedside;
  readonly item: ItemScan;
  readonly at: number;
}) {
  const { t } = useVoice();
  const { amount } = useMedicationWords();
  const read = bedside.checked?.decision.scanned[at];
  const facts = [
    read?.amount ? amount(read.amount) : null,
    read?.lot.expiry ? t("scan.expiry", { date: read.lot.expiry }) : null,
    read?.lot.lot ? t("scan.lot", { lot: read.lot.lot }) : null,
    item.isPartial ? t("scan.partial") : null,
  ].filter((fact) => fact !== null);
  const set = (count: number) => bedside.setScans((scans) => withCount(scans, item.code, count));
  return (
    <li className="scan-item">
      <span className="grow">
        <strong>{read?.drug?.text ?? t("scan.unknownItem")}</strong>
        <span className="muted small block">{facts.join(" · ")}</span>
      </span>
      <button type="button" className="step" aria-label={t("scan.less")} onClick={() => set(item.count - 1)}>
        <Icon name={item.count > 1 ? "minus" : "close"} />
      </button>
      <strong className="scan-count">×{item.count}</strong>
      <button type="button" className="step" aria-label={t("scan.moreOf")} onClick={() => set(item.count + 1)}>
        <Icon name="plus" />
      </button>
    </li>
  );
}

function Steps({ bedside }: { readonly bedside: AtBedside }) {
  const { t } = useVoice();
  const { scan, items } = bedside.scans;
  return (
    <>
      <p className="scan-step" data-done={scan !== null}>
        <Icon name={scan === null ? "face" : "check"} size={22} />
        {t(scan === null ? "scan.stepPerson" : scan.how === "photo" ? "scan.byPhoto" : "scan.byBand")}
      </p>
      <p className="scan-step" data-done={items.length > 0}>
        <Icon name={items.length === 0 ? "round" : "check"} size={22} />
        {items.length === 0 ? t("scan.stepItem") : t("scan.items", { n: items.length })}
      </p>
      <ul className="scan-items">
        {items.map((item, at) => (
          <ItemLine key={item.code} bedside={bedside} item={item} at={at} />
        ))}
      </ul>
    </>
  );
}

function Way({ icon, word, press, on }: { icon: IconName; word: string; press: () => void; on?: boolean }) {
  return (
    <button type="button" className="scan-way" aria-pressed={on} onClick={press}>
      <Icon name={icon} size={24} />
      <span>{word}</span>
    </button>
  );
}

/** What the camera sees, where it is used; and the ear for a hand scanner, which needs no tap at all. */
export function ScanEar({ bedside, camera }: { readonly bedside: AtBedside; readonly camera: boolean }) {
  const { t } = useVoice();
  const { hear } = bedside;
  useWedge((code, at) => {
    hear({ code, isPartial: false }, "scanner", at);
    return true;
  });
  if (!camera) return null;
  return (
    <ScanView
      hint={t(bedside.scans.scan === null ? "scan.band" : "scan.package")}
      hear={(seen) => hear(seen, "camera", seen.at)}
    />
  );
}

/** What was scanned, and the other ways: by hand, and for somebody without a band by face and a question. */
export function ScanPanel({
  bedside,
  camera,
  setCamera,
}: {
  readonly bedside: AtBedside;
  readonly camera: boolean;
  readonly setCamera: (on: boolean) => void;
}) {
  const { t } = useVoice();
  const [sheet, setSheet] = useState<"typed" | "photo" | null>(null);
  const close = () => setSheet(null);
  return (
    <section className="scan-panel" aria-label={t("scan.title")}>
      <Steps bedside={bedside} />
      <div className="scan-ways">
        <Way icon="camera" word={t("scan.camera")} press={() => setCamera(!camera)} on={camera} />
        <Way icon="type" word={t("scan.typed")} press={() => setSheet("typed")} />
        <Way icon="face" word={t("scan.noBand")} press={() => setSheet("photo")} />
      </div>
      {sheet === "typed" ? <TypedSheet bedside={bedside} close={close} /> : null}
      {sheet === "photo" ? <PhotoSheet bedside={bedside} close={close} /> : null}
    </section>
  );
}

interface SheetProps {
  readonly bedside: AtBedside;
  readonly close: () => void;
}

function TypedSheet({ bedside, close }: SheetProps) {
  const { t } = useVoice();
  const [code, setCode] = useState("");
  const enter = () => {
    bedside.hear({ code: code.replaceAll(/\s/g, ""), isPartial: false }, "typed", performance.now());
    close();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t("scan.typed")}
      classNames={{ content: "sheet" }}
    >
      <div className="stack">
        <TextInput
          label={t("scan.typedCode")}
          description={t("scan.typedHint")}
          data-autofocus
          autoComplete="off"
          autoCapitalize="characters"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button disabled={code.trim().length < 8} onClick={enter}>
          {t("scan.take")}
        </Button>
      </div>
    </Drawer>
  );
}

/** Nothing is filled in beforehand: the answer is the person's, not the screen's. */
function PhotoSheet({ bedside, close }: SheetProps) {
  const { t } = useVoice();
  const [hasLooked, setLooked] = useState(false);
  const [born, setBorn] = useState("");
  const [name, setName] = useState("");
  const date = dateOf(born);
  const second: SecondIdentifier | null =
    date !== null
      ? { type: "birth-date", value: date }
      : name.trim() === ""
        ? null
        : { type: "name", value: name.trim() };
  const take = () => {
    const scan = { how: "photo", person: bedside.chart.person, second } as const;
    bedside.setScans((scans) => byPhoto(scans, scan, performance.now()));
    close();
  };
  return (
    <Drawer
      opened
      onClose={close}
      position="bottom"
      size="auto"
      title={t("scan.noBand")}
      classNames={{ content: "sheet" }}
    >
      <div className="stack">
        <button type="button" className="choice" aria-pressed={hasLooked} onClick={() => setLooked(!hasLooked)}>
          <Icon name={hasLooked ? "check" : "face"} />
          {t(bedside.chart.hasPhoto ? "scan.lookedPhoto" : "scan.lookedFace", { name: bedside.chart.name })}
        </button>
        <TextInput
          label={t("scan.askBorn")}
          description={t("scan.askBornHint")}
          inputMode="numeric"
          autoComplete="off"
          value={born}
          onChange={(event) => setBorn(event.currentTarget.value)}
        />
        <TextInput
          label={t("scan.askName")}
          autoComplete="off"
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button disabled={!hasLooked || second === null} onClick={take}>
          {t("scan.take")}
        </Button>
      </div>
    </Drawer>
  );
}
