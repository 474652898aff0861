//! The approval rules: what is in force, what is proposed, and the place to propose others.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::rules::{AutoApproval, Rule, RuleSet, Team};

use super::{load, set_status};
use crate::{
    components::{
        diff::diff_block,
        error_summary::error_summary,
        icon::{Icon, icon},
        moment::ago,
        proposal::decision_form,
        text_area::TextArea,
    },
    fields::{described, textarea_html},
    portal::{PostedRules, Proposal, ProposedRules, RulesPage},
};

/// What the field holds when nobody has written rules yet: an example that does nothing.
const EXAMPLE: &str = include_str!("rules/example.toml");

/// `/rules`, also after a POST, with what was typed.
#[component]
pub(crate) fn Rules() -> impl IntoView {
    let posted = use_context::<PostedRules>();
    load(async move |portal, viewer| {
        let page = portal.rules(&viewer).await?;
        Ok(rules_view(&page, posted.as_ref()).into_any())
    })
}

fn rules_view(page: &RulesPage, posted: Option<&PostedRules>) -> AnyView {
    let by = page.active.as_ref().map(|version| {
        let decided = version
            .decided
            .as_ref()
            .map(|(who, at)| view! { ", put in force by " {who.clone()} " " {ago(at)} });
        view! {
            <p class="quiet">
                {format!("Version {} by {}", version.number, version.author)} {decided} "."
            </p>
        }
    });
    view! {
        <Title text="Approval rules – Roleport"/>
        <div class="page">
            <div class="page-head"><h1>"Approval rules"</h1></div>
            <p class="lead">"Every rule that matches a request counts. Where none does, one approver decides. Nobody decides on what they wrote or edited."</p>
            {summary(posted)}
            {page.proposed.as_ref().map(proposed)}
            <section class="card" aria-labelledby="in-force">
                <h2 id="in-force">"In force"</h2>
                {by}
                {words(&page.set)}
            </section>
            {(page.can_propose && page.proposed.is_none()).then(|| form(page, posted))}
            {versions(&page.versions)}
        </div>
    }.into_any()
}

fn summary(posted: Option<&PostedRules>) -> Option<AnyView> {
    let posted = posted?;
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    let rules = (!posted.problems.is_empty()).then(|| {
        let text = "The rules can’t be understood or put in force as they are.";
        (Some("source".to_owned()), text.to_owned())
    });
    let comment = posted.comment_problem.clone();
    let comment = comment.map(|text| (Some("comment".to_owned()), text));
    error_summary(
        "Please check these fields",
        rules.into_iter().chain(comment),
    )
}

fn proposed(proposed: &ProposedRules) -> AnyView {
    let number = proposed.version.number;
    let buttons = decision_form(
        &format!("/rules/{number}"),
        ("activate", "Put in force"),
        (proposed.can_decide, proposed.is_mine),
        None,
    );
    let waits = (!proposed.can_decide)
        .then(|| view! { <p class="quiet">"Another admin decides on it."</p> });
    view! {
        <section class="card card-decision" aria-labelledby="proposed">
            <h2 id="proposed">{format!("Proposed: version {number}")}</h2>
            <p>
                {format!("{} proposed this ", proposed.version.author)}
                {ago(&proposed.version.proposed)} ": " {proposed.version.comment.clone()}
            </p>
            {words(&proposed.set)}
            <details class="more">
                <summary>"Difference, line by line"</summary>
                {diff_block(&proposed.difference, "Difference of the rules")}
            </details>
            {waits}
            {buttons}
        </section>
    }
    .into_any()
}

/// A set of rules in sentences.
fn words(set: &RuleSet) -> AnyView {
    let rules: Vec<_> = set.rules.iter().map(rule_words).collect();
    let auto: Vec<_> = set.auto_approve.iter().map(auto_words).collect();
    let teams: Vec<_> = set.teams.iter().map(team_words).collect();
    let none = rules
        .is_empty()
        .then(|| view! { <p>"One of the approvers decides on every request."</p> });
    let auto = (!auto.is_empty()).then(|| view! { <h3>"Approved by Roleport itself"</h3> <ul class="rule-list" role="list">{auto}</ul> });
    let teams = (!teams.is_empty())
        .then(|| view! { <h3>"Teams"</h3> <ul class="rule-list" role="list">{teams}</ul> });
    view! {
        {none} <ul class="rule-list" role="list">{rules}</ul> {auto}
        <h3>"Who sees what"</h3> <p>{set.visibility.words()}</p>
        {teams}
    }
    .into_any()
}

fn place(clusters: &[String], namespaces: &[String]) -> String {
    let mut text = String::new();
    for (patterns, what) in [(namespaces, "in namespace"), (clusters, "on cluster")] {
        if !patterns.is_empty() {
            text += &[" ", what, " ", &patterns.join(" or ")].concat();
        }
    }
    text
}

fn rule_words(rule: &Rule) -> AnyView {
    let risks: Vec<_> = rule.risks.iter().map(|risk| risk.words()).collect();
    let mut what = if risks.is_empty() {
        "Every request".to_owned()
    } else {
        format!("A request that {}", risks.join(" or "))
    };
    if !rule.services.is_empty() {
        let titles: Vec<_> = rule
            .services
            .iter()
            .map(|one| one.template().title)
            .collect();
        what = format!("{what} with something new of {}", titles.join(" or "));
    }
    let needed: Vec<_> = rule.require.iter().map(ToString::to_string).collect();
    view! {
        <li>
            <strong>{rule.name.clone()}</strong>
            {format!(": {what}{} needs {}.", place(&rule.clusters, &rule.namespaces), needed.join(" and "))}
        </li>
    }
    .into_any()
}

fn auto_words(rule: &AutoApproval) -> AnyView {
    let mut what = vec!["Access"];
    if rule.read_only {
        what.push("to read or list");
    }
    if rule.own_buckets {
        what.push("on buckets that the namespace’s team owns");
    }
    let services: Vec<_> = rule
        .services
        .iter()
        .map(|one| one.template().title)
        .collect();
    let services = if services.is_empty() {
        "in S3".to_owned()
    } else {
        format!("of {}", services.join(" or "))
    };
    what.push(&services);
    let (tone, which, word) = if rule.enabled {
        ("attention", Icon::Alert, "On")
    } else {
        ("quiet", Icon::Cross, "Off")
    };
    view! {
        <li>
            <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> " "
            <strong>{rule.name.clone()}</strong>
            {format!(": {}{}.", what.join(" "), place(&rule.clusters, &rule.namespaces))}
        </li>
    }
    .into_any()
}

fn team_words(team: &Team) -> AnyView {
    let part = |what: &str, list: &[String]| {
        (!list.is_empty()).then(|| format!("{what} {}", list.join(", ")))
    };
    let parts: Vec<_> = [
        part("members", &team.members),
        part("groups", &team.groups),
        part("namespaces", &team.namespaces),
        part("buckets", &team.buckets),
    ]
    .into_iter()
    .flatten()
    .collect();
    view! { <li><strong>{team.name.clone()}</strong> {format!(": {}.", parts.join("; "))}</li> }
        .into_any()
}

fn form(page: &RulesPage, posted: Option<&PostedRules>) -> AnyView {
    let typed = match posted {
        Some(posted) => posted.source.as_str(),
        None if page.source.is_empty() => EXAMPLE,
        None => page.source.as_str(),
    };
    let comment = posted.map_or("", |posted| posted.comment.as_str());
    let comment_error = posted.and_then(|posted| posted.comment_problem.as_deref());
    let why = TextArea {
        id: "comment",
        name: "comment".to_owned(),
        label: "Why",
        hint: "",
        rows: 2,
        max: Some(4000),
        value: comment,
        error: comment_error,
    };
    let problems = posted
        .map(|posted| posted.problems.clone())
        .unwrap_or_default();
    let bad = !problems.is_empty();
    let problems: Vec<_> = problems
        .into_iter()
        .map(|text| view! { <li class="typed">{text}</li> })
        .collect();
    let problems = bad.then(|| view! { <ul class="field-error" id="source-error">{problems}</ul> });
    view! {
        <section class="card" aria-labelledby="propose">
            <h2 id="propose">"Propose other rules"</h2>
            <form method="post" action="/rules">
                <div class="field">
                    <label for="source">"Rules"</label>
                    <p class="hint" id="source-hint">"TOML, with visibility above the rest: all, or teams for developers to see only what has to do with them. Groups are approvers, admins, namespace-owners, bucket-owners and team:NAME; risks are write, delete, whole_bucket, other_teams_bucket, custom_statement, escalation and retire; services are s3, kms and so on."</p>
                    {problems}
                    <textarea
                        class="code-field"
                        id="source"
                        name="source"
                        rows="24"
                        spellcheck="false"
                        autocomplete="off"
                        aria-describedby=described("source", true, bad)
                        aria-invalid=bad.then_some("true")
                        inner_html=textarea_html(typed)
                    ></textarea>
                </div>
                {why.view()}
                <div class="actions">
                    <button class="button button-primary" type="submit">"Propose"</button>
                    <span class="quiet">"Another admin puts them in force."</span>
                </div>
            </form>
        </section>
    }.into_any()
}

fn versions(versions: &[Proposal]) -> Option<AnyView> {
    let lines: Vec<_> = versions
        .iter()
        .map(|version| {
            let decided = version
                .decided
                .as_ref()
                .map(|(who, at)| view! { " by " {who.clone()} " " {ago(at)} });
            view! {
                <li>
                    <strong>{format!("Version {}", version.number)}</strong>
                    {format!(" by {} ", version.author)} {ago(&version.proposed)}
                    {format!(": {}. ", version.comment)}
                    <span class="quiet">{version.state.clone()} {decided}</span>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="versions">
                <h2 id="versions">"Versions"</h2>
                <ol class="rule-list" role="list">{lines}</ol>
            </section>
        }
        .into_any()
    })
}
