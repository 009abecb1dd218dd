CREATE TABLE `accounts` (
	`person_id` integer PRIMARY KEY NOT NULL,
	`role_id` text NOT NULL,
	`password_hash` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`created_at` integer NOT NULL,
	`password_set_at` integer NOT NULL,
	`last_sign_in_at` integer,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `api_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`role_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`hint` text NOT NULL,
	`created_at` integer NOT NULL,
	`created_by` text NOT NULL,
	`last_used_at` integer,
	`revoked_at` integer,
	FOREIGN KEY (`role_id`) REFERENCES `roles`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `api_keys_tokenHash_unique` ON `api_keys` (`token_hash`);--> statement-breakpoint
CREATE TABLE `attempts` (
	`id` text PRIMARY KEY NOT NULL,
	`delivery_id` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`started_at` integer NOT NULL,
	`duration_ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`sent_headers` text NOT NULL,
	`response` text,
	`error` text,
	`timing` text,
	`remote_address` text,
	`notes` text NOT NULL,
	FOREIGN KEY (`delivery_id`) REFERENCES `deliveries`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `attempts_delivery` ON `attempts` (`delivery_id`,`number`);--> statement-breakpoint
CREATE TABLE `audit` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL,
	`subject_name` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `bins` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`response` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE `captured_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`bin_id` text NOT NULL,
	`received_at` integer NOT NULL,
	`method` text NOT NULL,
	`target` text NOT NULL,
	`headers` text NOT NULL,
	`body` text NOT NULL,
	`body_encoding` text NOT NULL,
	`body_bytes` integer NOT NULL,
	`is_truncated` integer NOT NULL,
	`remote_address` text NOT NULL,
	FOREIGN KEY (`bin_id`) REFERENCES `bins`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `captured_requests_bin` ON `captured_requests` (`bin_id`,`id`);--> statement-breakpoint
CREATE TABLE `connections` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text,
	`type` text NOT NULL,
	`settings` text NOT NULL,
	`secrets` text NOT NULL,
	`key_id` text NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`webhook_id`) REFERENCES `webhooks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `custom_forms` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`key` text NOT NULL,
	`ticket_type_ids` text NOT NULL,
	`is_multi_line` integer NOT NULL,
	`fields` text NOT NULL,
	`next_field_id` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `custom_forms_key_unique` ON `custom_forms` (`key`);--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` text PRIMARY KEY NOT NULL,
	`webhook_id` text NOT NULL,
	`webhook_name` text NOT NULL,
	`webhook_version` integer NOT NULL,
	`ticket_id` integer NOT NULL,
	`ticket_display_id` text NOT NULL,
	`ticket_version` integer NOT NULL,
	`status` text NOT NULL,
	`request` text NOT NULL,
	`parameters` text NOT NULL,
	`cause` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`created_at` integer NOT NULL,
	`next_attempt_at` integer,
	`attempts` integer NOT NULL,
	`kind` text NOT NULL,
	`lease` text,
	`lease_until` integer,
	`last_status` integer,
	`last_error` text,
	`finished_at` integer
);
--> statement-breakpoint
CREATE INDEX `deliveries_due` ON `deliveries` (`status`,`next_attempt_at`);--> statement-breakpoint
CREATE INDEX `deliveries_lease` ON `deliveries` (`status`,`lease_until`);--> statement-breakpoint
CREATE INDEX `deliveries_ticket` ON `deliveries` (`ticket_id`,`id`);--> statement-breakpoint
CREATE INDEX `deliveries_webhook` ON `deliveries` (`webhook_id`,`id`);--> statement-breakpoint
CREATE TABLE `history` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`origin` text NOT NULL,
	`actor_id` text NOT NULL,
	`actor_name` text NOT NULL,
	`summary` text NOT NULL,
	`changes` text NOT NULL,
	`cause` text,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `history_ticket` ON `history` (`ticket_id`,`id`);--> statement-breakpoint
CREATE TABLE `list_items` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `list_items_kind_name` ON `list_items` (`kind`,`name`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`ticket_id` integer NOT NULL,
	`created_at` integer NOT NULL,
	`body` text NOT NULL,
	`visibility` text NOT NULL,
	`from` text NOT NULL,
	`author_name` text NOT NULL,
	`person_id` integer,
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `messages_ticket` ON `messages` (`ticket_id`,`id`);--> statement-breakpoint
CREATE TABLE `people` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`first_name` text NOT NULL,
	`last_name` text NOT NULL,
	`title_prefix` text NOT NULL,
	`phone` text NOT NULL,
	`timezone` text NOT NULL,
	`is_agent` integer NOT NULL,
	`is_disabled` integer NOT NULL,
	`organization_id` integer,
	`organization_position` text NOT NULL,
	`is_organization_manager` integer NOT NULL,
	`team_ids` text NOT NULL,
	`usergroup_ids` text NOT NULL,
	`language_id` integer,
	`summary` text NOT NULL,
	`emails` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`last_login_at` integer
);
--> statement-breakpoint
CREATE INDEX `people_name` ON `people` (`name`);--> statement-breakpoint
CREATE TABLE `person_emails` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`person_id` integer NOT NULL,
	`email` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `people`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `person_emails_email_unique` ON `person_emails` (`email`);--> statement-breakpoint
CREATE TABLE `roles` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`description` text NOT NULL,
	`permissions` text NOT NULL,
	`built_in` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `roles_name_unique` ON `roles` (`name`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` integer NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`user_agent` text NOT NULL,
	`address` text NOT NULL,
	FOREIGN KEY (`person_id`) REFERENCES `accounts`(`person_id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_tokenHash_unique` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_person` ON `sessions` (`person_id`);--> statement-breakpoint
CREATE TABLE `statuses` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`deskpro_name` text NOT NULL,
	`duplo_name` text NOT NULL,
	`vivantio_type` integer NOT NULL,
	`position` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `statuses_name_unique` ON `statuses` (`name`);--> statement-breakpoint
CREATE TABLE `ticket_forms` (
	`ticket_id` integer NOT NULL,
	`form_id` integer NOT NULL,
	`rows` text NOT NULL,
	PRIMARY KEY(`ticket_id`, `form_id`),
	FOREIGN KEY (`ticket_id`) REFERENCES `tickets`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `ticket_types` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`prefix` text NOT NULL,
	`next_number` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_types_name_unique` ON `ticket_types` (`name`);--> statement-breakpoint
CREATE UNIQUE INDEX `ticket_types_prefix_unique` ON `ticket_types` (`prefix`);--> statement-breakpoint
CREATE TABLE `tickets` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`display_id` text NOT NULL,
	`type_id` integer NOT NULL,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`solution` text NOT NULL,
	`status_id` integer NOT NULL,
	`priority_id` integer,
	`category_id` integer,
	`impact_id` integer,
	`department_id` integer,
	`product_id` integer,
	`language_id` integer,
	`location_id` integer,
	`workflow_id` integer,
	`owner_id` integer,
	`taken_by_id` integer,
	`team_id` integer,
	`requester_id` integer,
	`organization_id` integer,
	`participant_ids` text NOT NULL,
	`labels` text NOT NULL,
	`cc_addresses` text NOT NULL,
	`urgency` integer NOT NULL,
	`is_deferred` integer NOT NULL,
	`third_party_id` text NOT NULL,
	`third_party_ref` text NOT NULL,
	`total_effort_minutes` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`status_changed_at` integer NOT NULL,
	`resolved_at` integer,
	`closed_at` integer,
	`first_agent_assigned_at` integer,
	`first_agent_reply_at` integer,
	`last_agent_reply_at` integer,
	`last_user_reply_at` integer,
	`agent_waiting_since` integer,
	`user_waiting_since` integer,
	`locked_at` integer,
	`feedback_rated_at` integer,
	`third_party_logged_at` integer,
	`creation_system` text NOT NULL,
	`access_code` text NOT NULL,
	`total_user_waiting_seconds` integer NOT NULL,
	`last_modified_by_id` integer,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tickets_displayId_unique` ON `tickets` (`display_id`);--> statement-breakpoint
CREATE INDEX `tickets_updated_at` ON `tickets` (`updated_at`);--> statement-breakpoint
CREATE INDEX `tickets_status` ON `tickets` (`status_id`,`updated_at`);--> statement-breakpoint
CREATE INDEX `tickets_owner` ON `tickets` (`owner_id`,`updated_at`);--> statement-breakpoint
CREATE TABLE `webhook_versions` (
	`webhook_id` text NOT NULL,
	`version` integer NOT NULL,
	`config` text NOT NULL,
	`saved_at` integer NOT NULL,
	`saved_by` text NOT NULL,
	PRIMARY KEY(`webhook_id`, `version`)
);
--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`ticket_type_id` integer NOT NULL,
	`is_enabled` integer NOT NULL,
	`role_ids` text NOT NULL,
	`version` integer NOT NULL,
	`config` text NOT NULL,
	`connection_id` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `webhooks_type` ON `webhooks` (`ticket_type_id`,`name`);