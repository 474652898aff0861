-- How many things in a request deserve a second look: the riskiest of all that wait are on the first page of the queue, not the riskiest
-- of the oldest. The server counts them when it writes a request, and again for the open ones when it starts.
alter table requests add column risks integer not null default 0;
create index requests_by_risk on requests ((-risks), id) where state = 'submitted';
