import type { Kind } from "@sakiyomi/core";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { useAllWords, useSession } from "../link/queries.ts";
import type { AllWords } from "../link/shapes.ts";
import { clock, clockSeconds, day, moment, otherDay, span, until } from "../time/say-time.ts";
import { type Key, type Language, languageOf, type Speak, speaker, tables } from "./index.ts";
import { codeName, kindName, shortKindName } from "./kinds.ts";
import { labelOf, type SayText, textSayer } from "./say-text.ts";

/** Everything that the page needs to speak in the reader's language and the zone of the house. */
export interface Voice {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly zone: string;
  readonly t: Speak;
  readonly say: SayText;
  readonly label: (skill: string, keys: readonly string[]) => string;
  readonly kind: (kind: Kind) => string;
  readonly shortKind: (kind: Kind) => string;
  readonly code: (code: string) => string;
  /** The name of a role; another word than a role stays as it is. */
  readonly role: (role: string) => string;
  readonly clock: (at: number) => string;
  readonly clockSeconds: (at: number) => string;
  readonly day: (at: number) => string;
  readonly moment: (at: number, now: number) => string;
  readonly otherDay: (at: number, now: number) => string | null;
  readonly span: (ms: number) => string;
  readonly until: (at: number, now: number) => string;
}

const KEY = "sakiyomi.language";
const noWords: AllWords = {};

function voiceOf(language: Language, setLanguage: (language: Language) => void, zone: string, words: AllWords): Voice {
  const t = speaker(language);
  const zoned = { language, zone };
  return {
    language,
    setLanguage,
    zone,
    t,
    say: textSayer(words, language, zone),
    label: (skill, keys) => labelOf(words, language, skill, keys),
    kind: (kind) => kindName(kind, language),
    shortKind: (kind) => shortKindName(kind, language),
    code: (code) => codeName(code, language),
    role: (role) => (`role.${role}` in tables.en ? t(`role.${role}` as Key) : role),
    clock: (at) => clock(at, zoned),
    clockSeconds: (at) => clockSeconds(at, zoned),
    day: (at) => day(at, zoned),
    moment: (at, now) => moment(at, now, zoned),
    otherDay: (at, now) => otherDay(at, now, zoned),
    span: (ms) => span(ms, t),
    until: (at, now) => until(at, now, t),
  };
}

const VoiceContext = createContext<Voice | null>(null);

export function VoiceProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => languageOf(localStorage.getItem(KEY), navigator.languages));
  const zone = useSession().data?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const words = useAllWords().data ?? noWords;
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEY, language);
    if ("serviceWorker" in navigator)
      void navigator.serviceWorker.ready.then(({ active }) => active?.postMessage({ language }));
  }, [language]);
  const voice = useMemo(() => voiceOf(language, setLanguage, zone, words), [language, zone, words]);
  return <VoiceContext value={voice}>{children}</VoiceContext>;
}

/** Where there is no house to ask: the browser's zone, and no words of skills. */
export function LoneVoiceProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(() => languageOf(localStorage.getItem(KEY), navigator.languages));
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEY, language);
  }, [language]);
  const voice = useMemo(
    () => voiceOf(language, setLanguage, Intl.DateTimeFormat().resolvedOptions().timeZone, noWords),
    [language],
  );
  return <VoiceContext value={voice}>{children}</VoiceContext>;
}

export function useVoice(): Voice {
  const voice = useContext(VoiceContext);
  if (voice === null) throw new Error("outside of VoiceProvider");
  return voice;
}
