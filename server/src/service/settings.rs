//! What a person is told of, and in which language, by their own choice.

use roleport_app::portal::{NotificationSettings, PortalError, TopicChoice, Viewer};
use roleport_domain::audience::Topic;
use roleport_lang::Language;

use super::{Service, broken};
use crate::store::{people, topics};

impl Service {
    pub(super) async fn settings_of(
        &self,
        viewer: &Viewer,
    ) -> Result<NotificationSettings, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let muted = topics::muted(&mut conn, viewer.person_id)
            .await
            .map_err(broken)?;
        let choice = |topic: Topic| TopicChoice {
            topic,
            wanted: !muted.iter().any(|muted| muted == topic.as_str()),
        };
        Ok(NotificationSettings {
            email_on: self.email,
            choices: Topic::CHOICES.map(choice).into(),
        })
    }

    /// Notes what the viewer wants to be told of, and that they want nothing else.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be written.
    pub async fn choose(&self, viewer: &Viewer, wanted: &[Topic]) -> Result<(), PortalError> {
        let muted: Vec<_> = Topic::CHOICES
            .into_iter()
            .filter(|topic| !wanted.contains(topic))
            .map(|topic| topic.as_str().to_owned())
            .collect();
        let mut tx = self.pool.begin().await.map_err(broken)?;
        topics::mute(&mut tx, viewer.person_id, &muted)
            .await
            .map_err(broken)?;
        tx.commit().await.map_err(broken)
    }

    /// Notes the language in which the viewer wants to be told.
    ///
    /// # Errors
    /// [`PortalError::Broken`] when the store can't be written.
    pub async fn choose_language(
        &self,
        viewer: &Viewer,
        language: Language,
    ) -> Result<(), PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        people::choose_language(&mut conn, viewer.person_id, language)
            .await
            .map_err(broken)
    }
}
