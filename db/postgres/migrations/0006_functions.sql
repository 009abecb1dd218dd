CREATE TABLE "function_calls" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"arguments" text NOT NULL,
	"ticket_id" bigint,
	"cause" json NOT NULL,
	"actor_name" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"attempts" bigint DEFAULT 0 NOT NULL,
	"lease" text,
	"lease_until" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "function_runs" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"function_name" text NOT NULL,
	"version" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"duration_ms" bigint NOT NULL,
	"origin" text NOT NULL,
	"actor_name" text NOT NULL,
	"remote_address" text NOT NULL,
	"arguments" text NOT NULL,
	"outcome" text NOT NULL,
	"result" text NOT NULL,
	"line" bigint NOT NULL,
	"info" json NOT NULL,
	"statements" bigint NOT NULL,
	"calls" json NOT NULL,
	"ticket_ids" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "function_tests" (
	"id" text PRIMARY KEY NOT NULL,
	"function_id" text NOT NULL,
	"name" text NOT NULL,
	"arguments" text NOT NULL,
	"expects" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "function_versions" (
	"function_id" text NOT NULL,
	"version" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_name" text NOT NULL,
	"values" json NOT NULL,
	CONSTRAINT "function_versions_function_id_version_pk" PRIMARY KEY("function_id","version")
);
--> statement-breakpoint
CREATE TABLE "functions" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"name_key" text NOT NULL,
	"api_name" text,
	"values" json NOT NULL,
	"version" bigint NOT NULL,
	"is_published" boolean NOT NULL,
	"published_at" timestamp (3) with time zone,
	"token_hash" text,
	"token_end" text,
	"token" text,
	"proof" json NOT NULL,
	"proof_secret" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"updated_by_name" text NOT NULL,
	"last_run_at" timestamp (3) with time zone,
	"last_outcome" text
);
--> statement-breakpoint
ALTER TABLE "function_calls" ADD CONSTRAINT "function_calls_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "function_runs" ADD CONSTRAINT "function_runs_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "function_tests" ADD CONSTRAINT "function_tests_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "function_versions" ADD CONSTRAINT "function_versions_function_id_functions_id_fk" FOREIGN KEY ("function_id") REFERENCES "public"."functions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "function_calls_due" ON "function_calls" USING btree ("lease_until","at");--> statement-breakpoint
CREATE INDEX "function_runs_function" ON "function_runs" USING btree ("function_id","id");--> statement-breakpoint
CREATE INDEX "function_runs_at" ON "function_runs" USING btree ("at");--> statement-breakpoint
CREATE INDEX "function_tests_function" ON "function_tests" USING btree ("function_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "functions_name" ON "functions" USING btree ("name_key");--> statement-breakpoint
CREATE UNIQUE INDEX "functions_api_name" ON "functions" USING btree ("api_name");