-- What has gone back to a card can come back from its bank for weeks: when the provider is asked next whether it has.
ALTER TABLE refunds ADD COLUMN watch_at INTEGER;
UPDATE refunds SET watch_at = ended_at + 86400000 WHERE state = 'done';
CREATE INDEX refunds_to_watch ON refunds (watch_at) WHERE watch_at IS NOT NULL;
