import type { Timing } from "@/lib/core/transport";
import { formatMs } from "./format";
import { phasesOf } from "./phases";

const shades = ["bg-accent/35", "bg-accent/55", "bg-accent/75", "bg-accent", "bg-text/60"];

/** One stacked bar, and its numbers as a list: the list is the text alternative. */
export function TimingBar({ timing }: { timing: Timing }) {
  const phases = phasesOf(timing);
  const whole = Math.max(
    phases.reduce((sum, phase) => sum + phase.ms, 0),
    0.1,
  );
  return (
    <div className="flex max-w-[560px] flex-col gap-3">
      <div aria-hidden className="flex h-3 gap-px overflow-hidden rounded-sm bg-hover">
        {phases.map(({ label, ms }, index) => (
          <span
            key={label}
            className={shades[index % shades.length]}
            style={{ width: `${(ms / whole) * 100}%`, minWidth: ms > 0 ? 2 : 0 }}
            title={`${label}: ${formatMs(ms)}`}
          />
        ))}
      </div>
      <table className="w-full text-left tabular-nums">
        <caption className="sr-only">Timing</caption>
        <thead className="sr-only">
          <tr>
            <th scope="col">Phase</th>
            <th scope="col">Began after</th>
            <th scope="col">Took</th>
          </tr>
        </thead>
        <tbody>
          {phases.map(({ label, startMs, ms }, index) => (
            <tr key={label}>
              <th scope="row" className="py-1 font-normal">
                <span className="flex items-center gap-2">
                  <span aria-hidden className={`size-2 rounded-sm ${shades[index % shades.length]}`} />
                  {label}
                </span>
              </th>
              <td className="py-1 text-right text-muted">+{formatMs(startMs)}</td>
              <td className="w-24 py-1 text-right">{formatMs(ms)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row" className="border-t py-1 font-medium">
              Total
            </th>
            <td className="border-t" />
            <td className="border-t py-1 text-right font-medium">{formatMs(timing.totalMs)}</td>
          </tr>
        </tbody>
      </table>
    </div>
  );
}
