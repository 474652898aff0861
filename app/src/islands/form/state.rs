//! What is typed, and what the domain says about it.

use leptos::prelude::*;
use roleport_domain::{
    cluster::Cluster,
    errors::FieldError,
    grant::{Access, Grant, S3Grant},
    request::RequestInput,
};

use super::{
    FormValues,
    restore::{restored, restored_access},
};

/// One line of access. Its key stays while lines above it come and go.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) key: usize,
    pub(super) bucket: RwSignal<String>,
    pub(super) prefix: RwSignal<String>,
    pub(super) access: RwSignal<Vec<Access>>,
}

impl Row {
    fn new(key: usize, grant: S3Grant) -> Self {
        Self {
            key,
            bucket: RwSignal::new(restored(&format!("grants-{key}-bucket"), grant.bucket)),
            prefix: RwSignal::new(restored(&format!("grants-{key}-prefix"), grant.prefix)),
            access: RwSignal::new(restored_access(key, grant.access)),
        }
    }

    fn grant(&self) -> Grant {
        Grant::S3(S3Grant {
            bucket: self.bucket.get(),
            prefix: self.prefix.get(),
            access: self.access.get(),
        })
    }

    /// Takes what was typed or pasted; `s3://bucket/prefix` goes into both fields.
    pub(super) fn set_bucket(&self, typed: &str) {
        match typed.trim().strip_prefix("s3://") {
            Some(address) => {
                let (bucket, prefix) = address.split_once('/').unwrap_or((address, ""));
                self.bucket.set(bucket.to_owned());
                self.prefix.set(prefix.to_owned());
            }
            None => self.bucket.set(typed.to_owned()),
        }
    }

    pub(super) fn set_access(&self, access: Access, on: bool) {
        self.access.update(|chosen| {
            chosen.retain(|one| *one != access);
            if on {
                chosen.push(access);
            }
        });
    }
}

/// The whole form.
#[derive(Clone, Copy)]
pub(super) struct Form {
    pub(super) cluster: RwSignal<String>,
    pub(super) app: RwSignal<String>,
    pub(super) namespace: RwSignal<String>,
    pub(super) service_account: RwSignal<String>,
    pub(super) reason: RwSignal<String>,
    pub(super) rows: RwSignal<Vec<Row>>,
    next_key: StoredValue<usize>,
    /// Follow the application's name until they are edited by hand.
    follows: StoredValue<Follows>,
    touched: RwSignal<Vec<String>>,
    clusters: StoredValue<Vec<Cluster>>,
    server_errors: StoredValue<Vec<FieldError>>,
    problems: Memo<Vec<FieldError>>,
}

#[derive(Debug, Clone, Copy)]
struct Follows {
    namespace: bool,
    service_account: bool,
}

impl Form {
    pub(super) fn new(values: &FormValues) -> Self {
        let first = values.clusters.first().map(|cluster| cluster.name.clone());
        let chosen = if values.cluster.is_empty() {
            first.unwrap_or_default()
        } else {
            values.cluster.clone()
        };
        let field = |id: &str, value: &str| RwSignal::new(restored(id, value.to_owned()));
        let app = field("app", &values.app);
        let namespace = field("namespace", &values.namespace);
        let service_account = field("service_account", &values.service_account);
        let follows = |other: RwSignal<String>| {
            other.with_untracked(String::is_empty) || other.get_untracked() == app.get_untracked()
        };
        let rows = values.grants.iter().cloned().enumerate();
        let rows: Vec<_> = rows.map(|(key, grant)| Row::new(key, grant)).collect();
        let mut form = Self {
            cluster: field("cluster", &chosen),
            app,
            namespace,
            service_account,
            reason: field("reason", &values.reason),
            next_key: StoredValue::new(rows.len()),
            rows: RwSignal::new(rows),
            follows: StoredValue::new(Follows {
                namespace: follows(namespace),
                service_account: follows(service_account),
            }),
            touched: RwSignal::new(Vec::new()),
            clusters: StoredValue::new(values.clusters.clone()),
            server_errors: StoredValue::new(values.errors.clone()),
            problems: Memo::new(|_| Vec::new()),
        };
        form.problems = Memo::new(move |_| {
            let input = form.input();
            input.map_or_else(Vec::new, |input| input.parse().err().unwrap_or_default())
        });
        form
    }

    /// The request as it is typed now; nothing while the cluster is not one of ours.
    pub(super) fn input(&self) -> Option<RequestInput> {
        let name = self.cluster.get();
        let cluster = self.clusters.with_value(|clusters| {
            clusters
                .iter()
                .find(|cluster| cluster.name == name)
                .cloned()
        })?;
        Some(RequestInput {
            cluster,
            app: self.app.get(),
            namespace: self.namespace.get(),
            service_account: self.service_account.get(),
            grants: self.rows.get().iter().map(Row::grant).collect(),
            reason: self.reason.get(),
        })
    }

    pub(super) fn set_app(&self, typed: String) {
        let follows = self.follows.get_value();
        if follows.namespace {
            self.namespace.set(typed.clone());
        }
        if follows.service_account {
            self.service_account.set(typed.clone());
        }
        self.app.set(typed);
    }

    pub(super) fn set_namespace(&self, typed: String) {
        self.follows
            .update_value(|follows| follows.namespace = typed.is_empty());
        self.namespace.set(typed);
    }

    pub(super) fn set_service_account(&self, typed: String) {
        self.follows
            .update_value(|follows| follows.service_account = typed.is_empty());
        self.service_account.set(typed);
    }

    pub(super) fn add_row(&self) {
        let key = self.next_key.get_value();
        self.next_key.set_value(key + 1);
        let row = Row::new(
            key,
            S3Grant {
                bucket: String::new(),
                prefix: String::new(),
                access: Vec::new(),
            },
        );
        self.rows.update(|rows| rows.push(row));
    }

    pub(super) fn remove_row(&self, key: usize) {
        self.rows.update(|rows| rows.retain(|row| row.key != key));
    }

    /// The reader has been in this field: from now on its problems are shown.
    pub(super) fn touch(&self, field: &str) {
        if !self
            .touched
            .with_untracked(|touched| touched.iter().any(|one| one == field))
        {
            self.touched.update(|touched| {
                touched.push(field.to_owned());
            });
        }
    }

    /// What to say beside a field: the server's word until the reader has been in it.
    pub(super) fn error(&self, field: &'static str) -> Signal<Option<String>> {
        let form = *self;
        Signal::derive(move || form.look_up(field, field, field))
    }

    /// The same for one field of a line of access; `index` is the line's place now.
    pub(super) fn row_error(
        &self,
        key: usize,
        index: ReadSignal<usize>,
        part: &'static str,
    ) -> Signal<Option<String>> {
        let form = *self;
        Signal::derive(move || {
            let now = format!("grants[{}]{part}", index.get());
            let at_first = format!("grants[{key}]{part}");
            form.look_up(&row_field(key, part), &now, &at_first)
        })
    }

    fn look_up(&self, touched: &str, now: &str, at_first: &str) -> Option<String> {
        let find = |errors: &Vec<FieldError>, field: &str| {
            let found = errors.iter().find(|error| error.field == field);
            found.map(|error| error.message.clone())
        };
        if self
            .touched
            .with(|names| names.iter().any(|one| one == touched))
        {
            self.problems.with(|problems| find(problems, now))
        } else {
            self.server_errors
                .with_value(|errors| find(errors, at_first))
        }
    }

    /// Whether nothing is wrong with the line at this place.
    pub(super) fn row_is_fine(&self, index: usize) -> bool {
        let prefix = format!("grants[{index}]");
        self.problems.with(|problems| {
            !problems
                .iter()
                .any(|problem| problem.field.starts_with(&prefix))
        })
    }
}

/// The name under which a line's field counts as visited.
pub(super) fn row_field(key: usize, part: &str) -> String {
    format!("row {key}{part}")
}
