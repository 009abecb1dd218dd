import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import pg from "pg";
import { afterAll, beforeAll, describe } from "vitest";
import { createCipher } from "@/lib/runtime/cipher";
import type { Stores } from "@/lib/runtime/stores";
import { openStores, storesOn } from "..";
import { openPostgres } from "../postgres/client";
import { pgliteDriver } from "./pglite";

const cipher = createCipher(["contract tests"]);

type Opened = { stores: Stores; remove(): Promise<void> | void };

const dialects: Record<string, () => Promise<Opened>> = {
  async sqlite() {
    const folder = mkdtempSync(join(tmpdir(), "hookdesk-"));
    return {
      stores: await openStores(`sqlite:${join(folder, "test.db")}`, cipher),
      remove: () => rmSync(folder, { recursive: true }),
    };
  },
  async "postgres (PGlite)"() {
    return { stores: await storesOn(await openPostgres(pgliteDriver(new PGlite())), cipher), remove: () => {} };
  },
};

/** A real server, where `.ci/run` provides one: each suite gets a database of its own. */
const server = process.env.TEST_POSTGRES_URL;
if (server) {
  dialects["postgres (server)"] = async () => {
    const name = `hookdesk_test_${process.pid}_${Math.random().toString(36).slice(2)}`;
    const admin = async (sql: string) => {
      const client = new pg.Client({ connectionString: server });
      await client.connect();
      await client.query(sql);
      await client.end();
    };
    await admin(`CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    return { stores: await openStores(url.href, cipher), remove: () => admin(`DROP DATABASE ${name} WITH (FORCE)`) };
  };
}

/** Runs a store port's suite on every dialect. One database per suite: tests make what they need and don't count others' rows. */
export function onEveryDialect(port: string, suite: (stores: () => Stores) => void) {
  for (const [name, open] of Object.entries(dialects)) {
    describe(`${port} on ${name}`, () => {
      let opened: Opened;
      beforeAll(async () => {
        opened = await open();
      }, 60_000);
      afterAll(async () => {
        await opened.stores.close();
        await opened.remove();
      });
      suite(() => opened.stores);
    });
  }
}
