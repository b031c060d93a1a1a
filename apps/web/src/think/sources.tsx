import { Button, NativeSelect } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Panel } from "../look/parts.tsx";
import { useVoice } from "../words/speak.tsx";
import { episodesIn, isModelFile, modelIn } from "./files.ts";
import type { Scene } from "./thinking.ts";
import { type ToyKind, toys } from "./toys.ts";
import { thinking } from "./use-thinking.ts";

const isToy = (kind: string): kind is ToyKind => toys.some((toy) => toy.kind === kind);

const openModel = (file: File): Promise<void> => thinking.attempt(async () => thinking.takeModel(await modelIn(file)));
const openEpisodes = (files: readonly File[]): Promise<void> =>
  thinking.attempt(async () => {
    const { source, name } = await episodesIn(files);
    await thinking.takeEpisodes(source, name);
  });

const take = (files: readonly File[]): void => {
  const [first] = files;
  if (first) void (isModelFile(first.name) ? openModel(first) : openEpisodes(files));
};

/** A model, or the files of episodes, may be dropped anywhere onto the page. */
export function DropArea({ children }: { readonly children: ReactNode }) {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const until = new AbortController();
    const on = (type: "dragover" | "dragleave" | "drop", act: (event: DragEvent) => void) =>
      document.addEventListener(
        type,
        (event) => {
          event.preventDefault();
          setOver(type === "dragover");
          act(event);
        },
        { signal: until.signal },
      );
    on("dragover", () => undefined);
    on("dragleave", () => undefined);
    on("drop", ({ dataTransfer }) => take([...(dataTransfer?.files ?? [])]));
    return () => until.abort();
  }, []);
  return (
    <div className="think" data-over={isOver}>
      {children}
    </div>
  );
}

function FileButton({
  label,
  isFolder = false,
  accept,
  onFiles,
}: {
  readonly label: string;
  readonly isFolder?: boolean;
  readonly accept?: string;
  readonly onFiles: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button variant="default" onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        aria-label={label}
        {...(accept === undefined ? {} : { accept })}
        {...(isFolder ? { webkitdirectory: "" } : {})}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = "";
          if (files.length > 0) onFiles(files);
        }}
      />
    </>
  );
}

function ModelChoice({ scene }: { readonly scene: Scene }) {
  const { t } = useVoice();
  const { model } = scene;
  const own = model?.name == null ? [] : [{ value: "file", label: model.name }];
  const data = [...own, ...toys.map(({ kind }) => ({ value: kind, label: t(`toy.${kind}`) }))];
  return (
    <NativeSelect
      label={t("think.model")}
      data={data}
      value={model?.name == null ? (model?.kind ?? "sarnn") : "file"}
      onChange={({ currentTarget: { value } }) => {
        if (isToy(value)) void thinking.takeToy(value);
      }}
    />
  );
}

function EpisodeChoice({ scene }: { readonly scene: Scene }) {
  const { t } = useVoice();
  const data = (scene.set?.lengths ?? []).map((frames, i) => ({
    value: String(i),
    label: t("think.episodeRow", { n: i + 1, frames }),
  }));
  return (
    <NativeSelect
      label={t("think.episode")}
      data={data}
      value={String(scene.index)}
      onChange={({ currentTarget }) => void thinking.chooseEpisode(Number(currentTarget.value))}
    />
  );
}

/** Which model looks at which episode. */
export function Sources({ scene }: { readonly scene: Scene }) {
  const { t } = useVoice();
  const { trouble, model, set } = scene;
  return (
    <Panel title={t("think.sources")}>
      <div className="two">
        <ModelChoice scene={scene} />
        <EpisodeChoice scene={scene} />
      </div>
      <div className="line wrap">
        <FileButton label={t("think.openModel")} onFiles={([file]) => file && void openModel(file)} />
        <FileButton label={t("think.openFolder")} isFolder onFiles={(files) => void openEpisodes(files)} />
        <FileButton label={t("think.openArrays")} accept=".npy,.npz" onFiles={(files) => void openEpisodes(files)} />
      </div>
      <p className="muted small">
        {model ? `${t("think.parameters", { n: model.parameters.toLocaleString() })} ` : ""}
        {set?.name == null ? t("think.toySet") : set.name} {t("think.drop")}
      </p>
      {trouble ? (
        <p role="alert" className="trouble">
          {trouble.kind === "said" ? trouble.words : t("think.noFeatures", { model: trouble.model })}
        </p>
      ) : null}
    </Panel>
  );
}
