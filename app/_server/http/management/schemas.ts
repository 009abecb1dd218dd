import { z } from "zod";

/** Names schemas for the OpenAPI document: those read from a body and those written in a reply. */
export const bodySchemas = z.registry<{ id: string }>();
export const replySchemas = z.registry<{ id: string }>();

export const inBody = <S extends z.ZodType>(id: string, schema: S): S => {
  bodySchemas.add(schema, { id });
  return schema;
};
export const inReply = <S extends z.ZodType>(id: string, schema: S): S => {
  replySchemas.add(schema, { id });
  return schema;
};

/** `{items, total}` of something already named. */
export const inPages = <S extends z.ZodType>(item: S) =>
  inReply(`${replySchemas.get(item)?.id}Page`, z.object({ items: z.array(item), total: z.number().int() }));

export const moment = z.date();
export const names = (described: string) => z.record(z.string(), z.unknown()).meta({ description: described });

/** The current version of a record; a later one there makes the change a conflict. */
export const seenVersion = z
  .number()
  .int()
  .min(1)
  .optional()
  .meta({ description: "The version you saw; the change is refused with 409 when it is no longer current" });

export const failure = inReply(
  "Error",
  z.object({
    error: z.object({
      code: z.enum(["invalid", "unauthenticated", "forbidden", "not_found", "conflict", "limit", "unexpected"]),
      message: z.string(),
      fields: z
        .record(z.string(), z.array(z.string()))
        .optional()
        .meta({ description: "Messages by field path, such as parameters.0.name" }),
    }),
  }),
);
