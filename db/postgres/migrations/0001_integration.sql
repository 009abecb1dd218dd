CREATE TABLE "events" (
	"id" text PRIMARY KEY NOT NULL,
	"ticket_id" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"type" text NOT NULL,
	"source" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"actor_person_id" bigint,
	"changes" json NOT NULL,
	"cause" json NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"lease" text,
	"lease_until" timestamp (3) with time zone,
	"done_at" timestamp (3) with time zone,
	"error" text
);
--> statement-breakpoint
CREATE TABLE "trigger_runs" (
	"trigger_id" text NOT NULL,
	"ticket_id" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "trigger_runs_trigger_id_ticket_id_pk" PRIMARY KEY("trigger_id","ticket_id")
);
--> statement-breakpoint
CREATE TABLE "triggers" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"ticket_type_id" bigint NOT NULL,
	"is_enabled" boolean NOT NULL,
	"execute_when" text NOT NULL,
	"conditions" json NOT NULL,
	"actions" json NOT NULL,
	"position" bigint NOT NULL,
	"version" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"last_run_at" timestamp (3) with time zone,
	"runs" bigint DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "web_method_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"web_method_id" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"duration_ms" bigint NOT NULL,
	"remote_address" text NOT NULL,
	"outcome" text NOT NULL,
	"ticket_id" bigint,
	"ticket_display_id" text,
	"request" json NOT NULL,
	"response" json NOT NULL,
	"notes" json NOT NULL,
	"idempotency_key" text
);
--> statement-breakpoint
CREATE TABLE "web_methods" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"ticket_type_id" bigint NOT NULL,
	"is_enabled" boolean NOT NULL,
	"config" json NOT NULL,
	"version" bigint NOT NULL,
	"key_hash" text NOT NULL,
	"key_end" text NOT NULL,
	"key_created_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"last_call_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "name" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "hosts" json;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "stored" json;--> statement-breakpoint
ALTER TABLE "connections" ADD COLUMN "created_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "web_method_calls" ADD CONSTRAINT "web_method_calls_web_method_id_web_methods_id_fk" FOREIGN KEY ("web_method_id") REFERENCES "public"."web_methods"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "events_open" ON "events" USING btree ("done_at","id");--> statement-breakpoint
CREATE INDEX "events_ticket" ON "events" USING btree ("ticket_id","done_at","id");--> statement-breakpoint
CREATE INDEX "trigger_runs_ticket" ON "trigger_runs" USING btree ("ticket_id");--> statement-breakpoint
CREATE INDEX "triggers_type" ON "triggers" USING btree ("ticket_type_id","position");--> statement-breakpoint
CREATE INDEX "web_method_calls_method" ON "web_method_calls" USING btree ("web_method_id","id");--> statement-breakpoint
CREATE INDEX "web_method_calls_ticket" ON "web_method_calls" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "web_method_calls_key" ON "web_method_calls" USING btree ("web_method_id","idempotency_key");--> statement-breakpoint
CREATE UNIQUE INDEX "web_methods_name" ON "web_methods" USING btree ("name_key");--> statement-breakpoint
CREATE UNIQUE INDEX "connections_name" ON "connections" USING btree ("name");--> statement-breakpoint
CREATE INDEX "connections_webhook" ON "connections" USING btree ("webhook_id");