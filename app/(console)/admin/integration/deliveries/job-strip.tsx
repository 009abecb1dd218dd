import Link from "next/link";
import type { Job } from "@/lib/delivery/job";
import { JobRow, type JobRowProps } from "./job-row";

type JobStripProps = Omit<JobRowProps, "job"> & { jobs: Job[] };

/** The jobs that go on and those that ended a moment ago, above the list they change. */
export function JobStrip({ jobs, ...rest }: JobStripProps) {
  if (jobs.length === 0) return null;
  return (
    <section aria-label="Bulk jobs" className="mb-6 min-w-0">
      <div className="flex items-baseline justify-between gap-3 border-b pb-2">
        <h2 className="font-semibold text-base">Bulk jobs</h2>
        <Link
          href="/admin/integration/deliveries/jobs"
          className="rounded-sm text-accent-text hover:underline hover:underline-offset-2"
        >
          All jobs
        </Link>
      </div>
      <ul className="flex flex-col">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} {...rest} />
        ))}
      </ul>
    </section>
  );
}
