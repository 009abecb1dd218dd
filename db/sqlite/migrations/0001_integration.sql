CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`ticket_id` integer NOT NULL,
	`at` integer NOT NULL,
	`type` text NOT NULL,
	`source` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`actor_person_id` integer,
	`changes` text NOT NULL,
	`cause` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease` text,
	`lease_until` integer,
	`done_at` integer,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `events_open` ON `events` (`done_at`,`id`);--> statement-breakpoint
CREATE INDEX `events_ticket` ON `events` (`ticket_id`,`done_at`,`id`);--> statement-breakpoint
CREATE TABLE `trigger_runs` (
	`trigger_id` text NOT NULL,
	`ticket_id` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`trigger_id`, `ticket_id`)
);
--> statement-breakpoint
CREATE INDEX `trigger_runs_ticket` ON `trigger_runs` (`ticket_id`);--> statement-breakpoint
CREATE TABLE `triggers` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`ticket_type_id` integer NOT NULL,
	`is_enabled` integer NOT NULL,
	`execute_when` text NOT NULL,
	`conditions` text NOT NULL,
	`actions` text NOT NULL,
	`position` integer NOT NULL,
	`version` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_run_at` integer,
	`runs` integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX `triggers_type` ON `triggers` (`ticket_type_id`,`position`);--> statement-breakpoint
CREATE TABLE `web_method_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`web_method_id` text NOT NULL,
	`at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`remote_address` text NOT NULL,
	`outcome` text NOT NULL,
	`ticket_id` integer,
	`ticket_display_id` text,
	`request` text NOT NULL,
	`response` text NOT NULL,
	`notes` text NOT NULL,
	`idempotency_key` text,
	FOREIGN KEY (`web_method_id`) REFERENCES `web_methods`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `web_method_calls_method` ON `web_method_calls` (`web_method_id`,`id`);--> statement-breakpoint
CREATE INDEX `web_method_calls_ticket` ON `web_method_calls` (`ticket_id`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `web_method_calls_key` ON `web_method_calls` (`web_method_id`,`idempotency_key`);--> statement-breakpoint
CREATE TABLE `web_methods` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`ticket_type_id` integer NOT NULL,
	`is_enabled` integer NOT NULL,
	`config` text NOT NULL,
	`version` integer NOT NULL,
	`key_hash` text NOT NULL,
	`key_end` text NOT NULL,
	`key_created_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_call_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `web_methods_name` ON `web_methods` (`name_key`);--> statement-breakpoint
ALTER TABLE `connections` ADD `name` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `description` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `hosts` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `stored` text;--> statement-breakpoint
ALTER TABLE `connections` ADD `created_at` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `connections_name` ON `connections` (`name`);--> statement-breakpoint
CREATE INDEX `connections_webhook` ON `connections` (`webhook_id`);