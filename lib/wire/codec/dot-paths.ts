import { getPath, parsePath } from "@/lib/core/json";
import type { Codec } from "./codec";

/** Paths such as `result.items[0].number`, which JSON and form values share. */
export const dotPaths: Pick<Codec, "find" | "problemWithPath"> = {
  find: getPath,
  problemWithPath: (path) =>
    parsePath(path) ? undefined : "This is not a path. Write it like result.number or items[0].id",
};
