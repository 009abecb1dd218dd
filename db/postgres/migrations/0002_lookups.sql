CREATE INDEX "tickets_third_party_id" ON "tickets" USING btree (lower(trim("third_party_id"))) WHERE third_party_id <> '';--> statement-breakpoint
CREATE INDEX "tickets_third_party_ref" ON "tickets" USING btree (lower(trim("third_party_ref"))) WHERE third_party_ref <> '';--> statement-breakpoint
CREATE INDEX "web_method_calls_at" ON "web_method_calls" USING btree ("at");