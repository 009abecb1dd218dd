CREATE TABLE `delivery_stats` (
	`minute` integer NOT NULL,
	`webhook_id` text NOT NULL,
	`host` text NOT NULL,
	`succeeded` integer NOT NULL,
	`failed` integer NOT NULL,
	`latency` text NOT NULL,
	PRIMARY KEY(`minute`, `webhook_id`, `host`)
);
--> statement-breakpoint
CREATE TABLE `gates` (
	`queue` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`host` text NOT NULL,
	`state` text NOT NULL,
	`opened_at` integer NOT NULL,
	`probe_at` integer NOT NULL,
	`probes` integer NOT NULL,
	`last_error` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`status` text NOT NULL,
	`input` text NOT NULL,
	`total` integer NOT NULL,
	`done` integer DEFAULT 0 NOT NULL,
	`skipped` integer DEFAULT 0 NOT NULL,
	`failed` integer DEFAULT 0 NOT NULL,
	`position` text,
	`up_to` text,
	`per_second` integer,
	`message` text,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`created_at` integer NOT NULL,
	`started_at` integer,
	`finished_at` integer,
	`lease` text,
	`lease_until` integer
);
--> statement-breakpoint
CREATE INDEX `jobs_status` ON `jobs` (`status`,`lease_until`);--> statement-breakpoint
CREATE INDEX `jobs_created` ON `jobs` (`created_at`);--> statement-breakpoint
CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`created_at` integer NOT NULL,
	`status` text NOT NULL,
	`sender` text,
	`to` text NOT NULL,
	`cc` text NOT NULL,
	`bcc` text NOT NULL,
	`reply_to` text,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`html` text,
	`source` text NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at` integer,
	`lease` text,
	`last_error` text,
	`sent_at` integer
);
--> statement-breakpoint
CREATE INDEX `mails_due` ON `mails` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `mails_created` ON `mails` (`created_at`);--> statement-breakpoint
CREATE TABLE `notices` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`text` text NOT NULL,
	`href` text NOT NULL,
	`webhook_id` text,
	`post_status` text,
	`post_attempts` integer DEFAULT 0 NOT NULL,
	`next_post_at` integer,
	`post_error` text
);
--> statement-breakpoint
CREATE INDEX `notices_at` ON `notices` (`at`);--> statement-breakpoint
CREATE INDEX `notices_post` ON `notices` (`post_status`,`next_post_at`);--> statement-breakpoint
CREATE TABLE `outages` (
	`id` text PRIMARY KEY NOT NULL,
	`queue` text NOT NULL,
	`webhook_id` text NOT NULL,
	`webhook_name` text NOT NULL,
	`host` text NOT NULL,
	`reason` text NOT NULL,
	`started_at` integer NOT NULL,
	`ended_at` integer,
	`last_error` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outages_open` ON `outages` (`queue`) WHERE ended_at IS NULL;--> statement-breakpoint
CREATE INDEX `outages_webhook` ON `outages` (`webhook_id`,`started_at`);--> statement-breakpoint
CREATE TABLE `rates` (
	`webhook_id` text PRIMARY KEY NOT NULL,
	`full_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `saved_views` (
	`id` text PRIMARY KEY NOT NULL,
	`page` text NOT NULL,
	`name` text NOT NULL,
	`query` text NOT NULL,
	`person_id` integer,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `saved_views_page` ON `saved_views` (`page`,`name`);--> statement-breakpoint
CREATE TABLE `settings` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `workers` (
	`id` text PRIMARY KEY NOT NULL,
	`machine` text NOT NULL,
	`pid` integer NOT NULL,
	`started_at` integer NOT NULL,
	`beat_at` integer NOT NULL,
	`gauges` text NOT NULL
);
--> statement-breakpoint
DROP INDEX `deliveries_due`;--> statement-breakpoint
DROP INDEX `deliveries_lease`;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `queue` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `free_attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `deliveries` ADD `superseded_by` text;--> statement-breakpoint
CREATE INDEX `deliveries_queue` ON `deliveries` (`queue`,`next_attempt_at`) WHERE status = 'pending' AND next_attempt_at IS NOT NULL;--> statement-breakpoint
CREATE INDEX `deliveries_sending` ON `deliveries` (`lease_until`,`queue`) WHERE status = 'sending';--> statement-breakpoint
CREATE INDEX `deliveries_lane` ON `deliveries` (`ticket_id`,`webhook_id`,`ticket_version`,`id`) WHERE status IN ('pending', 'sending');--> statement-breakpoint
CREATE INDEX `deliveries_status` ON `deliveries` (`status`,`id`);--> statement-breakpoint
ALTER TABLE `accounts` ADD `notices_seen_at` integer;--> statement-breakpoint
ALTER TABLE `attempts` ADD `certificate_expires_at` integer;--> statement-breakpoint
UPDATE `deliveries` SET `queue` = `webhook_id` WHERE `status` IN ('pending', 'sending', 'held');
