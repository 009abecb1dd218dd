DROP INDEX "captured_requests_bin";--> statement-breakpoint
ALTER TABLE "bins" ADD COLUMN "replies_given" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "captured_requests" ADD COLUMN "is_pinned" boolean DEFAULT false NOT NULL;--> statement-breakpoint
CREATE INDEX "captured_requests_bin" ON "captured_requests" USING btree ("bin_id","id","is_pinned");