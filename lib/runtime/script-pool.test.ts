import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { isAppError } from "@/lib/core/errors";
import type { Limits } from "@/lib/deluge/options";
import { ScriptError } from "@/lib/deluge/values/errors";
import { DateValue, Decimal, FileValue, KeyValue, List } from "@/lib/deluge/values/value";
import { createScriptPool, type PoolOptions, type ScriptPool } from "./script-pool";
import type { HostPort, ScriptRequest, ScriptResult } from "./script-pool-job";
import { scriptProgram } from "./script-pool-program";

const pools: ScriptPool[] = [];
const faults: string[] = [];

// Bundled once, as a build does and where it finds the packages: the source itself takes a second to start.
mkdirSync(".setup", { recursive: true });
const folder = resolve(mkdtempSync(".setup/script-pool-"));
const program = join(folder, "script-worker.mjs");

beforeAll(async () => {
  await build({
    ...{ entryPoints: ["lib/runtime/script-worker.ts"], outfile: program, bundle: true, packages: "external" },
    ...{ platform: "node", target: "node20", format: "esm", alias: { "@": process.cwd() }, logLevel: "warning" },
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function open(options: Partial<PoolOptions> = {}) {
  const pool = createScriptPool({ program, size: 1, onFault: (text) => faults.push(text), ...options });
  pools.push(pool);
  return pool;
}

afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close(0)));
  faults.length = 0;
});

const surroundings = {
  timeZone: "UTC",
  variables: { "zoho.loginuserid": "tessa@example.com" },
  tasks: ["zoho.sdp.getRecords"],
  functions: [{ path: "standalone.twice" }],
};

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Calls wait `ms`, then answer with their own URL. */
const slowPort = (ms: number): HostPort => ({
  async fetch({ url }) {
    await sleep(ms);
    return { status: 200, headers: [["content-type", "text/plain"]], body: new TextEncoder().encode(url) };
  },
  sendMail: async () => undefined,
  runTask: async () => null,
});

const noPort = slowPort(0);

const request = (source: string, more: Partial<ScriptRequest> = {}): ScriptRequest => ({
  ...{ functionId: "f", source: { source }, surroundings, arguments: "{}", port: noPort },
  ...more,
});

const limits = (some: Partial<Limits>) => ({ settings: { limits: some } });
const endless =
  'for each x in repeat(",",1000000).toList() { for each y in repeat(",",1000000).toList() { z = x + y; } }';
const boundless = { statements: 1e15, timeMs: 1e9, made: 1e15, elements: 1e9, textLength: 1e9 };
const call = (url: string) => `r = invokeurl [ url : "${url}" type : GET ];`;

const output = (result: ScriptResult) => (result.status === "returned" ? result.output : result);
const message = (result: ScriptResult) => (result.status === "failed" ? result.message : result);

describe("a run", () => {
  test("returns what the function returned, its text, its log and its statements", async () => {
    const result = await open().run(
      request('info a; m = Map(); m.put("n",a * 2); return m;', {
        source: {
          source: 'info a; m = Map(); m.put("n",a * 2); return m;',
          signature: { parameters: [{ name: "a", type: "int" }], returnType: "map" },
        },
        arguments: '{"a": 21}',
      }),
    );
    expect(result).toMatchObject({ status: "returned", output: '{"n":42}', info: ["21"], statements: 4 });
    expect(result.status === "returned" && result.value).toBeInstanceOf(KeyValue);
  });

  test("says what is wrong with a source that has errors", async () => {
    const result = await open().run(request("return nowhere;"));
    expect(result).toMatchObject({
      status: "invalid",
      diagnostics: [{ message: "Variable 'nowhere' is not defined" }],
    });
  });

  test("fails with the argument that can't be read", async () => {
    const source = {
      source: "return a;",
      signature: { parameters: [{ name: "a", type: "int" as const }], returnType: null },
    };
    const result = await open().run(request("", { source, arguments: '{"a": "x"}' }));
    expect(message(result)).toContain("'a'");
  });

  test("reads variables of its surroundings and a clock that stands still", async () => {
    const source = 'return zoho.loginuserid + " " + zoho.currenttime.toString("yyyy-MM-dd HH:mm");';
    expect(output(await open().run(request(source, { now: 0 })))).toBe("tessa@example.com 1970-01-01 00:00");
  });

  test("keeps to its budgets by itself", async () => {
    const pool = open();
    const looping = 'for each x in repeat(",",9000) { y = x; }';
    expect(message(await pool.run(request(looping)))).toContain("Statement");
    expect(message(await pool.run(request(endless, limits({ ...boundless, timeMs: 50 }))))).toContain("Time");
    expect(pool.stats().threads).toBe(1);
    expect(faults).toEqual([]);
  });
});

describe("what reaches out", () => {
  test("is answered by the port: calls, mails, tasks and other functions", async () => {
    const sent: unknown[] = [];
    const port: HostPort = {
      async fetch(call) {
        sent.push([call.method, call.url, call.body]);
        return { status: 201, headers: [["content-type", "application/json"]], body: Buffer.from('{"id":7}') };
      },
      async sendMail(mail) {
        sent.push([mail.to, mail.subject, mail.attachments.map(({ name, bytes }) => [name, bytes.length])]);
      },
      async runTask(path, input) {
        sent.push([path, input]);
        return new List([new Decimal(1.5), new DateValue(0, true)]);
      },
      callFunction: async (_path, [value]) => (typeof value === "number" ? value * 2 : (value ?? null)),
    };
    const source = `
      made = invokeurl [ url : "https://x.example.com/a" type : POST parameters : {"k":1}.toString() ];
      f = "hello".toFile("a.txt");
      sendmail [ from : zoho.adminuserid to : "a@example.com" subject : "Hi" message : "x" attachments : file:f ];
      rows = zoho.sdp.getRecords("Request",1);
      return made.get("id") + " " + rows + " " + standalone.twice(21);`;
    const result = await open().run(
      request(source, {
        port,
        surroundings: { ...surroundings, variables: { "zoho.adminuserid": "admin@example.com" } },
      }),
    );
    expect(output(result)).toBe("7 1.5,01-Jan-1970 42");
    expect(sent).toEqual([
      ["POST", "https://x.example.com/a", '{"k":1}'],
      [["a@example.com"], "Hi", [["a.txt", 5]]],
      ["zoho.sdp.getRecords", { arguments: ["Request", 1] }],
    ]);
  });

  test("fails with the port's own words, or neutrally and with a report when the port is broken", async () => {
    const failing = (error: Error): HostPort => ({ ...noPort, fetch: () => Promise.reject(error) });
    const source = `try { ${call("https://x.example.com")} } catch (e) { return e.message; }`;
    const pool = open();
    const said = await pool.run(
      request(source, { port: failing(new ScriptError("The partner system could not be reached.")) }),
    );
    expect(output(said)).toBe("The partner system could not be reached.");
    const broken = await pool.run(request(source, { port: failing(new TypeError("x.y is not a function")) }));
    expect(output(broken)).toBe("The call could not be made; the server's log has the cause.");
    expect(faults.join()).toContain("x.y is not a function");
  });

  test("a thousand scripts wait at a time in two threads", async () => {
    const pool = open({ size: 2, queueLimit: 2_000, queuePerFunction: 2_000 });
    const source = { source: `${call("https://x.example.com/")} return r;` };
    let asked = 0;
    let answerAll: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      answerAll = resolve;
    });
    const port: HostPort = {
      ...noPort,
      async fetch() {
        asked += 1;
        if (asked === 1_000) answerAll();
        await all;
        return { status: 200, headers: [], body: new TextEncoder().encode("answered") };
      },
    };
    const runs = Array.from({ length: 1_000 }, () => pool.run(request("", { source, port })));
    await all;
    expect(pool.stats()).toMatchObject({ waiting: 1_000, queued: 0 });
    const results = await Promise.all(runs);
    expect(results.every((result) => output(result) === "answered")).toBe(true);
  });

  test("a run that waits too long ends with its time", async () => {
    const source = `${call("https://x.example.com/")} return r;`;
    const result = await open().run(request(source, { port: slowPort(5_000), ...limits({ timeMs: 100 }) }));
    expect(message(result)).toContain("Execution Time");
  });
});

describe("neighbours", () => {
  test("a loop whose budgets are off is ended, the innocent run again, the half-done told", async () => {
    const pool = open({ ceilingMs: 300, graceMs: 200, size: 1 });
    await pool.run(request("return 0;", { functionId: "warm" }));
    const waiting = pool.run(
      request(`${call("https://x.example.com/")} return 1;`, {
        functionId: "half",
        port: slowPort(350),
        ...limits({ timeMs: 60_000 }),
      }),
    );
    await vi.waitFor(() => expect(pool.stats().waiting).toBe(1));
    const hog = pool.run(request(endless, { functionId: "hog", ...limits(boundless) }));
    const innocent = pool.run(request("return 2;", { functionId: "innocent" }));
    expect(message(await hog)).toBe("The function did not end within 300 ms and was ended");
    expect(output(await innocent)).toBe("2");
    expect(await waiting).toMatchObject({ status: "failed", kind: "stopped" });
    expect(message(await waiting)).toContain("It had already made 1 outgoing call,");
    expect(faults.join()).toContain("hog");
    expect(output(await pool.run(request("return 3;")))).toBe("3");
  });

  test("a memory hog ends alone", async () => {
    const pool = open({ memoryMb: 64, size: 1 });
    const source =
      'l = List(); for each x in repeat(",",3000000).toList() { l.add({"a":x + l.size()}); } return l.size();';
    const hog = pool.run(request(source, { functionId: "hog", ...limits(boundless) }));
    expect(message(await hog)).toBe("The function used more than 64 MB of memory and was ended");
    expect(output(await pool.run(request("return 1;")))).toBe("1");
  });

  test("a thread that breaks is replaced; what was in it runs again once", async () => {
    const breaking = join(folder, "breaking.mjs");
    writeFileSync(
      breaking,
      `import { parentPort } from "node:worker_threads";
       import ${JSON.stringify(program)};
       parentPort.on("message", (message) => {
         if (message.type === "program" && message.source.source.includes("BREAK")) throw new Error("broken thread");
       });`,
    );
    const pool = open({ program: breaking, size: 1 });
    await pool.run(request("return 0;", { functionId: "innocent" }));
    const broken = pool.run(request("return 1; // BREAK", { functionId: "broken" }));
    const innocent = pool.run(request("return 2;", { functionId: "innocent" }));
    expect(message(await broken)).toContain("stopped twice");
    expect(await innocent).toMatchObject({ status: "returned", output: "2" });
    expect(faults.filter((text) => text.includes("broken thread"))).toHaveLength(2);
  });

  test("a slow function's crowd does not keep a quick one waiting", async () => {
    const pool = open({ size: 2 });
    const quick = { source: "return 1;" };
    const one = async () => {
      const began = performance.now();
      await pool.run(request("", { functionId: "quick", source: quick }));
      return performance.now() - began;
    };
    for (let i = 0; i < 200; i++) await one();
    const slow = Array.from({ length: 100 }, () =>
      pool.run(
        request("", { functionId: "slow", source: { source: endless }, ...limits({ ...boundless, timeMs: 30 }) }),
      ),
    );
    const times: number[] = [];
    for (let i = 0; i < 100; i++) times.push(await one());
    expect(pool.stats().queued).toBeGreaterThan(50);
    times.sort((a, b) => a - b);
    // Alone it takes well below a millisecond; a machine shared with others is given room.
    expect(times[94]).toBeLessThan(15);
    await Promise.all(slow);
  });

  test.each([1, 2])("a crowd of quick ones does not keep a slow one from its turn: %i threads", async (size) => {
    const pool = open({ size });
    const quick = { source: "return 1;" };
    let isOver = false;
    const crowd = Array.from({ length: 100 }, async () => {
      while (!isOver) await pool.run(request("", { functionId: "quick", source: quick }));
    });
    const slow = () => pool.run(request(endless, { functionId: "slow", ...limits({ ...boundless, timeMs: 20 }) }));
    for (let i = 0; i < 5; i++) expect(message(await slow())).toContain("Time");
    isOver = true;
    await Promise.all(crowd);
  });

  test("functions take turns", async () => {
    const pool = open({ size: 1 });
    const order: string[] = [];
    const run = (functionId: string) =>
      pool
        .run(request(endless, { functionId, ...limits({ ...boundless, timeMs: 20 }) }))
        .then(() => order.push(functionId));
    await Promise.all(["a", "a", "a", "a", "b", "c"].map(run));
    expect(order.slice(0, 4).sort()).toEqual(["a", "a", "b", "c"]);
  });
});

describe("the pool", () => {
  test("says that it is busy, for one function and for all", async () => {
    const pool = open({ size: 1, queueLimit: 4 });
    const busy = () => pool.run(request(endless, { functionId: "a", ...limits({ ...boundless, timeMs: 200 }) }));
    const running = [busy(), busy(), busy()];
    await expect(busy()).rejects.toThrow("This function is busy: too many calls of it wait already.");
    const others = [1, 2].map((n) => pool.run(request("return 1;", { functionId: `o${n}` })));
    await expect(pool.run(request("return 1;", { functionId: "o3" }))).rejects.toSatisfy(
      (error) => isAppError(error) && error.code === "limit",
    );
    await Promise.all([...running, ...others]);
  });

  test("gives up a run that is queued or waits, and cancels what it asked for", async () => {
    const pool = open({ size: 1 });
    const stopping = new AbortController();
    let cancelled = false;
    const port: HostPort = {
      ...noPort,
      fetch: (_call, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            cancelled = true;
            reject(new ScriptError("given up"));
          });
        }),
    };
    const waiting = pool.run(request(call("https://x.example.com/"), { port, signal: stopping.signal }));
    await vi.waitFor(() => expect(pool.stats().waiting).toBe(1));
    stopping.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect(cancelled).toBe(true);
    await expect(pool.run(request("return 1;", { signal: stopping.signal }))).rejects.toThrow("enough");
    await vi.waitFor(() => expect(pool.stats()).toMatchObject({ waiting: 0, running: 0, queued: 0 }));
    expect(output(await pool.run(request("return 1;")))).toBe("1");
  });

  test("drains when it closes, then takes no more", async () => {
    const pool = open();
    const running = pool.run(request(`${call("https://x.example.com/")} return 5;`, { port: slowPort(200) }));
    await vi.waitFor(() => expect(pool.stats().waiting).toBe(1));
    const closed = pool.close();
    await expect(pool.run(request("return 1;"))).rejects.toThrow("Hookdesk is stopping");
    expect(output(await running)).toBe("5");
    await closed;
    expect(pool.stats().threads).toBe(0);
  });

  test("says so when its threads do not start", async () => {
    const pool = open({ program: new URL("file:///nowhere/script-worker.mjs") });
    await expect(pool.run(request("return 1;"))).rejects.toThrow("their threads do not start");
  });

  test("holds on to nothing over ten thousand runs of many functions", async () => {
    const pool = open({ keptPrograms: 50, size: 1, memoryMb: 64 });
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 100; i++) {
      const runs = Array.from({ length: 100 }, (_, n) =>
        pool.run(
          request(`x = {"n":${i % 3 === 0 ? n : i},"t":repeat("ab",500)}; return x.get("n");`, {
            functionId: `f${n % 7}`,
            surroundings: { ...surroundings },
          }),
        ),
      );
      const results = await Promise.all(runs);
      expect(results.every(({ status }) => status === "returned")).toBe(true);
    }
    expect(pool.stats()).toEqual({ threads: 1, queued: 0, running: 0, waiting: 0 });
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024);
    expect(faults).toEqual([]);
  });
});

test("where sources run, so do the threads", async () => {
  expect(output(await open({ program: scriptProgram() }).run(request("return 1;")))).toBe("1");
});

test("files cross whole", async () => {
  const port: HostPort = {
    ...noPort,
    async runTask() {
      return new FileValue("big.bin", "application/octet-stream", new Uint8Array(300_000).fill(7));
    },
  };
  const result = await open().run(request('f = zoho.sdp.getRecords("x"); return f;', { port }));
  const value = result.status === "returned" ? result.value : null;
  expect(value instanceof FileValue && [value.name, value.bytes.length, value.bytes[299_999]]).toEqual([
    "big.bin",
    300_000,
    7,
  ]);
});
