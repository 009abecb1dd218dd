CREATE TABLE `function_calls` (
	`id` text PRIMARY KEY NOT NULL,
	`function_id` text NOT NULL,
	`arguments` text NOT NULL,
	`ticket_id` integer,
	`cause` text NOT NULL,
	`actor_name` text NOT NULL,
	`at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`lease` text,
	`lease_until` integer,
	FOREIGN KEY (`function_id`) REFERENCES `functions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `function_calls_due` ON `function_calls` (`lease_until`,`at`);--> statement-breakpoint
CREATE TABLE `function_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`function_id` text NOT NULL,
	`function_name` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`origin` text NOT NULL,
	`actor_name` text NOT NULL,
	`remote_address` text NOT NULL,
	`arguments` text NOT NULL,
	`outcome` text NOT NULL,
	`result` text NOT NULL,
	`line` integer NOT NULL,
	`info` text NOT NULL,
	`statements` integer NOT NULL,
	`calls` text NOT NULL,
	`ticket_ids` text NOT NULL,
	FOREIGN KEY (`function_id`) REFERENCES `functions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `function_runs_function` ON `function_runs` (`function_id`,`id`);--> statement-breakpoint
CREATE INDEX `function_runs_at` ON `function_runs` (`at`);--> statement-breakpoint
CREATE TABLE `function_tests` (
	`id` text PRIMARY KEY NOT NULL,
	`function_id` text NOT NULL,
	`name` text NOT NULL,
	`arguments` text NOT NULL,
	`expects` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`function_id`) REFERENCES `functions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `function_tests_function` ON `function_tests` (`function_id`,`id`);--> statement-breakpoint
CREATE TABLE `function_versions` (
	`function_id` text NOT NULL,
	`version` integer NOT NULL,
	`at` integer NOT NULL,
	`actor_name` text NOT NULL,
	`values` text NOT NULL,
	PRIMARY KEY(`function_id`, `version`),
	FOREIGN KEY (`function_id`) REFERENCES `functions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `functions` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`name_key` text NOT NULL,
	`api_name` text,
	`values` text NOT NULL,
	`version` integer NOT NULL,
	`is_published` integer NOT NULL,
	`published_at` integer,
	`token_hash` text,
	`token_end` text,
	`token` text,
	`proof` text NOT NULL,
	`proof_secret` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`updated_by_name` text NOT NULL,
	`last_run_at` integer,
	`last_outcome` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `functions_name` ON `functions` (`name_key`);--> statement-breakpoint
CREATE UNIQUE INDEX `functions_api_name` ON `functions` (`api_name`);