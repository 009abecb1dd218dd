import { type CallbackFunction, callerProofs, type FunctionParameter } from "@/lib/functions/function";

const samples: Record<FunctionParameter["type"], unknown> = {
  ...{ map: { id: 1 }, string: "text", int: 1, bool: true, date: "2026-01-31 09:00:00", float: 1.5 },
};

/** Arguments as an example of what the parameters take. */
const exampleArguments = (parameters: readonly FunctionParameter[]): string =>
  JSON.stringify(Object.fromEntries(parameters.map(({ name, type }) => [name, samples[type]])));

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** A command line that calls the function by POST, with what its callers have to prove. */
export function curlOf(url: string, { parameters, proof }: Pick<CallbackFunction, "parameters" | "proof">): string {
  const body = JSON.stringify({ arguments: JSON.parse(exampleArguments(parameters)) });
  const lines = [`curl ${quoted(url)}`, `-H 'Content-Type: application/json'`];
  if (proof.kind === "header") lines.push(`-H ${quoted(`${proof.headerName}: YOUR_SECRET`)}`);
  if (proof.kind === "hmac") {
    const signed = `$(printf %s ${quoted(body)} | openssl dgst -sha256 -hmac YOUR_SECRET -r | cut -d' ' -f1)`;
    lines.push(`-H "${proof.headerName}: sha256=${signed}"`);
  }
  return [...lines, `-d ${quoted(body)}`].join(" \\\n  ");
}

export const proofOptions = Object.entries(callerProofs).map(([value, label]) => ({ value, label }));
