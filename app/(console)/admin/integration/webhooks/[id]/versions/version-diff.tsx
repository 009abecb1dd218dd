import { TextDiff } from "@/components/ui/text-diff";
import type { ConfigDiff } from "./config-diff";

type VersionDiffProps = { diff: ConfigDiff; from: number; to: number };

/** What two versions differ in: a table for settings, side by side for texts. */
export function VersionDiff({ diff: { settings, texts }, from, to }: VersionDiffProps) {
  const [beforeLabel, afterLabel] = [`Version ${from}`, `Version ${to}`];
  if (settings.length === 0 && texts.length === 0)
    return (
      <p className="border-y py-10 text-center text-muted">
        {from === to ? "Choose two versions to compare." : `Version ${from} and version ${to} have the same settings.`}
      </p>
    );
  return (
    <div className="flex min-w-0 flex-col gap-6">
      {settings.length > 0 && (
        <table className="w-full table-fixed text-left">
          <caption className="mb-2 text-left font-semibold text-lg">Settings</caption>
          <thead className="text-muted text-xs">
            <tr>
              <th scope="col" className="py-1.5 pr-3 font-normal">
                Setting
              </th>
              <th scope="col" className="py-1.5 pr-3 font-normal">
                {beforeLabel}
              </th>
              <th scope="col" className="py-1.5 font-normal">
                {afterLabel}
              </th>
            </tr>
          </thead>
          <tbody>
            {settings.map(({ label, before, after }) => (
              <tr key={label} className="border-t align-top">
                <th scope="row" className="break-words py-2 pr-3 font-medium">
                  {label}
                </th>
                <td className="break-words py-2 pr-3 text-muted">{before}</td>
                <td className="break-words py-2">{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {texts.map(({ label, before, after }) => (
        <section key={label} className="min-w-0">
          <h2 className="mb-2 font-semibold text-lg">{label}</h2>
          <TextDiff {...{ label, before, after, beforeLabel, afterLabel }} />
        </section>
      ))}
    </div>
  );
}
