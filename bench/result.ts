/** One line of bench/results.json: what was measured, against which reference in the same run, and whether it is good enough. */
export type Result = {
  name: string;
  value: number;
  unit: string;
  reference: number;
  ratio: number;
  target: number;
  pass: boolean;
};
