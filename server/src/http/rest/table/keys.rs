//! SSH keys: my own, and those of Apps for machines.

use app::doors::Needs::{FreshPerson, Member, Person};
use teamwork::rules::{
    git::AppCode,
    key::{DeployKeyCard, KeyCard, KeyProof},
    permission::Refusal::{NeedsAdmin, NotAssigned, OwnKeysOnly},
    problem::{
        Conflict::{AppSuspended, CompanySuspended, KeyInUse, TooManyKeys},
        Problem,
    },
};

use crate::http::rest::{
    ask::{Body, OfApp, OfDeployKey, OfKey, Page},
    bodies::keys::{KeyRef, NewDeployKey, NewKey, Signature},
    tell::{Listed, Made, Nothing, One},
};

operations! {
    GET "/keys" list_keys Read Person, "My SSH keys.",
        (me, page: Page) -> Listed<KeyCard> { page.cut(me.keys().await?, |key| key.id.to_string())? }
    POST "/keys" add_key Account FreshPerson, "Store a public key of mine. Needs guarded.",
        (me, new: Body<NewKey>) -> Made<KeyRef>
            | [KeyInUse, TooManyKeys] { Made(KeyRef { key: me.add_key(&new.0.line, &new.0.label).await? }) }
    DELETE "/keys/{key}" remove_key Account Person, "Remove a key; it opens nothing any more.",
        (me, of: OfKey) -> Nothing { me.remove_key(of.key).await.map(|()| Nothing)? }
    GET "/keys/{key}/proof" get_key_proof Read Person, "The text to sign with a key, and the command that does it.",
        (me, of: OfKey) -> One<KeyProof> { One(me.key_proof(of.key).await?) }
    POST "/keys/{key}/proof" prove_key Account Person, "Prove that I have the other half: the signature over that text.",
        (me, of: OfKey, by: Body<Signature>) -> Nothing {
            me.prove_key(of.key, by.0.until, &by.0.signature).await.map(|()| Nothing)? }

    // Of an App.
    GET "/apps/{app}/code" get_app_code Read Member(&[14]), "Where the code of an App is, its last pushes, and who may push.",
        (me, of: OfApp) -> One<AppCode> | [NeedsAdmin, NotAssigned] { {
            let holder = me.app(&of.app).await?.slug.unwrap_or_default();
            One(me.app_code(&of.app, &holder).await?)
        } }
    GET "/apps/{app}/deploy-keys" list_deploy_keys Read Member(&[15]), "The deploy keys of an App.",
        (me, of: OfApp, page: Page) -> Listed<DeployKeyCard> | [NeedsAdmin, NotAssigned] { {
            // The act wants to know in whose pages one looks; a program looks wherever the App is.
            let holder = me.app(&of.app).await?.slug.unwrap_or_default();
            page.cut(me.deploy_keys(&of.app, &holder).await?.keys, |key| key.id.to_string())?
        } }
    POST "/apps/{app}/deploy-keys" add_deploy_key Apps Member(&[15]), "Store a key of an App for a machine. Needs guarded.",
        (me, of: OfApp, new: Body<NewDeployKey>) -> Made<KeyRef>
            | [Problem::Reauthenticate, NeedsAdmin, NotAssigned, CompanySuspended, AppSuspended, KeyInUse, TooManyKeys] {
            Made(KeyRef { key: me.add_deploy_key(&of.app, &new.0.line, &new.0.label, new.0.writes).await? }) }
    DELETE "/apps/{app}/deploy-keys/{key}" remove_deploy_key Apps Member(&[15]), "Remove a deploy key.",
        (me, of: OfDeployKey) -> Nothing
            | [NeedsAdmin, NotAssigned, OwnKeysOnly] { me.remove_deploy_key(&of.app, of.key).await.map(|()| Nothing)? }
}
