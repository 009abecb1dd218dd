import type { z } from "zod";
import type { Permission, Principal } from "@/lib/access/permissions";
import type { ServerRuntime } from "../../open-runtime";

export type ApiRuntime = Pick<ServerRuntime, "stores" | "clock" | "config" | "stopping" | "functions">;

/** What a run receives: everything checked against the endpoint's own schemas. */
export type Call<Body, Query> = ApiRuntime & {
  principal: Principal;
  now: Date;
  params: Record<string, string>;
  query: Query;
  body: Body;
  /** The parsed JSON before the schema filled anything in; for changes that touch only what is named. */
  raw: unknown;
  /** Fires when the caller hangs up. */
  signal: AbortSignal;
};

type Definition<B extends z.ZodType, Q extends z.ZodType, R extends z.ZodType> = {
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Below /api/v1, `{id}` for parameters. */
  path: string;
  permission: Permission;
  operationId: string;
  summary: string;
  /** One paragraph for what the summary can't say. */
  description?: string;
  query?: Q;
  body?: B;
  examples?: Record<string, { summary: string; value: unknown }>;
  /** 200 unless given; null stands for 204 without a body. */
  reply: R | null;
  status?: 200 | 201 | 202;
  run(call: Call<z.output<B>, z.output<Q>>): Promise<R extends z.ZodType ? Reply<z.input<R>> : void>;
};

/** The value alone, or with a status that depends on what happened. */
export type Reply<T> = T | WithStatus<T>;
const statusKey = Symbol("status");
export type WithStatus<T> = { [statusKey]: 200 | 202; value: T };
export const withStatus = <T>(status: 200 | 202, value: T): WithStatus<T> => ({ [statusKey]: status, value });
export const hasStatus = (reply: unknown): reply is WithStatus<unknown> =>
  typeof reply === "object" && reply !== null && statusKey in reply;
export const statusOf = (reply: WithStatus<unknown>): 200 | 202 => reply[statusKey];

/** An endpoint with its schemas' types forgotten, as the router, the document and the tests see it. */
export type Endpoint = Omit<Definition<z.ZodType, z.ZodType, z.ZodType>, "run" | "body" | "query" | "reply"> & {
  body?: z.ZodType;
  query?: z.ZodType;
  reply: z.ZodType | null;
  run(call: Call<unknown, unknown>): Promise<unknown>;
};

/** Declares a route: address, permission, schemas and what it does, in one place (contracts: Management API). */
export const endpoint = <
  R extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
>(
  definition: Definition<B, Q, R>,
): Endpoint => definition as unknown as Endpoint;
