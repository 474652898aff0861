//! What is kept of why AWS could not be read, or did not do what it was asked for.

use roleport_lang::{Text, retold};

/// Such a sentence, kept in English, in all languages; as it stands where it is none that Roleport makes any more.
pub fn retold(kept: &str) -> Text {
    retold!(
        kept;
        aws_answered(call, subject, code, said, request, advice: advice),
        aws_no_answer(call, subject, why),
        aws_no_credentials(why),
        aws_not_json(error),
        aws_other_account(account, wanted),
        aws_not_shown(role),
        aws_role_not_admitted,
        aws_not_admitted(why),
        aws_not_admitted_edit(why),
        aws_other_documents,
    )
    .unwrap_or_else(|| kept.into())
}

/// What to do about it.
fn advice(kept: &str) -> Text {
    retold!(
        kept;
        aws_gone,
        aws_unseen_by_eks,
        aws_tries_again,
        aws_exists,
        aws_delete_conflict,
        aws_used_by(advice: advice, names),
        aws_used_by_unknown(advice: advice),
        aws_quota,
        aws_malformed,
        aws_denied,
        aws_bad_credentials,
        aws_managed,
        aws_mend,
    )
    .unwrap_or_else(|| kept.into())
}

#[cfg(test)]
mod tests {
    use roleport_lang::text;

    use super::*;

    #[test]
    fn an_answer_with_its_advice_is_told_in_every_language() {
        let hangs = text!(aws_delete_conflict);
        for advice in [
            text!(aws_mend),
            text!(aws_used_by, advice = hangs, names = "role a, user b"),
            text!(aws_used_by_unknown, advice = hangs),
        ] {
            let said = "User: x is not authorized : no";
            let made = text!(
                aws_answered,
                call = "DeletePolicy",
                subject = "arn:aws:iam::1:policy/a",
                code = "DeleteConflict",
                said = said,
                request = "b-7",
                advice = advice
            );
            assert_eq!(retold(made.as_str()), made);
        }
        let silent = text!(
            aws_no_answer,
            call = "GetRole",
            subject = "a",
            why = "timed out (5 s)"
        );
        assert_eq!(retold(silent.as_str()), silent);
    }

    #[test]
    fn other_words_stay_as_they_are() {
        assert_eq!(retold("It burns."), Text::plain("It burns."));
    }
}
