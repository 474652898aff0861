//! SQS queues.

use roleport_lang::text;
use serde_json::Value;

use super::{
    Activity, Field, Finding, Home, Nesting, Template, activity,
    place::Kind,
    rule::{self, Rule},
    text,
};
use crate::{
    errors::Violation,
    grant::{Access, Grant},
    partition::Partition,
    rules::Risk,
    scope::Scope,
};

pub(super) const TEMPLATE: Template = Template {
    name: "sqs",
    title: || text!(services_sqs),
    fields: &[Field::new(
        "queue",
        || text!(services_sqs_queue),
        || text!(services_sqs_queue_hint),
    )],
    accesses: &[Access::Receive, Access::Send],
    implied: None,
    nesting: Nesting::Same,
    // Who receives messages takes them off the queue.
    risks: |_, access| match access {
        Access::Receive => vec![Risk::Delete],
        _ => vec![Risk::Write],
    },
    activities: &ACTIVITIES,
    parse: |grant, home| vec![parse(grant, home)],
    address: |texts| text!(services_sqs_address, queue = text(texts, 0)),
    sentence: |texts, verbs| text!(services_sqs_sentence, verbs = verbs, queue = text(texts, 0)),
    findings: |texts, access| {
        let takes = access.contains(&Access::Receive);
        takes
            .then(|| takes_off(text(texts, 0)))
            .into_iter()
            .collect()
    },
    statements,
};

const ABOUT: &[&str] = &[
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ChangeMessageVisibility",
];
const ACTIVITIES: [Activity; 3] = [
    activity(
        "sqs:ReceiveMessage",
        "receive",
        "messages of the queue",
        ABOUT,
    ),
    activity(
        "sqs:DeleteMessage",
        "delete",
        "messages of the queue",
        ABOUT,
    ),
    activity("sqs:SendMessage", "send", "messages to the queue", ABOUT),
];

const KIND: Kind = Kind {
    service: "sqs",
    noun: "queue",
    what: || text!(services_what_queue),
    before: "",
    length: (1, 80),
    // The dot of `.fifo`.
    others: "-_.",
};

fn parse(grant: &Grant, home: Option<&Home<'_>>) -> Result<String, Violation> {
    let typed = grant.text("queue");
    let queue = KIND.parse(&of_url(typed).unwrap_or_else(|| typed.to_owned()), home)?;
    let name = queue.rsplit(':').next().unwrap_or_default();
    if name.strip_suffix(".fifo").unwrap_or(name).contains('.') {
        return Err(Violation::new("queue_dot", text!(services_queue_dot)));
    }
    Ok(queue)
}

/// The ARN of `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`.
fn of_url(text: &str) -> Option<String> {
    let (host, path) = text.strip_prefix("https://sqs.")?.split_once('/')?;
    let (region, _) = host.split_once('.')?;
    let (account, name) = path.split_once('/')?;
    let partition = Partition::of_region(region).as_str();
    Some(format!("arn:{partition}:sqs:{region}:{account}:{name}"))
}

fn takes_off(queue: &str) -> Finding {
    (
        "access",
        Violation::new(
            "can_take_messages",
            text!(risks_takes_messages, queue = queue),
        ),
    )
}

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    rule::statements(scopes.iter().flat_map(|scope| {
        scope.with_access(move |texts, access| Rule {
            noun: "Queues",
            access,
            actions: if access == Access::Receive {
                &[
                    "sqs:ReceiveMessage",
                    "sqs:DeleteMessage",
                    "sqs:ChangeMessageVisibility",
                    "sqs:GetQueueAttributes",
                    "sqs:GetQueueUrl",
                ]
            } else {
                &[
                    "sqs:SendMessage",
                    "sqs:GetQueueAttributes",
                    "sqs:GetQueueUrl",
                ]
            },
            resources: vec![KIND.arn(text(texts, 0), home)],
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::service::Service;

    #[test]
    fn queues_by_name_arn_and_url() {
        let home = Home {
            partition: Partition::Aws,
            region: "eu-central-1",
            account: "003250186609",
        };
        let parsed = |queue: &str| {
            let mut grant = Grant::empty(Service::Sqs);
            grant.set("queue", queue.to_owned());
            parse(&grant, Some(&home)).map_err(|violation| violation.code)
        };
        for queue in [
            "orders.fifo",
            "arn:aws:sqs:eu-central-1:003250186609:orders.fifo",
            "https://sqs.eu-central-1.amazonaws.com/003250186609/orders.fifo",
        ] {
            assert_eq!(parsed(queue).as_deref(), Ok("orders.fifo"));
        }
        assert_eq!(
            parsed("https://sqs.eu-west-1.amazonaws.com/111111111111/orders").as_deref(),
            Ok("arn:aws:sqs:eu-west-1:111111111111:orders")
        );
        for (queue, code) in [
            ("or.ders", "queue_dot"),
            (
                "https://sqs.eu-west-1.amazonaws.com/1/orders",
                "queue_arn_account",
            ),
            ("https://example.com/orders", "queue_invalid_character"),
            (
                "https://sqs.cn-north-1.amazonaws.com.cn/111111111111/x",
                "queue_other_partition",
            ),
        ] {
            assert_eq!(parsed(queue), Err(code.to_owned()), "{queue}");
        }
    }
}
