import { expect, test } from "vitest";
import { importCurl } from "@/lib/delivery/curl/import";
import { changesOf } from "./curl-changes";
import { newValues } from "./form-values";

const changes = (command: string) => {
  const result = importCurl(command);
  if (!result.ok) throw new Error(result.message);
  return changesOf(newValues(1, []), result.draft);
};

test("only what differs is listed, and a password is never among it", () => {
  const rows = changes(
    "curl -u desk:s3cret -H 'X-A: 1' -d '{}' -H 'Content-Type: application/json' https://x.example/?a=1",
  );
  expect(rows.map(({ label }) => label)).toEqual([
    "Request URL",
    "Encoded URL parameters",
    "Headers",
    "Body",
    "Authentication",
  ]);
  expect(JSON.stringify(rows)).not.toContain("s3cret");
  expect(rows.at(-1)?.after).toBe("Basic\nUsername: desk\nPassword: ••••••");
});
