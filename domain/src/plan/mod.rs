//! Plans: what has to be sent to AWS so that it is as a request wants it.
//!
//! A pure function of the request and of what AWS shows (issue 4, item 5). The page shows the plan,
//! an approval is bound to its hash, and the worker sends its steps and nothing else. Order and
//! limits are those of IAM (domain.md section 4).

mod adopt;
mod association;
mod call;
mod documents;
mod kept;
mod world;

use roleport_lang::{Text, text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

pub use call::{Call, Step};
pub use documents::{Document, DocumentChange};
pub use world::{
    LiveAssociation, LivePolicy, LiveRole, PolicyVersion, Quotas, Surroundings, World,
};

use crate::{
    abilities::{Documents, abilities, is_conclusive},
    adoption::is_of_aws,
    changes::GrantChange,
    compile::CompiledPolicy,
    document::same_document,
    identity::Identity,
    policy::PolicyError,
    request::ValidRequest,
};

/// Managed policies keep at most 5 versions; this can't be raised (domain.md section 1).
const MAX_POLICY_VERSIONS: usize = 5;

/// What a request wants of its role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// It is there, exactly as the request's documents say.
    Present,
    /// It is gone, with its policy.
    Absent,
    /// It is there, made by somebody else, and becomes Roleport's.
    Adopted,
}

/// Something that a person should know before they decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Stable `snake_case` name, for programs. Never reworded.
    pub code: String,
    /// What it is and what to do. In JSON, and so in the hash of a plan, it is English; what is read from there is told in
    /// all languages.
    #[serde(deserialize_with = "kept::message")]
    pub message: Text,
}

impl Finding {
    fn new(code: &str, message: Text) -> Self {
        Self {
            code: code.to_owned(),
            message,
        }
    }
}

/// The calls that lead from what AWS shows to what a request wants, in the order in which they are
/// sent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The calls; none when AWS is as wanted.
    pub steps: Vec<Step>,
    /// Why nothing can be sent. A plan that is blocked has no steps.
    pub obstacles: Vec<Finding>,
    /// What deserves a look, and stops nothing.
    pub notices: Vec<Finding>,
    /// What pods will be able to do, and no longer, by the documents that are in AWS and those that
    /// will be.
    #[serde(default)]
    pub abilities: Vec<GrantChange>,
}

impl Plan {
    /// Whether something stands in the way.
    pub fn is_blocked(&self) -> bool {
        !self.obstacles.is_empty()
    }

    /// SHA-256 over the steps with their before and after, and over what stands in the way, in
    /// hexadecimal. Notices are not part of it: they may change from day to day.
    pub fn hash(&self) -> String {
        let content = serde_json::json!({
            "format": 1,
            "steps": self.steps,
            "obstacles": self.obstacles,
        });
        hex::encode(Sha256::digest(content.to_string().as_bytes()))
    }

    /// Whether this is what is left of an approved plan: its steps are among the approved ones, in
    /// their order. True for the same plan, for what remains after an interruption, and for nothing
    /// left to do.
    pub fn continues(&self, approved: &Self) -> bool {
        let mut left = approved.steps.iter();
        !self.is_blocked()
            && self
                .steps
                .iter()
                .all(|step| left.any(|planned| planned == step))
    }
}

/// Plans a request in the world as it is.
pub fn plan(request: &ValidRequest, goal: Goal, world: &World) -> Plan {
    let planner = Planner {
        request,
        world,
        tags: request.tags(),
    };
    let mut plan = Plan {
        notices: planner.notices(goal),
        ..Plan::default()
    };
    match planner.documents(goal) {
        Ok((before, after)) => {
            plan.abilities = abilities(&before, &after);
            // An adoption keeps statements word for word, whatever their conditions are.
            if goal != Goal::Adopted && !is_conclusive(&before, &after) {
                plan.notices
                    .push(Finding::new("conditions", text!(plan_conditions)));
            }
        }
        Err(error) => plan.notices.push(Finding::new(
            "document_unreadable",
            text!(plan_document_unreadable, error = error.message()),
        )),
    }
    let steps = match goal {
        Goal::Present => planner.present(),
        Goal::Absent => planner.absent(),
        Goal::Adopted => planner.adopted(),
    };
    match steps {
        Ok(steps) => plan.steps = steps,
        Err(obstacles) => plan.obstacles = obstacles,
    }
    plan
}

struct Planner<'a> {
    request: &'a ValidRequest,
    world: &'a World,
    tags: Vec<(String, String)>,
}

impl Planner<'_> {
    fn present(&self) -> Result<Vec<Step>, Vec<Finding>> {
        let mut obstacles = Vec::new();
        let mut steps = Vec::new();
        match &self.world.role {
            None => steps.push(self.create_role()),
            Some(live) => {
                obstacles.extend(self.foreign_role(live));
                obstacles.extend(self.other_path(live));
                steps.extend(self.update_role(live));
            }
        }
        let wanted = self.request.policies();
        for (place, policy) in wanted.iter().enumerate() {
            let arn = self.request.policy_arn(place);
            match self.world.policies.get(&arn) {
                None => steps.push(self.create_policy(policy)),
                Some(live) => {
                    obstacles.extend(self.foreign_policy(&policy.name, live));
                    steps.extend(new_version(&arn, live, policy.document.clone()));
                }
            }
            steps.extend(self.attach(arn));
        }
        // Whoever gets the role has it whole.
        obstacles.extend(self.association_obstacles());
        steps.extend(self.associate());
        if self.request.identity() == Identity::Irsa {
            steps.extend(self.dissociate());
        }
        // The last one first: what is left of an interruption begins again where its places end.
        for (arn, live) in self.own_policies(wanted.len()).into_iter().rev() {
            steps.extend(self.remove_policy(arn, live));
        }
        obstacles.extend(self.limits(&steps));
        if obstacles.is_empty() {
            Ok(steps)
        } else {
            Err(obstacles)
        }
    }

    /// What the role's own policies say before and after. What else is attached stays, and counts for
    /// neither.
    fn documents(&self, goal: Goal) -> Result<(Documents, Documents), PolicyError> {
        let wanted = self.request.policies();
        let after = match goal {
            Goal::Adopted => return self.documents_of_adoption(),
            Goal::Present => Documents::parse(wanted.iter().map(|policy| &policy.document), None)?,
            Goal::Absent => Documents::default(),
        };
        let live = self.own_policies(0).into_iter();
        let before = live.filter(|(arn, _)| self.is_attached(arn));
        let before = Documents::parse(before.map(|(_, live)| &live.document), None)?;
        Ok((before, after))
    }

    fn create_policy(&self, policy: &CompiledPolicy) -> Step {
        Step::new(Call::CreatePolicy {
            policy: policy.name.clone(),
            path: self.request.policy_path().to_owned(),
            document: policy.document.clone(),
            tags: self.tags.clone(),
        })
    }

    fn attach(&self, policy_arn: String) -> Option<Step> {
        (!self.is_attached(&policy_arn)).then(|| {
            Step::new(Call::AttachRolePolicy {
                role: self.request.role_name().to_owned(),
                policy_arn,
            })
        })
    }

    fn create_role(&self) -> Step {
        let request = self.request;
        Step::new(Call::CreateRole {
            role: request.role_name().to_owned(),
            path: request.role_path().to_owned(),
            trust: request.trust_policy(),
            description: request.description(),
            boundary: request.boundary().map(str::to_owned),
            tags: self.tags.clone(),
        })
    }

    fn update_role(&self, live: &LiveRole) -> Vec<Step> {
        let role = self.request.role_name().to_owned();
        let trust = self.request.trust_policy();
        let mut steps = Vec::new();
        if !same_document(&live.trust, &trust) {
            let call = Call::UpdateAssumeRolePolicy {
                role: role.clone(),
                trust,
            };
            steps.push(Step::over(call, live.trust.clone()));
        }
        if let Some(boundary) = self.request.boundary()
            && live.boundary.as_deref() != Some(boundary)
        {
            let call = Call::PutRolePermissionsBoundary {
                role: role.clone(),
                boundary: boundary.to_owned(),
            };
            steps.push(Step::over(call, live.boundary.clone().into()));
        }
        if !self.tags.iter().all(|tag| live.tags.contains(tag)) {
            let call = Call::TagRole {
                role,
                tags: self.tags.clone(),
            };
            steps.push(Step::over(call, self.own_tags(&live.tags)));
        }
        steps
    }

    /// Those of these tags that a plan would set.
    fn own_tags(&self, live: &[(String, String)]) -> Value {
        let own: Vec<_> = live
            .iter()
            .filter(|(key, _)| self.tags.iter().any(|(wanted, _)| wanted == key))
            .cloned()
            .collect();
        call::tags_value(&own)
    }

    fn absent(&self) -> Result<Vec<Step>, Vec<Finding>> {
        let name = self.request.role_name();
        let mut obstacles = Vec::new();
        let mut steps: Vec<_> = self.dissociate().into_iter().collect();
        if let Some(live) = &self.world.role {
            obstacles.extend(self.foreign_role(live));
            let others = self.others(live);
            if !others.is_empty() {
                obstacles.push(Finding::new(
                    "foreign_attachments",
                    text!(
                        plan_attached_by_others,
                        role = name,
                        policies = others.join(", ")
                    ),
                ));
            }
            steps.extend(
                self.own_policies(0)
                    .into_iter()
                    .filter_map(|(arn, _)| self.detach(arn)),
            );
            let call = Call::DeleteRole {
                role: name.to_owned(),
            };
            steps.push(Step::over(call, live.trust.clone()));
        }
        if let Some(first) = self.world.policies.get(&self.request.policy_arn(0)) {
            obstacles.extend(self.foreign_policy(name, first));
        }
        for (arn, live) in self.own_policies(0).into_iter().rev() {
            steps.extend(delete_policy(arn, live));
        }
        if obstacles.is_empty() {
            Ok(steps)
        } else {
            Err(obstacles)
        }
    }

    /// The role's policies from a place on that are Roleport's own, with their ARNs, in order.
    fn own_policies(&self, from: usize) -> Vec<(String, &LivePolicy)> {
        (from..)
            .map(|place| self.request.policy_arn(place))
            .map_while(|arn| Some((self.world.policies.get(&arn)?, arn)))
            .filter(|(live, _)| self.is_own(&live.tags))
            .map(|(live, arn)| (arn, live))
            .collect()
    }

    /// What takes a policy away that the grants need no longer.
    fn remove_policy(&self, arn: String, live: &LivePolicy) -> Vec<Step> {
        let detach = self.detach(arn.clone());
        detach.into_iter().chain(delete_policy(arn, live)).collect()
    }

    fn detach(&self, policy_arn: String) -> Option<Step> {
        self.is_attached(&policy_arn).then(|| {
            Step::new(Call::DetachRolePolicy {
                role: self.request.role_name().to_owned(),
                policy_arn,
            })
        })
    }

    fn is_attached(&self, arn: &str) -> bool {
        let role = self.world.role.as_ref();
        role.is_some_and(|role| role.attached.iter().any(|attached| attached == arn))
    }

    /// What hangs on the role and is not Roleport's.
    fn others(&self, live: &LiveRole) -> Vec<String> {
        let own = self.own_policies(0);
        let first = self.request.policy_arn(0);
        let is_own = |arn: &String| *arn == first || own.iter().any(|(known, _)| known == arn);
        let attached = live.attached.iter().filter(|arn| !is_own(arn));
        attached.chain(&live.inline).cloned().collect()
    }

    /// Only what carries this binding's ownership tags is touched.
    fn is_own(&self, live: &[(String, String)]) -> bool {
        // The application is a label and may change; who may assume the role is its identity.
        self.tags
            .iter()
            .filter(|(key, _)| key != "roleport:application")
            .all(|tag| live.contains(tag))
    }

    fn foreign_role(&self, live: &LiveRole) -> Option<Finding> {
        let name = self.request.role_name();
        (!self.is_own(&live.tags))
            .then(|| Finding::new("foreign_role", text!(plan_foreign_role, name = name)))
    }

    fn foreign_policy(&self, name: &str, live: &LivePolicy) -> Option<Finding> {
        (!self.is_own(&live.tags))
            .then(|| Finding::new("foreign_policy", text!(plan_foreign_policy, name = name)))
    }

    fn other_path(&self, live: &LiveRole) -> Option<Finding> {
        (live.path != self.request.role_path()).then(|| {
            Finding::new(
                "role_path_differs",
                text!(
                    plan_role_path_differs,
                    role = self.request.role_name(),
                    path = live.path,
                    wanted = self.request.role_path()
                ),
            )
        })
    }

    /// What the account's quotas and its boundary policy do not let through.
    fn limits(&self, steps: &[Step]) -> Vec<Finding> {
        let mut found = Vec::new();
        let around = &self.world.surroundings;
        if let (Some(boundary), Some(false)) = (self.request.boundary(), around.boundary) {
            found.push(Finding::new(
                "boundary_missing",
                text!(plan_boundary_missing, boundary = boundary),
            ));
        }
        let Some(quotas) = around.quotas else {
            return found;
        };
        let calls = |wanted: &str| {
            let calls = steps.iter().filter(|step| step.call.action() == wanted);
            calls.count()
        };
        let mut over = |code: &str, fits: bool, message: Text| {
            if !fits {
                found.push(Finding::new(code, message));
            }
        };
        let trust = crate::document::size(&self.request.trust_policy());
        over(
            "trust_policy_too_large",
            trust <= quotas.trust_size,
            text!(
                plan_trust_too_large,
                characters = trust,
                most = quotas.trust_size
            ),
        );
        let attached = self
            .world
            .role
            .as_ref()
            .map_or(0, |role| role.attached.len())
            + calls("AttachRolePolicy");
        over(
            "too_many_policies_on_role",
            attached <= quotas.policies_per_role,
            text!(
                plan_too_many_policies,
                policies = attached,
                most = quotas.policies_per_role
            ),
        );
        over(
            "roles_quota",
            calls("CreateRole") == 0 || quotas.roles < quotas.roles_quota,
            text!(
                plan_roles_quota,
                roles = quotas.roles,
                most = quotas.roles_quota
            ),
        );
        over(
            "policies_quota",
            quotas.policies + calls("CreatePolicy") <= quotas.policies_quota
                || calls("CreatePolicy") == 0,
            text!(
                plan_policies_quota,
                policies = quotas.policies,
                most = quotas.policies_quota
            ),
        );
        found
    }

    fn notices(&self, goal: Goal) -> Vec<Finding> {
        let mut found = Vec::new();
        let around = &self.world.surroundings;
        let by_token = self.request.identity() == Identity::Irsa;
        if goal != Goal::Absent && by_token && around.provider == Some(false) {
            found.push(Finding::new(
                "oidc_provider_missing",
                text!(
                    plan_no_provider,
                    issuer = self.request.cluster().oidc_issuer
                ),
            ));
        }
        found.extend(
            around
                .unreadable
                .iter()
                .map(|words| Finding::new("not_checked", words.clone())),
        );
        found.extend(self.notices_of_identity(goal));
        let Some(live) = &self.world.role else {
            return found;
        };
        let name = self.request.role_name();
        if self
            .world
            .known_role_id
            .as_ref()
            .is_some_and(|known| *known != live.id)
        {
            found.push(Finding::new(
                "role_made_again",
                text!(plan_role_made_again, role = name),
            ));
        }
        if goal == Goal::Absent {
            found.push(live.last_used.as_ref().map_or_else(
                || Finding::new("never_used", text!(plan_never_used, role = name)),
                |used| Finding::new("last_used", text!(plan_last_used, role = name, used = used)),
            ));
            return found;
        }
        if goal == Goal::Adopted {
            found.extend(self.notices_of_adoption(live));
        }
        let others = match goal {
            Goal::Adopted => {
                let attached = live.attached.iter().cloned();
                attached.filter(|arn| is_of_aws(arn)).collect()
            }
            Goal::Present | Goal::Absent => self.others(live),
        };
        if !others.is_empty() {
            found.push(Finding::new(
                "foreign_attachments",
                text!(plan_others_attached, policies = others.join(", ")),
            ));
        }
        if self.request.boundary().is_none()
            && let Some(boundary) = &live.boundary
        {
            found.push(Finding::new(
                "unexpected_boundary",
                text!(plan_unexpected_boundary, boundary = boundary),
            ));
        }
        found
    }
}

/// A policy without its other versions, which have to go first.
fn delete_policy(arn: String, live: &LivePolicy) -> Vec<Step> {
    let others = live.versions.iter().filter(|version| !version.is_default);
    let mut steps: Vec<_> = others
        .map(|version| {
            Step::new(Call::DeletePolicyVersion {
                policy_arn: arn.clone(),
                version: version.id.clone(),
            })
        })
        .collect();
    let call = Call::DeletePolicy { policy_arn: arn };
    steps.push(Step::over(call, live.document.clone()));
    steps
}

/// A new default version of a policy that says something else, with room made for it.
fn new_version(arn: &str, live: &LivePolicy, document: Value) -> Vec<Step> {
    if same_document(&live.document, &document) {
        return Vec::new();
    }
    let full = live.versions.len() >= MAX_POLICY_VERSIONS;
    let oldest = live.versions.iter().find(|version| !version.is_default);
    let room = oldest.filter(|_| full).map(|oldest| {
        Step::new(Call::DeletePolicyVersion {
            policy_arn: arn.to_owned(),
            version: oldest.id.clone(),
        })
    });
    let call = Call::CreatePolicyVersion {
        policy_arn: arn.to_owned(),
        document,
    };
    room.into_iter()
        .chain([Step::over(call, live.document.clone())])
        .collect()
}

#[cfg(test)]
mod tests;
