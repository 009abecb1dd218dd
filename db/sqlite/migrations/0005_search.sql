CREATE TABLE `search_entries` (
	`row_id` integer PRIMARY KEY NOT NULL,
	`delivery_id` text NOT NULL,
	`attempts` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `search_entries_deliveryId_unique` ON `search_entries` (`delivery_id`);--> statement-breakpoint
CREATE TABLE `search_positions` (
	`name` text PRIMARY KEY NOT NULL,
	`position` text NOT NULL,
	`at` integer NOT NULL
);
--> statement-breakpoint
CREATE VIRTUAL TABLE search_words USING fts5 (words, content = '', contentless_delete = 1, detail = none, prefix = '1 2 3', tokenize = "ascii tokenchars '_'");--> statement-breakpoint
CREATE VIRTUAL TABLE search_terms USING fts5vocab (search_words, instance);--> statement-breakpoint
INSERT INTO search_positions (name, position, at) VALUES ('deliveries', '', 0), ('attempts', '', 0), ('revisited', '', 0);
