import { type EpisodeSource, folderOf, openEipl, openLeRobot, readSavedModel } from "@sakiyomi/learn";
import { type Subject, savedSubject } from "./thinking.ts";

/** EIPL's arrays do not say their rate; this is that of its tasks. */
const EIPL_RATE = 10;

/** @throws {LearnFault} with the reason where it is no model */
export async function modelIn(file: File): Promise<Subject> {
  return savedSubject(readSavedModel(new Uint8Array(await file.arrayBuffer())), file.name);
}

/** Folder by folder, where a whole folder was picked. Only browsers' files know. */
const inFolder = ({ webkitRelativePath = "" }: Partial<File>): readonly string[] => webkitRelativePath.split("/");

/**
 * LeRobot's folder where a meta/info.json is among the files, else EIPL's arrays (.npy in a folder, or an .npz).
 * @throws {LearnFault} with the reason where neither can be read
 */
export async function episodesIn(
  files: readonly File[],
): Promise<{ readonly source: EpisodeSource; readonly name: string }> {
  const paths = files.map((file) => [inFolder(file).slice(1).join("/") || file.name, file] as const);
  const [first] = files;
  const name = first ? inFolder(first)[0] || first.name : "";
  const folder = folderOf(name, Object.fromEntries(paths));
  const isLeRobot = paths.some(([path]) => path === "meta/info.json");
  const source = await (isLeRobot
    ? openLeRobot(folder, { withoutVideo: true })
    : openEipl(folder, { rate: EIPL_RATE }));
  return { source, name };
}

export const isModelFile = (name: string): boolean => !/\.(np[yz]|parquet|json)$/i.test(name);
