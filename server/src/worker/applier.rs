//! Carries a plan out: reads the real state, checks that what is left to do is what was approved,
//! and sends only that. Run twice it changes nothing; killed, it goes on where it was (design.md,
//! the applier; domain.md section 4).

use std::time::Duration;

use async_trait::async_trait;
use rand::Rng as _;
use roleport_domain::{
    plan::{Goal, Plan, World, plan},
    request::ValidRequest,
};
use roleport_lang::english;

use crate::aws::iam::{Iam, IamError};

/// Seconds before AWS is read again after a call that may or may not have taken effect. Each is
/// spread by up to a half, so that servers do not meet.
const PAUSES: [u64; 4] = [1, 2, 5, 12];
/// Milliseconds between looks while IAM does not show yet what was just made: about 30 s in all
/// (10 to 30 s were seen, domain.md section 4).
const SETTLE: [u64; 8] = [0, 250, 500, 1_000, 2_000, 4_000, 8_000, 14_000];

/// Where steps are recorded, before they are sent and after they are answered.
#[async_trait]
pub trait Journal: Send + Sync {
    /// Records a call that is about to be sent; gives its id.
    ///
    /// # Errors
    /// When it can't be recorded: then the call is not sent.
    async fn start(&self, call: &str, words: &str) -> Result<i64, String>;

    /// Completes it.
    ///
    /// # Errors
    /// When it can't be recorded.
    async fn finish(&self, step: i64, error: Option<&str>) -> Result<(), String>;
}

/// What is to be carried out.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The content that was approved.
    pub request: &'a ValidRequest,
    /// What it wants of its role.
    pub goal: Goal,
    /// The plan that was approved; none where nobody looked at one (a rule approved).
    pub approved: Option<&'a Plan>,
    /// Whether steps of it were sent before: then the rest of it is enough.
    pub begun: bool,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// AWS shows what was wanted.
    Done {
        /// IAM's stable id of the role; none when it is gone.
        role_id: Option<String>,
    },
    /// AWS is not as the approval saw it. Nothing was sent; this is the plan as of now.
    Outdated(Plan),
}

/// Carries an order out through IAM.
///
/// # Errors
/// [`IamError::Transient`] when the same may succeed later; any other when a person must act.
pub async fn carry_out(
    order: Order<'_>,
    iam: &Iam,
    journal: &dyn Journal,
) -> Result<Outcome, IamError> {
    check_account(&order.request.cluster().account_id, iam).await?;
    let mut begun = order.begun;
    let mut pauses = PAUSES.into_iter();
    loop {
        let world = iam.observe(order.request, order.goal).await?;
        let now = plan(order.request, order.goal, &world);
        if let Some(approved) = order.approved {
            let as_approved = now.hash() == approved.hash() || begun && now.continues(approved);
            if !as_approved {
                return Ok(Outcome::Outdated(now));
            }
        }
        if now.is_blocked() {
            return Err(IamError::Refused(obstacles(&now)));
        }
        if now.steps.is_empty() {
            return Ok(done(&world));
        }
        begun = true;
        match send(&now, iam, journal).await {
            Ok(()) => return read_back(order, iam).await,
            // It may have taken effect, or be there already: what AWS shows decides.
            Err(error @ (IamError::Transient(_) | IamError::Exists(_) | IamError::NotFound(_))) => {
                let Some(pause) = pauses.next() else {
                    return Err(IamError::Transient(error.words().to_owned()));
                };
                let spread = rand::rng().random_range(1.0..1.5);
                tokio::time::sleep(Duration::from_secs(pause).mul_f64(spread)).await;
            }
            Err(error) => return Err(error),
        }
    }
}

/// Nothing is asked of, or sent to, an account that is not the cluster's.
///
/// # Errors
/// [`IamError::Refused`] when the credentials are another account's.
pub(super) async fn check_account(wanted: &str, iam: &Iam) -> Result<(), IamError> {
    let account = iam.account().await?;
    if account == wanted {
        return Ok(());
    }
    Err(IamError::Refused(english!(
        aws_other_account,
        account = account,
        wanted = wanted
    )))
}

/// Records, sends, completes: step after step.
async fn send(plan: &Plan, iam: &Iam, journal: &dyn Journal) -> Result<(), IamError> {
    for step in &plan.steps {
        let id = journal
            .start(step.call.action(), step.call.words().as_str())
            .await
            .map_err(IamError::Transient)?;
        let answer = iam.send(&step.call).await;
        let error = answer.as_ref().err().map(IamError::words);
        journal
            .finish(id, error)
            .await
            .map_err(IamError::Transient)?;
        answer?;
    }
    Ok(())
}

/// Looks until AWS shows what was sent. Nothing is sent again here: what IAM does not show yet may
/// be on its way.
async fn read_back(order: Order<'_>, iam: &Iam) -> Result<Outcome, IamError> {
    for wait in SETTLE {
        tokio::time::sleep(Duration::from_millis(wait)).await;
        let world = iam.observe(order.request, order.goal).await?;
        let left = plan(order.request, order.goal, &world);
        if left.steps.is_empty() && !left.is_blocked() {
            return Ok(done(&world));
        }
    }
    Err(IamError::Transient(english!(
        aws_not_shown,
        role = order.request.role_name()
    )))
}

fn done(world: &World) -> Outcome {
    Outcome::Done {
        role_id: world.role.as_ref().map(|role| role.id.clone()),
    }
}

fn obstacles(plan: &Plan) -> String {
    let words: Vec<_> = plan
        .obstacles
        .iter()
        .map(|obstacle| obstacle.message.as_str())
        .collect();
    words.join(" ")
}
