CREATE TABLE "search_entries" (
	"row_id" bigint PRIMARY KEY NOT NULL,
	"delivery_id" text NOT NULL,
	"attempts" bigint NOT NULL,
	CONSTRAINT "search_entries_deliveryId_unique" UNIQUE("delivery_id")
);
--> statement-breakpoint
CREATE TABLE "search_positions" (
	"name" text PRIMARY KEY NOT NULL,
	"position" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"row_id" bigint PRIMARY KEY NOT NULL,
	"words" tsvector NOT NULL
);
--> statement-breakpoint
CREATE INDEX "search_words_words" ON "search_words" USING gin ("words");--> statement-breakpoint
INSERT INTO "search_positions" ("name", "position", "at") VALUES ('deliveries', '', 'epoch'), ('attempts', '', 'epoch'), ('revisited', '', 'epoch');
