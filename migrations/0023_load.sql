-- How many notifications wait or have failed is asked by every scrape of the metrics: without this, all
-- that were ever sent are read for it.
create index deliveries_unsent on deliveries (state) where state in ('waiting', 'failed');
