//! The approval rules: what is in force, what is proposed, and the place to propose others.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{
    rules::{AutoApproval, Rule, RuleSet, Team},
    service::Service,
};

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
    language::{rich, said, t},
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
        let (number, author) = (version.number, &version.author);
        let words = match &version.decided {
            None => t!(rules_in_force_by, number = number, author = author).into_any(),
            Some((who, at)) => {
                let when = |_| ago(at);
                rich!(rules_in_force_decided, number = number, author = author, who = who; when: when)
            }
        };
        view! { <p class="quiet">{words}</p> }
    });
    view! {
        <Title text=t!(rules_document)/>
        <div class="page">
            <div class="page-head"><h1>{t!(rules_title)}</h1></div>
            <p class="lead">{t!(rules_lead)}</p>
            {summary(posted)}
            {page.proposed.as_ref().map(proposed)}
            <section class="card" aria-labelledby="in-force">
                <h2 id="in-force">{t!(rules_in_force)}</h2>
                {by}
                {words(&page.set)}
            </section>
            {(page.can_propose && page.proposed.is_none()).then(|| form(page, posted))}
            {versions(&page.versions)}
        </div>
    }
    .into_any()
}

fn summary(posted: Option<&PostedRules>) -> Option<AnyView> {
    let posted = posted?;
    set_status(StatusCode::UNPROCESSABLE_ENTITY);
    let rules = (!posted.problems.is_empty())
        .then(|| (Some("source".to_owned()), t!(rules_not_understood)));
    let comment = posted.comment_problem.as_ref().map(said);
    let comment = comment.map(|text| (Some("comment".to_owned()), text));
    error_summary(t!(rules_check_fields), rules.into_iter().chain(comment))
}

fn proposed(proposed: &ProposedRules) -> AnyView {
    let version = &proposed.version;
    let number = version.number;
    let when = |_| ago(&version.proposed);
    let buttons = decision_form(
        &format!("/rules/{number}"),
        ("activate", &t!(rules_activate)),
        (proposed.can_decide, proposed.is_mine),
        None,
    );
    let waits = (!proposed.can_decide).then(|| view! { <p class="quiet">{t!(rules_waits)}</p> });
    view! {
        <section class="card card-decision" aria-labelledby="proposed">
            <h2 id="proposed">{t!(rules_proposed, number = number)}</h2>
            <p>{rich!(rules_proposed_by, author = version.author, comment = version.comment; when: when)}</p>
            {words(&proposed.set)}
            <details class="more">
                <summary>{t!(rules_difference)}</summary>
                {diff_block(&proposed.difference, &t!(rules_difference_label))}
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
    let none = rules.is_empty().then(|| view! { <p>{t!(rules_none)}</p> });
    let auto = (!auto.is_empty())
        .then(|| view! { <h3>{t!(rules_auto)}</h3> <ul class="rule-list" role="list">{auto}</ul> });
    let teams = (!teams.is_empty()).then(
        || view! { <h3>{t!(rules_teams)}</h3> <ul class="rule-list" role="list">{teams}</ul> },
    );
    view! {
        {none} <ul class="rule-list" role="list">{rules}</ul> {auto}
        <h3>{t!(rules_visibility)}</h3> <p>{said(&set.visibility.words())}</p>
        {teams}
    }
    .into_any()
}

/// What a rule is for, with the places that it is for.
fn placed(mut what: String, clusters: &[String], namespaces: &[String]) -> String {
    if let Some(namespaces) = either(namespaces.iter().cloned()) {
        what = t!(rules_in_namespace, what = what, namespaces = namespaces);
    }
    if let Some(clusters) = either(clusters.iter().cloned()) {
        what = t!(rules_on_cluster, what = what, clusters = clusters);
    }
    what
}

/// "a or b"; none where there is nothing.
fn either(words: impl Iterator<Item = String>) -> Option<String> {
    words.reduce(|first, second| t!(rules_or, first = first, second = second))
}

fn rule_words(rule: &Rule) -> AnyView {
    let mut what = match either(rule.risks.iter().map(|risk| said(&risk.words()))) {
        None => t!(rules_every_request),
        Some(risks) => t!(rules_request_that, risks = risks),
    };
    if let Some(services) = services(&rule.services) {
        what = t!(rules_with_services, what = what, services = services);
    }
    let what = placed(what, &rule.clusters, &rule.namespaces);
    let needed = rule
        .require
        .iter()
        .map(|step| said(&step.words()))
        .reduce(|first, second| t!(rules_and, first = first, second = second))
        .unwrap_or_default();
    let words = rich!(rules_rule, rule = rule.name, what = what, needed = needed);
    view! { <li>{words}</li> }.into_any()
}

/// Their names; none where there are none.
fn services(services: &[Service]) -> Option<String> {
    either(services.iter().map(|one| said(&one.template().title())))
}

fn auto_words(rule: &AutoApproval) -> AnyView {
    let mut what = if rule.read_only {
        t!(rules_access_read)
    } else {
        t!(rules_access)
    };
    if rule.own_buckets {
        what = t!(rules_access_own_buckets, what = what);
    }
    what = match services(&rule.services) {
        None => t!(rules_access_buckets, what = what),
        Some(services) => t!(rules_access_services, what = what, services = services),
    };
    let what = placed(what, &rule.clusters, &rule.namespaces);
    let (tone, which, word) = if rule.enabled {
        ("attention", Icon::Alert, t!(rules_auto_on))
    } else {
        ("quiet", Icon::Cross, t!(rules_auto_off))
    };
    view! {
        <li>
            <span class=format!("badge badge-{tone}")>{icon(which)} {word}</span> " "
            {rich!(rules_auto_rule, rule = rule.name, what = what)}
        </li>
    }
    .into_any()
}

fn team_words(team: &Team) -> AnyView {
    let part = |list: &[String], words: fn(String) -> String| {
        (!list.is_empty()).then(|| words(list.join(", ")))
    };
    let parts: Vec<_> = [
        part(&team.members, |list| t!(rules_team_members, list = list)),
        part(&team.groups, |list| t!(rules_team_groups, list = list)),
        part(&team.namespaces, |list| {
            t!(rules_team_namespaces, list = list)
        }),
        part(&team.buckets, |list| t!(rules_team_buckets, list = list)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let words = rich!(rules_team, team = team.name, parts = parts.join("; "));
    view! { <li>{words}</li> }.into_any()
}

fn form(page: &RulesPage, posted: Option<&PostedRules>) -> AnyView {
    let typed = match posted {
        Some(posted) => posted.source.as_str(),
        None if page.source.is_empty() => EXAMPLE,
        None => page.source.as_str(),
    };
    let comment = posted.map_or("", |posted| posted.comment.as_str());
    let comment_error = posted
        .and_then(|posted| posted.comment_problem.as_ref())
        .map(said);
    let why = TextArea {
        id: "comment",
        name: "comment".to_owned(),
        label: &t!(rules_why),
        hint: "",
        rows: 2,
        max: Some(4000),
        value: comment,
        error: comment_error.as_deref(),
    };
    let problems = posted
        .map(|posted| posted.problems.iter().map(said).collect::<Vec<_>>())
        .unwrap_or_default();
    let bad = !problems.is_empty();
    let problems: Vec<_> = problems
        .into_iter()
        .map(|text| view! { <li class="typed">{text}</li> })
        .collect();
    let problems = bad.then(|| view! { <ul class="field-error" id="source-error">{problems}</ul> });
    view! {
        <section class="card" aria-labelledby="propose">
            <h2 id="propose">{t!(rules_propose_title)}</h2>
            <form method="post" action="/rules">
                <div class="field">
                    <label for="source">{t!(rules_source)}</label>
                    <p class="hint" id="source-hint">{t!(rules_source_hint)}</p>
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
                    <button class="button button-primary" type="submit">{t!(rules_propose)}</button>
                    <span class="quiet">{t!(rules_propose_hint)}</span>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn state(state: &str) -> String {
    match state {
        "proposed" => t!(rules_state_proposed),
        "active" => t!(rules_state_active),
        "superseded" => t!(rules_state_superseded),
        "rejected" => t!(rules_state_rejected),
        "withdrawn" => t!(rules_state_withdrawn),
        other => other.to_owned(),
    }
}

fn versions(versions: &[Proposal]) -> Option<AnyView> {
    let lines: Vec<_> = versions
        .iter()
        .map(|version| {
            let when = |_| ago(&version.proposed);
            let proposed = rich!(
                rules_version,
                number = version.number,
                author = version.author,
                comment = version.comment;
                when: when
            );
            let state = state(&version.state);
            let state = match &version.decided {
                None => state.into_any(),
                Some((who, at)) => {
                    let when = |_| ago(at);
                    rich!(rules_decided, state = state, who = who; when: when)
                }
            };
            view! { <li>{proposed} " " <span class="quiet">{state}</span></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="versions">
                <h2 id="versions">{t!(rules_versions)}</h2>
                <ol class="rule-list" role="list">{lines}</ol>
            </section>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use roleport_domain::rules::{Group, Risk, Step};
    use roleport_lang::Language;

    use super::*;

    fn html(language: Language, words: impl FnOnce() -> AnyView) -> String {
        let html = Owner::new().with(|| {
            provide_context(language);
            words().to_html()
        });
        html.replace("<!>", "")
    }

    #[test]
    fn a_rule_is_a_sentence_in_either_language() {
        let step = |group, count| Step { group, count };
        let mut rule = Rule {
            name: "`careful`".to_owned(),
            require: vec![step(Group::Approvers, 2), step(Group::Admins, 1)],
            ..Rule::default()
        };
        assert_eq!(
            html(Language::English, || rule_words(&rule)),
            "<li><strong>`careful`</strong>: Every request needs 2 of the approvers and 1 of the admins.</li>"
        );
        rule.risks = vec![Risk::Write, Risk::Retire];
        rule.services = vec![Service::S3, Service::Sqs];
        rule.namespaces = vec!["blue".to_owned(), "red-*".to_owned()];
        rule.clusters = vec!["production".to_owned()];
        assert_eq!(
            html(Language::English, || rule_words(&rule)),
            "<li><strong>`careful`</strong>: A request that opens writing or takes a role away with something new of S3 bucket or SQS queue in namespace blue or red-* on cluster production needs 2 of the approvers and 1 of the admins.</li>"
        );
        assert_eq!(
            html(Language::German, || rule_words(&rule)),
            "<li><strong>`careful`</strong>: Ein Antrag (er erlaubt Schreiben oder nimmt eine Rolle weg) mit etwas Neuem von S3-Bucket oder SQS-Warteschlange im Namespace blue oder red-* auf dem Cluster production braucht 2 von den Genehmigern und 1 von den Admins.</li>"
        );
    }

    #[test]
    fn what_is_approved_by_itself_is_a_sentence_in_either_language() {
        let rule = AutoApproval {
            name: "own".to_owned(),
            read_only: true,
            own_buckets: true,
            namespaces: vec!["blue".to_owned()],
            ..AutoApproval::default()
        };
        let english = html(Language::English, || auto_words(&rule));
        let said = "<strong>own</strong>: Access to read or list on buckets that the namespace’s team owns in S3 in namespace blue.</li>";
        assert!(english.ends_with(said), "{english}");
        let german = html(Language::German, || auto_words(&rule));
        let said = "<strong>own</strong>: Zugriff zum Lesen oder Auflisten auf eigene Buckets des Teams, dem der Namespace gehört, in S3 im Namespace blue.</li>";
        assert!(german.ends_with(said), "{german}");
    }
}
