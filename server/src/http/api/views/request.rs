//! Requests, what is said about them and how their revisions differ.

use roleport_app::portal::{self, ListPage, StepOutcome, TimelineEntry};
use roleport_domain::{
    changes::{ChangeKind, GrantChange},
    lifecycle::{RequestKind, RequestState},
    rules::Demand,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{super::grants::GrantLine, Event, all, role::Documents};

/// Where a request stands.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum State {
    /// Waits for a decision.
    Submitted,
    /// Waits for its author.
    ChangesRequested,
    /// Waits for the worker.
    Approved,
    /// The worker is carrying it out.
    Applying,
    /// Done; AWS shows it.
    Applied,
    /// The worker could not.
    Failed,
    /// Decided against.
    Rejected,
    /// Taken back.
    Withdrawn,
    /// Nobody did anything about it for too long.
    Expired,
}

impl From<RequestState> for State {
    fn from(state: RequestState) -> Self {
        match state {
            RequestState::Submitted => Self::Submitted,
            RequestState::ChangesRequested => Self::ChangesRequested,
            RequestState::Approved => Self::Approved,
            RequestState::Applying => Self::Applying,
            RequestState::Applied => Self::Applied,
            RequestState::Failed => Self::Failed,
            RequestState::Rejected => Self::Rejected,
            RequestState::Withdrawn => Self::Withdrawn,
            RequestState::Expired => Self::Expired,
        }
    }
}

/// What a request is about.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Kind {
    /// A role that is not there yet.
    NewRole,
    /// Other grants for a role that is.
    ChangeGrants,
    /// A role that is to be removed.
    Retire,
    /// A role that is to be brought back to what was approved.
    Restore,
    /// A role that was in AWS before becomes Roleport's.
    Adopt,
}

impl From<RequestKind> for Kind {
    fn from(kind: RequestKind) -> Self {
        match kind {
            RequestKind::NewRole => Self::NewRole,
            RequestKind::ChangeGrants => Self::ChangeGrants,
            RequestKind::Retire => Self::Retire,
            RequestKind::Restore => Self::Restore,
            RequestKind::Adopt => Self::Adopt,
        }
    }
}

/// A line of a list of requests.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RequestSummary {
    /// The number people say: request 12.
    id: i64,
    /// What it is about.
    kind: Kind,
    /// Where it stands.
    state: State,
    /// Cluster name.
    cluster: String,
    /// Application name.
    app: String,
    /// Kubernetes namespace.
    namespace: String,
    /// The grants asked for.
    grants: Vec<GrantLine>,
    /// Who asked.
    author: String,
    /// Whether that is you.
    is_mine: bool,
    /// When it was submitted.
    #[schema(format = DateTime)]
    submitted_at: String,
    /// Whether it was approved without the people whom the rules want.
    break_glass: bool,
}

impl From<portal::RequestSummary> for RequestSummary {
    fn from(request: portal::RequestSummary) -> Self {
        Self {
            id: request.id,
            kind: request.kind.into(),
            state: request.state.into(),
            cluster: request.cluster,
            app: request.app,
            namespace: request.namespace,
            grants: all(request.grants),
            author: request.author,
            is_mine: request.is_mine,
            submitted_at: request.submitted.machine,
            break_glass: request.break_glass,
        }
    }
}

/// A page of a list of requests.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RequestPage {
    /// At most 50.
    items: Vec<RequestSummary>,
    /// Ask with `after` set to this for the next page; null at the end.
    next: Option<i64>,
}

impl From<ListPage<portal::RequestSummary>> for RequestPage {
    fn from(page: ListPage<portal::RequestSummary>) -> Self {
        Self {
            items: all(page.lines),
            next: page.next,
        }
    }
}

/// A request with all there is to it.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct RequestDetail {
    #[serde(flatten)]
    summary: RequestSummary,
    /// Counts every transition; a command names the version it saw.
    version: i32,
    /// Hash of the content that a decision is bound to.
    hash: String,
    /// Counts its contents from 1.
    revision: i32,
    /// All its contents, oldest first.
    revisions: Vec<Revision>,
    /// Kubernetes service account.
    service_account: String,
    /// Why the author needs it.
    reason: String,
    /// The difference in plain words.
    changes: Vec<Change>,
    /// The lines of access of its present revision: those that it asks for, then those that it takes away.
    lines: Vec<LineOfAccess>,
    /// What deserves a second look.
    findings: Vec<String>,
    /// What it makes.
    documents: Documents,
    /// What approval would do in AWS, or what was done.
    plan: Plan,
    /// Why it failed and what to do.
    failure: Option<String>,
    /// What you may do now, by the last part of the paths.
    allowed: Vec<&'static str>,
    /// Why you can't decide, where that is not obvious.
    why_not: Option<String>,
    /// The role, once it exists.
    role: Option<i64>,
    /// The request it was copied from.
    copied_from: Option<i64>,
    /// Whose approval the rules ask for.
    approvals: Vec<Approval>,
    /// What happened, newest first.
    history: Vec<Event>,
}

impl From<portal::RequestDetail> for RequestDetail {
    fn from(request: portal::RequestDetail) -> Self {
        let history = request.history.into_iter().filter_map(|entry| match entry {
            TimelineEntry::Event(line) => Some(line.into()),
            TimelineEntry::Comment(_) => None,
        });
        Self {
            summary: request.summary.into(),
            version: request.version,
            hash: request.hash,
            revision: request.revision,
            revisions: all(request.revisions),
            service_account: request.service_account,
            reason: request.reason,
            changes: all(request.changes),
            lines: all(request.lines),
            findings: all(request.findings),
            documents: request.preview.into(),
            allowed: allowed(request.allowed, request.plan.is_ready()),
            plan: request.plan.into(),
            failure: request.failure.map(String::from),
            why_not: request.why_not.map(String::from),
            role: request.role_id,
            copied_from: request.copied_from,
            approvals: all(request.demands),
            history: history.collect(),
        }
    }
}

fn allowed(allowed: portal::Allowed, ready: bool) -> Vec<&'static str> {
    let all = [
        ("approve", allowed.approve && ready),
        ("request-changes", allowed.approve),
        ("reject", allowed.reject),
        ("answer", allowed.answer),
        ("edit", allowed.edit),
        ("comments", allowed.comment),
        ("withdraw", allowed.withdraw),
        ("break-glass", allowed.break_glass && ready),
        ("retry", allowed.retry),
        ("give-up", allowed.retry),
        ("call-off", allowed.call_off),
    ];
    all.into_iter()
        .filter_map(|(name, yes)| yes.then_some(name))
        .collect()
}

/// One content that a request has had.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Revision {
    /// Counts from 1.
    number: i32,
    /// Who wrote it.
    writer: String,
    /// When.
    #[schema(format = DateTime)]
    made_at: String,
}

impl From<portal::RevisionLine> for Revision {
    fn from(line: portal::RevisionLine) -> Self {
        Self {
            number: line.number,
            writer: line.writer,
            made_at: line.made.machine,
        }
    }
}

/// One line of a difference.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Change {
    /// `added`, `removed` or `kept`.
    kind: &'static str,
    /// What it is about.
    resource: String,
    /// The rest of a sentence that starts with the application.
    words: String,
}

impl From<GrantChange> for Change {
    fn from(change: GrantChange) -> Self {
        Self {
            kind: kind_word(change.kind),
            resource: change.resource.into(),
            words: change.words.into(),
        }
    }
}

/// A line of access of a revision.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct LineOfAccess {
    /// Counts from 1; what a comment on it names.
    line: i32,
    /// `added`, `removed` or `kept`.
    kind: &'static str,
    /// The line.
    grant: GrantLine,
}

impl From<portal::LineThread> for LineOfAccess {
    fn from(thread: portal::LineThread) -> Self {
        Self {
            line: thread.number,
            kind: kind_word(thread.kind),
            grant: thread.grant.into(),
        }
    }
}

/// What a request does in AWS.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Plan {
    /// What an approval is bound to; none before AWS was read.
    hash: Option<String>,
    /// When AWS was read.
    read_at: Option<String>,
    /// The calls, in order.
    steps: Vec<Step>,
    /// Why it can't be carried out.
    obstacles: Vec<String>,
    /// What to know before deciding.
    notices: Vec<String>,
}

impl From<portal::PlanView> for Plan {
    fn from(plan: portal::PlanView) -> Self {
        Self {
            hash: Some(plan.hash).filter(|hash| !hash.is_empty()),
            read_at: plan.read.map(|read| read.machine),
            steps: all(plan.steps),
            obstacles: all(plan.obstacles),
            notices: all(plan.notices),
        }
    }
}

const fn kind_word(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Added => "added",
        ChangeKind::Removed => "removed",
        ChangeKind::Kept => "kept",
    }
}

/// One line of a text's difference.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct TextChange {
    /// `added`, `removed` or `kept`.
    kind: &'static str,
    /// The line.
    text: String,
}

impl From<portal::DiffLine> for TextChange {
    fn from(line: portal::DiffLine) -> Self {
        Self {
            kind: kind_word(line.kind),
            text: line.text,
        }
    }
}

/// One AWS call.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Step {
    /// The IAM action.
    call: String,
    /// What it does here.
    words: String,
    /// What it changes, line by line.
    difference: Vec<TextChange>,
    /// `planned`, `running`, `done` or `failed`.
    outcome: &'static str,
    /// What AWS said.
    failure: Option<String>,
}

impl From<portal::PlanStep> for Step {
    fn from(step: portal::PlanStep) -> Self {
        let (outcome, failure) = match step.outcome {
            None => ("planned", None),
            Some(StepOutcome::Running) => ("running", None),
            Some(StepOutcome::Done) => ("done", None),
            Some(StepOutcome::Failed(why)) => ("failed", Some(String::from(why))),
        };
        Self {
            call: step.call,
            words: step.words.into(),
            difference: all(step.difference),
            outcome,
            failure,
        }
    }
}

/// One thing that a rule asks for.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Approval {
    /// The rule; none for the built-in one.
    rule: Option<String>,
    /// How many approvals of the group.
    count: u8,
    /// `approvers`, `admins`, `namespace-owners`, `bucket-owners` or `team:NAME`.
    group: String,
    /// Who has given it.
    given: Vec<String>,
    /// Who still can, of the people who have signed in.
    possible: Vec<String>,
}

impl From<Demand> for Approval {
    fn from(demand: Demand) -> Self {
        Self {
            rule: demand.rule,
            count: demand.step.count,
            group: demand.step.group.into(),
            given: demand.given,
            possible: demand.possible,
        }
    }
}

/// What was said about a request.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Comments {
    /// Oldest first.
    items: Vec<Comment>,
}

/// A comment.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Comment {
    /// Number of the comment.
    id: i64,
    /// Who.
    author: String,
    /// Whether that is you.
    is_mine: bool,
    /// Markdown, as typed.
    body: String,
    /// Counts its texts from 1.
    version: i32,
    /// When it was written.
    #[schema(format = DateTime)]
    at: String,
    /// When it was edited last.
    #[schema(format = DateTime)]
    edited_at: Option<String>,
    /// The texts that it had before, oldest first.
    earlier: Vec<EarlierText>,
    /// The line of access that it is about; null where it is about the whole request.
    about: Option<CommentedLine>,
}

/// A line of access that somebody has commented on.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct CommentedLine {
    /// The revision that they read.
    revision: i32,
    /// The line, as they read it.
    grant: GrantLine,
    /// Its number among the `lines` of the request now; null where they have it no more, or otherwise.
    line: Option<i32>,
    /// Whether the present revision has the line no more, or otherwise.
    outdated: bool,
}

impl From<portal::CommentedLine> for CommentedLine {
    fn from(about: portal::CommentedLine) -> Self {
        Self {
            revision: about.revision,
            grant: about.grant.into(),
            line: about.line,
            outdated: about.line.is_none(),
        }
    }
}

/// A text that a comment had.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct EarlierText {
    /// When it was written.
    #[schema(format = DateTime)]
    at: String,
    /// Markdown, as typed.
    body: String,
}

impl From<portal::RequestDetail> for Comments {
    fn from(request: portal::RequestDetail) -> Self {
        let said = request.history.into_iter().rev();
        Self {
            items: said
                .filter_map(|entry| match entry {
                    TimelineEntry::Comment(comment) => Some(comment.into()),
                    TimelineEntry::Event(_) => None,
                })
                .collect(),
        }
    }
}

impl From<portal::CommentView> for Comment {
    fn from(comment: portal::CommentView) -> Self {
        Self {
            id: comment.id,
            author: comment.author,
            is_mine: comment.is_mine,
            body: comment.body,
            version: comment.version,
            at: comment.at.machine,
            edited_at: comment.edited.map(|at| at.machine),
            about: comment.about.map(Into::into),
            earlier: comment
                .earlier
                .into_iter()
                .map(|(at, body)| EarlierText {
                    at: at.machine,
                    body,
                })
                .collect(),
        }
    }
}

/// Two revisions beside each other.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct Comparison {
    /// The earlier one.
    from: i32,
    /// The later one.
    to: i32,
    /// All revisions, oldest first.
    revisions: Vec<Revision>,
    /// What else than grants differs.
    fields: Vec<FieldDifference>,
    /// The difference of the grants in plain words.
    changes: Vec<Change>,
    /// The difference of the policy, line by line; empty when it is the same.
    policy: Vec<TextChange>,
}

/// A field that differs.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct FieldDifference {
    /// Its name on a page.
    label: String,
    /// As it was.
    before: String,
    /// As it became.
    after: String,
}

impl From<portal::FieldChange> for FieldDifference {
    fn from(change: portal::FieldChange) -> Self {
        Self {
            label: change.label.into(),
            before: change.before,
            after: change.after,
        }
    }
}

impl From<portal::RevisionComparison> for Comparison {
    fn from(comparison: portal::RevisionComparison) -> Self {
        Self {
            from: comparison.from,
            to: comparison.to,
            revisions: all(comparison.revisions),
            fields: all(comparison.fields),
            changes: all(comparison.changes),
            policy: all(comparison.policy),
        }
    }
}
