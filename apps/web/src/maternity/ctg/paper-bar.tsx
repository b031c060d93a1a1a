import { Button, NumberInput, Popover, SegmentedControl, Switch } from "@mantine/core";
import type { RefObject } from "react";
import { Icon } from "../../look/icons.tsx";
import { useVoice } from "../../words/speak.tsx";
import { type Setting, scales, speeds, USUAL_PX_PER_CM } from "./paper.ts";

interface BarProps {
  readonly setting: Setting;
  readonly onSetting: (change: Partial<Setting>) => void;
  readonly marks: boolean;
  readonly onMarks: (marks: boolean) => void;
  readonly isChoosing: boolean;
  /** Null: this reader writes nothing. */
  readonly onChoosing: ((choosing: boolean) => void) | null;
  readonly room: RefObject<HTMLElement | null>;
}

/** Ten centimetres to hold a ruler to: what is measured is typed in. */
function Calibration({ setting, onSetting }: Pick<BarProps, "setting" | "onSetting">) {
  const { t } = useVoice();
  return (
    <Popover position="bottom-end" withArrow>
      <Popover.Target>
        <Button variant="default">{t("mat.ruler")}</Button>
      </Popover.Target>
      <Popover.Dropdown className="ctg-ruler">
        <p>{t("mat.rulerLong")}</p>
        <div className="ctg-five" style={{ width: setting.pxPerCm * 5 }} />
        <NumberInput
          label={t("mat.rulerMeasured")}
          suffix=" mm"
          min={20}
          max={130}
          step={1}
          value={50}
          onChange={(value) => {
            const mm = Number(value);
            if (mm >= 20 && mm <= 130 && mm !== 50) onSetting({ pxPerCm: (setting.pxPerCm * 50) / mm });
          }}
        />
        <Button variant="subtle" onClick={() => onSetting({ pxPerCm: USUAL_PX_PER_CM })}>
          {t("mat.rulerUsual")}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

function Steps({ room }: Pick<BarProps, "room">) {
  const { t } = useVoice();
  const by = (share: number) => {
    const element = room.current;
    element?.scrollBy({ left: element.clientWidth * share, behavior: "smooth" });
  };
  return (
    <div className="line">
      <button type="button" className="step" aria-label={t("mat.earlier")} onClick={() => by(-0.8)}>
        <Icon name="earlier" />
      </button>
      <button type="button" className="step" aria-label={t("mat.later")} onClick={() => by(0.8)}>
        <Icon name="later" />
      </button>
      <button type="button" className="step" aria-label={t("mat.toEnd")} onClick={() => by(10_000)}>
        <Icon name="toNow" />
      </button>
    </div>
  );
}

/** How the paper runs and what is written on it. */
export function PaperBar({ setting, onSetting, marks, onMarks, isChoosing, onChoosing, room }: BarProps) {
  const { t } = useVoice();
  return (
    <div className="ctg-bar no-print">
      <SegmentedControl
        aria-label={t("mat.speed")}
        value={String(setting.speed)}
        onChange={(value) => onSetting({ speed: speeds.find((speed) => String(speed) === value) ?? 1 })}
        data={speeds.map((speed) => ({ value: String(speed), label: t("mat.cmPerMin", { n: speed }) }))}
      />
      <SegmentedControl
        aria-label={t("mat.scale")}
        value={String(setting.scale)}
        onChange={(value) => onSetting({ scale: scales.find((scale) => String(scale) === value) ?? 20 })}
        data={scales.map((scale) => ({ value: String(scale), label: t("mat.bpmPerCm", { n: scale }) }))}
      />
      <Steps room={room} />
      <Switch checked={marks} onChange={(event) => onMarks(event.currentTarget.checked)} label={t("mat.marks")} />
      {onChoosing === null ? null : (
        <Button
          variant={isChoosing ? "filled" : "default"}
          aria-pressed={isChoosing}
          onClick={() => onChoosing(!isChoosing)}
        >
          {t(isChoosing ? "mat.choosing" : "mat.choose")}
        </Button>
      )}
      <Calibration setting={setting} onSetting={onSetting} />
    </div>
  );
}
