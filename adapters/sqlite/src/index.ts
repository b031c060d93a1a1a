export {
  type Backup,
  backupTo,
  type CopiesItself,
  type Manifest,
  type ManifestFile,
  readManifest,
  storesBeside,
} from "./backup.ts";
export * from "./records/index.ts";
export * from "./restore.ts";
export * from "./signals/index.ts";
