import type { CallbackFunction, FunctionInput, FunctionTestInput } from "@/lib/functions/function";
import type { FunctionRun, NewFunctionCall, RunOrigin } from "@/lib/functions/run";
import type { Columns } from "../sqlite/columns";

export const defineFunctions = (c: Columns) => {
  const functions = c.table(
    "functions",
    {
      id: c.id(),
      name: c.text().notNull(),
      /** The name in lower case: names differ in more than case. */
      nameKey: c.text().notNull(),
      /** Null while blank, so that many may be. */
      apiName: c.text(),
      /** The rest of the form. */
      values: c.json<Omit<FunctionInput, "name" | "apiName">>().notNull(),
      version: c.integer().notNull(),
      isPublished: c.bool().notNull(),
      publishedAt: c.timestamp(),
      tokenHash: c.text(),
      tokenEnd: c.text(),
      /** Sealed for the page of the function. */
      token: c.text(),
      proof: c.json<CallbackFunction["proof"]>().notNull(),
      proofSecret: c.text(),
      createdAt: c.timestamp().notNull(),
      updatedAt: c.timestamp().notNull(),
      updatedByName: c.text().notNull(),
      lastRunAt: c.timestamp(),
      lastOutcome: c.text().$type<FunctionRun["outcome"]>(),
    },
    (t) => [c.uniqueIndex("functions_name").on(t.nameKey), c.uniqueIndex("functions_api_name").on(t.apiName)],
  );
  const ofFunction = () =>
    c
      .text()
      .notNull()
      .references(() => functions.id, { onDelete: "cascade" });
  return {
    functions,
    functionVersions: c.table(
      "function_versions",
      {
        functionId: ofFunction(),
        version: c.integer().notNull(),
        at: c.timestamp().notNull(),
        actorName: c.text().notNull(),
        values: c.json<FunctionInput>().notNull(),
      },
      (t) => [c.primaryKey({ columns: [t.functionId, t.version] })],
    ),
    functionTests: c.table(
      "function_tests",
      {
        id: c.id(),
        functionId: ofFunction(),
        name: c.text().notNull(),
        arguments: c.text().notNull(),
        expects: c.json<FunctionTestInput["expects"]>().notNull(),
        createdAt: c.timestamp().notNull(),
        updatedAt: c.timestamp().notNull(),
      },
      (t) => [c.index("function_tests_function").on(t.functionId, t.id)],
    ),
    functionRuns: c.table(
      "function_runs",
      {
        id: c.id(),
        functionId: ofFunction(),
        functionName: c.text().notNull(),
        version: c.integer().notNull(),
        at: c.timestamp().notNull(),
        durationMs: c.integer().notNull(),
        origin: c.text().$type<RunOrigin>().notNull(),
        actorName: c.text().notNull(),
        remoteAddress: c.text().notNull(),
        arguments: c.text().notNull(),
        outcome: c.text().$type<FunctionRun["outcome"]>().notNull(),
        result: c.text().notNull(),
        line: c.integer().notNull(),
        info: c.json<string[]>().notNull(),
        statements: c.integer().notNull(),
        calls: c.json<FunctionRun["calls"]>().notNull(),
        ticketIds: c.json<number[]>().notNull(),
      },
      (t) => [c.index("function_runs_function").on(t.functionId, t.id), c.index("function_runs_at").on(t.at)],
    ),
    functionCalls: c.table(
      "function_calls",
      {
        id: c.id(),
        functionId: ofFunction(),
        arguments: c.text().notNull(),
        ticketId: c.integer(),
        cause: c.json<NewFunctionCall["cause"]>().notNull(),
        actorName: c.text().notNull(),
        at: c.timestamp().notNull(),
        attempts: c.integer().notNull().default(0),
        lease: c.text(),
        leaseUntil: c.timestamp(),
      },
      (t) => [c.index("function_calls_due").on(t.leaseUntil, t.at)],
    ),
  };
};
