"use client";
import { useState } from "react";
import { toast } from "sonner";
import { executeFunction } from "../actions";
import { rememberArguments } from "./argument-values";
import { type Executed, results } from "./results";

/** Runs a stored function with arguments as JSON text, and keeps what came of it. */
export function useExecuting(id: string | undefined) {
  const [result, setResult] = useState<Executed | undefined>(() => (id === undefined ? undefined : results.get(id)));
  const [executing, setExecuting] = useState(false);

  async function execute(functionId: string, json: string): Promise<Executed | undefined> {
    setExecuting(true);
    const answer = await executeFunction({ id: functionId, arguments: json }).catch(() => undefined);
    setExecuting(false);
    if (!answer?.ok) {
      toast.error(answer ? answer.error.message : "The server did not answer. The function may have run nevertheless.");
      return undefined;
    }
    rememberArguments(functionId, json);
    results.set(functionId, answer.value);
    setResult(answer.value);
    return answer.value;
  }
  return { result, executing, execute };
}
