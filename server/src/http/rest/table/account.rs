//! My account, its sessions and tokens (rows 44 and 45).

use app::doors::Needs::{FreshPerson, Person};
use teamwork::{
    acts::{Export, OwnEntry},
    rules::{
        account::{Closing, Me, SessionCard},
        notice::Preferences,
        passkey::PasskeyCard,
        problem::Conflict::LastOwnerSomewhere,
        token::{MadeToken, TokenCard},
        zone::ZoneChoice,
    },
};

use crate::http::rest::{
    ask::{Body, OfPasskey, OfSession, OfToken, Page},
    bodies::{
        account::{NewAddress, NewName, NewPreferences, NewToken, NewView, NewZone},
        companies::Confirmation,
    },
    tell::{Listed, Nothing, One, Secret},
};

operations! {
    GET "/account" get_account Read Person, "Who I am.",
        (me) -> One<Me> { One(me.me()) }
    PUT "/account/name" change_name Account Person, "Change my name.",
        (me, new: Body<NewName>) -> Nothing { me.change_name(&new.0.first_name, &new.0.last_name).await.map(|()| Nothing)? }
    GET "/account/time_zone" get_zone Read Person, "In which time zone I read times, and why.",
        (me) -> One<ZoneChoice> { One(me.zone_choice()) }
    PUT "/account/time_zone" change_zone Account Person, "Choose the time zone in which I read times; an empty one is the one of the house.",
        (me, new: Body<NewZone>) -> Nothing { me.change_zone(&new.0.time_zone).await.map(|()| Nothing)? }
    POST "/account/email" ask_email_change Account FreshPerson, "Ask for another address; it is mine when its mail was answered. Needs guarded.",
        (me, new: Body<NewAddress>) -> Nothing { me.ask_email_change(&new.0.email).await.map(|()| Nothing)? }
    GET "/account/preferences" get_preferences Read Person, "Which mails I want.",
        (me) -> One<Preferences> { One(me.preferences().await?) }
    PUT "/account/preferences" change_preferences Account Person, "Which mails I want: all at once.",
        (me, new: Body<NewPreferences>) -> Nothing { me.change_preferences(new.0.into()).await.map(|()| Nothing)? }
    PUT "/account/view" change_view Account Person, "See the pages as a developer or as a client; it takes no right away.",
        (me, new: Body<NewView>) -> Nothing { me.change_view(new.0.view).await.map(|()| Nothing)? }
    GET "/account/data" export_data Guarded FreshPerson, "A copy of my data; the log notes it.",
        (me) -> One<Export> { One(me.export().await?) }
    GET "/account/data/log" list_my_entries Guarded FreshPerson, "Everything I did, oldest first: the log that belongs to the copy.",
        (me, page: Page) -> Listed<OwnEntry> { {
            let mut found = me.own_log(page.number()?.unwrap_or_default()).await?;
            // It comes in batches that are longer than any page here.
            let more = found.len() > page.limit;
            found.truncate(page.limit);
            let next = found.last().filter(|_| more).map(|last| last.id.to_string());
            Listed { items: found, next }
        } }
    GET "/account/closing" get_closing Read Person, "What would end with my account.",
        (me) -> One<Closing> { One(me.closing().await?) }
    POST "/account/close" close_account Account FreshPerson, "Close my account at once; confirm with my address. Needs guarded.",
        (me, by: Body<Confirmation>) -> Nothing
            | [LastOwnerSomewhere] { me.close_account(&by.0.confirmation).await.map(|()| Nothing)? }
    GET "/sessions" list_sessions Read Person, "Where I am signed in; the 100 used last.",
        (me, page: Page) -> Listed<SessionCard> { page.cut(me.sessions().await?, |one| one.id.to_string())? }
    DELETE "/sessions/{session}" end_session Account Person, "Sign out somewhere.",
        (me, of: OfSession) -> Nothing { me.end_session(of.session).await.map(|()| Nothing)? }
    GET "/passkeys" list_passkeys Read Person, "My passkeys, oldest first. They are created in a browser.",
        (me, page: Page) -> Listed<PasskeyCard> { page.cut(me.passkeys().await?, |one| one.id.to_string())? }
    DELETE "/passkeys/{passkey}" remove_passkey Account Person, "Remove a passkey; it opens nothing any more.",
        (me, of: OfPasskey) -> Nothing { me.remove_passkey(of.passkey).await.map(|()| Nothing)? }
    GET "/tokens" list_tokens Read Person, "My tokens, newest first.",
        (me, page: Page) -> Listed<TokenCard> { page.cut(me.tokens().await?, |one| one.id.to_string())? }
    POST "/tokens" make_token Account FreshPerson, "Make a token that reaches no further than this one. Needs guarded.",
        (me, new: Body<NewToken>) -> Secret<MadeToken> {
            Secret(me.make_token(&new.0.label, &new.0.words(), &new.0.expires_on).await?) }
    DELETE "/tokens/{token}" revoke_token Account Person, "Revoke a token; it ends with the answer.",
        (me, of: OfToken) -> Nothing { me.revoke_token(of.token).await.map(|()| Nothing)? }
}
