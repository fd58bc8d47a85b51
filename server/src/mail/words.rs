//! One description of a mail, from which the text and the HTML are made: a sentence, who and what and until when, one
//! button, the plain link. Mails answer "who wants what of me, and what if I do nothing".

use std::fmt::Write;

use teamwork::{letters::Letter, rules::zone::TimeZone};

use super::{
    apps, companies, dunning, invitations, invoices, links, newsletter, operator, payments, request_news, requests,
    roles,
};
use crate::html::escape;

/// What a mail says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub subject: String,
    /// The one sentence.
    pub sentence: String,
    /// More of the text, a paragraph each.
    pub paragraphs: Vec<String>,
    /// What the sender wrote by hand.
    pub note: Option<String>,
    /// Who, what, until when.
    pub details: Vec<(&'static str, String)>,
    /// The label of the button and where it leads.
    pub button: Option<(&'static str, String)>,
    /// Small print: what happens otherwise.
    pub after: String,
    /// The person who asks, and their address: the mail comes from them by way of the house, and replies go to them.
    pub on_behalf_of: Option<(String, String)>,
    /// The link that ends mails of this kind, with one press and without signing in.
    pub unsubscribe: Option<String>,
}

/// Puts a letter into words. `secret` is the address with the secret, or the code, for letters that carry one; `link`
/// makes an absolute address of a path; `zone` is where the reader is.
pub fn write(letter: &Letter, secret: Option<String>, link: &dyn Fn(&str) -> String, zone: &TimeZone) -> Words {
    let mut words = match letter {
        Letter::ConfirmEmail { .. }
        | Letter::AlreadyRegistered { .. }
        | Letter::SignInLink { .. }
        | Letter::ResetPassword { .. }
        | Letter::ProofLink { .. }
        | Letter::NoAccount
        | Letter::ConfirmNewEmail { .. }
        | Letter::SecurityNotice { .. }
        | Letter::KeyNotice { .. }
        | Letter::KeysAdded { .. }
        | Letter::AccountEnding { .. }
        | Letter::AccountClosed { .. } => links::words(letter, secret, link, zone),
        Letter::Newsletter { .. } => newsletter::words(letter, secret, link),
        Letter::Invitation { .. }
        | Letter::Welcome { .. }
        | Letter::Joined { .. }
        | Letter::Declined { .. }
        | Letter::InvitationExpired { .. }
        | Letter::RenewalAsked { .. }
        | Letter::ReaddressAsked { .. }
        | Letter::Bounced { .. }
        | Letter::InvitationWithdrawn { .. } => invitations::words(letter, secret, link, zone),
        Letter::YourRoleChanged { .. }
        | Letter::YourAppsChanged { .. }
        | Letter::YourAccessEnds { .. }
        | Letter::AccessEnds { .. }
        | Letter::RoleChanged { .. }
        | Letter::YouLeft { .. }
        | Letter::MemberGone { .. }
        | Letter::Dismissed { .. } => roles::words(letter, link, zone),
        Letter::CompanySuspended { .. }
        | Letter::CompanyResumed { .. }
        | Letter::RecoveryRequested { .. }
        | Letter::RecoveryStopped { .. }
        | Letter::RecoveryDone { .. }
        | Letter::SenderUnknown { .. }
        | Letter::SurplusNotTaken { .. }
        | Letter::WebhookTurnedOff { .. } => operator::words(letter, link, zone),
        Letter::BillingChanged { .. } | Letter::CompanyDeleted { .. } => companies::words(letter, link),
        Letter::Invoice { .. } | Letter::CreditNote { .. } | Letter::CreditToCard { .. } => {
            invoices::words(letter, secret)
        }
        Letter::DebitAhead { .. }
        | Letter::ChargeFailed { .. }
        | Letter::CardExpires { .. }
        | Letter::CardNotTaken { .. } => payments::words(letter, secret, link),
        Letter::PaymentDue { .. }
        | Letter::AllClear { .. }
        | Letter::AppsSuspended { .. }
        | Letter::AppsEnding { .. }
        | Letter::AppsDeleted { .. } => dunning::words(letter, secret, link),
        Letter::TrialEnding { .. }
        | Letter::TrialDeleted { .. }
        | Letter::AppPaused { .. }
        | Letter::AppDeleted { .. }
        | Letter::AppNews { .. } => apps::words(letter, link, zone),
        Letter::PaymentRequest { .. }
        | Letter::RequestCode { .. }
        | Letter::RequestHeld { .. }
        | Letter::NowYours { .. }
        | Letter::RequestOver { .. }
        | Letter::RequestWithdrawn { .. } => requests::words(letter, secret, link, zone),
        Letter::HandedOver { .. } | Letter::RequestNews { .. } | Letter::RequestProposed { .. } => {
            request_news::words(letter, link, zone)
        }
    };
    // Names come from people; a header is one line whatever they typed, and so is a sentence.
    words.subject = one_line(&words.subject);
    words.sentence = one_line(&words.sentence);
    words.after = one_line(&words.after);
    for paragraph in &mut words.paragraphs {
        *paragraph = paragraph.lines().map(one_line).collect::<Vec<_>>().join("\n");
    }
    for (_, value) in &mut words.details {
        *value = one_line(value);
    }
    if let Some((name, _)) = &mut words.on_behalf_of {
        *name = one_line(name);
    }
    words
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl Words {
    /// The plain text.
    pub fn as_text(&self) -> String {
        let mut text = format!("{}\n", self.sentence);
        // Writing into a String cannot fail.
        for paragraph in &self.paragraphs {
            let _ = write!(text, "\n{paragraph}\n");
        }
        if let Some(note) = &self.note {
            let _ = write!(text, "\n{}\n", note.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"));
        }
        if !self.details.is_empty() {
            text.push('\n');
        }
        for (name, value) in &self.details {
            let _ = writeln!(text, "{name}: {value}");
        }
        if let Some((label, url)) = &self.button {
            let _ = write!(text, "\n{label}:\n{url}\n");
        }
        if !self.after.is_empty() {
            let _ = write!(text, "\n{}\n", self.after);
        }
        if let Some(url) = &self.unsubscribe {
            let _ = write!(text, "\nEnd the newsletter:\n{url}\n");
        }
        text.push_str("\n-- \nWarren. You can simply reply to this mail.\n");
        text
    }

    /// The HTML. Styles stand in the elements, because mail programs drop everything else.
    pub fn as_html(&self) -> String {
        let mut html = format!(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">\
             <title>{}</title></head><body style=\"margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif\">\
             <div style=\"max-width:34rem;margin:0 auto\"><p style=\"font-size:18px\">{}</p>",
            escape(&self.subject),
            escape(&self.sentence)
        );
        for paragraph in &self.paragraphs {
            let _ = write!(html, "<p style=\"margin:16px 0\">{}</p>", escape(paragraph).replace('\n', "<br>"));
        }
        if let Some(note) = &self.note {
            let note = escape(note).replace('\n', "<br>");
            let _ = write!(
                html,
                "<blockquote style=\"margin:16px 0;padding-left:16px;border-left:3px solid #999\">{note}</blockquote>"
            );
        }
        if !self.details.is_empty() {
            html.push_str("<table role=\"presentation\" style=\"margin:16px 0;border-collapse:collapse\">");
            for (name, value) in &self.details {
                let _ = write!(
                    html,
                    "<tr><td style=\"padding:2px 16px 2px 0;opacity:.7;vertical-align:top\">{}</td><td style=\"padding:2px 0\">{}</td></tr>",
                    escape(name),
                    escape(value)
                );
            }
            html.push_str("</table>");
        }
        if let Some((label, url)) = &self.button {
            let url = escape(url);
            let _ = write!(
                html,
                "<p style=\"margin:24px 0\"><a href=\"{url}\" style=\"display:inline-block;padding:12px 20px;border-radius:8px;\
                 background:#1f4d3a;color:#ffffff;text-decoration:none;font-weight:600\">{}</a></p>\
                 <p style=\"font-size:14px;word-break:break-all\"><a href=\"{url}\">{url}</a></p>",
                escape(label)
            );
        }
        if !self.after.is_empty() {
            let _ = write!(html, "<p style=\"font-size:14px;opacity:.8\">{}</p>", escape(&self.after));
        }
        if let Some(url) = &self.unsubscribe {
            let _ = write!(
                html,
                "<p style=\"font-size:14px;opacity:.8\"><a href=\"{}\">End the newsletter</a></p>",
                escape(url)
            );
        }
        html.push_str(
            "<p style=\"font-size:14px;opacity:.7\">Warren. You can simply reply to this mail.</p></div></body></html>",
        );
        html
    }
}
