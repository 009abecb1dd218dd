CREATE TABLE "delivery_stats" (
	"minute" bigint NOT NULL,
	"webhook_id" text NOT NULL,
	"host" text NOT NULL,
	"succeeded" bigint NOT NULL,
	"failed" bigint NOT NULL,
	"latency" json NOT NULL,
	CONSTRAINT "delivery_stats_minute_webhook_id_host_pk" PRIMARY KEY("minute","webhook_id","host")
);
--> statement-breakpoint
CREATE TABLE "gates" (
	"queue" text PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"host" text NOT NULL,
	"state" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"probe_at" timestamp (3) with time zone NOT NULL,
	"probes" bigint NOT NULL,
	"last_error" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"input" json NOT NULL,
	"total" bigint NOT NULL,
	"done" bigint DEFAULT 0 NOT NULL,
	"skipped" bigint DEFAULT 0 NOT NULL,
	"failed" bigint DEFAULT 0 NOT NULL,
	"position" text,
	"up_to" text,
	"per_second" bigint,
	"message" text,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"lease" text,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	"sender" text,
	"to" json NOT NULL,
	"cc" json NOT NULL,
	"bcc" json NOT NULL,
	"reply_to" text,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text,
	"source" text NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"lease" text,
	"last_error" text,
	"sent_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"href" text NOT NULL,
	"webhook_id" text,
	"post_status" text,
	"post_attempts" bigint DEFAULT 0 NOT NULL,
	"next_post_at" timestamp (3) with time zone,
	"post_error" text
);
--> statement-breakpoint
CREATE TABLE "outages" (
	"id" text PRIMARY KEY NOT NULL,
	"queue" text NOT NULL,
	"webhook_id" text NOT NULL,
	"webhook_name" text NOT NULL,
	"host" text NOT NULL,
	"reason" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"last_error" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rates" (
	"webhook_id" text PRIMARY KEY NOT NULL,
	"full_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"id" text PRIMARY KEY NOT NULL,
	"page" text NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"person_id" bigint,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"key" text PRIMARY KEY NOT NULL,
	"value" json NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"machine" text NOT NULL,
	"pid" bigint NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"beat_at" timestamp (3) with time zone NOT NULL,
	"gauges" json NOT NULL
);
--> statement-breakpoint
DROP INDEX "deliveries_due";--> statement-breakpoint
DROP INDEX "deliveries_lease";--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "notices_seen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "attempts" ADD COLUMN "certificate_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "queue" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "free_attempts" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "superseded_by" text;--> statement-breakpoint
CREATE INDEX "jobs_status" ON "jobs" USING btree ("status","lease_until");--> statement-breakpoint
CREATE INDEX "jobs_created" ON "jobs" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "mails_due" ON "mails" USING btree ("status","next_attempt_at");--> statement-breakpoint
CREATE INDEX "mails_created" ON "mails" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "notices_at" ON "notices" USING btree ("at");--> statement-breakpoint
CREATE INDEX "notices_post" ON "notices" USING btree ("post_status","next_post_at");--> statement-breakpoint
CREATE UNIQUE INDEX "outages_open" ON "outages" USING btree ("queue") WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX "outages_webhook" ON "outages" USING btree ("webhook_id","started_at");--> statement-breakpoint
CREATE INDEX "saved_views_page" ON "saved_views" USING btree ("page","name");--> statement-breakpoint
CREATE INDEX "deliveries_queue" ON "deliveries" USING btree ("queue","next_attempt_at") WHERE status = 'pending' AND next_attempt_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX "deliveries_sending" ON "deliveries" USING btree ("lease_until","queue") WHERE status = 'sending';--> statement-breakpoint
CREATE INDEX "deliveries_lane" ON "deliveries" USING btree ("ticket_id","webhook_id","ticket_version","id") WHERE status IN ('pending', 'sending');--> statement-breakpoint
CREATE INDEX "deliveries_status" ON "deliveries" USING btree ("status","id");--> statement-breakpoint
UPDATE "deliveries" SET "queue" = "webhook_id" WHERE "status" IN ('pending', 'sending', 'held');
