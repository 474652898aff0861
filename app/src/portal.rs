//! What the pages ask for, and nothing of what stands behind it.
//!
//! The server implements [`Portal`] over Postgres and IAM; a page sees only these plain values.

pub mod access;
pub mod adoption;
pub mod api;
pub mod clusters;
pub mod doctor;
pub mod history;
pub mod home;
pub mod known;
pub mod moment;
pub mod origin;
pub mod roles;
pub mod together;
pub mod tokens;

use async_trait::async_trait;
use roleport_domain::{
    audience::Topic,
    authorize::PersonRole,
    changes::{ChangeKind, GrantChange},
    cluster::Cluster,
    errors::FieldError,
    grant::Grant,
    health::Item,
    identity::Identity,
    lifecycle::{RequestKind, RequestState},
    preview::Preview,
    rules::{Demand, RuleSet},
    service::Service,
    terraform::File,
};
use roleport_lang::Text;
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use serde_json::{Map, Value};

pub use self::moment::Moment;
use self::{
    access::{AccessAnswer, TypedQuestion},
    adoption::{UnmanagedPage, UnmanagedRole},
    clusters::{ClusterChange, ClusterForm, ClustersPage},
    doctor::{Diagnosis, Symptoms},
    history::{EventDetail, HistoryPage, TypedFilter},
    home::Numbers,
    known::Known,
    origin::Origin,
    roles::{RoleQuery, SavedView},
    together::Together,
};
use crate::language::said;

/// The person who looks at the page, as the session knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Row of the person in the store.
    pub person_id: i64,
    /// Display name from the identity provider.
    pub name: String,
    /// E-mail address from the identity provider.
    pub email: String,
    /// What the person may do, from the provider's groups at sign-in.
    pub roles: Vec<PersonRole>,
    /// Where they are, for the history of what they do.
    pub origin: Origin,
}

impl Viewer {
    /// Whether the person's queue is other people's requests.
    pub fn decides(&self) -> bool {
        self.roles
            .iter()
            .any(|role| matches!(role, PersonRole::Approver | PersonRole::Admin))
    }
}

/// A cluster, and whether Roleport can do its work for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterHealth {
    /// As it is configured.
    pub cluster: Cluster,
    /// When it was last looked at; none before the first time.
    pub checked: Option<Moment>,
    /// What was found then.
    pub items: Vec<Item>,
}

/// A line of the table of active roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleSummary {
    /// Row of the role in the store.
    pub id: i64,
    /// Cluster name.
    pub cluster: String,
    /// Application name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// Name of the IAM role.
    pub role_name: String,
    /// ARN of the IAM role.
    pub arn: String,
    /// What it may do.
    pub grants: Vec<Grant>,
}

/// A role's page.
#[derive(Debug, Clone)]
pub struct RoleDetail {
    /// The line of the table.
    pub summary: RoleSummary,
    /// Whether it was removed from AWS.
    pub retired: bool,
    /// What was found when it was last compared with AWS; none before the first time.
    pub check: Option<RoleCheck>,
    /// Documents and snippet as the role stands now.
    pub preview: Preview,
    /// The role as Terraform; nothing where it can't be exported.
    pub terraform: Vec<File>,
    /// IAM's stable id of the role (`AROA…`), once it was read back.
    pub aws_role_id: Option<String>,
    /// What of its cluster has changed since the role was applied: labels of fields.
    pub behind: Vec<Text>,
    /// An open request for this role, when there is one.
    pub open_request: Option<i64>,
    /// Newest first.
    pub history: Vec<EventLine>,
}

/// How the roles get into a Git repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitView {
    /// Address of the repository.
    pub url: String,
    /// Changes that are not there yet.
    pub waiting: i64,
    /// When the last push was tried, and why it failed.
    pub failed: Option<(Moment, String)>,
    /// When it was last in step, and the newest commit that Roleport made there.
    pub in_step: Option<(Moment, Option<String>)>,
}

/// Which requests a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestView {
    /// Submitted ones, oldest first.
    Queue,
    /// Submitted ones, those with the most to look at twice first.
    Riskiest,
    /// Those the viewer wrote, newest first.
    Mine,
    /// Everything, newest first.
    All,
}

impl RequestView {
    /// Its name in addresses, such as `queue`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queue => "queue",
            Self::Riskiest => "riskiest",
            Self::Mine => "mine",
            Self::All => "all",
        }
    }

    /// The view of this name; none where there is no such view.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Queue, Self::Riskiest, Self::Mine, Self::All]
            .into_iter()
            .find(|view| view.name() == name)
    }
}

/// A line of a list of requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestSummary {
    /// The number people say: request 12.
    pub id: i64,
    /// New role or change of grants.
    pub kind: RequestKind,
    /// Where it stands.
    pub state: RequestState,
    /// Counts every transition.
    pub version: i32,
    /// Cluster name.
    pub cluster: String,
    /// Application name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// The grants asked for.
    pub grants: Vec<Grant>,
    /// Who asked.
    pub author: String,
    /// Whether that is the viewer.
    pub is_mine: bool,
    /// When it was submitted.
    pub submitted: Moment,
    /// Whether it was approved without the people whom the rules want.
    pub break_glass: bool,
    /// Whether the viewer may approve it together with others; only the queue knows.
    pub together: bool,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPage<T> {
    /// The lines, at most 50.
    pub lines: Vec<T>,
    /// Where the next page starts; none at the end.
    pub next: Option<i64>,
}

/// What somebody has begun to type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSummary {
    /// Row of the draft in the store.
    pub id: i64,
    /// The application typed so far; may be empty.
    pub app: String,
    /// The cluster chosen so far; may be empty.
    pub cluster: String,
    /// When it was saved last.
    pub saved: Moment,
}

/// One AWS call of a plan or of the run that carried it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanStep {
    /// The IAM action, such as `CreateRole`.
    pub call: String,
    /// What it does here, in plain words.
    pub words: Text,
    /// What it changes, line by line; nothing for a call that was sent, or that only removes a tie.
    pub difference: Vec<DiffLine>,
    /// How it went, once it was sent.
    pub outcome: Option<StepOutcome>,
}

/// What was found when a role was last compared with AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleCheck {
    /// When.
    pub checked: Moment,
    /// Whether AWS has it otherwise than approved.
    pub drifted: bool,
    /// The calls that would bring it back.
    pub steps: Vec<PlanStep>,
    /// Why it can't be brought back as it is.
    pub obstacles: Vec<Text>,
    /// What else deserves a look.
    pub notices: Vec<Text>,
    /// Why it could not be compared; then the rest is of the time before.
    pub unreadable: Option<Text>,
    /// The day and region of its last use that AWS knows of.
    pub last_used: Option<String>,
    /// The grants that say what AWS lets it do, where its policies are otherwise than approved and say
    /// something that can be asked for.
    pub found: Option<Vec<Grant>>,
}

/// What a request would do in AWS, or did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanView {
    /// Hash of the plan that an approval is bound to; empty before AWS was read.
    pub hash: String,
    /// When AWS was read for it.
    pub read: Option<Moment>,
    /// The calls, in order.
    pub steps: Vec<PlanStep>,
    /// Why it can't be carried out.
    pub obstacles: Vec<Text>,
    /// What to know before deciding.
    pub notices: Vec<Text>,
}

impl PlanView {
    /// Whether it can be approved: it was read, and nothing stands in the way.
    pub fn is_ready(&self) -> bool {
        !self.hash.is_empty() && self.obstacles.is_empty()
    }
}

/// How a step of an application went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// Sent, the answer is not in yet.
    Running,
    /// Done.
    Done,
    /// AWS refused; its text and request id.
    Failed(Text),
}

/// What the viewer may do on a request now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one flag a button, read once each
pub struct Allowed {
    /// Approve, or ask for changes.
    pub approve: bool,
    /// Reject.
    pub reject: bool,
    /// Answer what an approver asked for.
    pub answer: bool,
    /// Write a new revision.
    pub edit: bool,
    /// Comment, or have AWS read again.
    pub comment: bool,
    /// Withdraw.
    pub withdraw: bool,
    /// Approve without the people whom the rules want.
    pub break_glass: bool,
    /// Retry a failed application, or give it up.
    pub retry: bool,
    /// Call it off, while nothing was sent.
    pub call_off: bool,
    /// Copy it into a new request.
    pub copy: bool,
}

/// One content that a request has had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionLine {
    /// Counts from 1.
    pub number: i32,
    /// Who wrote it.
    pub writer: String,
    /// When.
    pub made: Moment,
}

/// What somebody said about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentView {
    /// Row of the comment in the store.
    pub id: i64,
    /// Who.
    pub author: String,
    /// Whether the viewer may edit it.
    pub is_mine: bool,
    /// Markdown, as typed.
    pub body: String,
    /// Counts its texts from 1.
    pub version: i32,
    /// When it was written.
    pub at: Moment,
    /// When it was edited last.
    pub edited: Option<Moment>,
    /// Earlier texts, oldest first.
    pub earlier: Vec<(Moment, String)>,
    /// The line of access that it is about, where it is about one.
    pub about: Option<CommentedLine>,
}

/// A line of access that somebody has commented on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentedLine {
    /// The revision that they read.
    pub revision: i32,
    /// The line, as they read it.
    pub grant: Grant,
    /// Its number in the present revision; none where that has it no more, or otherwise.
    pub line: Option<i32>,
}

/// A line of access of the present revision, and what was said about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineThread {
    /// Counts from 1.
    pub number: i32,
    /// Whether the request adds it, takes it away, or leaves it as it was.
    pub kind: ChangeKind,
    /// The line.
    pub grant: Grant,
    /// Oldest first.
    pub comments: Vec<CommentView>,
}

/// A line of a request's history: something that happened, or something that was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimelineEntry {
    /// It happened.
    Event(EventLine),
    /// It was said.
    Comment(CommentView),
}

/// A field of a request that differs between two revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Its name on a page.
    pub label: Text,
    /// As it was.
    pub before: String,
    /// As it became.
    pub after: String,
}

/// A line of a document's difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiffLine {
    /// Whether it came, went or stayed.
    pub kind: ChangeKind,
    /// The line.
    pub text: String,
}

/// A line of the difference of two documents, with its number in each that has it, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NumberedLine {
    /// Whether it came, went or stayed, and what it says.
    pub line: DiffLine,
    /// Its number before.
    pub before: Option<u32>,
    /// Its number after.
    pub after: Option<u32>,
    /// Whether it stayed, and nothing near it changes.
    pub far: bool,
}

/// What becomes of a document in AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Nobody knows: AWS was not read yet.
    Unknown,
    /// It is new.
    New,
    /// It stays as it is.
    Same,
    /// It changes; line by line.
    Changed(Vec<NumberedLine>),
    /// The role has it no more.
    Gone,
}

/// A JSON document of a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleDocument {
    /// Id of its element, for links.
    pub id: String,
    /// What it is, such as "Trust policy".
    pub title: Text,
    /// As it will be; as it was, where the role has it no more.
    pub text: String,
    /// How large it is; may be empty.
    pub note: Text,
    /// What becomes of it.
    pub fate: Fate,
}

/// Two revisions of a request beside each other.
#[derive(Debug, Clone)]
pub struct RevisionComparison {
    /// The request.
    pub summary: RequestSummary,
    /// All revisions, oldest first.
    pub revisions: Vec<RevisionLine>,
    /// The earlier one.
    pub from: i32,
    /// The later one.
    pub to: i32,
    /// What else than grants differs.
    pub fields: Vec<FieldChange>,
    /// The difference of the grants in plain words.
    pub changes: Vec<GrantChange>,
    /// The difference of the policy, line by line; empty when it is the same.
    pub policy: Vec<DiffLine>,
}

/// A request's page.
#[derive(Debug, Clone)]
pub struct RequestDetail {
    /// The line of the list.
    pub summary: RequestSummary,
    /// Counts every transition; a command names the version it saw.
    pub version: i32,
    /// Grows whenever the page shows something else: with every transition, and every other plan.
    pub shown: i32,
    /// When it is carried out at the earliest, while it waits for that.
    pub not_before: Option<Moment>,
    /// Hash of the content that an approval is bound to.
    pub hash: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// Why the author needs it.
    pub reason: String,
    /// The difference in plain words.
    pub changes: Vec<GrantChange>,
    /// Its lines of access, with what was said about each.
    pub lines: Vec<LineThread>,
    /// What deserves a second look.
    pub findings: Vec<Text>,
    /// Documents, names and snippet.
    pub preview: Preview,
    /// The role's documents, and what becomes of each in AWS.
    pub documents: Vec<RoleDocument>,
    /// The calls that approval would cause, or the ones that were made.
    pub plan: PlanView,
    /// Why it failed and what to do, in the state `failed`.
    pub failure: Option<Text>,
    /// What the viewer may do.
    pub allowed: Allowed,
    /// Why the viewer can't decide, where that is not obvious (they wrote it).
    pub why_not: Option<Text>,
    /// The role, once it exists.
    pub role_id: Option<i64>,
    /// The request it was copied from.
    pub copied_from: Option<i64>,
    /// Counts its contents from 1.
    pub revision: i32,
    /// All of them, oldest first.
    pub revisions: Vec<RevisionLine>,
    /// Whose approval the rules ask for, who has given it and who still can.
    pub demands: Vec<Demand>,
    /// Newest first.
    pub history: Vec<TimelineEntry>,
}

/// One line of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLine {
    /// When.
    pub at: Moment,
    /// Who; "Roleport" for the worker.
    pub actor: String,
    /// What happened, such as "approved request 12".
    pub words: String,
    /// The event's kind, such as `request.approved`.
    pub kind: String,
    /// A comment, as typed.
    pub comment: Option<String>,
    /// The request it belongs to.
    pub request_id: Option<i64>,
    /// Its place in the history, for a link.
    pub position: i64,
}

/// The text typed into the form, kept as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedRequest {
    /// Row of the role whose grants are to change.
    pub role: Option<i64>,
    /// Cluster name.
    pub cluster: String,
    /// Application name.
    pub app: String,
    /// Kubernetes namespace.
    pub namespace: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// At least one line.
    #[serde(deserialize_with = "lines_of_any_age")]
    pub grants: Vec<Grant>,
    /// Why.
    pub reason: String,
    /// Makes a second submission of the same page harmless.
    pub key: String,
    /// The draft it was saved as.
    pub draft: Option<i64>,
    /// The request it was copied from.
    pub copied_from: Option<i64>,
    /// The request that it is a new revision of, and the version that the page showed.
    pub revises: Option<(i64, i32)>,
    /// What the writer of a new revision says to the approvers.
    pub answer: String,
    /// Whether the writer, who decides on requests, admits names of buckets from before March 2018.
    pub admit_old_buckets: bool,
    /// How its pods are to come by the role; none for what is usual on the cluster, or as the role has it.
    pub identity: Option<Identity>,
    /// A list of resources that is not lines of access yet.
    pub pasted: String,
    /// Name or ARN of a role whose lines are to be copied.
    pub like: String,
}

/// Lines of a draft; one of the time before there were other services does not name S3.
fn lines_of_any_age<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Grant>, D::Error> {
    let lines = Vec::<Map<String, Value>>::deserialize(deserializer)?;
    lines
        .into_iter()
        .map(|line| line_of_any_age(line).map_err(D::Error::custom))
        .collect()
}

/// A line of access in JSON; one without a service is one of S3.
///
/// # Errors
/// When it has fields that its service has not.
pub fn line_of_any_age(mut line: Map<String, Value>) -> Result<Grant, serde_json::Error> {
    line.entry("service")
        .or_insert_with(|| Service::S3.as_str().into());
    serde_json::from_value(line.into())
}

impl TypedRequest {
    /// Whether a role is that of the service account that is typed.
    pub fn is_account_of(&self, role: &RoleSummary) -> bool {
        (&self.cluster, &self.namespace, &self.service_account)
            == (&role.cluster, &role.namespace, &role.service_account)
    }

    /// Where the form leads.
    pub fn action(&self) -> String {
        match self.revises {
            Some((id, _)) => format!("/requests/{id}/edit"),
            None => "/requests/new".to_owned(),
        }
    }

    /// Fields of the form that nobody types: name and value.
    pub fn hidden(&self) -> Vec<(&'static str, String)> {
        let numbers = [
            ("role", self.role),
            ("draft", self.draft),
            ("copied_from", self.copied_from),
            ("version", self.revises.map(|(_, version)| version.into())),
        ];
        let numbers = numbers
            .into_iter()
            .filter_map(|(name, number)| Some((name, number?.to_string())));
        std::iter::once(("key", self.key.clone()))
            .chain(numbers)
            .collect()
    }
}

/// What a page that follows a POST shows; a handler puts it into the context.
#[derive(Debug, Clone, Default)]
pub struct Posted {
    /// What was typed.
    pub typed: TypedRequest,
    /// What is wrong with it, all at once.
    pub errors: Vec<FieldError>,
    /// Show the review page in place of the form.
    pub review: bool,
}

/// Where on a request's page something was typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CommentPlace {
    /// Beside the buttons that decide or answer.
    #[default]
    Decision,
    /// Beside the button that breaks the glass.
    BreakGlass,
    /// Below the history.
    New,
    /// Below a line of access.
    Line {
        /// Of this revision.
        revision: i32,
        /// Its number there.
        number: i32,
    },
    /// In place of this comment.
    Edit(i64),
}

impl CommentPlace {
    /// The id of its text field.
    pub fn element_id(self) -> String {
        match self {
            Self::Decision => "comment".to_owned(),
            Self::BreakGlass => "break-glass-reason".to_owned(),
            Self::New => "say".to_owned(),
            Self::Line { number, .. } => format!("say-line-{number}"),
            Self::Edit(id) => format!("edit-{id}"),
        }
    }
}

/// What a page that follows a refused command on a request shows.
#[derive(Debug, Clone, Default)]
pub struct PostedComment {
    /// Where it was typed.
    pub place: CommentPlace,
    /// What was typed.
    pub comment: String,
    /// What is wrong with it.
    pub error: Option<Text>,
}

impl PostedComment {
    /// The same; where it is about a line of another revision than this one, it goes with the whole request.
    #[must_use]
    pub fn as_of(self, now: i32) -> Self {
        match self.place {
            CommentPlace::Line { revision, .. } if revision != now => Self {
                place: CommentPlace::New,
                ..self
            },
            _ => self,
        }
    }

    /// What was typed and what is wrong with it in the page's language, if it was typed there.
    pub fn at(posted: Option<&Self>, place: CommentPlace) -> (String, Option<String>) {
        posted
            .filter(|posted| posted.place == place)
            .map_or_else(Default::default, |posted| {
                (posted.comment.clone(), posted.error.as_ref().map(said))
            })
    }
}

/// What the page that asks for a role's retirement shows after it was sent with something missing.
#[derive(Debug, Clone, Default)]
pub struct PostedRetirement {
    /// What was typed.
    pub reason: String,
    /// What is wrong.
    pub errors: Vec<FieldError>,
}

/// What an admin has proposed, and what became of it: a version of the approval rules, or a change of the clusters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Counts from 1.
    pub number: i64,
    /// `proposed`; `active` or `superseded` for rules, `approved` for clusters; `rejected` or `withdrawn`.
    pub state: String,
    /// Who wrote it.
    pub author: String,
    /// Why.
    pub comment: String,
    /// When it was proposed.
    pub proposed: Moment,
    /// Who decided on it, and when.
    pub decided: Option<(String, Moment)>,
}

/// Rules that wait for a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedRules {
    /// Their version.
    pub version: Proposal,
    /// What they say.
    pub set: RuleSet,
    /// The same, as it was written.
    pub source: String,
    /// What is different from those in force, line by line.
    pub difference: Vec<DiffLine>,
    /// Whether the viewer may decide on them.
    pub can_decide: bool,
    /// Whether the viewer wrote them.
    pub is_mine: bool,
}

/// The page of the approval rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesPage {
    /// The version in force; none while the built-in rule holds.
    pub active: Option<Proposal>,
    /// What is in force.
    pub set: RuleSet,
    /// The same, as it was written.
    pub source: String,
    /// What waits for a decision.
    pub proposed: Option<ProposedRules>,
    /// Whether the viewer may propose others.
    pub can_propose: bool,
    /// The newest versions, newest first.
    pub versions: Vec<Proposal>,
}

/// What the page of the rules shows after a proposal with something wrong in it.
#[derive(Debug, Clone, Default)]
pub struct PostedRules {
    /// The rules as typed.
    pub source: String,
    /// The comment as typed.
    pub comment: String,
    /// What is wrong with the rules.
    pub problems: Vec<Text>,
    /// What is wrong with the comment.
    pub comment_problem: Option<Text>,
}

/// What the review page shows of a request that is not submitted yet.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// Documents, names and snippet; or the errors.
    pub preview: Preview,
    /// The difference in plain words.
    pub changes: Vec<GrantChange>,
    /// What deserves a second look.
    pub findings: Vec<Text>,
    /// Whose approval it would need.
    pub demands: Vec<Demand>,
    /// The rule that would approve it without asking anybody.
    pub approved_by_rule: Option<String>,
}

/// Why a page can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortalError {
    /// No such thing, or not the viewer's to see.
    NotFound,
    /// The viewer may not do this; why.
    Forbidden(Text),
    /// Somebody was faster; the present state in words.
    Conflict(Text),
    /// What the viewer decides on was replaced by a new revision since they read it.
    Outdated {
        /// Which request.
        request: i64,
        /// The revision that they read.
        seen: i32,
        /// The revision that it has now.
        now: i32,
        /// What is different, in plain words.
        changes: Vec<GrantChange>,
    },
    /// The viewer has sent too much in a short time; seconds until more is taken.
    TooMany(u64),
    /// Something broke; the log has it under this request id.
    Broken,
}

/// What the log calls the HTTP request that is being answered; in the context of its page.
#[derive(Debug, Clone)]
pub struct RequestName(pub String);

/// Makes the page show this error, whatever its URL is; a handler puts it into the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError(pub PortalError);

/// A group of events that a person is told of, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TopicChoice {
    /// Which.
    pub topic: Topic,
    /// Whether they are told.
    pub wanted: bool,
}

/// What a person has chosen about notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationSettings {
    /// Whether this Roleport sends e-mail at all.
    pub email_on: bool,
    /// In the order of [`Topic::CHOICES`].
    pub choices: Vec<TopicChoice>,
}

/// Where a notification stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// Not sent yet, or tried again later.
    Waiting,
    /// Its target has it.
    Sent,
    /// Given up.
    Failed,
    /// Not sent: its person was not to be told any more.
    Dropped,
}

/// A line of the list of notifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// Row of the delivery in the store.
    pub id: i64,
    /// Where it stands.
    pub state: DeliveryState,
    /// How it goes out, such as "E-mail".
    pub channel: Text,
    /// To whom.
    pub target: String,
    /// The event's kind, such as `request.approved`.
    pub kind: String,
    /// The request it is about.
    pub request_id: i64,
    /// The request's application.
    pub app: String,
    /// When it was made.
    pub made: Moment,
    /// How often it was tried.
    pub attempts: i64,
    /// Why it waits, failed or was dropped.
    pub error: Option<Text>,
    /// Whether the viewer may have it sent again.
    pub again: bool,
}

/// Whether open pages may hold a stream of changes; the server puts it into the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveEvents(pub bool);

/// What pages and handlers ask the product for.
#[async_trait]
pub trait Portal: Send + Sync + 'static {
    /// The clusters that a request can name, in the order in which they came.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn clusters(&self) -> Result<Vec<Cluster>, PortalError>;

    /// A page of the active roles by name, after the role of this number; `search` matches any
    /// column, ignoring case.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn roles(
        &self,
        viewer: &Viewer,
        search: &str,
        after: Option<i64>,
    ) -> Result<ListPage<RoleSummary>, PortalError>;

    /// Active roles that the viewer has asked for, the ones changed last first; at most 10.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn own_roles(&self, viewer: &Viewer) -> Result<Vec<RoleSummary>, PortalError>;

    /// What a team lead asks, of what the viewer may see.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn numbers(&self, viewer: &Viewer) -> Result<Numbers, PortalError>;

    /// The same in any order, as an address asks for it.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn roles_by(
        &self,
        viewer: &Viewer,
        asked: &RoleQuery,
    ) -> Result<ListPage<RoleSummary>, PortalError>;

    /// The searches that the viewer keeps, by name.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn saved_views(&self, viewer: &Viewer) -> Result<Vec<SavedView>, PortalError>;

    /// One role.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this id.
    async fn role(&self, viewer: &Viewer, id: i64) -> Result<RoleDetail, PortalError>;

    /// A page of a view, after the request of this number.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn requests(
        &self,
        viewer: &Viewer,
        view: RequestView,
        after: Option<i64>,
    ) -> Result<ListPage<RequestSummary>, PortalError>;

    /// The viewer's drafts, the last saved first. At most 50.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn drafts(&self, viewer: &Viewer) -> Result<Vec<DraftSummary>, PortalError>;

    /// What a draft of the viewer's holds.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when it is none of theirs.
    async fn draft(&self, viewer: &Viewer, id: i64) -> Result<TypedRequest, PortalError>;

    /// What is known already of what is typed into the form; for the field of this name alone, where it is one
    /// (`app`, `grants[0][bucket]`).
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn known(
        &self,
        viewer: &Viewer,
        typed: &TypedRequest,
        field: &str,
    ) -> Result<Known, PortalError>;

    /// A request's content as the form takes it: to edit it, or to copy it.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this id.
    async fn typed(&self, viewer: &Viewer, id: i64) -> Result<TypedRequest, PortalError>;

    /// Two revisions of a request beside each other; the last two when none are named.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when the request has none of these numbers.
    async fn compare(
        &self,
        viewer: &Viewer,
        id: i64,
        from: Option<i32>,
        to: Option<i32>,
    ) -> Result<RevisionComparison, PortalError>;

    /// One request.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this id.
    async fn request(&self, viewer: &Viewer, id: i64) -> Result<RequestDetail, PortalError>;

    /// These requests, to be approved at once as far as the viewer may.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn together(&self, viewer: &Viewer, ids: &[i64]) -> Result<Together, PortalError>;

    /// The approval rules, in force and proposed.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn rules(&self, viewer: &Viewer) -> Result<RulesPage, PortalError>;

    /// The viewer's tokens, the newest first. At most 200.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn tokens(&self, viewer: &Viewer) -> Result<Vec<tokens::TokenLine>, PortalError>;

    /// State and version alone, for the page that waits.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this id.
    async fn request_state(
        &self,
        viewer: &Viewer,
        id: i64,
    ) -> Result<(RequestState, i32), PortalError>;

    /// What the viewer has chosen about notifications.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn settings(&self, viewer: &Viewer) -> Result<NotificationSettings, PortalError>;

    /// A page of notifications, newest first, before the one of this number.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] when the viewer may not see them.
    async fn deliveries(
        &self,
        viewer: &Viewer,
        before: Option<i64>,
    ) -> Result<ListPage<DeliveryLine>, PortalError>;

    /// How the roles get into Git; nothing where no repository is configured.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] when the viewer may not see notifications.
    async fn git(&self, viewer: &Viewer) -> Result<Option<GitView>, PortalError>;

    /// What a request would make and whose approval it would need, before it is submitted.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when it names a role that does not exist,
    /// [`PortalError::Forbidden`] for someone who may not ask for anything.
    async fn review(&self, viewer: &Viewer, typed: &TypedRequest) -> Result<Review, PortalError>;

    /// The audit history, newest first, 50 events a page.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone who may not see it.
    async fn history(
        &self,
        viewer: &Viewer,
        filter: &TypedFilter,
    ) -> Result<HistoryPage, PortalError>;

    /// One event of the history.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none with this position.
    async fn event(&self, viewer: &Viewer, position: i64) -> Result<EventDetail, PortalError>;

    /// Which roles had access to a place on a day, and who allowed it.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone who may not see it.
    async fn access(
        &self,
        viewer: &Viewer,
        question: &TypedQuestion,
    ) -> Result<AccessAnswer, PortalError>;

    /// The clusters, with what the last look at each found.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone in no role.
    async fn clusters_health(&self, viewer: &Viewer) -> Result<Vec<ClusterHealth>, PortalError>;

    /// The clusters with all that an admin looks after, and the changes of them.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone in no role.
    async fn clusters_page(&self, viewer: &Viewer) -> Result<ClustersPage, PortalError>;

    /// What somebody who changes a cluster, or adds one (no name), starts from.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone who is no admin; [`PortalError::NotFound`].
    async fn cluster_form(
        &self,
        viewer: &Viewer,
        name: Option<&str>,
    ) -> Result<ClusterForm, PortalError>;

    /// A change of the clusters, and what follows from it.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this number.
    async fn cluster_change(&self, viewer: &Viewer, id: i64) -> Result<ClusterChange, PortalError>;

    /// The roles in AWS that pods use and Roleport does not own, by name, after the one of this number;
    /// `search` is matched in the name, the namespace and the service account, without case.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone who may not see them.
    async fn unmanaged(
        &self,
        viewer: &Viewer,
        search: &str,
        after: Option<i64>,
    ) -> Result<UnmanagedPage, PortalError>;

    /// One of them.
    ///
    /// # Errors
    /// [`PortalError::Forbidden`] for someone who may not see them; [`PortalError::NotFound`].
    async fn unmanaged_role(&self, viewer: &Viewer, id: i64) -> Result<UnmanagedRole, PortalError>;

    /// What is wrong according to what somebody pasted, and what to do.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when it names a role that the viewer may not see.
    async fn doctor(&self, viewer: &Viewer, symptoms: &Symptoms) -> Result<Diagnosis, PortalError>;
}
