CREATE TABLE "accounts" (
	"person_id" bigint PRIMARY KEY NOT NULL,
	"role_id" text NOT NULL,
	"password_hash" text NOT NULL,
	"is_enabled" boolean NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"password_set_at" timestamp (3) with time zone NOT NULL,
	"last_sign_in_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"role_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"hint" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"created_by" text NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "attempts" (
	"id" text PRIMARY KEY NOT NULL,
	"delivery_id" text NOT NULL,
	"number" bigint NOT NULL,
	"kind" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"duration_ms" bigint NOT NULL,
	"outcome" text NOT NULL,
	"sent_headers" json NOT NULL,
	"response" json,
	"error" json,
	"timing" json,
	"remote_address" text,
	"notes" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"subject_name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "bins" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"response" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "captured_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"bin_id" text NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"method" text NOT NULL,
	"target" text NOT NULL,
	"headers" json NOT NULL,
	"body" text NOT NULL,
	"body_encoding" text NOT NULL,
	"body_bytes" bigint NOT NULL,
	"is_truncated" boolean NOT NULL,
	"remote_address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connections" (
	"id" text PRIMARY KEY NOT NULL,
	"webhook_id" text,
	"type" text NOT NULL,
	"settings" json NOT NULL,
	"secrets" text NOT NULL,
	"key_id" text NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "custom_forms" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"ticket_type_ids" json NOT NULL,
	"is_multi_line" boolean NOT NULL,
	"fields" json NOT NULL,
	"next_field_id" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "custom_forms_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" text PRIMARY KEY NOT NULL,
	"webhook_id" text NOT NULL,
	"webhook_name" text NOT NULL,
	"webhook_version" bigint NOT NULL,
	"ticket_id" bigint NOT NULL,
	"ticket_display_id" text NOT NULL,
	"ticket_version" bigint NOT NULL,
	"status" text NOT NULL,
	"request" json NOT NULL,
	"parameters" json NOT NULL,
	"cause" json NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"next_attempt_at" timestamp (3) with time zone,
	"attempts" bigint NOT NULL,
	"kind" text NOT NULL,
	"lease" text,
	"lease_until" timestamp (3) with time zone,
	"last_status" bigint,
	"last_error" text,
	"finished_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "history" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"ticket_id" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"origin" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"summary" text NOT NULL,
	"changes" json NOT NULL,
	"cause" json
);
--> statement-breakpoint
CREATE TABLE "list_items" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"position" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"ticket_id" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"body" text NOT NULL,
	"visibility" text NOT NULL,
	"from" text NOT NULL,
	"author_name" text NOT NULL,
	"person_id" bigint
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"first_name" text NOT NULL,
	"last_name" text NOT NULL,
	"title_prefix" text NOT NULL,
	"phone" text NOT NULL,
	"timezone" text NOT NULL,
	"is_agent" boolean NOT NULL,
	"is_disabled" boolean NOT NULL,
	"organization_id" bigint,
	"organization_position" text NOT NULL,
	"is_organization_manager" boolean NOT NULL,
	"team_ids" json NOT NULL,
	"usergroup_ids" json NOT NULL,
	"language_id" bigint,
	"summary" text NOT NULL,
	"emails" json NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"last_login_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "person_emails" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"email" text NOT NULL,
	CONSTRAINT "person_emails_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "roles" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"permissions" json NOT NULL,
	"built_in" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "roles_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"person_id" bigint NOT NULL,
	"token_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"last_seen_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"user_agent" text NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "sessions_tokenHash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "statuses" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"deskpro_name" text NOT NULL,
	"duplo_name" text NOT NULL,
	"vivantio_type" bigint NOT NULL,
	"position" bigint NOT NULL,
	CONSTRAINT "statuses_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "ticket_forms" (
	"ticket_id" bigint NOT NULL,
	"form_id" bigint NOT NULL,
	"rows" json NOT NULL,
	CONSTRAINT "ticket_forms_ticket_id_form_id_pk" PRIMARY KEY("ticket_id","form_id")
);
--> statement-breakpoint
CREATE TABLE "ticket_types" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"next_number" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "ticket_types_name_unique" UNIQUE("name"),
	CONSTRAINT "ticket_types_prefix_unique" UNIQUE("prefix")
);
--> statement-breakpoint
CREATE TABLE "tickets" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"display_id" text NOT NULL,
	"type_id" bigint NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"solution" text NOT NULL,
	"status_id" bigint NOT NULL,
	"priority_id" bigint,
	"category_id" bigint,
	"impact_id" bigint,
	"department_id" bigint,
	"product_id" bigint,
	"language_id" bigint,
	"location_id" bigint,
	"workflow_id" bigint,
	"owner_id" bigint,
	"taken_by_id" bigint,
	"team_id" bigint,
	"requester_id" bigint,
	"organization_id" bigint,
	"participant_ids" json NOT NULL,
	"labels" json NOT NULL,
	"cc_addresses" json NOT NULL,
	"urgency" bigint NOT NULL,
	"is_deferred" boolean NOT NULL,
	"third_party_id" text NOT NULL,
	"third_party_ref" text NOT NULL,
	"total_effort_minutes" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"status_changed_at" timestamp (3) with time zone NOT NULL,
	"resolved_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"first_agent_assigned_at" timestamp (3) with time zone,
	"first_agent_reply_at" timestamp (3) with time zone,
	"last_agent_reply_at" timestamp (3) with time zone,
	"last_user_reply_at" timestamp (3) with time zone,
	"agent_waiting_since" timestamp (3) with time zone,
	"user_waiting_since" timestamp (3) with time zone,
	"locked_at" timestamp (3) with time zone,
	"feedback_rated_at" timestamp (3) with time zone,
	"third_party_logged_at" timestamp (3) with time zone,
	"creation_system" text NOT NULL,
	"access_code" text NOT NULL,
	"total_user_waiting_seconds" bigint NOT NULL,
	"last_modified_by_id" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "tickets_displayId_unique" UNIQUE("display_id")
);
--> statement-breakpoint
CREATE TABLE "webhook_versions" (
	"webhook_id" text NOT NULL,
	"version" bigint NOT NULL,
	"config" json NOT NULL,
	"saved_at" timestamp (3) with time zone NOT NULL,
	"saved_by" text NOT NULL,
	CONSTRAINT "webhook_versions_webhook_id_version_pk" PRIMARY KEY("webhook_id","version")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"ticket_type_id" bigint NOT NULL,
	"is_enabled" boolean NOT NULL,
	"role_ids" json NOT NULL,
	"version" bigint NOT NULL,
	"config" json NOT NULL,
	"connection_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_role_id_roles_id_fk" FOREIGN KEY ("role_id") REFERENCES "public"."roles"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attempts" ADD CONSTRAINT "attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "captured_requests" ADD CONSTRAINT "captured_requests_bin_id_bins_id_fk" FOREIGN KEY ("bin_id") REFERENCES "public"."bins"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "connections" ADD CONSTRAINT "connections_webhook_id_webhooks_id_fk" FOREIGN KEY ("webhook_id") REFERENCES "public"."webhooks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_emails" ADD CONSTRAINT "person_emails_person_id_people_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."people"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_person_id_accounts_person_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."accounts"("person_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ticket_forms" ADD CONSTRAINT "ticket_forms_ticket_id_tickets_id_fk" FOREIGN KEY ("ticket_id") REFERENCES "public"."tickets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attempts_delivery" ON "attempts" USING btree ("delivery_id","number");--> statement-breakpoint
CREATE INDEX "captured_requests_bin" ON "captured_requests" USING btree ("bin_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("status","next_attempt_at");--> statement-breakpoint
CREATE INDEX "deliveries_lease" ON "deliveries" USING btree ("status","lease_until");--> statement-breakpoint
CREATE INDEX "deliveries_ticket" ON "deliveries" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "deliveries_webhook" ON "deliveries" USING btree ("webhook_id","id");--> statement-breakpoint
CREATE INDEX "history_ticket" ON "history" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "list_items_kind_name" ON "list_items" USING btree ("kind","name");--> statement-breakpoint
CREATE INDEX "messages_ticket" ON "messages" USING btree ("ticket_id","id");--> statement-breakpoint
CREATE INDEX "people_name" ON "people" USING btree ("name");--> statement-breakpoint
CREATE INDEX "sessions_person" ON "sessions" USING btree ("person_id");--> statement-breakpoint
CREATE INDEX "tickets_updated_at" ON "tickets" USING btree ("updated_at");--> statement-breakpoint
CREATE INDEX "tickets_status" ON "tickets" USING btree ("status_id","updated_at");--> statement-breakpoint
CREATE INDEX "tickets_owner" ON "tickets" USING btree ("owner_id","updated_at");--> statement-breakpoint
CREATE INDEX "webhooks_type" ON "webhooks" USING btree ("ticket_type_id","name");