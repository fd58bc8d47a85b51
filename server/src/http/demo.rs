//! The mailbox of the demo: every mail that went out, readable in the browser. It does not exist outside the demo,
//! because whoever reads it can become anybody.

use axum::{
    extract::{Path, Query, State},
    http::StatusCode,
    response::{Html, IntoResponse, Response},
};
use serde::Deserialize;
use teamwork::{acts::Mail, rules::moment::Moment, rules::problem::Problem};

use super::{House, answer};
use crate::{
    html::{escape, page},
    mail,
};

/// Where a page of the list begins.
#[derive(Deserialize)]
pub struct Before {
    before: Option<String>,
}

/// `GET /demo/mails`: newest first.
pub async fn list(State(house): State<House>, Query(Before { before }): Query<Before>) -> Response {
    shown(list_page(&house, before.and_then(|id| id.parse().ok())).await)
}

/// `GET /demo/mails/{id}`: one of them.
pub async fn show(State(house): State<House>, Path(id): Path<String>) -> Response {
    shown(match id.parse() {
        Ok(id) => mail_page(&house, id).await,
        Err(_) => Ok(None),
    })
}

async fn list_page(house: &House, before: Option<i64>) -> Result<Option<String>, Problem> {
    let mails = house.warren.mailbox(before).await?;
    let now = house.warren.now();
    let rows: String = mails.iter().map(|mail| row(house, mail, now)).collect();
    let list = match mails.as_slice() {
        [] => {
            "<section class=\"blankslate\"><h2 class=\"blankslate__title\">No mails</h2><p class=\"blankslate__text\">\
               Sign up or invite somebody, and the mail appears here.</p></section>"
                .to_owned()
        }
        _ => format!("<ol class=\"mail\" role=\"list\">{rows}</ol>"),
    };
    let older = match mails.last() {
        Some(last) if mails.len() >= 50 => {
            format!("<p><a class=\"link\" href=\"/demo/mails?before={}\">Older mails</a></p>", last.id)
        }
        _ => String::new(),
    };
    let head = "<header class=\"page-head\"><h1 class=\"page-head__title\">Mails of the demo</h1></header>\
                <p class=\"muted\">Here the demo shows what it would have mailed, to everybody.</p>";
    Ok(Some(page("Mails of the demo", &frame(&format!("{head}{list}{older}")))))
}

fn row(house: &House, mail: &Mail, now: Moment) -> String {
    let words = mail::words_of(&house.warren, mail);
    format!(
        "<li class=\"mail__item\"><article><header class=\"mail__head\"><h2 class=\"mail__subject\">\
         <a class=\"mail__link\" href=\"/demo/mails/{}\">{}</a></h2><time class=\"mail__time\" datetime=\"{}\">{}</time></header>\
         <p class=\"mail__people\">To {}</p><p class=\"mail__preview\">{}</p></article></li>",
        mail.id,
        escape(&words.subject),
        mail.created_at.to_rfc3339(),
        mail.created_at.ago(now),
        escape(&mail.to),
        escape(&words.sentence)
    )
}

async fn mail_page(house: &House, id: i64) -> Result<Option<String>, Problem> {
    // The page of the list that begins with this very mail.
    let mails = house.warren.mailbox(Some(id.saturating_add(1))).await?;
    let Some(mail) = mails.first().filter(|mail| mail.id == id) else { return Ok(None) };
    let words = mail::words_of(&house.warren, mail);
    let fact = |term: &str, value: &str| {
        let (term, value) = (escape(term), escape(value));
        format!(
            "<div class=\"facts__row\"><dt class=\"facts__term\">{term}</dt><dd class=\"facts__value\">{value}</dd></div>"
        )
    };
    let mut facts = fact("To", &mail.to) + &fact("Sent", &mail::zone_of(&house.warren, mail).sentence(mail.created_at));
    facts.extend(words.details.iter().map(|(term, value)| fact(term, value)));
    let paragraphs: String =
        words.paragraphs.iter().map(|text| format!("<p>{}</p>", escape(text).replace('\n', "<br>"))).collect();
    let end = words
        .unsubscribe
        .as_deref()
        .map(|url| format!("<p class=\"small\"><a class=\"link\" href=\"{}\">End the newsletter</a></p>", escape(url)));
    let note =
        words.note.as_deref().map(|note| format!("<blockquote>{}</blockquote>", escape(note).replace('\n', "<br>")));
    let button = words.button.as_ref().map(|(label, url)| {
        let (label, url) = (escape(label), escape(url));
        format!("<p><a class=\"button button--primary\" href=\"{url}\">{label}</a></p><p class=\"small\"><a class=\"link\" href=\"{url}\">{url}</a></p>")
    });
    let after = (!words.after.is_empty()).then(|| format!("<p class=\"muted small\">{}</p>", escape(&words.after)));
    let body = format!(
        "<p><a class=\"link\" href=\"/demo/mails\">All mails of the demo</a></p>\
         <article class=\"mail-page card\"><header class=\"card__head\"><h1 class=\"card__title\">{}</h1></header>\
         <div class=\"card__body stack\"><dl class=\"facts\">{facts}</dl>\
         <div class=\"mail-page__body stack\"><p>{}</p>{paragraphs}{}{}{}{}</div></div></article>",
        escape(&words.subject),
        escape(&words.sentence),
        note.unwrap_or_default(),
        button.unwrap_or_default(),
        after.unwrap_or_default(),
        end.unwrap_or_default()
    );
    Ok(Some(page(&words.subject, &frame(&body))))
}

fn frame(body: &str) -> String {
    format!(
        "<div class=\"public\"><main class=\"public__main public__main--wide\" id=\"main\"><div class=\"stack\">{body}</div></main></div>"
    )
}

fn shown(html: Result<Option<String>, Problem>) -> Response {
    match html {
        Ok(Some(html)) => Html(html).into_response(),
        Ok(None) => {
            let page = crate::html::blank_page("No such mail", "This mail was not found. It may have been swept away.");
            (StatusCode::NOT_FOUND, Html(page)).into_response()
        }
        Err(problem) => answer::problem(&problem, true),
    }
}
