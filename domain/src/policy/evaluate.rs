//! Decides requests as IAM does: a deny beats every allow, a boundary allows nothing by itself, and
//! what nobody allows is denied (IAM User Guide, "Policy evaluation logic").

use super::{
    ActionMatch, Context, Effect, Matched, Pattern, Policy, Principal, PrincipalMatch,
    ResourceMatch, Statement,
};
use crate::trust;

/// What somebody wants to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The action, such as `s3:GetObject`.
    pub action: String,
    /// The resource's ARN, or `*` for actions that have none.
    pub resource: String,
    /// The condition keys.
    pub context: Context,
}

/// The documents that bear on a role's requests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policies<'a> {
    /// Those attached to the role.
    pub identity: &'a [Policy],
    /// Its permissions boundary.
    pub boundary: Option<&'a Policy>,
}

/// Which document a statement stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The identity policy with this index.
    Identity(usize),
    /// The permissions boundary.
    Boundary,
    /// The trust policy.
    Trust,
}

/// The statement that a decision rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementId {
    /// Its document.
    pub origin: Origin,
    /// Its place there, from 0.
    pub index: usize,
}

/// Why nothing allows a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    /// No statement of any document does.
    NotAllowed,
    /// A document does, and the boundary does not.
    OutsideBoundary,
}

/// What becomes of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It is allowed; by the first statement that does.
    Allowed(StatementId),
    /// A statement denies it, whatever allows it.
    ExplicitlyDenied(StatementId),
    /// Nothing allows it.
    ImplicitlyDenied(Denial),
}

impl Decision {
    /// Whether it may be done.
    pub fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed(_))
    }
}

/// Decides a request of a role in its own account.
///
/// What else can take part is not known here and not looked at: policies of the resource, of the
/// organization and of the session.
pub fn evaluate(request: &Request, policies: &Policies<'_>) -> Decision {
    let applying = |policy: &Policy, origin: Origin, effect: Effect| {
        policy
            .statements
            .iter()
            .position(|statement| statement.effect == effect && statement.applies_to(request))
            .map(|index| StatementId { origin, index })
    };
    let in_identity = |effect| {
        policies
            .identity
            .iter()
            .enumerate()
            .find_map(|(index, policy)| applying(policy, Origin::Identity(index), effect))
    };
    let in_boundary = |effect| {
        policies
            .boundary
            .and_then(|policy| applying(policy, Origin::Boundary, effect))
    };
    if let Some(by) = in_identity(Effect::Deny).or_else(|| in_boundary(Effect::Deny)) {
        return Decision::ExplicitlyDenied(by);
    }
    let Some(by) = in_identity(Effect::Allow) else {
        return Decision::ImplicitlyDenied(Denial::NotAllowed);
    };
    if policies.boundary.is_some() && in_boundary(Effect::Allow).is_none() {
        return Decision::ImplicitlyDenied(Denial::OutsideBoundary);
    }
    Decision::Allowed(by)
}

impl Statement {
    /// Whether it is about this request of the one whom it is attached to.
    pub fn applies_to(&self, request: &Request) -> bool {
        self.is_about_action(&request.action)
            && self.is_about_resource(&request.resource, &request.context)
            && self
                .conditions
                .iter()
                .all(|condition| condition.holds(&request.context))
    }

    /// Whether it is about an action, ignoring case.
    pub fn is_about_action(&self, action: &str) -> bool {
        let (patterns, wanted) = match &self.actions {
            ActionMatch::Only(patterns) => (patterns, true),
            ActionMatch::Except(patterns) => (patterns, false),
        };
        let nothing = Context::default();
        patterns
            .iter()
            .any(|pattern| pattern.matches(action, &nothing, true) == Matched::Yes)
            == wanted
    }

    /// Whether it is about a resource. A `NotResource` that may be this one, depending on a
    /// variable without a value, makes the statement invalid (IAM User Guide, "Variables and tags").
    pub fn is_about_resource(&self, resource: &str, context: &Context) -> bool {
        let compared = |pattern: &Pattern| pattern.matches(resource, context, false);
        match &self.resources {
            ResourceMatch::Only(patterns) => patterns
                .iter()
                .any(|pattern| compared(pattern) == Matched::Yes),
            ResourceMatch::Except(patterns) => patterns
                .iter()
                .all(|pattern| compared(pattern) == Matched::No),
            ResourceMatch::Itself => true,
        }
    }

    fn is_about_caller(&self, caller: &Caller<'_>) -> bool {
        match &self.principals {
            PrincipalMatch::Holder => true,
            PrincipalMatch::Only(principals) => {
                principals.iter().any(|principal| caller.is(principal))
            }
            PrincipalMatch::Except(principals) => {
                !principals.iter().any(|principal| caller.is(principal))
            }
        }
    }
}

/// Who wants to assume a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Caller<'a> {
    /// Somebody with a token of an identity provider, named by its ARN.
    Federated(&'a str),
    /// A service of AWS.
    Service(&'a str),
    /// A user, role or session, by its ARN.
    Aws(&'a str),
}

impl Caller<'_> {
    /// Whether a principal names this caller. One that names the caller's whole account counts, although
    /// the account's own policies have to allow the call as well.
    fn is(&self, principal: &Principal) -> bool {
        match (principal, self) {
            (Principal::Anyone, _) => true,
            (Principal::Federated(name), Self::Federated(caller))
            | (Principal::Service(name), Self::Service(caller)) => name == caller,
            (Principal::Aws(name), Self::Aws(caller)) => {
                name == caller || account(name).is_some_and(|id| arn_account(caller) == Some(id))
            }
            _ => false,
        }
    }
}

/// The account that a principal stands for as a whole: its number, or the ARN of its root.
fn account(principal: &str) -> Option<&str> {
    if principal.len() == 12 && principal.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(principal);
    }
    principal
        .strip_suffix(":root")
        .and_then(|arn| arn.rsplit(':').next())
}

fn arn_account(arn: &str) -> Option<&str> {
    arn.split(':').nth(4)
}

/// Decides whether somebody may do an action of STS with the role that a trust policy belongs to.
pub fn evaluate_trust(
    trust: &Policy,
    caller: &Caller<'_>,
    action: &str,
    context: &Context,
) -> Decision {
    let applying = |effect: Effect| {
        trust
            .statements
            .iter()
            .position(|statement| {
                statement.effect == effect
                    && statement.is_about_caller(caller)
                    && statement.is_about_action(action)
                    && statement
                        .conditions
                        .iter()
                        .all(|condition| condition.holds(context))
            })
            .map(|index| StatementId {
                origin: Origin::Trust,
                index,
            })
    };
    if let Some(by) = applying(Effect::Deny) {
        Decision::ExplicitlyDenied(by)
    } else if let Some(by) = applying(Effect::Allow) {
        Decision::Allowed(by)
    } else {
        Decision::ImplicitlyDenied(Denial::NotAllowed)
    }
}

/// The token of a pod, as STS sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WebIdentity<'a> {
    /// ARN of the OIDC provider that stands for the token's issuer in the role's account.
    pub provider_arn: &'a str,
    /// `sub`: `system:serviceaccount:NAMESPACE:NAME`.
    pub subject: &'a str,
    /// `aud`.
    pub audience: &'a str,
}

impl WebIdentity<'_> {
    /// Decides whether its bearer may assume the role that a trust policy belongs to. The condition
    /// keys are the issuer, as it stands in the provider's ARN, with `:sub` and `:aud`.
    pub fn may_assume(&self, trust: &Policy) -> Decision {
        let issuer = self
            .provider_arn
            .split_once(":oidc-provider/")
            .map_or("", |(_, issuer)| issuer);
        let mut context = Context::default();
        context.set(&format!("{issuer}:sub"), self.subject);
        context.set(&format!("{issuer}:aud"), self.audience);
        evaluate_trust(
            trust,
            &Caller::Federated(self.provider_arn),
            trust::WEB_IDENTITY,
            &context,
        )
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that panics has failed, which is what it is for"
)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn policy(statements: &Value) -> Policy {
        Policy::parse(&json!({"Version": "2012-10-17", "Statement": statements})).unwrap()
    }

    fn request(action: &str, resource: &str) -> Request {
        Request {
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: Context::default(),
        }
    }

    #[test]
    fn a_deny_beats_an_allow_wherever_it_stands() {
        let allow = policy(&json!({"Effect": "Allow", "Action": "s3:*", "Resource": "*"}));
        let deny = policy(&json!([
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"},
            {"Effect": "Deny", "Action": "S3:getobject", "Resource": "arn:aws:s3:::b/secret/*"},
        ]));
        let identity = [allow.clone(), deny.clone()];
        let decide = |key: &str, policies: &Policies<'_>| {
            evaluate(
                &request("s3:GetObject", &format!("arn:aws:s3:::b/{key}")),
                policies,
            )
        };
        let policies = Policies {
            identity: &identity,
            boundary: None,
        };
        assert!(decide("in/x", &policies).is_allowed());
        let id = |origin, index| StatementId { origin, index };
        assert_eq!(
            decide("secret/x", &policies),
            Decision::ExplicitlyDenied(id(Origin::Identity(1), 1))
        );
        let bounded = Policies {
            identity: &identity[..1],
            boundary: Some(&deny),
        };
        assert_eq!(
            decide("secret/x", &bounded),
            Decision::ExplicitlyDenied(id(Origin::Boundary, 1))
        );
        assert_eq!(
            decide("in/x", &bounded),
            Decision::Allowed(id(Origin::Identity(0), 0))
        );
        assert_eq!(
            evaluate(&request("s3:PutObject", "arn:aws:s3:::b/x"), &bounded),
            Decision::ImplicitlyDenied(Denial::OutsideBoundary)
        );
        // A boundary alone allows nothing.
        let alone = Policies {
            identity: &[],
            boundary: Some(&allow),
        };
        assert_eq!(
            decide("in/x", &alone),
            Decision::ImplicitlyDenied(Denial::NotAllowed)
        );
    }

    #[test]
    fn all_but_these() {
        let except = policy(
            &json!({"Effect": "Allow", "NotAction": "iam:*", "NotResource": ["arn:aws:s3:::b", "arn:aws:s3:::b/${aws:username}/*"]}),
        );
        let mut asked = request("s3:GetObject", "arn:aws:s3:::c/x");
        let decide = |request: &Request| {
            evaluate(
                request,
                &Policies {
                    identity: std::slice::from_ref(&except),
                    boundary: None,
                },
            )
            .is_allowed()
        };
        // Whatever the variable were, this bucket is another.
        assert!(decide(&asked));
        "arn:aws:s3:::b/ben/x".clone_into(&mut asked.resource);
        assert!(!decide(&asked));
        asked.context.set("aws:username", "ann");
        assert!(decide(&asked));
        "arn:aws:s3:::b/ann/x".clone_into(&mut asked.resource);
        assert!(!decide(&asked));
        asked = Request {
            action: "IAM:GetRole".to_owned(),
            ..request("", "arn:aws:s3:::c/x")
        };
        asked.context.set("aws:username", "ann");
        assert!(!decide(&asked));
    }

    #[test]
    fn trust_is_for_those_it_names() {
        let arn = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC";
        let trust = Policy::parse_trust(&json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity",
             "Condition": {"StringEquals": {"oidc.eks.us-east-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:ns:sa",
                                            "oidc.eks.us-east-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com"}}},
            {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::111122223333:root", "Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]},
            {"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:role/ops"}, "Action": "sts:TagSession"},
        ]})).unwrap();
        let pod = WebIdentity {
            provider_arn: arn,
            subject: "system:serviceaccount:ns:sa",
            audience: "sts.amazonaws.com",
        };
        assert!(pod.may_assume(&trust).is_allowed());
        for other in [
            WebIdentity {
                subject: "system:serviceaccount:ns:SA",
                ..pod
            },
            WebIdentity {
                audience: "kubernetes",
                ..pod
            },
            WebIdentity {
                provider_arn: "arn:aws:iam::999999999999:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/ABC",
                ..pod
            },
        ] {
            assert!(!other.may_assume(&trust).is_allowed(), "{other:?}");
        }
        let may = |caller: Caller<'_>, action: &str| {
            evaluate_trust(&trust, &caller, action, &Context::default()).is_allowed()
        };
        assert!(may(
            Caller::Service("pods.eks.amazonaws.com"),
            "sts:AssumeRole"
        ));
        assert!(!may(Caller::Service("ec2.amazonaws.com"), "sts:AssumeRole"));
        assert!(may(
            Caller::Aws("arn:aws:iam::111122223333:role/x"),
            "sts:AssumeRole"
        ));
        assert!(!may(
            Caller::Aws("arn:aws:iam::999999999999:role/x"),
            "sts:AssumeRole"
        ));
        assert!(!may(
            Caller::Aws("arn:aws:iam::111122223333:role/x"),
            "sts:TagSession"
        ));
        assert!(may(
            Caller::Aws("arn:aws:iam::111122223333:role/ops"),
            "sts:TagSession"
        ));
    }
}
