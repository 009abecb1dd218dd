import type { BinaryOperator } from "../ast";
import { certain, type Inferred, likely, unknown } from "./inferred";

const isNumeric = ({ type }: Inferred) => type === "number" || type === "decimal";

/** Type of `a operator b` (§4.2). */
export function typeOfBinary(operator: BinaryOperator, a: Inferred, b: Inferred): Inferred {
  switch (operator) {
    case "+":
      if ((a.type === "text" && a.isCertain) || (b.type === "text" && b.isCertain)) return certain("text");
      if (a.type === "text" || b.type === "text") return likely("text");
      return arithmetic(a, b);
    case "-":
      if (a.type === "date" && b.type === "date")
        return a.isCertain && b.isCertain ? certain("number") : likely("number");
      return arithmetic(a, b);
    case "/":
      return isNumeric(a) && isNumeric(b) ? likely("decimal") : unknown;
    case "*":
    case "%":
      return arithmetic(a, b);
    default:
      return certain("boolean");
  }
}

function arithmetic(a: Inferred, b: Inferred): Inferred {
  if (!isNumeric(a) || !isNumeric(b)) return unknown;
  const type = a.type === "decimal" || b.type === "decimal" ? "decimal" : "number";
  return a.isCertain && b.isCertain ? certain(type) : likely(type);
}
