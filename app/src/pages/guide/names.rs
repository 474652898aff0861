//! The names that the guide is filled in with: of a role that the reader may see, else of an example.

use leptos::prelude::*;
use roleport_domain::{
    helm::{HelmSnippet, snippet},
    identity::Identity,
    preview::Preview,
};

use super::topic::Topic;
use crate::{
    components::{helm::Binding, rich::link},
    language::{rich, t},
    portal::{Portal, PortalError, RoleSummary, Viewer},
};

/// Names for every snippet of the guide.
pub(super) struct Names {
    pub(super) app: String,
    pub(super) cluster: String,
    pub(super) namespace: String,
    pub(super) service_account: String,
    pub(super) role_name: String,
    pub(super) role_arn: String,
    pub(super) helm: HelmSnippet,
    /// How pods come by it.
    identity: Identity,
    /// The role that they are of; none for an example.
    pub(super) role: Option<i64>,
    /// Roles to choose from.
    own: Vec<(i64, String)>,
}

impl Names {
    /// Of the role that was asked for, else of the reader's newest one, else of an example.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] for a role that the reader may not see.
    pub(super) async fn read(
        portal: &dyn Portal,
        viewer: &Viewer,
        asked: Option<i64>,
    ) -> Result<Self, PortalError> {
        let own = portal.own_roles(viewer).await?;
        let Some(id) = asked.or_else(|| own.first().map(|role| role.id)) else {
            return Ok(Self::example());
        };
        let detail = portal.role(viewer, id).await?;
        let mut choice: Vec<_> = own
            .into_iter()
            .map(|role| (role.id, role.role_name))
            .collect();
        if choice.iter().all(|(own, _)| *own != id) {
            choice.push((id, detail.summary.role_name.clone()));
        }
        Ok(Self::of(detail.summary, detail.preview, choice))
    }

    fn of(role: RoleSummary, preview: Preview, own: Vec<(i64, String)>) -> Self {
        Self {
            // A retired role has no documents; its names are still right.
            helm: preview
                .helm
                .unwrap_or_else(|| snippet(&role.service_account, Some(&role.arn))),
            identity: preview.identity,
            app: role.app,
            cluster: role.cluster,
            namespace: role.namespace,
            service_account: role.service_account,
            role_name: role.role_name,
            role_arn: role.arn,
            role: Some(role.id),
            own,
        }
    }

    /// Of an example.
    pub(super) fn example() -> Self {
        let (account, arn) = ("my-app", "arn:aws:iam::111122223333:role/my-app");
        Self {
            app: account.to_owned(),
            cluster: "my-cluster".to_owned(),
            namespace: "my-team".to_owned(),
            service_account: account.to_owned(),
            role_name: "my-app".to_owned(),
            role_arn: arn.to_owned(),
            helm: snippet(account, Some(arn)),
            identity: Identity::default(),
            role: None,
            own: Vec::new(),
        }
    }

    /// As the snippets take them.
    pub(super) fn binding(&self) -> Binding<'_> {
        Binding {
            app: &self.app,
            namespace: &self.namespace,
            service_account: &self.service_account,
            role_arn: &self.role_arn,
            identity: self.identity,
        }
    }

    /// Whose names these are, and the choice of others.
    pub(super) fn banner(&self, topic: Topic) -> AnyView {
        let Some(role) = self.role else {
            return view! {
                <div class="note note-attention guide-names">
                    <div>
                        <p class="note-title">{t!(guide_names_example)}</p>
                        <p>{rich!(guide_names_example_why; link: link("/roles"))}</p>
                    </div>
                </div>
            }
            .into_any();
        };
        let options: Vec<_> = self
            .own
            .iter()
            .map(|(id, name)| view! { <option value=*id selected=*id == role>{name.clone()}</option> })
            .collect();
        let choice = (self.own.len() > 1).then(|| {
            view! {
                <form class="search" method="get" action=topic.path()>
                    <label class="visually-hidden" for="guide-role">{t!(guide_names_role)}</label>
                    <select id="guide-role" name="role">{options}</select>
                    <button class="button" type="submit">{t!(guide_names_use)}</button>
                </form>
            }
        });
        view! {
            <div class="card guide-names">
                <p>
                    {rich!(
                        guide_names,
                        role = self.role_name,
                        account = self.service_account,
                        namespace = self.namespace,
                        cluster = self.cluster;
                        link: link(format!("/roles/{role}"))
                    )}
                </p>
                {choice}
            </div>
        }
        .into_any()
    }
}
