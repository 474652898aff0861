//! Lines of access that come in one go: from a list, from another role, for a usual job.

use roleport_app::portal::{PortalError, TypedRequest, Viewer};
use roleport_domain::{
    doctor::with_grant,
    errors::FieldError,
    grant::Grant,
    pasted::{self, Unread},
    starting_point::StartingPoint,
};

use super::AppState;
use roleport_lang::{Text, text};

/// More lines than a policy holds; a form with more was not made by a person.
pub(super) const MAX_GRANTS: usize = 100;

/// Most lines of a list that an error names.
const NAMED: usize = 3;

/// Adds the lines of a usual job; their names are left to fill in.
pub(super) fn start(typed: &mut TypedRequest, job: StartingPoint) {
    give_way(typed);
    typed.grants.extend(job.grants());
    typed.grants.truncate(MAX_GRANTS);
}

/// Makes lines of what was pasted, and of the role that was named; what can't be read stays where it was typed.
///
/// # Errors
/// [`PortalError::Broken`] when the store can't be read.
pub(super) async fn add(
    state: &AppState,
    viewer: &Viewer,
    typed: &mut TypedRequest,
) -> Result<Vec<FieldError>, PortalError> {
    let pasted = paste(typed);
    let like = like(state, viewer, typed).await?;
    Ok(pasted.into_iter().chain(like).collect())
}

fn paste(typed: &mut TypedRequest) -> Option<FieldError> {
    let list = pasted::read(&std::mem::take(&mut typed.pasted));
    add_lines(typed, list.grants);
    let left: Vec<_> = list.rest.iter().map(|line| line.text.as_str()).collect();
    typed.pasted = left.join("\n");
    (!list.rest.is_empty()).then(|| unread(&list.rest))
}

fn unread(lines: &[Unread]) -> FieldError {
    let named: Vec<_> = lines
        .iter()
        .take(NAMED)
        .map(|line| text!(answers_line, number = line.number, problem = line.problem))
        .collect();
    let more = match lines.len().saturating_sub(NAMED) {
        0 => None,
        1 => Some(text!(answers_one_more_line)),
        more => Some(text!(answers_more_lines, more = more)),
    };
    FieldError {
        field: "pasted".to_owned(),
        code: "pasted_unread".to_owned(),
        message: Text::of(|language| {
            let said: Vec<_> = named
                .iter()
                .chain(&more)
                .map(|text| text.say(language))
                .collect();
            said.join(" ")
        }),
    }
}

async fn like(
    state: &AppState,
    viewer: &Viewer,
    typed: &mut TypedRequest,
) -> Result<Option<FieldError>, PortalError> {
    if typed.like.trim().is_empty() {
        return Ok(None);
    }
    let Some(grants) = state.service.grants_of_role(viewer, &typed.like).await? else {
        return Ok(Some(FieldError {
            field: "like".to_owned(),
            code: "role_unknown".to_owned(),
            message: text!(answers_no_active_role),
        }));
    };
    typed.like.clear();
    add_lines(typed, grants);
    Ok(None)
}

fn add_lines(typed: &mut TypedRequest, grants: Vec<Grant>) {
    if grants.is_empty() {
        return;
    }
    give_way(typed);
    for grant in grants {
        typed.grants = with_grant(std::mem::take(&mut typed.grants), grant);
    }
    typed.grants.truncate(MAX_GRANTS);
}

/// Lines that nobody has touched give way to those that come.
fn give_way(typed: &mut TypedRequest) {
    typed.grants.retain(|grant| {
        let offered = grant.service.template().accesses.len();
        let ticked = offered > 1 && !grant.access.is_empty();
        ticked || grant.texts().any(|(_, text)| !text.is_empty())
    });
}

#[cfg(test)]
mod tests {
    use roleport_domain::{grant::Access, service::Service};

    use super::*;

    fn form(grants: Vec<Grant>) -> TypedRequest {
        TypedRequest {
            grants,
            ..TypedRequest::default()
        }
    }

    #[test]
    fn a_list_becomes_lines_and_what_can_not_be_read_stays() {
        let own = Grant::s3("own", "in/", &[Access::Read]);
        let mut typed = TypedRequest {
            pasted: "s3://one/in/ read\ns3://own/in/ write\nsomething\n".to_owned(),
            ..form(vec![Grant::default(), own, Grant::empty(Service::Sns)])
        };
        let error = paste(&mut typed).map(|error| (error.field, error.message.to_string()));
        assert_eq!(
            typed.grants,
            [
                Grant::s3("own", "in/", &[Access::Read, Access::Write]),
                Grant::s3("one", "in/", &[Access::Read]),
            ]
        );
        assert_eq!(typed.pasted, "something");
        let (field, message) = error.unwrap_or_default();
        assert_eq!(field, "pasted");
        assert!(message.starts_with("Line 3: “something”"), "{message}");
    }

    #[test]
    fn a_list_of_nothing_changes_nothing_and_no_list_makes_a_form_too_long() {
        let mut typed = TypedRequest {
            pasted: " \n\n".to_owned(),
            ..form(vec![Grant::default()])
        };
        assert_eq!(paste(&mut typed), None);
        assert_eq!(typed.grants, [Grant::default()]);
        let many: Vec<_> = (0..250).map(|n| format!("s3://bucket-{n}/in/")).collect();
        typed.pasted = many.join("\n");
        assert_eq!(paste(&mut typed), None);
        assert_eq!(typed.grants.len(), MAX_GRANTS);
    }

    #[test]
    fn a_job_adds_its_lines_each_of_its_own_to_those_that_say_something() {
        for job in StartingPoint::ALL {
            let mut typed = form(vec![Grant::default()]);
            start(&mut typed, job);
            assert_eq!(typed.grants, job.grants(), "{}", job.id);
            start(&mut typed, job);
            assert!(typed.grants.len() >= job.grants().len(), "{}", job.id);
        }
    }
}
