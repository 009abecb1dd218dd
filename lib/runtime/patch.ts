import { z } from "zod";

type Bare<S extends z.ZodType> = S extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : S;
type Patch<Shape extends z.ZodRawShape> = {
  [Key in keyof Shape]: Shape[Key] extends z.ZodType ? z.ZodOptional<Bare<Shape[Key]>> : never;
};

/** Every field optional and none filled in: `partial()` alone would still apply defaults and so reset what is not named. */
export function withoutDefaults<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>): z.ZodObject<Patch<Shape>> {
  const entries = Object.entries(schema.shape).map(([key, field]) => {
    const bare = field instanceof z.ZodDefault ? field.unwrap() : field;
    return [key, z.optional(bare as z.ZodType)];
  });
  return z.object(Object.fromEntries(entries)) as unknown as z.ZodObject<Patch<Shape>>;
}
