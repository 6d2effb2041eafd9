//! Several requests at one press: each row is a press of its own ([`once!`]) in a transaction of its own, so that one that fails leaves
//! the others as they are, and the same press again has no effect and the same result. What became of each row is kept as a draft,
//! whose id stands in the address of the page that shows it.

use super::{
    acts::{allowed, has_time_ahead, may_take},
    offering, reader,
};
use crate::review::{
    store::{detail, lists::PAGE},
    view::{ResultLine, Results, ResultsLoad},
};
use db::{Failure, Tx};
use frame::{
    context::{Here, feature::Routes},
    drafts::{self, Form, MOST_BYTES},
    once,
    routes::{Go, ours},
};
use ground::{
    AppError,
    form::RawForm,
    id::{PersonId, RequestId},
    text::{Texts, k, theirs},
};
use help::{
    requests::model::RequestState,
    transitions::{self, requests::Taken},
};

/// Addresses of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/staff/requests/bulk", press)
}

/// What became of the rows, of as many as a page has, with names of colleagues.
const FORM: Form = Form::new("review_bulk", &["row", "code", "number", "more", "back"]).up_to(2 * MOST_BYTES);

/// What is done with the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Take,
    /// Ask so many of the best.
    Offer(usize),
}

impl Action {
    fn of(form: &RawForm) -> Option<Self> {
        match form.get("do") {
            "take" => Some(Self::Take),
            "offer" => {
                let best = form.get("best").parse().ok().filter(|best| (1..=offering::BEST).contains(best));
                Some(Self::Offer(best.unwrap_or(offering::BEST)))
            }
            _ => None,
        }
    }
}

/// What became of a row: a code, the request's number, and who has it or how many were asked. As a text it is the row's answer of
/// [`once!`]; its parts hold no space.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Outcome {
    code: String,
    number: String,
    more: String,
}

impl Outcome {
    fn text(code: &str, number: i64, more: &str) -> String {
        format!("{code} {number} {more}")
    }

    fn parse(text: &str) -> Self {
        let mut parts = text.splitn(3, ' ').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        Self { code: next(), number: next(), more: next() }
    }

    /// A row that came to nothing: it is not the coordinator's to change, or something is wrong with us.
    fn failed(failure: Failure) -> Self {
        let code = match AppError::from(failure) {
            AppError::NotFound | AppError::Forbidden | AppError::BadRequest => "closed",
            _ => "fault",
        };
        Self { code: code.to_owned(), ..Self::default() }
    }

    fn line(self, texts: Texts, id: String) -> ResultLine {
        let (words, tone) = match self.code.as_str() {
            "taken" => (texts.s(k::review::BULK_TAKEN).to_owned(), "tag-ok"),
            "other" => (texts.f(k::review::BULK_OTHER, &[("name", &theirs(&self.more))]), "tag-warn"),
            "over" => (texts.s(k::review::BULK_OVER).to_owned(), "tag-warn"),
            "asked" => {
                let asked = self.more.parse().unwrap_or_default();
                (texts.n(k::review::BULK_ASKED_ONE, k::review::BULK_ASKED_MANY, asked), "tag-ok")
            }
            "nobody" => (texts.s(k::review::BULK_NOBODY).to_owned(), "tag-warn"),
            "full" => (texts.s(k::review::OFFERS_FULL).to_owned(), "tag-warn"),
            "late" => (texts.s(k::review::BULK_LATE).to_owned(), "tag-warn"),
            "protected" => (texts.s(k::review::NOTICE_PROTECTED).to_owned(), "tag-warn"),
            "no_time" => (texts.s(k::review::NOTICE_NO_TIME).to_owned(), "tag-warn"),
            "closed" => (texts.s(k::review::BULK_CLOSED).to_owned(), "tag-bad"),
            _ => (texts.s(k::review::BULK_FAULT).to_owned(), "tag-bad"),
        };
        let href = (!self.number.is_empty()).then(|| format!("/staff/requests/{id}"));
        ResultLine { number: self.number, href, words, tone, done: tone == "tag-ok" }
    }
}

/// Takes the chosen requests, or asks volunteers for them.
async fn press(here: Here, form: RawForm) -> Result<Go, Failure> {
    reader(&here)?;
    let mut rows: Vec<String> = Vec::new();
    for row in form.all("row") {
        if i64::try_from(rows.len()).is_ok_and(|count| count < PAGE) && !rows.contains(row) {
            rows.push(row.clone());
        }
    }
    let mut outcomes = Vec::new();
    if let Some(action) = Action::of(&form) {
        for row in &rows {
            outcomes.push(one(&here, &form, action, row).await.unwrap_or_else(Outcome::failed));
        }
    }
    let to = once!(&here, "review/bulk", &form, |tx| { keep(tx, &here, &form, &rows, &outcomes).await })?;
    Ok(Go(to))
}

/// One row: a press of its own.
async fn one(here: &Here, form: &RawForm, action: Action, row: &str) -> Result<Outcome, Failure> {
    let mut press = RawForm::default();
    press.set("key", form.all("key").to_vec());
    press.set("row", vec![row.to_owned()]);
    let id = RequestId::from(row);
    let outcome = match action {
        Action::Take => once!(here, "review/bulk-take", &press, |tx| { take(tx, here, &id).await })?,
        Action::Offer(best) => {
            press.set("best", vec![best.to_string()]);
            once!(here, "review/bulk-offer", &press, |tx| { offer(tx, here, &id, best).await })?
        }
    };
    Ok(Outcome::parse(&outcome))
}

async fn take(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<String, Failure> {
    let number = may_take(tx, here, id).await?.number;
    Ok(match transitions::requests::take(tx, here, id).await? {
        Taken::Mine => Outcome::text("taken", number, ""),
        Taken::Other(owner) => Outcome::text("other", number, owner.as_str()),
        Taken::Over => Outcome::text("over", number, ""),
    })
}

async fn offer(tx: &mut Tx, here: &Here, id: &RequestId, best: usize) -> Result<String, Failure> {
    let (request, senior) = allowed(tx, here, id).await?;
    let number = request.number;
    if senior.protected {
        return Ok(Outcome::text("protected", number, ""));
    }
    if request.state() != RequestState::Approved {
        return Ok(Outcome::text("late", number, ""));
    }
    if !has_time_ahead(tx, here, id).await? {
        return Ok(Outcome::text("no_time", number, ""));
    }
    let may = offering::may_ask(tx, here, &request, &senior, offering::Of::First(best)).await?;
    let chosen: Vec<PersonId> = may.iter().take(best).cloned().collect();
    let asked = offering::ask(tx, here, &request, &may, &chosen).await?;
    let done = asked.iter().filter(|(code, _)| *code == offering::ASKED).count();
    Ok(match (asked.is_empty(), done) {
        (true, _) => Outcome::text("nobody", number, ""),
        (false, 0) => Outcome::text("full", number, ""),
        (false, done) => Outcome::text("asked", number, &done.to_string()),
    })
}

/// Keeps what became of the rows; the address of the page that shows it.
async fn keep(
    tx: &mut Tx,
    here: &Here,
    form: &RawForm,
    rows: &[String],
    outcomes: &[Outcome],
) -> Result<String, Failure> {
    let mut kept = RawForm::default();
    let mut more = Vec::new();
    for outcome in outcomes {
        more.push(match outcome.code.as_str() {
            "other" => {
                detail::name_of(tx, here.municipality(), &outcome.more.as_str().into()).await?.unwrap_or_default()
            }
            _ => outcome.more.clone(),
        });
    }
    kept.set("row", rows.iter().take(outcomes.len()).cloned().collect());
    kept.set("code", outcomes.iter().map(|outcome| outcome.code.clone()).collect());
    kept.set("number", outcomes.iter().map(|outcome| outcome.number.clone()).collect());
    kept.set("more", more);
    kept.set("back", vec![list(form.get("back")).to_owned()]);
    let id = drafts::insert(tx, here, &FORM, &kept, &[]).await?;
    Ok(format!("/staff/results/{id}"))
}

/// The list that one came from, as it was filtered; never an address that is not one of the two.
fn list(back: &str) -> &str {
    let path = back.split('?').next().unwrap_or_default();
    ours(back).filter(|_| matches!(path, "/staff" | "/staff/requests")).unwrap_or("/staff")
}

/// What became of the rows.
///
/// # Errors
/// `Forbidden` for everybody but coordinators; `NotFound` where it is nobody's or somebody else's.
pub(super) async fn results(here: Here, ResultsLoad { draft }: ResultsLoad) -> Result<Results, Failure> {
    reader(&here)?;
    let mut tx = here.read().await?;
    let kept = drafts::by_id(&mut tx, &here, &FORM, &draft.into()).await?.ok_or(AppError::NotFound)?.answers;
    drop(tx);
    let texts = here.texts();
    let nth = |field: &str, index: usize| kept.all(field).get(index).cloned().unwrap_or_default();
    let lines: Vec<ResultLine> = kept
        .all("row")
        .iter()
        .enumerate()
        .map(|(index, id)| {
            let outcome = Outcome { code: nth("code", index), number: nth("number", index), more: nth("more", index) };
            outcome.line(texts, id.clone())
        })
        .collect();
    let done = lines.iter().filter(|line| line.done).count();
    let heading = if lines.is_empty() {
        texts.s(k::review::BULK_NONE).to_owned()
    } else {
        texts.f(k::review::BULK_HEADING, &[("n", &done.to_string()), ("of", &lines.len().to_string())])
    };
    Ok(Results { heading, lines, back: list(kept.get("back")).to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_a_row_comes_back_as_it_was_kept() {
        for (text, expected) in [
            (Outcome::text("taken", 417, ""), ("taken", "417", "")),
            (Outcome::text("other", 418, "0192-a"), ("other", "418", "0192-a")),
            (Outcome::text("asked", 3, "2"), ("asked", "3", "2")),
        ] {
            let Outcome { code, number, more } = Outcome::parse(&text);
            assert_eq!((code.as_str(), number.as_str(), more.as_str()), expected);
        }
    }

    #[test]
    fn one_comes_back_to_a_list_of_ours() {
        for (asked, expected) in [
            ("/staff?find=a&page=2", "/staff?find=a&page=2"),
            ("/staff/requests?status=open", "/staff/requests?status=open"),
            ("/staff/people", "/staff"),
            ("//elsewhere.example/staff", "/staff"),
            ("https://elsewhere.example", "/staff"),
            ("", "/staff"),
        ] {
            assert_eq!(list(asked), expected);
        }
    }

    #[test]
    fn a_press_says_what_is_done_and_how_many_are_asked() {
        let action = |text: &str| Action::of(&RawForm::parse(text.as_bytes()));
        assert_eq!(action("do=take"), Some(Action::Take));
        for (best, expected) in [("1", 1), ("3", 3), ("4", 3), ("0", 3), ("-1", 3), ("alla", 3)] {
            assert_eq!(action(&format!("do=offer&best={best}")), Some(Action::Offer(expected)));
        }
        assert_eq!(action("do=close"), None);
        assert_eq!(action(""), None);
    }
}
