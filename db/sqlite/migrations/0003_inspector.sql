DROP INDEX `captured_requests_bin`;--> statement-breakpoint
ALTER TABLE `captured_requests` ADD `is_pinned` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX `captured_requests_bin` ON `captured_requests` (`bin_id`,`id`,`is_pinned`);--> statement-breakpoint
ALTER TABLE `bins` ADD `replies_given` integer DEFAULT 0 NOT NULL;