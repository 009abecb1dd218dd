import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ErrorCode } from "@/lib/core/errors";
import type { Failure } from "@/lib/core/result";
import { failureOf } from "./failure";

const statuses: Record<ErrorCode, ContentfulStatusCode> = {
  invalid: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit: 429,
  unexpected: 500,
};

/** The status and body every machine-facing route answers an error with (contracts: Management API). */
export function respondTo(error: unknown): { status: ContentfulStatusCode; body: { error: Failure } } {
  const failure = failureOf(error);
  return { status: statuses[failure.code], body: { error: failure } };
}
