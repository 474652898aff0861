//! What AWS shows of a cluster's account, for its health.

use aws_sdk_iam::types::{ContextEntry, ContextKeyTypeEnum, PolicyEvaluationDecisionType};
use roleport_domain::{
    cluster::ValidCluster,
    health::{Observed, Seen},
    own_rights::{self, Asked},
};
use roleport_lang::text;

use super::iam::{Answer, Iam, IamError, explain};

impl Iam {
    /// Looks at all that Roleport's work for a cluster depends on: about ten calls.
    pub async fn health(&self, cluster: &ValidCluster) -> Observed {
        let caller = self.caller().await;
        let boundary = cluster.raw().permissions_boundary.as_deref();
        Observed {
            account: seen(caller.clone().map(|(account, _)| account)),
            provider: seen(self.provider_exists(&cluster.provider_arn()).await),
            boundary: match boundary {
                Some(arn) => Some(seen(self.policy_exists(arn).await)),
                None => None,
            },
            quotas: seen(self.quotas().await),
            eks: match cluster.eks_name() {
                Some(name) => Some(seen(self.seen_in_eks(name, &cluster.raw().region).await)),
                None => None,
            },
            denied: match caller {
                Ok((_, arn)) => self.denied(&arn, cluster).await,
                Err(error) => Err(error.words().into()),
            },
        }
    }

    /// Actions that the caller needs for a cluster and may not do, by SimulatePrincipalPolicy.
    async fn denied(&self, caller: &str, cluster: &ValidCluster) -> Seen<Vec<String>> {
        let source = match self.policy_source(caller).await {
            Ok(Some(source)) => source,
            Ok(None) => {
                return Err(text!(health_rights_untold, caller = caller));
            }
            Err(error) => return Err(error.words().into()),
        };
        let mut denied = Vec::new();
        for asked in own_rights::asked(cluster) {
            match self.simulate(&source, &asked).await {
                Ok(more) => denied.extend(more),
                Err(error) => {
                    return Err(text!(health_rights_unread, why = error.words()));
                }
            }
        }
        denied.sort();
        denied.dedup();
        Ok(denied)
    }

    /// The role or user whose policies count for a caller; none for the account's root.
    async fn policy_source(&self, caller: &str) -> Answer<Option<String>> {
        let Some(session) = caller.split(":assumed-role/").nth(1) else {
            return Ok(caller.contains(":user/").then(|| caller.to_owned()));
        };
        // A session's ARN leaves the role's path out.
        let name = session.split('/').next().unwrap_or_default();
        Ok(self.role(name).await?.map(|role| role.arn))
    }

    async fn simulate(&self, source: &str, asked: &Asked) -> Answer<Vec<String>> {
        let mut call = self
            .0
            .simulate_principal_policy()
            .policy_source_arn(source)
            .set_action_names(Some(
                asked.actions.iter().map(|one| (*one).to_owned()).collect(),
            ))
            .resource_arns(&asked.resource);
        for (key, value) in &asked.context {
            call = call.context_entries(
                ContextEntry::builder()
                    .context_key_name(*key)
                    .context_key_values(value)
                    .context_key_type(ContextKeyTypeEnum::String)
                    .build(),
            );
        }
        let answer = call
            .send()
            .await
            .map_err(|error| explain("SimulatePrincipalPolicy", source, &error))?;
        Ok(answer
            .evaluation_results
            .unwrap_or_default()
            .into_iter()
            .filter(|result| result.eval_decision != PolicyEvaluationDecisionType::Allowed)
            .map(|result| result.eval_action_name)
            .collect())
    }
}

fn seen<T>(answer: Result<T, IamError>) -> Seen<T> {
    answer.map_err(|error| error.words().into())
}
