//! How far a list that somebody looks at is behind.

use std::collections::BTreeMap;

use roleport_app::{
    pages::waiting,
    portal::{Portal as _, PortalError, RequestSummary, RequestView, Viewer},
};
use serde::Deserialize;

use super::{Service, broken, pages::PAGE, sight::sight};
use crate::store::{requests, visibility};

/// A list as it was shown.
#[derive(Debug, Clone, Deserialize)]
pub struct Watched {
    /// A [`RequestView`]'s name, or `waiting` and `waiting-riskiest` for the home page's.
    view: String,
    /// The request that the page starts after.
    after: Option<i64>,
    /// Number and version of each line, as `12:3,13:1`.
    #[serde(default)]
    shown: String,
}

impl Service {
    /// How many requests are different from what a list shows, or are not in it yet.
    ///
    /// # Errors
    /// [`PortalError::NotFound`] when there is no such list.
    pub async fn changed(&self, viewer: &Viewer, list: &Watched) -> Result<usize, PortalError> {
        let shown = list.shown().ok_or(PortalError::NotFound)?;
        let there = self.watched(viewer, list).await?;
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let ids: Vec<_> = shown.keys().copied().collect();
        // The page may name any request: only of those that are seen is anything told.
        let sight = sight(&mut conn, viewer).await?;
        let seen = visibility::requests(&mut conn, &sight, &ids)
            .await
            .map_err(broken)?;
        let ids: Vec<_> = seen.into_iter().collect();
        let versions = requests::versions(&mut conn, &ids).await.map_err(broken)?;
        let different = versions
            .iter()
            .filter(|(id, version)| shown.get(id) != Some(version))
            .count();
        let there: Vec<_> = there.iter().map(|line| line.id).collect();
        Ok(different + arrived(&shown, &there))
    }

    /// The lines of the list as they are now.
    async fn watched(
        &self,
        viewer: &Viewer,
        list: &Watched,
    ) -> Result<Vec<RequestSummary>, PortalError> {
        let view = match list.view.as_str() {
            "waiting" => return waiting(self, viewer, false).await,
            "waiting-riskiest" => return waiting(self, viewer, true).await,
            name => RequestView::parse(name).ok_or(PortalError::NotFound)?,
        };
        Ok(self.requests(viewer, view, list.after).await?.lines)
    }
}

impl Watched {
    /// Number and version of each line; nothing when they can't be read.
    fn shown(&self) -> Option<BTreeMap<i64, i32>> {
        let lines: Option<BTreeMap<_, _>> = self
            .shown
            .split(',')
            .filter(|line| !line.is_empty())
            .map(|line| {
                let (id, version) = line.split_once(':')?;
                Some((id.parse().ok()?, version.parse().ok()?))
            })
            .collect();
        lines.filter(|lines| lines.len() <= PAGE)
    }
}

/// How many of the lines that are there now, in the list's order, are new ones. On a full page, a line that has only
/// moved up from the next one is not: it stands behind all that were shown.
fn arrived(shown: &BTreeMap<i64, i32>, there: &[i64]) -> usize {
    let last_shown = there.iter().rposition(|id| shown.contains_key(id));
    let among = match last_shown {
        Some(last) if shown.len() == PAGE => &there[..last],
        _ => there,
    };
    among.iter().filter(|id| !shown.contains_key(id)).count()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn list(view: &str, shown: &str) -> Watched {
        Watched {
            view: view.to_owned(),
            after: None,
            shown: shown.to_owned(),
        }
    }

    #[test]
    fn what_was_shown_is_read_or_refused() {
        let read = list("all", "12:3,13:1").shown().unwrap();
        assert_eq!(read, BTreeMap::from([(12, 3), (13, 1)]));
        assert!(list("all", "").shown().unwrap().is_empty());
        let too_many: Vec<_> = (0..=PAGE).map(|id| format!("{id}:1")).collect();
        for bad in ["12", "a:b", "12:3;13:1", &too_many.join(",")] {
            assert!(list("all", bad).shown().is_none(), "{bad}");
        }
    }

    #[test]
    fn only_what_is_new_has_arrived() {
        let some = BTreeMap::from([(1, 1), (2, 1)]);
        assert_eq!(arrived(&some, &[1, 2, 3]), 1);
        let full: BTreeMap<_, _> = (1..).map(|id| (id, 1)).take(PAGE).collect();
        let next = i64::try_from(PAGE).unwrap() + 1;
        assert_eq!(arrived(&full, &[2, next]), 0);
        assert_eq!(arrived(&full, &[next, 2]), 1);
        assert_eq!(arrived(&full, &[3, next, 2]), 1);
        assert_eq!(arrived(&full, &[next]), 1);
    }
}
