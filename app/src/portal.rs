//! What the pages ask for, and nothing of what stands behind it.
//!
//! The server implements [`Portal`] over Postgres and IAM; a page sees only these plain values.

pub mod access;
pub mod history;
pub mod origin;

use async_trait::async_trait;
use roleport_domain::{
    authorize::PersonRole,
    changes::GrantChange,
    cluster::Cluster,
    errors::FieldError,
    grant::Grant,
    lifecycle::{RequestKind, RequestState},
    preview::Preview,
};

use self::{
    access::{AccessAnswer, TypedQuestion},
    history::{EventDetail, HistoryPage, TypedFilter},
    origin::Origin,
};

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

/// A moment, ready to be shown: `2026-11-25 08:46 UTC` and for `<time datetime>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// RFC 3339, for the `datetime` attribute.
    pub machine: String,
    /// For people, in UTC, to the minute.
    pub shown: String,
    /// "3 minutes ago", as of when the page was made.
    pub ago: String,
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
    /// Documents and snippet as the role stands now.
    pub preview: Preview,
    /// IAM's stable id of the role (`AROA…`), once it was read back.
    pub aws_role_id: Option<String>,
    /// An open request for this role, when there is one.
    pub open_request: Option<i64>,
    /// Newest first.
    pub history: Vec<EventLine>,
}

/// Which requests a list shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestView {
    /// Submitted ones, oldest first.
    Queue,
    /// Those the viewer wrote, newest first.
    Mine,
    /// Everything, newest first.
    All,
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
}

/// One AWS call of a plan or of the run that carried it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanStep {
    /// The IAM action, such as `CreateRole`.
    pub call: String,
    /// What it does here, in plain words.
    pub words: String,
    /// How it went, once it was sent.
    pub outcome: Option<StepOutcome>,
}

/// How a step of an application went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepOutcome {
    /// Sent, the answer is not in yet.
    Running,
    /// Done.
    Done,
    /// AWS refused; its text and request id.
    Failed(String),
}

/// What the viewer may do on a request now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // one flag a button, read once each
pub struct Allowed {
    /// Approve and reject.
    pub decide: bool,
    /// Withdraw.
    pub withdraw: bool,
    /// Retry a failed application, or give it up.
    pub retry: bool,
}

/// A request's page.
#[derive(Debug, Clone)]
pub struct RequestDetail {
    /// The line of the list.
    pub summary: RequestSummary,
    /// Counts every transition; a command names the version it saw.
    pub version: i32,
    /// Hash of the content that an approval is bound to.
    pub hash: String,
    /// Kubernetes service account.
    pub service_account: String,
    /// Why the author needs it.
    pub reason: String,
    /// The difference in plain words.
    pub changes: Vec<GrantChange>,
    /// What deserves a second look.
    pub findings: Vec<String>,
    /// Documents, names and snippet.
    pub preview: Preview,
    /// The calls that approval would cause, or the ones that were made.
    pub steps: Vec<PlanStep>,
    /// Why it failed and what to do, in the state `failed`.
    pub failure: Option<String>,
    /// What the viewer may do.
    pub allowed: Allowed,
    /// Why the viewer can't decide, where that is not obvious (they wrote it).
    pub why_not: Option<String>,
    /// The role, once it exists.
    pub role_id: Option<i64>,
    /// Newest first.
    pub history: Vec<EventLine>,
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    pub grants: Vec<roleport_domain::grant::S3Grant>,
    /// Why.
    pub reason: String,
    /// Makes a second submission of the same page harmless.
    pub key: String,
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

/// What a page that follows a refused command on a request shows.
#[derive(Debug, Clone, Default)]
pub struct PostedComment {
    /// What was typed.
    pub comment: String,
    /// What is wrong with it.
    pub error: String,
}

/// What the review page shows of a request that is not submitted yet.
#[derive(Debug, Clone)]
pub struct Review {
    /// Documents, names and snippet; or the errors.
    pub preview: Preview,
    /// The difference in plain words.
    pub changes: Vec<GrantChange>,
    /// What deserves a second look.
    pub findings: Vec<String>,
}

/// Why a page can't be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PortalError {
    /// No such thing, or not the viewer's to see.
    NotFound,
    /// The viewer may not do this; why.
    Forbidden(String),
    /// Somebody was faster; the present state in words.
    Conflict(String),
    /// Something broke; the log has it under this request id.
    Broken,
}

/// Makes the page show this error, whatever its URL is; a handler puts it into the context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageError(pub PortalError);

/// What pages and handlers ask the product for.
#[async_trait]
pub trait Portal: Send + Sync + 'static {
    /// The clusters that a request can name, by name.
    fn clusters(&self) -> Vec<Cluster>;

    /// Active roles by name; `search` matches any column, ignoring case. At most 500.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn roles(&self, viewer: &Viewer, search: &str) -> Result<Vec<RoleSummary>, PortalError>;

    /// One role.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this id.
    async fn role(&self, viewer: &Viewer, id: i64) -> Result<RoleDetail, PortalError>;

    /// Requests of a view. At most 200.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be read.
    async fn requests(
        &self,
        viewer: &Viewer,
        view: RequestView,
    ) -> Result<Vec<RequestSummary>, PortalError>;

    /// One request.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this id.
    async fn request(&self, viewer: &Viewer, id: i64) -> Result<RequestDetail, PortalError>;

    /// State and version alone, for the page that waits.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is none of this id.
    async fn request_state(
        &self,
        viewer: &Viewer,
        id: i64,
    ) -> Result<(RequestState, i32), PortalError>;

    /// What a request would make, before it is submitted.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when it names a role that does not exist.
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
}
