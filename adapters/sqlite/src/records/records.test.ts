import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { behavesLikeRecords } from "@sakiyomi/core/testing";
import { openRecords } from "./open.ts";

behavesLikeRecords("records on SQLite", async () => {
  const root = mkdtempSync(join(tmpdir(), "sakiyomi-records-"));
  const records = await openRecords({ dir: join(root, "data"), stateDir: join(root, "state") });
  const close = async () => {
    await records.close();
    rmSync(root, { recursive: true, force: true });
  };
  return new Proxy(records, {
    get: (target, name) => {
      if (name === "close") return close;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
});
