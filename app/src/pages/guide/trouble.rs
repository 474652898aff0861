//! What people see when it does not work, and why.

use leptos::prelude::*;

use super::names::Names;
use crate::components::code::code_block;

/// What is seen, and the cause.
const CAUSES: [(&str, &str); 8] = [
    (
        "AccessDenied … AssumeRoleWithWebIdentity",
        "The pod’s namespace or service account is not the one that the role trusts, or the cluster was made anew and signs as another one now.",
    ),
    (
        "InvalidIdentityToken: No OpenIDConnect provider found",
        "The AWS account does not know the cluster. DevOps add its OIDC provider.",
    ),
    (
        "InvalidIdentityToken: Incorrect token audience",
        "The token is for somebody else. Its audience must be sts.amazonaws.com.",
    ),
    (
        "Calls run as the node’s role",
        "The pod has no AWS_ROLE_ARN: it was not restarted since, the annotation’s key is misspelt, or the SDK is too old.",
    ),
    (
        "403 where you expected 404",
        "S3 hides missing objects from those who may not list. Ask for list as well.",
    ),
    (
        "AccessDenied when you list a folder",
        "List with the slash at the end: in/, not in.",
    ),
    (
        "AccessDenied with KMS in the text",
        "The bucket is encrypted with a key of its own. Ask for that key too.",
    ),
    (
        "Permission denied on the token’s file",
        "The container does not run as root and the cluster is old: set fsGroup in the pod’s securityContext.",
    ),
];

pub(super) fn page(names: &Names) -> AnyView {
    let binding = names.binding();
    let pods = binding.pods();
    let doctor = names.role.map_or_else(
        || "/doctor".to_owned(),
        |role| format!("/doctor?role={role}"),
    );
    let causes: Vec<_> = CAUSES
        .into_iter()
        .map(|(seen, cause)| view! { <dt>{seen}</dt><dd>{cause}</dd> })
        .collect();
    view! {
        <section class="card next-step" aria-label="Doctor">
            <p>"Paste what you see. The Doctor knows your role, and says what is wrong and what to do."</p>
            <a class="button button-primary" href=doctor>"Ask the Doctor"</a>
        </section>
        <section class="card" aria-labelledby="look">
            <h2 id="look">"Look from inside the pod"</h2>
            <p>"The first shows what the cluster gave the pod, the second whom AWS takes it for."</p>
            {code_block("Show the pod's AWS settings", &pods.environment())}
            {code_block("Ask AWS who the pod is", &pods.identity())}
            <p>"The role’s ARN has to stand in both answers, as " <code>{names.role_arn.clone()}</code> " or with its name."</p>
        </section>
        <section class="card" aria-labelledby="causes">
            <h2 id="causes">"What you see, and why"</h2>
            <dl class="trouble">{causes}</dl>
        </section>
    }
    .into_any()
}
