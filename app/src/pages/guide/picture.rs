//! The way of a call from a pod to AWS, drawn.

use leptos::prelude::*;

use super::names::Names;
use crate::language::t;

/// Letters of a name that fit into a box.
const FITS: usize = 36;

/// Pod, STS with the role, and the services, with three arrows between them. What it shows stands beside it as text.
pub(super) fn picture(names: &Names) -> AnyView {
    let namespace = short(&t!(guide_picture_namespace, namespace = names.namespace));
    let account = short(&t!(guide_picture_account, account = names.service_account));
    let role = short(&names.role_name);
    view! {
        <svg class="picture" viewBox="0 0 340 372" role="img" aria-labelledby="picture-title">
            <title id="picture-title">{t!(guide_picture)}</title>
            {cell(8, 324, 84)}
            <text class="picture-title" x="22" y="32">{t!(guide_picture_pod)}</text>
            <text x="22" y="54">{namespace}</text>
            <text x="22" y="76">{account}</text>

            {arrow("M40 92v48", "M34 138h12l-6 10Z")}
            <text x="52" y="125">{step("1")} " " {t!(guide_picture_token)}</text>
            {arrow("M122 150v-48", "M116 104h12l-6 -10Z")}
            <text x="134" y="125">{step("2")} " " {t!(guide_picture_keys)}</text>
            {arrow("M318 92v196", "M312 286h12l-6 10Z")}
            <text x="308" y="125" text-anchor="end">{step("3")} " " {t!(guide_picture_calls)}</text>

            {cell(150, 290, 108)}
            <text class="picture-title" x="22" y="174">{t!(guide_picture_sts)}</text>
            <text x="22" y="198">{role}</text>
            <text x="22" y="222">{t!(guide_picture_trust)}</text>
            <text x="22" y="242">{t!(guide_picture_trust_whom)}</text>

            <path class="picture-tie" d="M40 258v40"></path>
            <text x="52" y="283">{t!(guide_picture_policy)}</text>

            {cell(298, 324, 64)}
            <text class="picture-title" x="22" y="322">{t!(guide_picture_services)}</text>
            <text x="22" y="346">"S3, SQS, DynamoDB, Athena …"</text>
        </svg>
    }
    .into_any()
}

fn cell(top: i32, width: i32, height: i32) -> AnyView {
    view! { <rect class="picture-box" x="8" y=top width=width height=height rx="8"></rect> }
        .into_any()
}

fn arrow(line: &'static str, head: &'static str) -> AnyView {
    view! {
        <path class="picture-line" d=line></path>
        <path class="picture-head" d=head></path>
    }
    .into_any()
}

fn step(number: &'static str) -> AnyView {
    view! { <tspan class="picture-step">{number}</tspan> }.into_any()
}

/// A text that fits; a longer one is cut off, since it stands whole beside the picture.
fn short(text: &str) -> String {
    if text.chars().count() <= FITS {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(FITS - 1).collect();
    cut.push('…');
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_names_are_cut_and_others_are_not() {
        let fits = "a".repeat(FITS);
        assert_eq!(short(&fits), fits);
        assert_eq!(short(&"ä".repeat(FITS + 1)).chars().count(), FITS);
        assert!(short(&"a".repeat(300)).ends_with('…'));
    }
}
