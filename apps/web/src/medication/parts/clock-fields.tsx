import { Input, TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useVoice } from "../../words/speak.tsx";
import { clockText } from "./clock-text.ts";

/**
 * A time of 24 hours in every language: what browsers offer says AM and PM where their owner's language does, and an order
 * must not be read twelve hours wrong.
 */
export function ClockField({
  label,
  isLabelShown = true,
  value,
  set,
  disabled = false,
}: {
  readonly label: string;
  readonly isLabelShown?: boolean;
  /** "08:30", or "". */
  readonly value: string;
  readonly set: (value: string) => void;
  readonly disabled?: boolean;
}) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped((old) => (clockText(old) === value ? old : value)), [value]);
  const type = (text: string) => {
    setTyped(text);
    const time = clockText(text);
    if (text.trim() === "") set("");
    else if (time !== null) set(time);
  };
  const isWrong = typed.trim() !== "" && clockText(typed) === null;
  return (
    <TextInput
      className="clock-field"
      {...(isLabelShown ? { label } : { "aria-label": label })}
      inputMode="numeric"
      placeholder="00:00"
      maxLength={5}
      disabled={disabled}
      error={isWrong}
      value={typed}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => setTyped(value)}
    />
  );
}

/** A day and a time on the wall of the house: "2026-11-23T08:00", or "". */
export function MomentField({
  label,
  hint,
  value,
  set,
  usualTime = "00:00",
}: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly set: (value: string) => void;
  /** Where only a day was chosen. */
  readonly usualTime?: string;
}) {
  const { t } = useVoice();
  const [date = "", time = ""] = value.split("T");
  return (
    <Input.Wrapper label={label} description={hint} labelElement="div">
      <div className="line tight moment-field">
        <TextInput
          type="date"
          aria-label={`${label}, ${t("med.day")}`}
          value={date}
          onChange={(event) => {
            const next = event.currentTarget.value;
            set(next === "" ? "" : `${next}T${time === "" ? usualTime : time}`);
          }}
        />
        <ClockField
          label={`${label}, ${t("med.time")}`}
          isLabelShown={false}
          disabled={date === ""}
          value={time}
          set={(next) => set(next === "" ? value : `${date}T${next}`)}
        />
      </div>
    </Input.Wrapper>
  );
}
